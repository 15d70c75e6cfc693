"""The PDF brief: tagged for PDF/UA-1, two pages and a short annex, with the evidence in a file of its own."""

from collections.abc import Mapping

from learnbrief.corpus.document import Document
from learnbrief.outputs.brief.brief import Brief, check_words
from learnbrief.outputs.layout.charts import draw_charts
from learnbrief.outputs.layout.outline import evidence
from learnbrief.outputs.render.fitting import fitted
from learnbrief.outputs.render.typesetting import typeset

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
