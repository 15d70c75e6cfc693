"""The lines of a page in reading order: characters put together, divided where cells and columns do, tables row by row."""

import statistics
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from learnbrief.corpus.readers.characters import normalise, tidy
from learnbrief.corpus.readers.pdf.aligned import column_at, columns_begun, in_aligned_cells
from learnbrief.corpus.readers.pdf.glyphs import Box, Frame, characters
from learnbrief.corpus.readers.pdf.page import Line, in_reading_order, with_written
from learnbrief.corpus.readers.pdf.rulings import Grid, Rulings, grids_of
from learnbrief.corpus.readers.pdf.spaced import closed_up, is_spaced_out
from learnbrief.corpus.readers.pdf.tables import cells_of, in_drawn_cells, with_tables_in_place
from learnbrief.corpus.readers.pdf.written import What, Written

_TURNS = (0, 90, 180, 270)
_NOTHING_DRAWN = Rulings([], [])
_GAP = 0.7
"""Of the type's size: a blank between words is a third of it, also where lines are filled to the margin seldom more."""


def lines_of(
    layer: Any, frame: Frame, written: Sequence[Written] = (), rulings: Rulings = _NOTHING_DRAWN
) -> list[Line]:
    """The lines of a page in reading order, columns one after the other, with what was written on it at its place."""
    forms = any(one.what is not What.COMMENT for one in written)  # the boxes of a form are no table
    fields = {turn: [frame.upright(one.box, turn) for one in written] for turn in _TURNS}
    grids = {turn: [] if forms else grids_of(rulings, frame, turn) for turn in _TURNS}
    drawn = list(characters(layer, frame))
    found = list(_lines(drawn, _Edges(fields, grids)))
    tables = {turn: [grid for grid in held if cells_of(grid, _turned(found, turn))] for turn, held in grids.items()}
    begun = columns_begun(found)
    if begun or tables != grids:
        found = list(_lines(drawn, _Edges(fields, tables, begun)))
    share = Counter(line.turn for line in found for _ in line.text)
    turns = [turn for turn, _ in share.most_common()] or [0]
    ordered = [
        line
        for turn in turns
        for line in _in_order(_turned(found, turn), tables.get(turn, ()), frame.across(turn), forms=forms)
    ]
    return with_written(ordered, written, frame, turns[0])


def _turned(lines: Sequence[Line], turn: int) -> list[Line]:
    return [line for line in lines if line.turn == turn]


def _in_order(lines: Sequence[Line], grids: Sequence[Grid], width: float, *, forms: bool) -> list[Line]:
    if forms:
        return list(in_reading_order(lines, width))
    placed = in_aligned_cells(in_drawn_cells(lines, grids), grids, width)
    free = iter(in_reading_order([line for line in placed if line.slot is None], width))
    return with_tables_in_place([*free, *(line for line in placed if line.slot is not None)])


@dataclass(frozen=True, slots=True)
class _Edges:
    """What divides a page's lines, by how they are turned."""

    fields: Mapping[int, Sequence[Box]]
    """Places to fill in."""
    grids: Mapping[int, Sequence[Grid]]
    begun: frozenset[int] = frozenset()
    """Where columns begin: a cell that its words fill comes close to the next."""

    def part(self, last: Box, box: Box) -> bool:
        """Whether a character begins a line, or a piece of one, of its own."""
        if last.turn != box.turn:
            return True
        size = max(last.top - last.bottom, box.top - box.bottom, 1)
        elsewhere = min(last.top, box.top) - max(last.bottom, box.bottom) < 0
        gap = box.left - last.right
        # back to the left is the next row, however close it is set to this one
        if elsewhere or gap > 1.8 * size or last.left - box.right > 1.8 * size:
            return True
        if gap > _GAP * size and column_at(box.left) in self.begun:
            return True
        return self._in_other_place(last, box)

    def _in_other_place(self, last: Box, box: Box) -> bool:
        """Whether a field or a border stands between two characters."""
        return any(
            last.right - 1 <= field.middle[0] <= box.left + 1 and field.bottom < box.middle[1] < field.top
            for field in self.fields.get(box.turn, ())
        ) or any(grid.slot(*last.middle) != grid.slot(*box.middle) for grid in self.grids.get(box.turn, ()))


def _lines(drawn: Sequence[tuple[str, Box | None]], edges: _Edges) -> Iterator[Line]:
    """Lines as the file gives them; a wide gap within one, as between columns or cells, or a field to fill in, divides it."""
    words: list[str] = []
    boxes: list[Box] = []
    for character, box in drawn:
        ends = character == "\n" or (box is not None and bool(boxes) and edges.part(boxes[-1], box))
        if ends and words:
            yield from _line(words, boxes)
            words, boxes = [], []
        if character != "\n":
            words.append(character)
            if box is not None:
                boxes.append(box)
    yield from _line(words, boxes)


def _line(words: Sequence[str], boxes: Sequence[Box]) -> Iterator[Line]:
    text = tidy(normalise("".join(words)))
    if is_spaced_out(text):
        text = closed_up(words, boxes)
    if text and boxes:
        left, bottom, right, top, bold, turn = zip(*boxes, strict=True)
        middle = statistics.median
        heavy = sum(bold) > 0.8 * len(bold)
        yield Line(text, min(left), max(right), middle(bottom), middle(top), bold=heavy, turn=turn[0])
