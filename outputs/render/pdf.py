"""The PDF brief: tagged for PDF/UA-1, two pages and a short annex, with the evidence in a file of its own."""

from collections.abc import Mapping

from corpus.document import Document
from outputs.brief.brief import Brief, check_words
from outputs.layout.charts import draw_charts
from outputs.layout.outline import evidence
from outputs.render.fitting import fitted
from outputs.render.typesetting import typeset

POINTS, SMALLEST_POINTS = 9.6, 9.0


def render_pdf(
    brief: Brief,
    *,
    sources: Mapping[tuple[str, int], Document] | None = None,
    charts: Mapping[str, str] | None = None,
) -> bytes:
    """The brief as PDF/UA-1: two pages and a short annex, narrowed until they fit; the rest stands in the evidence."""
    if sources is not None:
        check_words(brief, sources)
    drawn = draw_charts(brief) if charts is None else charts
    fit = fitted(brief, (POINTS, SMALLEST_POINTS), drawn)
    return typeset(brief, fit.page, drawn, fit.points)


def evidence_pdf(
    brief: Brief,
    *,
    sources: Mapping[tuple[str, int], Document] | None = None,
    charts: Mapping[str, str] | None = None,
) -> bytes:
    """All the evidence as a PDF of its own."""
    if sources is not None:
        check_words(brief, sources)
    return typeset(brief, evidence(brief), draw_charts(brief) if charts is None else charts, POINTS)
