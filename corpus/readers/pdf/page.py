"""The geometry of a page: answers and notes at their place among its lines, lines to columns and paragraphs, and what repeats on every page."""

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from learnbrief.corpus.readers.pdf.glyphs import Box, Frame
from learnbrief.corpus.readers.pdf.written import CHOICES, LAID_OVER, What, Written
from learnbrief.corpus.readers.wrapped import ENDS
from learnbrief.corpus.speakers import label_of

BULLET = re.compile(r"^\s*(?:[-•‣◦▪·●○■□➢►✓✔*–]\s|o\s(?=[A-Z])|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s)")
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
    slot: tuple[int, int, int] | None = None
    """Table, row and column, where it stands in a cell."""

    @property
    def size(self) -> float:
        """Height in points: the type size, ascenders and descenders included."""
        return self.top - self.bottom


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
        lines = from_top(lines)
    gutter = find_gutter(lines, width) if _is_scrambled(lines) else None
    if gutter is None:
        yield from lines
        return
    left: list[Line] = []
    right: list[Line] = []
    for line in from_top(lines):
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
        after.bottom > line.top or (level_with(line, after) and after.left > line.right)
        for line, after in pairwise(lines)
    )
    return jumps > 0.2 * len(lines)


def level_with(line: Line, other: Line) -> bool:
    """Whether two lines stand on one height."""
    return min(line.top, other.top) - max(line.bottom, other.bottom) > 0.5 * min(line.size, other.size)


def from_top(lines: Sequence[Line]) -> list[Line]:
    """The lines from the top, those on one height from the left: a point's mark stands a little lower than its words."""
    return [lines[place] for height in heights_of(lines, range(len(lines))) for place in height]


def heights_of(lines: Sequence[Line], places: Iterable[int]) -> list[list[int]]:
    """Lines on one height together, from the top, each lot from the left."""
    heights: list[list[int]] = []
    for place in sorted(places, key=lambda place: (-lines[place].top, lines[place].left)):
        if heights and level_with(lines[heights[-1][0]], lines[place]):
            heights[-1].append(place)
        else:
            heights.append([place])
    return [sorted(height, key=lambda place: lines[place].left) for height in heights]


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


def runs_on(slots: Mapping[int, tuple[int, int]], lines: Sequence[Line]) -> bool:
    """Whether the words of some column go on from row to row, as those of prose do; slots are row and column by line."""
    going_on: Counter[int] = Counter()
    pairs: Counter[int] = Counter()
    down = sorted((column, row, -lines[place].top, place) for place, (row, column) in slots.items())
    for (column, above, _, last), (same, row, _, place) in pairwise(down):
        if column == same and row > above:
            pairs[column] += 1
            going_on[column] += lines[place].text[:1].islower() and not ENDS.search(lines[last].text)
    return any(3 * going_on[column] > pairs[column] for column in pairs)


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
    kinds = {(one.column, one.bold, one.turn, one.what, one.slot) for one in (last, line)}
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
    if not alone or line.slot is not None:
        return False
    return line in (min(lines, key=lambda other: other.bottom), max(lines, key=lambda other: other.top))
