"""The PDF brief: tagged for PDF/UA-1 by typst, two pages and an annex, offline."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from importlib.resources import as_file, files
from io import BytesIO
from typing import Any

from corpus.document import Document
from outputs import words
from outputs.blocks import Outline
from outputs.brief import Brief, check_words
from outputs.charts import alternatives, draw_charts
from outputs.outline import outline, sizes

MAIN_PAGES = 2


def render_pdf(
    brief: Brief,
    *,
    sources: Mapping[tuple[str, int], Document] | None = None,
    charts: Mapping[str, str] | None = None,
) -> bytes:
    """The brief as PDF/UA-1; the main part is narrowed until it fits two pages, the rest moves to the annex."""
    if sources is not None:
        check_words(brief, sources)
    drawn = draw_charts(brief) if charts is None else charts
    made = b""
    for size in sizes(brief):
        made = _compile(_data(brief, outline(brief, size), drawn))
        if main_pages(made) <= MAIN_PAGES:
            break
    return made


def main_pages(pdf: bytes) -> int:
    """On how many pages the main part stands: those before the bookmark of the annex."""
    import pypdfium2

    document = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        for mark in document.get_toc():
            if mark.get_title() == ANNEX_TITLE:
                return int(mark.get_dest().get_index())
        return len(document)
    finally:
        document.close()


ANNEX_TITLE = "Annex: the evidence"


def _data(brief: Brief, page: Outline, charts: Mapping[str, str]) -> str:
    """Everything the template lays out, as JSON: it never reads any of it as markup."""
    return json.dumps(
        {
            **_plain(page),
            "view": "Internal view: not for sharing outside the evaluation"
            if brief.view == "internal"
            else "Published view",
            "signed": brief.checks.signed_off_by or "",
            "id": brief.id,
            "made": words.day(brief.made.at.date()),
            "annex_title": ANNEX_TITLE,
            "charts": dict(charts),
            "alternatives": alternatives(brief),
            "short": words.short_names(line.name for line in brief.programme.collaboratives),
        }
    )


def _plain(value: Any) -> Any:
    """Dataclasses as mappings that name their type, since a template dispatches on it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            "type": type(value).__name__,
            **{item.name: _plain(getattr(value, item.name)) for item in fields(value)},
        }
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _compile(data: str) -> bytes:
    import typst

    template = files("outputs").joinpath("templates", "brief.typ").read_bytes()
    compiler: Any = typst.compile
    with as_file(files("outputs").joinpath("static")) as fonts:
        made: bytes = compiler(
            template, font_paths=[str(fonts)], sys_inputs={"data": data}, format="pdf", pdf_standards=["ua-1"]
        )
    return made
