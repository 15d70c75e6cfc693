"""Words of charts and tables on a page: short pieces beside each other, which nobody said and which head nothing."""

from collections.abc import Sequence

from learnbrief.corpus.readers.characters import letters
from learnbrief.corpus.readers.pdf.page import BULLET, Line, find_gutter
from learnbrief.corpus.readers.pdf.written import What
from learnbrief.corpus.readers.wrapped import ENDS
from learnbrief.corpus.speakers import label_of

_SHORT = 5
"""Words of a label or of a cell that says nothing by itself; 'More staff at night would help us' is more."""
_SHORTEST = 2
"""Words of one that ends like a sentence: '18-29 yrs.'"""
_SMALL = 0.85
"""Of the size of the text: legends, axes and sources of a chart are set smaller."""


def fragments_among(paragraphs: Sequence[Sequence[Line]], usual: float) -> frozenset[int]:
    """The numbers of those paragraphs of a page that are labels of a chart or cells of a table that say nothing by themselves."""
    lines = [line for paragraph in paragraphs for line in paragraph]
    gutter = find_gutter(lines, max((line.right for line in lines), default=0))
    others = [paragraph for paragraph in paragraphs if not _numbers_lines(paragraph, lines)]
    return frozenset(
        number
        for number, paragraph in enumerate(paragraphs)
        if _may_be_one(paragraph)
        and (
            _says_nothing(paragraph, usual)
            or any(
                _beside(paragraph, other, gutter) and (_is_short(other) or not _stands_out(paragraph, usual))
                for other in others
            )
        )
    )


def _numbers_lines(paragraph: Sequence[Line], lines: Sequence[Line]) -> bool:
    """The numbers of lines or paragraphs that transcripts have at their left edge, beside every turn."""
    right = max(line.right for line in paragraph)
    numbers = all(line.text.isdigit() for line in paragraph)
    return numbers and all(right <= line.left or line.text.isdigit() for line in lines)


def _may_be_one(lines: Sequence[Line]) -> bool:
    printed = all(line.what is What.PRINTED for line in lines)
    opens = BULLET.match(lines[0].text) or label_of(lines[0].text)  # a point of a list; a short turn of somebody's
    return printed and not opens and _is_short(lines)


def _is_short(lines: Sequence[Line]) -> bool:
    words = sum(len(line.text.split()) for line in lines)
    return words <= (_SHORTEST if ENDS.search(lines[-1].text) else _SHORT)


def _says_nothing(lines: Sequence[Line], usual: float) -> bool:
    words = " ".join(line.text for line in lines)
    return not any(map(str.isalpha, letters(words))) or max(line.size for line in lines) < _SMALL * usual


def _stands_out(lines: Sequence[Line], usual: float) -> bool:
    """As a heading does, by size or weight."""
    return all(line.bold for line in lines) or max(line.size for line in lines) > 1.15 * usual


def _beside(one: Sequence[Line], other: Sequence[Line], gutter: float | None) -> bool:
    """On one height and apart, and not across the gutter of two columns: a list's points and a title's lines stand below each other."""
    if one[0].turn != other[0].turn:
        return False
    first, second = sorted((_span(one), _span(other)))
    if first[1] > second[0] or (gutter is not None and first[1] <= gutter <= second[0]):
        return False
    low, high = max(one[-1].bottom, other[-1].bottom), min(one[0].top, other[0].top)
    return high - low > 0.3 * min(one[0].size, other[0].size)


def _span(lines: Sequence[Line]) -> tuple[float, float]:
    return min(line.left for line in lines), max(line.right for line in lines)
