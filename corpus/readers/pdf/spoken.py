"""Transcripts saved as PDF: the lines of the page, which the shape detector needs, put together again turn by turn."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.pdf.hyphens import mended
from learnbrief.corpus.readers.pdf.page import Line, paragraphs
from learnbrief.corpus.readers.pdf.written import What
from learnbrief.corpus.readers.reading import Block
from learnbrief.corpus.readers.structure import Structured
from learnbrief.corpus.readers.text.plain import by_line
from learnbrief.corpus.readers.transcripts.detect import HEADER, Fit, lines_of
from learnbrief.corpus.readers.transcripts.detect import Line as TextLine
from learnbrief.corpus.readers.transcripts.transcript import fit_of, read_blocks
from learnbrief.corpus.readers.wrapped import ENDS

AsBlock = Callable[[Line], Block]
"""What a line is by itself: a heading, a note on the page, or words."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line as a block, and whether it is printed with the text or stands on the page beside it."""

    block: Block
    printed: bool


def spoken(pages: Sequence[Sequence[Line]], how: How, written: frozenset[str], as_block: AsBlock) -> Structured | None:
    """The pages as turns, where their lines have the shape of a transcript; None where they are a text like others."""
    whole = [rejoined(lines) for lines in pages]
    placed, lines, fit = max((_fitted(some, how, as_block) for some in (pages, whole)), key=_rank)
    if fit is None:
        return None
    how = how.with_header("\n".join(one.block.text for one in placed[:HEADER]))
    apart = {line.block for place, line in enumerate(lines) if place in fit.openings or line.is_clock}
    below = {line.block for place, line in enumerate(lines) if place in fit.openings} if fit.shape.below else set()
    joined = list(_joined(placed, apart, below | {line.block for line in lines if line.is_clock}, written))
    found = read_blocks(joined, how, lambda some: [one for block in some for one in by_line(block)])
    return found if found.read_as else None


_Fitted = tuple[list[_Placed], list[TextLine], Fit | None]


def _fitted(pages: Sequence[Sequence[Line]], how: How, as_block: AsBlock) -> _Fitted:
    placed = [one for number, lines in enumerate(pages, 1) for one in _placed(lines, number, as_block)]
    blocks = [one.block for one in placed]
    how = how.with_header("\n".join(block.text for block in blocks[:HEADER]))
    lines = lines_of(blocks)
    return placed, lines, fit_of(lines, how)


def _rank(fitted: _Fitted) -> tuple[bool, float]:
    return fitted[2].rank if fitted[2] else (False, 0.0)


def rejoined(lines: Sequence[Line]) -> list[Line]:
    """Pieces that a tab parts on one height as one line: a label and what was said beside it."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last is not None and _is_beside(last, line):
            joined[-1] = replace(last, text=f"{last.text}\t{line.text}", right=line.right, bold=False)
        else:
            joined.append(line)
    return joined


def _is_beside(last: Line, line: Line) -> bool:
    printed = last.what is What.PRINTED is line.what and last.turn == line.turn
    level = min(last.top, line.top) - max(last.bottom, line.bottom) > 0.5 * min(last.size, line.size)
    return printed and level and line.left >= last.right


def _placed(lines: Sequence[Line], page: int, as_block: AsBlock) -> Iterator[_Placed]:
    for paragraph in paragraphs(lines):
        for number, line in enumerate(paragraph):
            block = replace(as_block(line), page=page, gap="\n\n" if number == 0 else "\n")
            yield _Placed(block, line.what is What.PRINTED)


def _joined(placed: Sequence[_Placed], apart: set[int], alone: set[int], written: frozenset[str]) -> Iterator[Block]:
    """Wrapped lines as one again: a line goes on with the one before unless it opens a turn, tells a time or begins a paragraph."""
    last: _Placed | None = None
    for number, one in enumerate(placed):
        if last is not None and number not in apart and number - 1 not in alone and _goes_on(last, one):
            last = replace(last, block=replace(last.block, text=mended(last.block.text, one.block.text, written)))
            continue
        if last is not None:
            yield last.block
        last = one
    if last is not None:
        yield last.block


def _goes_on(last: _Placed, one: _Placed) -> bool:
    if not (last.printed and one.printed) or "heading" in (last.block.layout, one.block.layout):
        return False
    return one.block.gap == "\n" or (last.block.page != one.block.page and not ENDS.search(last.block.text))
