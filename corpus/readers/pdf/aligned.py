"""Tables around which nothing is drawn: words that begin at the same places across the page, row after row."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from learnbrief.corpus.readers.pdf.page import Line, find_gutter, heights_of, level_with, runs_on
from learnbrief.corpus.readers.pdf.rulings import Grid

_SAME = 4.0
"""Points within which the cells of a column begin."""
_ROWS = 3
"""Rows from which words that stand in columns are a table."""
_LEADERS = re.compile(r"(?:\s*[.…]){5,}")
_COUNTS = re.compile(r"[\[(]?\d{1,4}[\])]?[.):]?")
_LEADING = 0.35
"""Of the type's size: by so much more than the lines of a cell are apart, rows are."""


def column_at(left: float) -> int:
    """Where across the page something begins, as far as it matters."""
    return round(left / _SAME)


def columns_begun(lines: Sequence[Line]) -> frozenset[int]:
    """Where lines begin that have others on their left, as the cells of a second column do."""
    ordered = sorted((line for line in lines if line.turn == 0), key=lambda line: (-line.top, line.left))
    seconds = Counter(
        column_at(line.left) for last, line in pairwise(ordered) if level_with(last, line) and line.left > last.right
    )
    return frozenset(place + step for place, times in seconds.items() if times > 1 for step in (-1, 0, 1))


def in_aligned_cells(lines: Sequence[Line], grids: Sequence[Grid], width: float) -> list[Line]:
    """The lines with row and column, where words stand in columns and nothing is drawn around them."""
    placed = list(lines)
    free = [
        place
        for place, line in enumerate(lines)
        if line.slot is None
        and not _LEADERS.search(line.text)
        and not any(grid.slot((line.left + line.right) / 2, (line.bottom + line.top) / 2) for grid in grids)
    ]
    prose = find_gutter([lines[place] for place in free], width) is not None
    number = len(grids)
    for run, starts in _runs(heights_of(lines, free), lines):
        slots = _slots(run, starts, lines)
        few = len({row for row, _ in slots.values()}) < _ROWS and (prose or len(starts) == 2)
        if few or runs_on(slots, lines):
            continue  # columns of prose
        for place, slot in slots.items():
            placed[place] = replace(lines[place], slot=(number, *slot))
        number += 1
    return placed


def _runs(
    heights: Sequence[Sequence[int]], lines: Sequence[Line]
) -> Iterator[tuple[Sequence[Sequence[int]], list[float]]]:
    """Stretches of a page whose words begin at the same two places or more across it, with those places."""
    begins = Counter(column_at(lines[place].left) for height in heights if len(height) > 1 for place in height)
    runs = groupby(
        range(len(heights)), key=lambda number: all(_fits(lines[place], begins) for place in heights[number])
    )
    for fits, held in runs:
        run = _trimmed(list(held), heights, lines) if fits else []
        if run and _set_apart(run, heights, lines):
            table = [heights[number] for number in run]
            if (starts := _starts(table, lines)) and not _counts(table, lines):
                yield table, starts


def _set_apart(run: Sequence[int], heights: Sequence[Sequence[int]], lines: Sequence[Line]) -> bool:
    """Whether a stretch ends where the words around it do: what goes on above or below is no table of ours."""
    around = [(number, number + 1) for number in (run[0] - 1, run[-1]) if 0 <= number < len(heights) - 1]
    return all(
        min(lines[place].bottom for place in heights[above]) - max(lines[place].top for place in heights[below])
        > _LEADING * lines[heights[above][0]].size
        for above, below in around
    )


def _trimmed(run: list[int], heights: Sequence[Sequence[int]], lines: Sequence[Line]) -> list[int]:
    """Without the lines of text above and below the table that begin where its first column does."""
    while run and len(heights[run[0]]) == 1:
        del run[0]
    edge = min((lines[place].left for number in run for place in heights[number]), default=0.0) + _SAME
    while run and len(heights[run[-1]]) == 1 and lines[heights[run[-1]][0]].left <= edge:
        del run[-1]
    return run


def _fits(line: Line, begins: Counter[int]) -> bool:
    """Whether a line begins where lines of a column do, and does not run on into the next."""
    first, last = column_at(line.left), int(line.right / _SAME)
    return _near(begins, first) >= _ROWS and not any(begins[place] >= _ROWS for place in range(first + 3, last))


def _near(begins: Counter[int], place: int) -> int:
    return sum(begins[place + step] for step in (-1, 0, 1))


def _starts(run: Sequence[Sequence[int]], lines: Sequence[Line]) -> list[float]:
    """Where the columns begin; none where too few rows have several."""
    lefts = sorted(lines[place].left for height in run for place in height)
    starts: list[float] = []
    for left in lefts:
        if not starts or left - starts[-1] > 2 * _SAME:
            starts.append(left)
    several = sum(len(height) > 1 for height in run)
    return starts if len(starts) > 1 and several >= _ROWS and 2 * several >= len(run) else []


def _counts(run: Sequence[Sequence[int]], lines: Sequence[Line]) -> bool:
    """Whether what stands in columns is a list behind its numbers or marks."""
    marks = [lines[height[0]].text for height in run if len(height) > 1]
    return all(len(height) < 3 for height in run) and all(_COUNTS.fullmatch(one) or len(one) == 1 for one in marks)


def _column(starts: Sequence[float], left: float) -> int:
    return max(column for column, start in enumerate(starts) if left >= start - _SAME)


def _slots(run: Sequence[Sequence[int]], starts: Sequence[float], lines: Sequence[Line]) -> dict[int, tuple[int, int]]:
    """Row and column of each line: rows are further apart than the lines of a cell, or each has something in the first column."""
    gaps = [
        min(lines[place].bottom for place in above) - max(lines[place].top for place in below)
        for above, below in pairwise(run)
    ]
    size = statistics.median(lines[place].size for height in run for place in height)
    apart = min(gaps) + _LEADING * size
    spread = max(gaps) > apart
    slots: dict[int, tuple[int, int]] = {}
    row = 0
    for number, height in enumerate(run):
        first = any(_column(starts, lines[place].left) == 0 for place in height)
        if number and (gaps[number - 1] > apart if spread else first):
            row += 1
        slots |= {place: (row, _column(starts, lines[place].left)) for place in height}
    return slots
