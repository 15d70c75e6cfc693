"""Tables of a page: their lines by row and column, and what stands in each cell as passages."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from learnbrief.corpus.readers.office.cells import Cell, blocks_of_table
from learnbrief.corpus.readers.pdf.hyphens import mended
from learnbrief.corpus.readers.pdf.page import BULLET, Line, from_top, runs_on
from learnbrief.corpus.readers.pdf.rulings import Grid
from learnbrief.corpus.readers.reading import Block
from learnbrief.corpus.readers.text.plain import plain_bullet

_FILLED = 0.4
"""Share of a drawn table's cells that hold words, at least: bars and axes of a chart have few."""
_SAME = 4.0
"""Points within which the cells of a column begin."""
_SHORT = 5
"""Words of a cell that says nothing by itself, in a table of figures or of nothing longer."""
_NAMES = 3
"""Words of a cell that only names: whose row it is, who does it and by when."""

Row = Mapping[int, Sequence[Sequence[Line]]]
"""Paragraphs by column."""


@dataclass(frozen=True, slots=True)
class Table:
    """What stands in the cells of a table."""

    rows: tuple[tuple[int, Row], ...]
    """Each with its page."""
    lefts: Mapping[int, float]
    """Where the words of each column begin."""

    def goes_on_with(self, other: "Table") -> bool:
        """Whether a table at the top of the next page has the same columns."""
        return self.lefts.keys() == other.lefts.keys() and all(
            abs(left - other.lefts[column]) <= _SAME for column, left in self.lefts.items()
        )

    def with_more(self, other: "Table") -> "Table":
        """With the rows of the next page."""
        return Table((*self.rows, *other.rows), self.lefts)


def _text(row: Row) -> list[str]:
    return [line.text for _, paragraphs in sorted(row.items()) for one in paragraphs for line in one]


def in_drawn_cells(lines: Sequence[Line], grids: Sequence[Grid]) -> list[Line]:
    """The lines with the row and column that they stand in, where a table is drawn around them."""
    placed = list(lines)
    for number, grid in enumerate(grids):
        for place, (row, column) in cells_of(grid, lines).items():
            placed[place] = replace(lines[place], slot=(number, row, column))
    return placed


def cells_of(grid: Grid, lines: Sequence[Line]) -> Mapping[int, tuple[int, int]]:
    """Row and column of the lines within what is drawn; none where it is no table."""
    found = {
        place: slot
        for place, line in enumerate(lines)
        if (slot := grid.slot((line.left + line.right) / 2, (line.bottom + line.top) / 2))
    }
    cells = set(found.values())
    if len(cells) < _FILLED * grid.cells or any(len(set(parts)) < 2 for parts in zip(*cells, strict=True)):
        return {}
    within = _unmerged(lines, found, grid)
    return {} if runs_on(within, lines) else within  # a paragraph whose lines are shaded one by one


def _unmerged(lines: Sequence[Line], found: Mapping[int, tuple[int, int]], grid: Grid) -> Mapping[int, tuple[int, int]]:
    """Rows that only shading parts show no borders between their cells where they are left white: the words' places tell."""
    held: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, slot in found.items():
        held[slot].append(place)
    within = dict(found)
    for (row, _), places in held.items():
        columns = {place: grid.column(lines[place].left + 1) for place in places}
        alone = all(grid.column(lines[place].right - 1) == column for place, column in columns.items())
        if alone and len(set(columns.values())) > 1:
            within |= {place: (row, column) for place, column in columns.items()}
    return within


def with_tables_in_place(lines: Sequence[Line]) -> list[Line]:
    """The lines of each table row by row and cell by cell, below what stands above it."""
    tables = sorted({line.slot[0] for line in lines if line.slot is not None})
    ordered = [line for line in lines if line.slot is None]
    for table in tables:
        own = [line for line in lines if line.slot is not None and line.slot[0] == table]
        cells: dict[tuple[int, int, int], list[Line]] = defaultdict(list)
        for line in own:
            cells[line.slot or (0, 0, 0)].append(line)
        own = [line for _, held in sorted(cells.items()) for line in _downwards(held)]
        top, left, right = (
            max(line.top for line in own),
            min(line.left for line in own),
            max(line.right for line in own),
        )
        above = [
            place
            for place, line in enumerate(ordered, 1)
            if (line.bottom + line.top) / 2 > top and line.left < right and line.right > left
        ]
        at = max(above, default=0)
        ordered[at:at] = own
    return ordered


