"""The geometry of a page: characters to lines, answers and notes at their place among them, lines to columns and paragraphs, and what repeats on every page."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from learnbrief.corpus.readers.characters import normalise, tidy
from learnbrief.corpus.readers.pdf.glyphs import Box, Frame, characters
from learnbrief.corpus.readers.pdf.spaced import closed_up, is_spaced_out
from learnbrief.corpus.readers.pdf.written import CHOICES, LAID_OVER, What, Written
from learnbrief.corpus.speakers import label_of

BULLET = re.compile(r"^\s*(?:[-•‣◦▪·●○■□➢►✓✔*–]\s|o\s(?=[A-Z])|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s)")
ENDS = re.compile(r"[.!?:;]['\"”’)\]]*$")
_EDGE_LINES = 3


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
    turn: int = 0
    """By how many degrees it was turned on the paper."""
    what: What = What.PRINTED

    @property
    def size(self) -> float:
        """Height in points: the type size, ascenders and descenders included."""
        return self.top - self.bottom


def lines_of(layer: Any, frame: Frame, written: Sequence[Written] = ()) -> list[Line]:
    """The lines of a page in reading order, columns one after the other, with what was written on it at its place."""
    found = list(_lines(layer, frame, [one.box for one in written]))
    share = Counter(line.turn for line in found for _ in line.text)
    turns = [turn for turn, _ in share.most_common()] or [0]
    ordered = [
        line
        for turn in turns
        for line in in_reading_order([one for one in found if one.turn == turn], frame.across(turn))
    ]
    return with_written(ordered, written, frame, turns[0])


def _lines(layer: Any, frame: Frame, fields: Sequence[Box]) -> Iterator[Line]:
    """Lines as the file gives them; a wide gap within one, as between columns or cells, or a field to fill in, divides it."""
    words: list[str] = []
    boxes: list[Box] = []
    within = {turn: [frame.upright(box, turn) for box in fields] for turn in (0, 90, 180, 270)}
    for character, box in characters(layer, frame):
        ends = character == "\n" or (box is not None and bool(boxes) and _apart(boxes[-1], box, within))
        if ends and words:
            yield from _line(words, boxes)
            words, boxes = [], []
        if character != "\n":
            words.append(character)
            if box is not None:
                boxes.append(box)
    yield from _line(words, boxes)


def _apart(last: Box, box: Box, within: Mapping[int, Sequence[Box]]) -> bool:
    if last.turn != box.turn:
        return True
    size = max(last.top - last.bottom, box.top - box.bottom, 1)
    elsewhere = min(last.top, box.top) - max(last.bottom, box.bottom) < 0
    # back to the left is the next row, however close it is set to this one
    if elsewhere or box.left - last.right > 1.8 * size or last.left - box.right > 1.8 * size:
        return True
    return any(
        last.right - 1 <= field.middle[0] <= box.left + 1 and field.bottom < box.middle[1] < field.top
        for field in within.get(box.turn, ())
    )


def _line(words: Sequence[str], boxes: Sequence[Box]) -> Iterator[Line]:
    text = tidy(normalise("".join(words)))
    if is_spaced_out(text):
        text = closed_up(words, boxes)
    if text and boxes:
        left, bottom, right, top, bold, turn = zip(*boxes, strict=True)
        middle = statistics.median
        heavy = sum(bold) > 0.8 * len(bold)
        yield Line(text, min(left), max(right), middle(bottom), middle(top), bold=heavy, turn=turn[0])


def with_written(lines: Sequence[Line], written: Sequence[Written], frame: Frame, turn: int) -> list[Line]:
    """Answers, marks and notes below or beside the words that they answer; a box to tick goes to the words beside it."""
    placed = list(lines)
    for one in written:
        box = frame.upright(one.box, turn)
        if one.what in CHOICES:
            _mark_choice(placed, box, one.what)
            continue
        after = max((n for n, line in enumerate(placed, 1) if _comes_before(line, box, one.what)), default=0)
        while after < len(placed) and placed[after].what in LAID_OVER:  # from the top, as they come
            after += 1
        spoken = [words for words in one.words.split("\n") if words.strip()]
        placed[after:after] = [_written_line(words, box, one.what, n) for n, words in enumerate(spoken)]
    return placed


def _mark_choice(placed: list[Line], box: Box, what: What) -> None:
    beside = [line for line in placed if line.what is What.PRINTED and _on_one_line(line, box)]
    right = [line for line in beside if line.left >= box.middle[0]]
    nearest = min(right or beside, key=lambda line: abs(line.left - box.right), default=None)
    if nearest is not None:
        placed[placed.index(nearest)] = replace(nearest, what=what)


def _written_line(words: str, box: Box, what: What, number: int) -> Line:
    return Line(words, box.left, box.right, box.bottom - number, box.top - number, turn=box.turn, what=what)


def _on_one_line(line: Line, box: Box) -> bool:
    return line.turn == box.turn and line.bottom < box.middle[1] < line.top


def _comes_before(line: Line, box: Box, what: What) -> bool:
    """Above the box, or beside it on the left; a comment follows the words that it lies on."""
    if line.turn != box.turn:
        return False
    above = (line.bottom + line.top) / 2 > (box.bottom if what is What.COMMENT else box.top)
    return above or (line.right <= box.left + 2 and line.top > box.bottom)


def in_reading_order(lines: Sequence[Line], width: float) -> Iterator[Line]:
    """The file's own order where that is how one reads; else the left side of a gutter before the right."""
    if _goes_up(lines):  # text that runs down the paper is told line by line from the left, which is its last
        lines = sorted(lines, key=lambda line: (-line.top, line.left))
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


