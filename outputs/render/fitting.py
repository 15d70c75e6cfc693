"""How much of a brief goes on paper: the most that keeps to two pages and six of annex."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

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
    tried = [(size, letter) for size in sizes(brief) for letter in points]
    size, letter = next((one for one in tried if _main_fits(brief, *one)), tried[-1])
    for room in ROOMS:
        page = printed(brief, size, room)
        if room == ROOMS[-1] or annex_pages(typeset(brief, page, charts or {}, letter)) <= ANNEX_PAGES:
            return Fit(page, letter)
    raise AssertionError("the last room is always taken")


def _main_fits(brief: Brief, size: Size, points: float) -> bool:
    """Whether the main part, set on its own, keeps to its pages; a theme in depth may take what it needs."""
    if brief.scope.kind == "theme":
        return True
    page = printed(brief, size, ROOMS[-1])
    return main_pages(typeset(brief, replace(page, sections=page.main), {}, points)) <= MAIN_PAGES


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
