"""Words set letter by letter, as headings are: 'R e f l e c t i o n s' is 'Reflections' again, told by where the letters stand."""

import statistics
from collections.abc import Sequence
from itertools import pairwise

from learnbrief.corpus.readers.characters import normalise, tidy
from learnbrief.corpus.readers.pdf.glyphs import Box

_FEWEST = 4
_LETTERS = 0.8
"""Share of single letters among what blanks part: 'A B C' of a plan's rooms is shorter, and 'I' and 'a' come alone in any line."""
_WORD_GAP = 1.6
"""Times the usual gap from letter to letter, from which a word ends: a blank between words is set as wide again."""


def is_spaced_out(text: str) -> bool:
    """Whether nearly all that blanks part in a line is single letters."""
    parts = text.split()
    single = sum(len(part.strip(".,:;!?()'’")) <= 1 and any(map(str.isalpha, part)) for part in parts)
    letters = "".join(parts)
    return single >= _FEWEST and single >= _LETTERS * len(parts) and len(set(letters.casefold())) >= _FEWEST


def closed_up(characters: Sequence[str], boxes: Sequence[Box]) -> str:
    """The line with its letters closed up to words; `boxes` are those of the characters that are drawn, in their order."""
    drawn = [one for one in characters if not one.isspace()]
    if len(drawn) != len(boxes):  # a letter that the library made up stands nowhere
        return tidy(normalise("".join(characters)))
    gaps = [after.left - before.right for before, after in pairwise(boxes)]
    usual = max(statistics.median(gaps), 0.1)
    parted = (" " if gap > _WORD_GAP * usual else "" for gap in gaps)
    return tidy(normalise(drawn[0] + "".join(map("".join, zip(parted, drawn[1:], strict=True)))))
