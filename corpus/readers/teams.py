"""Transcripts as Teams, Otter and others write them into documents: a line with name and clock, then what was said."""

import re
from collections.abc import Iterator, Sequence

from learnbrief.corpus.document import Mode
from learnbrief.corpus.readers.reading import Block
from learnbrief.corpus.speakers import seconds, speech_of

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,3})?"
_NAME_CLOCK = re.compile(
    rf"^(?P<who>[^\d\s:][^\n]{{0,70}}?)\s+\(?(?P<clock>{_CLOCK})\)?\s*(?:\n(?P<words>.*))?$", re.DOTALL
)
_CLOCK_NAME = re.compile(
    rf"^[\[(]?(?P<clock>{_CLOCK})[\])]?\s+(?P<who>[^\d\s:][^\n:]{{0,70}}?)\s*(?:\n(?P<words>.*))?$", re.DOTALL
)
_RANGE = re.compile(
    rf"^(?P<clock>{_CLOCK})\s*-->\s*{_CLOCK}\s*\n(?P<who>[^\n]{{1,70}})(?:\n(?P<words>.*))?$", re.DOTALL
)


def _opening(text: str) -> re.Match[str] | None:
    text = text.strip()
    return _RANGE.match(text) or _NAME_CLOCK.match(text) or _CLOCK_NAME.match(text)


def is_teams(paragraphs: Sequence[str]) -> bool:
    """Whether at least three paragraphs, and a quarter of them, open a turn with name and clock."""
    opened = sum(_opening(text) is not None for text in paragraphs)
    return opened >= 3 and opened >= len(paragraphs) / 4


def teams_turns(blocks: Sequence[Block]) -> tuple[list[Block], str]:
    """Turns with speaker and time, and what the text no longer says: clocks, and names that a turn does not repeat.

    What stands before the first turn is a heading or a note.
    """
    left_out: list[str] = []
    return list(_turns(blocks, left_out)), " ".join(left_out)


def _turns(blocks: Sequence[Block], left_out: list[str]) -> Iterator[Block]:
    speaker: str | None = None
    pending: str | None = None
    at: float | None = None
    for number, block in enumerate(blocks):
        found = _opening(block.text)
        if found:
            who, at = found.group("who").strip(), seconds(found.group("clock"))
            words = found.group("words") or ""
            left_out.append(block.text.strip().removesuffix(words).replace(who, "", 1))
            if who == speaker:
                left_out.append(who)
            else:
                pending = who
            speaker = who
            if not words.strip():
                continue
        elif speaker is None:
            yield Block(block.text, "heading" if number == 0 else "note", level=1 if number == 0 else None)
            continue
        else:
            words = block.text
        gap = "\n\n" if pending else " "
        yield Block(words, "turn", Mode.VERBATIM, speaker, pending, speech_of(speaker), at, gap=gap)
        pending = None
