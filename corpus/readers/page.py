"""The geometry of a page: characters to lines, lines to columns and paragraphs, and what repeats on every page."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

from learnbrief.corpus.readers.characters import normalise, tidy

_BULLET = re.compile(r"^\s*(?:[-•‣◦▪·●○■□➢►✓✔*–]\s|o\s(?=[A-Z])|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s)")
_ENDS = re.compile(r"[.!?:;]['\"”’)\]]*$")
_EDGE_LINES = 3


_BOLD = 600
"""Font weight from which type is bold."""


class _Box(NamedTuple):
    """Where one character stands."""

    left: float
    bottom: float
    right: float
    top: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text where it stands; y grows upwards, as in PDF."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    column: int = 0
    bold: bool = False

    @property
    def size(self) -> float:
        """Height in points: the type size, ascenders and descenders included."""
        return self.top - self.bottom


def lines_of(page: Any, width: float) -> list[Line]:
    """The lines of a page in reading order, columns one after the other."""
    return list(in_reading_order(list(_lines(page)), width))


def _lines(page: Any) -> Iterator[Line]:
    """Lines as the file gives them; a wide gap within one, as between columns or cells, divides it."""
    words: list[str] = []
    boxes: list[_Box] = []
    for character, box in _characters(page):
        ends = character == "\n" or (box is not None and bool(boxes) and _apart(boxes[-1], box))
        if ends and words:
            yield from _line(words, boxes)
            words, boxes = [], []
        if character != "\n":
            words.append(character)
            if box is not None:
                boxes.append(box)
    yield from _line(words, boxes)


def _characters(page: Any) -> Iterator[tuple[str, _Box | None]]:
    """Every character with its box; blanks and line ends that the library adds have none."""
    import pypdfium2.raw as raw

    for index in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page.raw, index)
        character = chr(code) if code else ""
        if raw.FPDFText_IsHyphen(page.raw, index) == 1:
            character = "-"
        if character in ("\r", ""):
            continue
        drawn = not character.isspace() and raw.FPDFText_IsGenerated(page.raw, index) != 1
        if drawn:
            bold = raw.FPDFText_GetFontWeight(page.raw, index) >= _BOLD
            left, bottom, right, top = page.get_charbox(index, loose=True)
            yield character, _Box(left, bottom, right, top, bold)
        else:
            yield character, None


def _apart(last: _Box, box: _Box) -> bool:
    size = max(last.top - last.bottom, box.top - box.bottom, 1)
    elsewhere = min(last.top, box.top) - max(last.bottom, box.bottom) < 0
    return elsewhere or box.left - last.right > 1.8 * size


def _line(words: Sequence[str], boxes: Sequence[_Box]) -> Iterator[Line]:
    text = tidy(normalise("".join(words)))
    if text and boxes:
        left, bottom, right, top, bold = zip(*boxes, strict=True)
        middle = statistics.median
        yield Line(text, min(left), max(right), middle(bottom), middle(top), bold=sum(bold) > 0.8 * len(bold))


def in_reading_order(lines: Sequence[Line], width: float) -> Iterator[Line]:
    """The file's own order where that is how one reads; else the left side of a gutter before the right."""
    gutter = find_gutter(lines, width) if _is_scrambled(lines) else None
    if gutter is None:
        yield from lines
        return
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(lines, key=lambda line: (-line.top, line.left)):
        if line.left < gutter < line.right:
            yield from (*left, *right, line)
            left, right = [], []
        elif line.right <= gutter:
            left.append(replace(line, column=1))
        else:
            right.append(replace(line, column=2))
    yield from (*left, *right)


def _is_scrambled(lines: Sequence[Line]) -> bool:
    """Whether the file's order keeps going up, or across to something beside what it has just said."""
    jumps = sum(
        after.bottom > line.top or (_beside(line, after) and after.left > line.right) for line, after in pairwise(lines)
    )
    return jumps > 0.2 * len(lines)


