"""Questionnaires written as paragraphs: questions that count up, each with its answer below, are nobody's statement."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from learnbrief.corpus.readers.reading import Block

_COUNTED = re.compile(
    r"\s*(?P<kind>Q(?:uestion|\.)?\s?|question\s)?(?P<number>\d{1,2})\s?[a-h]?(?:[.):–-]+\s*|\s+)(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 45
"""Words of a question with what explains it."""
_FEWEST = 2
_ANSWERED = 0.5
"""Share of questions with something below them: some stay empty, but a list of questions for the next meeting has no answer at all."""


def mark_questions(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with each question of a questionnaire as one; what is no questionnaire stays as it is."""
    found = {place: one for place, block in enumerate(blocks) if (one := _asked(block)) is not None}
    if not _count_up(found) or not _are_answered(found, blocks):
        return list(blocks)
    return [
        replace(block, layout="question", gap="\n\n") if place in found else block for place, block in enumerate(blocks)
    ]


def _asked(block: Block) -> int | None:
    """The number of the question that a block asks; None where it asks none."""
    if block.layout not in ("paragraph", "bullet", "heading") or len(block.text.split()) > _LONGEST:
        return None
    counted = _COUNTED.match(block.marker.strip() + " " + block.text if block.marker.strip(" -") else block.text)
    if counted is None:
        return None
    asks = counted["words"].rstrip(" *_").endswith(("?", "? (optional)", ":"))
    return int(counted["number"]) if asks or counted["kind"] else None


def _count_up(found: Mapping[int, int]) -> bool:
    """Whether their numbers run as those of a questionnaire do: 1, 2, 3, with a part of one or a jump now and then."""
    numbers = list(found.values())
    if len(numbers) < _FEWEST or numbers[0] > 1:
        return False
    steps = [after - before for before, after in pairwise(numbers)]
    return all(step >= 0 for step in steps) and sum(step == 1 for step in steps) >= 0.6 * len(steps)


def _are_answered(found: Mapping[int, int], blocks: Sequence[Block]) -> bool:
    below = [place + 1 < len(blocks) and place + 1 not in found for place in found]
    return sum(below) >= max(1, _ANSWERED * len(found))