def _downwards(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a cell as the file tells them, unless it goes up: a point's mark and its words are on one height."""
    up = any(line.bottom > last.top - 0.2 * last.size for last, line in pairwise(lines))
    return from_top(lines) if up else lines


def stretches(pages: Sequence[Sequence[Sequence[Line]]]) -> list[tuple[int, list[Sequence[Line]] | Table]]:
    """The paragraphs of the pages, with their page: those of a text together, each table by itself, over pages too."""
    found: list[tuple[int, list[Sequence[Line]] | Table]] = []
    for page, paragraphs in enumerate(pages, 1):
        for table, held in groupby(paragraphs, key=lambda one: one[0].slot[0] if one[0].slot else None):
            if table is None:
                found.append((page, list(held)))
                continue
            cells = _table(list(held), page)
            last = found[-1][1] if found and found[-1][0] < page else None
            if isinstance(last, Table) and last.goes_on_with(cells):
                found[-1] = (page, last.with_more(cells))
            else:
                found.append((page, cells))
    return found


def _table(paragraphs: Sequence[Sequence[Line]], page: int) -> Table:
    rows: dict[int, dict[int, list[Sequence[Line]]]] = defaultdict(lambda: defaultdict(list))
    lefts: dict[int, float] = {}
    for paragraph in paragraphs:
        _, row, column = paragraph[0].slot or (0, 0, 0)
        rows[row][column].append(paragraph)
        lefts[column] = min(lefts.get(column, paragraph[0].left), paragraph[0].left)
    return Table(tuple((page, dict(row)) for _, row in sorted(rows.items())), lefts)


def passages_of(number: int, table: Table, written: frozenset[str]) -> Iterator[Block]:
    """A table's passages as those of a word processor's table are; columns of figures and short labels are no evidence."""
    only_names, head = _only_names(table), _text(table.rows[0][1])
    rows = [
        [
            Cell(
                column + 1,
                tuple(
                    Block(
                        words_of(one, written),
                        "note" if aside or (r and only_names(column, one)) else "paragraph",
                        page=page,
                    )
                    for one in paragraphs
                ),
            )
            for column, paragraphs in sorted(row.items())
        ]
        for r, (page, row) in enumerate(table.rows)
        for aside in [r > 0 and _text(row) == head]  # said again at the top of the next page
    ]
    for block in blocks_of_table(number, rows):
        bullet = plain_bullet(block.text, gap=block.gap) if block.layout == "cell" else block
        yield replace(block, text=bullet.text, marker=bullet.marker) if bullet.layout == "bullet" else block


def words_of(paragraph: Sequence[Line], written: frozenset[str]) -> str:
    """The lines of a paragraph as one, hyphens mended."""
    text = paragraph[0].text
    for line in paragraph[1:]:
        text = mended(text, line.text, written)
    return text


def _only_names(table: Table) -> Callable[[int, Sequence[Line]], bool]:
    """What tells, of a column and what stands in it, that it names or counts and says nothing."""
    said: dict[int, list[str]] = defaultdict(list)
    alone: dict[int, bool] = defaultdict(lambda: True)
    for _, row in table.rows[1:]:
        for column, paragraphs in row.items():
            said[column] += [" ".join(line.text for line in one) for one in paragraphs]
            alone[column] &= len(paragraphs) == 1 and not BULLET.match(paragraphs[0][0].text)
    figures = any(_are_figures(cells) for cells in said.values())
    short = {column for column in said if alone[column] and _longest(said[column]) <= _SHORT}
    names = short if short == set(said) else {column for column in short if _longest(said[column]) <= _NAMES}

    def only_names(column: int, cell: Sequence[Line]) -> bool:
        words = " ".join(line.text for line in cell)
        if column in names or not _words_in(words):
            return True
        return figures and alone[column] and _words_in(words) <= _SHORT

    return only_names


def _are_figures(cells: Sequence[str]) -> bool:
    """Whether a column holds figures; numbers that count the rows are none."""
    numbers = [cell.strip(".)") for cell in cells]
    return not any(map(str.isalpha, "".join(cells))) and numbers != [str(n) for n in range(1, len(cells) + 1)]


def _longest(cells: Sequence[str]) -> int:
    return max(map(_words_in, cells), default=0)


def _words_in(cell: str) -> int:
    return sum(any(map(str.isalpha, word)) for word in cell.split())
