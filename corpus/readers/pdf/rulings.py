"""Tables that are drawn on a page: which cell a place lies in, by the lines and the shaded boxes around it."""

import ctypes
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from learnbrief.corpus.readers.pdf.glyphs import Box, Frame

_NEAR = 2.5
"""Points within which two edges are one: a border has a width, and cells are drawn one by one."""
_SHORTEST = 4.0
"""Points of a ruling; shorter ones are ends of thick borders, ticks of an axis, parts of a drawing."""
_MOST_RULINGS = 2_000
"""On a page; more are a map or a plan."""
_THICKEST = 3.0
"""Points of a border's width."""
_ROOM = 9.0
"""Points of a cell's sides from which words fit into it."""
_MOST_CELLS = 4_000
_LEAST_CELLS = 3
"""Two boxes side by side are no table."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One drawn table; rows are counted from the top, columns from the left."""

    edges: tuple[float, ...]
    """Where its columns are parted, from the left."""
    levels: tuple[float, ...]
    """Where its rows are parted, from the bottom."""
    merged: dict[tuple[int, int], tuple[int, int]]
    """The first row and column of the cell that each row and column is in."""

    def slot(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the cell in which a place lies."""
        column, low = bisect_right(self.edges, x) - 1, bisect_right(self.levels, y) - 1
        return self.merged.get((len(self.levels) - 2 - low, column))

    @property
    def bounds(self) -> Box:
        """The whole of it."""
        return Box(self.edges[0], self.levels[0], self.edges[-1], self.levels[-1])

    @property
    def cells(self) -> int:
        """How many of its cells have room for words; double borders have narrow ones between them."""
        spans: dict[tuple[int, int], list[float]] = {}
        for (row, column), cell in self.merged.items():
            at = len(self.levels) - 2 - row
            width, height = self.edges[column + 1] - self.edges[column], self.levels[at + 1] - self.levels[at]
            held = spans.setdefault(cell, [0.0, 0.0])
            held[0], held[1] = max(held[0], width), max(held[1], height)
        return sum(width >= _ROOM and height >= _ROOM for width, height in spans.values())

    def column(self, x: float) -> int:
        """The column of a place, whatever is merged there."""
        return bisect_right(self.edges, x) - 1


class Rulings(NamedTuple):
    """Every straight line on a page, upright or level."""

    borders: list[Box]
    shades: list[Box]
    """Edges of shaded boxes; those within borders may be a line's or a paragraph's, and part nothing."""


def rulings_on(page: Any) -> Rulings:
    """What is drawn on a page that may be a table's; nothing of a page full of lines, which is a map or a plan."""
    import pypdfium2.raw as raw

    found = Rulings([], [])
    for drawn in page.get_objects([raw.FPDF_PAGEOBJ_PATH]):
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(drawn.raw, fill, stroke)
        points = list(_points(drawn))
        if fill.value or stroke.value:
            (found.borders if stroke.value or _is_thin(points) else found.shades).extend(_straight(points))
        if len(found.borders) + len(found.shades) > _MOST_RULINGS:
            return Rulings([], [])
    return found


def _is_thin(points: Sequence[tuple[float, float, bool]]) -> bool:
    """Whether a filled box is a border: most programs draw their lines so."""
    xs, ys = [x for x, _, _ in points], [y for _, y, _ in points]
    return bool(xs) and min(max(xs) - min(xs), max(ys) - min(ys)) <= _THICKEST


def _points(drawn: Any) -> Iterator[tuple[float, float, bool]]:
    """The corners of a path, and whether a line leads to each."""
    import pypdfium2.raw as raw

    matrix, container = drawn.get_matrix(), drawn.container
    while container is not None:
        matrix, container = matrix.multiply(container.get_matrix()), container.container
    x, y = ctypes.c_float(), ctypes.c_float()
    start = (0.0, 0.0)
    for index in range(raw.FPDFPath_CountSegments(drawn.raw)):
        part = raw.FPDFPath_GetPathSegment(drawn.raw, index)
        raw.FPDFPathSegment_GetPoint(part, x, y)
        kind = raw.FPDFPathSegment_GetType(part)
        at = matrix.on_point(x.value, y.value)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = at
        yield (*at, kind == raw.FPDF_SEGMENT_LINETO)
        if raw.FPDFPathSegment_GetClose(part):
            yield (*start, True)


def _straight(points: Iterable[tuple[float, float, bool]]) -> Iterator[Box]:
    last: tuple[float, float] | None = None
    for x, y, drawn in points:
        if drawn and last is not None and min(abs(x - last[0]), abs(y - last[1])) < 1:
            box = Box(min(x, last[0]), min(y, last[1]), max(x, last[0]), max(y, last[1]))
            if max(box.right - box.left, box.top - box.bottom) >= _SHORTEST:
                yield box
        last = (x, y)


def grids_of(rulings: Rulings, frame: Frame, turn: int) -> list[Grid]:
    """The tables that these lines draw, for text that is turned so."""
    found: list[Grid] = []
    for lines in rulings:
        upright = [frame.upright(box, turn) if turn else box for box in lines]
        grids = [grid for group in _touching(upright) if (grid := _grid(group)) is not None]
        found += [grid for grid in grids if not any(_meet(grid.bounds, other.bounds) for other in found)]
    return found


def _touching(rulings: Sequence[Box]) -> list[list[Box]]:
    """Lines that meet, each lot by itself."""
    lots: list[tuple[Box, list[Box]]] = []
    for ruling in sorted(rulings):
        around, lot = ruling, [ruling]
        apart: list[tuple[Box, list[Box]]] = []
        for bounds, others in lots:
            if _meet(around, bounds) and any(_meet(one, other) for one in lot for other in others):
                around, lot = _around(around, bounds), [*others, *lot]
            else:
                apart.append((bounds, others))
        lots = [*apart, (around, lot)]
    return [lot for _, lot in lots]


def _meet(one: Box, other: Box) -> bool:
    return (
        one.left <= other.right + _NEAR
        and other.left <= one.right + _NEAR
        and one.bottom <= other.top + _NEAR
        and other.bottom <= one.top + _NEAR
    )


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left),
        min(one.bottom, other.bottom),
        max(one.right, other.right),
        max(one.top, other.top),
    )


