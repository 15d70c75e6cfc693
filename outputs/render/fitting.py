"""How much of a brief goes on paper: the most that keeps to two pages and six of annex."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TypeVar

from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.layout.annex import ROOMS
from learnbrief.outputs.layout.blocks import Outline
from learnbrief.outputs.layout.findings import Size, sizes
from learnbrief.outputs.layout.outline import printed
from learnbrief.outputs.render.typesetting import ANNEX_TITLE, typeset

MAIN_PAGES, ANNEX_PAGES = 2, 6


@dataclass(frozen=True, slots=True)
class Fit:
    """What was found to fit."""

    page: Outline
    points: float


def fitted(brief: Brief, points: Sequence[float], charts: Mapping[str, str] | None = None) -> Fit:
    """The most that fits: a slightly smaller letter is tried before less in the main part, then less in the annex."""
    *larger, smallest = points
    size = _widest(brief, smallest)
    letter = next((letter for letter in larger if _main_fits(brief, size, letter)), smallest)
    room = first_that_fits(ROOMS, lambda room: _annex_fits(brief, printed(brief, size, room), charts or {}, letter))
    return Fit(printed(brief, size, room), letter)


def _widest(brief: Brief, points: float) -> Size:
    """The widest size that fits: messages in full before messages in short, for these hold more themes beside them.

    Each of the two rows falls in width from one size to the next; both together do not, and halving needs that.
    """
    every = sizes(brief)
    whole = [size for size in every if size.messages]
    short = [size for size in every if not size.messages]
    if not short or _main_fits(brief, whole[-1], points):
        return first_that_fits(whole, lambda size: _main_fits(brief, size, points))
    return first_that_fits(short, lambda size: _main_fits(brief, size, points))


T = TypeVar("T")


def first_that_fits(ordered: Sequence[T], fits: Callable[[T], bool]) -> T:
    """The first that fits, of things that each take less room than the one before; the last is taken as it is.

    Found by halving: every try sets pages, and typst keeps what it set in memory.
    """
    low, high = 0, len(ordered) - 1
    while low < high:
        middle = (low + high) // 2
        if fits(ordered[middle]):
            high = middle
        else:
            low = middle + 1
    return ordered[low]


def _main_fits(brief: Brief, size: Size, points: float) -> bool:
    """Whether the main part, set on its own, keeps to its pages; a theme in depth may take what it needs."""
    if brief.scope.kind == "theme":
        return True
    page = printed(brief, size, ROOMS[-1])
    return main_pages(typeset(brief, replace(page, sections=page.main), {}, points)) <= MAIN_PAGES


def _annex_fits(brief: Brief, page: Outline, charts: Mapping[str, str], points: float) -> bool:
    return annex_pages(typeset(brief, page, charts, points)) <= ANNEX_PAGES


def main_pages(pdf: bytes) -> int:
    """On how many pages the main part stands: those before the bookmark of the annex."""
    return _pages(pdf)[0]


def annex_pages(pdf: bytes) -> int:
    """On how many pages the annex stands."""
    main, every = _pages(pdf)
    return every - main


def _pages(pdf: bytes) -> tuple[int, int]:
    import pypdfium2

    document = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        for mark in document.get_toc():
            if mark.get_title() == ANNEX_TITLE:
                return int(mark.get_dest().get_index()), len(document)
        return len(document), len(document)
    finally:
        document.close()
