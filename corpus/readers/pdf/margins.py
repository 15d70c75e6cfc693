"""Numbers that count the lines of a page down its margin, as transcripts and drafts are printed for citing: nobody's words."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from learnbrief.corpus.readers.pdf.page import Line
from learnbrief.corpus.readers.pdf.written import What

_NUMBER = re.compile(r"(\d{1,4})(?:\s+(?=\S)|$)")
_STEPS = (1, 2, 5, 10)
"""How word processors number lines: all of them, or every so many."""
_LEAST = 5
"""Numbers on a page from which they count; a list that somebody numbered is shorter or has full stops."""
_LEAST_IN_STEPS = 3
"""The same where only every second, fifth or tenth line has one, as no list has."""
_SHARE = 0.8
"""Of the numbers that there would have to be if all lines were counted."""


def without_line_numbers(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[str]]:
    """The pages without what counts their lines, and the numbers that went."""
    kept: list[list[Line]] = []
    gone: list[str] = []
    for lines in pages:
        numbers = _counting(lines)
        page: list[Line] = []
        for place, line in enumerate(lines):
            text = line.text[len(numbers[place]) :].strip() if place in numbers else line.text
            if text:
                page.append(replace(line, text=text))
        kept.append(page)
        gone += numbers.values()
    return kept, gone


def _counting(lines: Sequence[Line]) -> dict[int, str]:
    """The lines of a page that begin with a number of the count, with that number; none where nothing counts."""
    printed = [(place, line) for place, line in enumerate(lines) if line.what is What.PRINTED]
    if not printed:
        return {}
    edge = min(line.left for _, line in printed)
    found = [(place, line, one.group(1)) for place, line in printed if (one := _NUMBER.match(line.text))]
    found = [one for one in found if one[1].left - edge < one[1].size]
    found.sort(key=lambda one: -one[1].top)
    values = [int(number) for _, _, number in found]
    steps = [after - before for before, after in pairwise(values)]
    step = next((one for one in _STEPS if steps and steps.count(one) >= _SHARE * len(steps)), None)
    if step is None or len(found) < (_LEAST if step == 1 else _LEAST_IN_STEPS):
        return {}
    if len(found) < _SHARE * (_rows([line for _, line in printed]) // step):
        return {}
    return {place: number for place, _, number in found}


def _rows(lines: Sequence[Line]) -> int:
    """How many rows of type a page has; what stands side by side is one."""
    middles = sorted(((line.bottom + line.top) / 2, line.size) for line in lines)
    return 1 + sum(after - before > 0.5 * size for (before, _), (after, size) in pairwise(middles))