def _grid(rulings: Sequence[Box]) -> Grid | None:
    upright = [one for one in rulings if one.top - one.bottom > one.right - one.left]
    level = [one for one in rulings if one.top - one.bottom <= one.right - one.left]
    if not upright or not level:
        return None
    # the outermost lines may be left out: a table open at its sides ends where its level lines end
    edges = _positions([x for one in (*upright, *level) for x in (one.left, one.right)])
    levels = _positions([y for one in (*upright, *level) for y in (one.bottom, one.top)])
    columns, rows = len(edges) - 1, len(levels) - 1
    if columns < 2 or rows < 1 or columns * rows > _MOST_CELLS:
        return None
    merged = _merged(edges, levels, upright, level)
    parted = {column for _, column in merged.values()}
    return Grid(edges, levels, merged) if len(set(merged.values())) >= _LEAST_CELLS and len(parted) > 1 else None


def _positions(found: Iterable[float]) -> tuple[float, ...]:
    """Positions, those that are near each other as one."""
    kept: list[float] = []
    for position in sorted(found):
        if not kept or position - kept[-1] > 2 * _NEAR:
            kept.append(position)
    return tuple(kept)


def _merged(
    edges: Sequence[float], levels: Sequence[float], upright: Sequence[Box], level: Sequence[Box]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Cells run on to the right and downwards until a line parts them."""
    rows = len(levels) - 1
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(rows):
        low, high = levels[rows - 1 - row], levels[rows - row]
        for column, (left, right) in enumerate(pairwise(edges)):
            middle_x, middle_y = (left + right) / 2, (low + high) / 2
            beside, above = merged.get((row, column - 1)), merged.get((row - 1, column))
            parted = any(_crosses(one, x=left, y=middle_y) for one in upright)
            if beside is not None and not parted:
                merged[row, column] = beside
            elif above is not None and not any(_crosses(one, x=middle_x, y=high) for one in level):
                merged[row, column] = above
            else:
                merged[row, column] = (row, column)
    return merged


def _crosses(ruling: Box, *, x: float, y: float) -> bool:
    return (
        ruling.left - 2 * _NEAR <= x <= ruling.right + 2 * _NEAR
        and ruling.bottom - 2 * _NEAR <= y <= ruling.top + 2 * _NEAR
    )