def _goes_up(lines: Sequence[Line]) -> bool:
    """Whether most lines stand above the one that the file tells before them."""
    return 2 * sum(after.bottom >= line.top - 0.2 * line.size for line, after in pairwise(lines)) > len(lines) - 1 > 0


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
    kinds = {(one.column, one.bold, one.turn, one.what) for one in (last, line)}
    if len(kinds) > 1 or line.what is not What.PRINTED or abs(last.size - line.size) > 0.12 * max(last.size, line.size):
        return False
    if not 0 < step <= 1.25 * pitch * last.size or BULLET.match(line.text):
        return False
    if line.left > last.right or line.right < last.left or (ENDS.search(last.text) and label_of(line.text)):
        return False
    widest = max(part.right - part.left for part in (*current, line))
    short = last.right - last.left < 0.8 * widest
    return not (short and (ENDS.search(last.text) or line.text[:1].isupper()) and not line.text[:1].islower())


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The height most of the printed text has."""
    heights: Counter[float] = Counter()
    for line in (line for lines in pages for line in lines if line.what is What.PRINTED):
        heights[round(line.size * 2) / 2] += len(line.text)
    return heights.most_common(1)[0][0] if heights else 10.0


def running_lines(pages: Sequence[Sequence[Line]]) -> list[set[Line]]:
    """Per page, the header and footer lines: the same words, page numbers apart, at the edge of many pages and seldom elsewhere."""
    edges = [[line for turned in _by_turn(lines) for line in _edge(turned)] for lines in pages]
    seen = Counter(key for lines in edges for key in {_key(line) for line in lines})
    often = max(3, 0.3 * len(pages))
    # a clock or a speaker's label stands over some page too, and all through the text besides
    words = Counter(_key(line)[0] for lines in pages for line in lines)
    words.subtract(_key(line)[0] for lines in edges for line in lines)
    at_edges = Counter(_key(line)[0] for lines in edges for line in lines)
    runs = {key for key, times in seen.items() if times >= often and 2 * words[key[0]] < at_edges[key[0]]}
    return [{line for line in lines if _key(line) in runs or _is_page_number(line, lines)} for lines in edges]


def _by_turn(lines: Sequence[Line]) -> list[list[Line]]:
    """Printed lines by the way they run: what runs up the margin has edges of its own."""
    printed = [line for line in lines if line.what is What.PRINTED]
    return [[line for line in printed if line.turn == turn] for turn in {line.turn: None for line in printed}]


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
