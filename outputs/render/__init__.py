"""The formats a brief comes in, all laid out from the same `Brief`."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from learnbrief.corpus.document import Document
from learnbrief.corpus.errors import BadInput, LearnbriefError
from learnbrief.outputs.brief.brief import Brief, brief_json, check_words


@dataclass(frozen=True, slots=True)
class Form:
    """One format: what it is called wherever it is named."""

    file: str
    """Its name in `briefs/<id>/`."""
    words: str
    media_type: str
    evidence: str = ""
    """Where the brief is kept short for paper: the file beside it that holds all the evidence."""


FORMS: Mapping[str, Form] = {
    "html": Form("brief.html", "Web page", "text/html; charset=utf-8"),
    "docx": Form(
        "brief.docx",
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        evidence="evidence.docx",
    ),
    "pdf": Form("brief.pdf", "PDF", "application/pdf", evidence="evidence.pdf"),
    "pptx": Form("brief.pptx", "Slides", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "md": Form("brief.md", "Markdown", "text/markdown; charset=utf-8"),
    "json": Form("brief.json", "Data (JSON)", "application/json"),
}
"""Every format, in the order in which a page offers them."""
FORMATS = {name: form.file for name, form in FORMS.items()}
EVIDENCE = {name: form.evidence for name, form in FORMS.items() if form.evidence}


def render(
    brief: Brief, formats: Iterable[str], *, sources: Mapping[tuple[str, int], Document] | None = None
) -> dict[str, bytes]:
    """File name to content, for each format asked for, with the evidence beside what is printed; refused when any quote is not what its source says.

    Hand in the sources of an internal brief always: they are what the quotes are held against.

    Raises:
        LearnbriefError: a format cannot be made of this brief; it says which.
    """
    wanted = list(dict.fromkeys(formats))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise BadInput(f"no brief can be made as {unknown[0]!r}; choose from {', '.join(FORMATS)}")
    if sources is not None:
        check_words(brief, sources)
    drawings = _Drawings(brief)
    made = {}
    for name in wanted:
        with telling(brief, name):
            made[FORMATS[name]] = _render(brief, name, sources, drawings)
            if name in EVIDENCE:
                made[EVIDENCE[name]] = _evidence(brief, name, sources, drawings)
    return made


@contextmanager
def telling(brief: Brief, name: str) -> Iterator[None]:
    """A format that fails is told by name, in one line."""
    try:
        yield
    except LearnbriefError:
        raise
    except Exception as err:  # each format has a library of its own, and each library its own way to fail
        raise LearnbriefError(
            f"The {brief.view} view of this brief cannot be made as {name} ({type(err).__name__}). Nothing is lost; "
            "the other formats can still be had. Please report this line."
        ) from err


class _Drawings:
    """The charts of one brief, drawn when first wanted and then kept for the other formats."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief

    @cached_property
    def charts(self) -> dict[str, str]:
        from learnbrief.outputs.layout.charts import draw_charts

        return draw_charts(self._brief)

    @cached_property
    def pictures(self) -> dict[str, bytes]:
        from learnbrief.outputs.layout.charts import draw_pictures

        return draw_pictures(self._brief)


def _render(brief: Brief, name: str, sources: Mapping[tuple[str, int], Document] | None, drawings: _Drawings) -> bytes:
    # Each format brings libraries of its own: who asks for one does not load the others.
    match name:
        case "html":
            from learnbrief.outputs.render.html import render_html

            return render_html(brief, sources=sources, charts=drawings.charts).encode()
        case "pdf":
            from learnbrief.outputs.render.pdf import render_pdf

            return render_pdf(brief, sources=sources, charts=drawings.charts)
        case "docx":
            from learnbrief.outputs.render.docx import render_docx

            return render_docx(brief, sources=sources, pictures=drawings.pictures)
        case "pptx":
            from learnbrief.outputs.render.pptx import render_pptx

            return render_pptx(brief, sources=sources, pictures=drawings.pictures)
        case "md":
            from learnbrief.outputs.render.markdown import render_markdown

            return render_markdown(brief, sources=sources).encode()
        case "json":
            return brief_json(brief).encode()
    raise NotImplementedError(f"{name!r} stands in FORMS and nothing renders it")


def _evidence(
    brief: Brief, name: str, sources: Mapping[tuple[str, int], Document] | None, drawings: _Drawings
) -> bytes:
    if name == "pdf":
        from learnbrief.outputs.render.pdf import evidence_pdf

        return evidence_pdf(brief, sources=sources, charts=drawings.charts)
    from learnbrief.outputs.render.docx import evidence_docx

    return evidence_docx(brief, sources=sources, pictures=drawings.pictures)
