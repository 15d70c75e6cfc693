"""Tables of documents as passages: a short first row names the columns, a cell over all columns heads those below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from learnbrief.corpus.readers.characters import tidy
from learnbrief.corpus.readers.reading import Block
from learnbrief.corpus.readers.text.plain import plain_bullet
from learnbrief.corpus.readers.wrapped import join_wrapped

_PAIR = 2
_NAMES = 3
"""Words of what names a column, though it ends in a full stop."""
_SHORT = 12
"""Words that what names a column or a table may have."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, with what stands in it, and the column it begins in, counted from 1."""

    column: int
    blocks: tuple[Block, ...]

    @property
    def words(self) -> int:
        """How many words stand in it."""
        return sum(len(block.text.split()) for block in self.blocks)


def blocks_of_table(number: int, rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    """The passages of a document's table, row by row."""
    widest = max(map(len, rows), default=0)
    names_columns = not (rows and any(map(_is_sentence, rows[0])))  # a wall of cards has no head
    if _asks(rows):
        yield from _answered(number, rows)
        return
    for r, row in enumerate(rows, 1):
        if len(row) == 1 < widest and 0 < row[0].words <= _SHORT and r < len(rows):
            # a cell over all columns, as flipcharts are typed up: 'Table 1' heads every cell below it
            yield from (Block(block.text, "heading", level=6, page=block.page) for block in row[0].blocks)
            names_columns = True
            continue
        for at, cell in enumerate(row):
            place = f"table {number} row {r} column {cell.column}"
            yield from _blocks(cell, place, first=at == 0, header=names_columns and r < len(rows))
        names_columns = False


def _asks(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table is a form: two columns, of which the first asks and the second answers."""
    pairs = [row for row in rows if len(row) == _PAIR]
    asked = [row for row in pairs if _is_question(row[0])]
    return len(asked) >= _PAIR and len(asked) >= 0.6 * len(rows) and not any(_is_question(row[1]) for row in asked)


def _is_sentence(cell: Cell) -> bool:
    """Whether a cell says something in full: 'No.' and 'Ward' name, 'We stood up the whole time.' does not."""
    return cell.words > _NAMES and cell.blocks[-1].text.rstrip(" *").endswith((".", "!"))


def _is_question(cell: Cell) -> bool:
    return bool(cell.blocks) and cell.blocks[-1].text.rstrip(" *").endswith("?")


def _answered(number: int, rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    for r, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            place = f"table {number} row {r} column {cell.column}"
            if at == 0 and _is_question(cell):
                yield from (replace(block, layout="question", gap="\n") for block in cell.blocks)
            else:
                yield from _blocks(cell, place, first=at == 0, header=r == 1 and not _is_question(row[0]))


def _blocks(cell: Cell, place: str, *, first: bool, header: bool) -> Iterator[Block]:
    """The paragraphs of a cell, each a passage."""
    gap = "\n" if first else " | "
    for block in cell.blocks:
        if block.layout in ("cell", "question") or not tidy(block.text):
            yield block  # a table within the table has named its own columns
            continue
        layout = "question" if header and len(block.text.split()) <= _SHORT else "cell"
        layout = "note" if block.layout == "note" else layout
        for line in _lines(block) if layout == "cell" else [block]:
            yield Block(line.text, layout, locator=place, gap=gap, marker=line.marker, page=block.page)
            gap = "\n"
        gap = "\n"


def _lines(block: Block) -> list[Block]:
    """Lines broken by hand within a cell, each by itself with its bullet taken off; a sentence that was wrapped stays whole."""
    lines = [line for line in block.text.split("\n") if line.strip()]
    if len(lines) == 1:
        return [block]
    return [replace(plain_bullet(line, gap="\n"), layout="cell") for line in join_wrapped(lines)]