def _beside(line: Line, other: Line) -> bool:
    return min(line.top, other.top) - max(line.bottom, other.bottom) > 0.5 * min(line.size, other.size)


def find_gutter(lines: Sequence[Line], width: float) -> float | None:
    """Where a page of two columns is divided: few lines cross it, many stand on both sides."""
    best: tuple[int, float] | None = None
    for place in range(int(width * 0.3), int(width * 0.7), 4):
        crossing = sum(line.left < place < line.right for line in lines)
        left = [line for line in lines if line.right <= place]
        right = [line for line in lines if line.left >= place]
        if len(lines) >= 6 and crossing <= 0.25 * len(lines) and _are_prose(left, right, len(lines)):
            best = min(best or (crossing, place), (crossing, place))
    return best[1] if best else None


def _are_prose(left: Sequence[Line], right: Sequence[Line], of: int) -> bool:
    """Columns of prose fill their width; a table's or a list's do not."""
    if min(len(left), len(right)) < 0.25 * of:
        return False
    return all(statistics.median(len(line.text) for line in side) >= 25 for side in (left, right))


def paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that belong together: same size and column, no gap, no bullet, no short line ending a sentence before."""
    pitch = _pitch(lines)
    current: list[Line] = []
    for line in lines:
        if current and not _same_paragraph(current, line, pitch):
            yield current
            current = []
        current.append(line)
    if current:
        yield current


def _pitch(lines: Sequence[Line]) -> float:
    """From line to line of a paragraph, as multiples of the type size."""
    steps = [
        (line.top - after.top) / line.size
        for line, after in pairwise(lines)
        if line.size > 0 and abs(line.size - after.size) < 1 and 0 < line.top - after.top < 3 * line.size
    ]
    return min(statistics.median(steps), 2.0) if steps else 1.2


def _same_paragraph(current: Sequence[Line], line: Line, pitch: float) -> bool:
    last = current[-1]
    step = last.top - line.top
    if (last.column, last.bold) != (line.column, line.bold) or abs(last.size - line.size) > 0.12 * max(
        last.size, line.size
    ):
        return False
    if not 0 < step <= 1.25 * pitch * last.size or _BULLET.match(line.text):
        return False
    if line.left > last.right or line.right < last.left:
        return False
    widest = max(part.right - part.left for part in (*current, line))
    short = last.right - last.left < 0.8 * widest
    return not (short and (_ENDS.search(last.text) or line.text[:1].isupper()) and not line.text[:1].islower())


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The height most of the text has."""
    heights: Counter[float] = Counter()
    for line in (line for lines in pages for line in lines):
        heights[round(line.size * 2) / 2] += len(line.text)
    return heights.most_common(1)[0][0] if heights else 10.0


def running_lines(pages: Sequence[Sequence[Line]]) -> list[set[Line]]:
    """Per page, the header and footer lines: the same words, page numbers apart, at the edge of many pages."""
    edges = [_edge(lines) for lines in pages]
    seen = Counter(key for lines in edges for key in {_key(line) for line in lines})
    often = max(3, 0.3 * len(pages))
    return [{line for line in lines if seen[_key(line)] >= often or _is_page_number(line, lines)} for lines in edges]


def _edge(lines: Sequence[Line]) -> list[Line]:
    ordered = sorted(lines, key=lambda line: -line.top)
    return [*ordered[:_EDGE_LINES], *ordered[-_EDGE_LINES:]] if len(ordered) > 2 * _EDGE_LINES else list(ordered)


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.casefold()), round(line.bottom / 12)


def _is_page_number(line: Line, lines: Sequence[Line]) -> bool:
    alone = re.fullmatch(r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", line.text.casefold().strip(" -–|"))
    return bool(alone) and line in (
        min(lines, key=lambda other: other.bottom),
        max(lines, key=lambda other: other.top),
    )
