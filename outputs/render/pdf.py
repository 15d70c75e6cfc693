"""The PDF brief: tagged for PDF/UA-1 by typst, two pages and an annex, offline."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from importlib.resources import as_file, files
from io import BytesIO
from typing import Any

from corpus.document import Document
from outputs.brief.brief import Brief, check_words
from outputs.layout import wording
from outputs.layout.blocks import Outline
from outputs.layout.charts import alternatives, draw_charts
from outputs.layout.outline import outline
from outputs.layout.points import Size, sizes

MAIN_PAGES = 2
POINTS, SMALLEST_POINTS = 9.6, 9.0


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
    size, points = next(
        ((size, points) for size, points in _sizes(brief) if _fits(brief, size, points)), _sizes(brief)[-1]
    )
    return _compile(_data(brief, outline(brief, size), drawn, points))


def _sizes(brief: Brief) -> list[tuple[Size, float]]:
    """What to try in turn: a slightly smaller letter before less in the main part."""
    return [(size, points) for size in sizes(brief) for points in (POINTS, SMALLEST_POINTS)]


def _fits(brief: Brief, size: Size, points: float) -> bool:
    """Whether the main part, set on its own, keeps to its pages; a theme in depth may take what it needs."""
    if brief.scope.kind == "theme":
        return True
    page = outline(brief, size)
    return main_pages(_compile(_data(brief, replace(page, sections=page.main), {}, points))) <= MAIN_PAGES


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


def _data(brief: Brief, page: Outline, charts: Mapping[str, str], points: float) -> str:
    """Everything the template lays out, as JSON: it never reads any of it as markup."""
    return json.dumps(
        {
            **_plain(page),
            "size": points,
            "view": "Internal view: not for sharing outside the evaluation"
            if brief.view == "internal"
            else "Published view",
            "signed": brief.checks.signed_off_by or "",
            "id": brief.id,
            "made": wording.day(brief.made.at.date()),
            "annex_title": ANNEX_TITLE,
            "charts": dict(charts),
            "alternatives": alternatives(brief),
            "short": wording.short_names(line.name for line in brief.programme.collaboratives),
        },
        ensure_ascii=False,
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
    return value


_UNSHOWN = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_MOST_TRIES = 12
_BEYOND_OUR_FONT = re.compile("[^\u0000-\u024f\u2000-\u206f\u20ac\u2122\u2192\u2260\u25b2\u25bc\u2713]")


def _compile(data: str) -> bytes:
    """The PDF; characters that no font at hand can draw stand by their names, since a blank would be a lie."""
    import typst

    for _ in range(_MOST_TRIES):
        try:
            return _typeset(data)
        except typst.TypstError as err:
            missing = _UNSHOWN.search(str(err))
            if missing is None:
                raise
            data = _named(data, _ESCAPE.sub(lambda code: chr(int(code[1], 16)), missing["text"]))
    return _typeset(_named(data, "".join(_BEYOND_OUR_FONT.findall(data))))


def _named(data: str, characters: str) -> str:
    """The data with these characters written out: '[hebrew letter alef]'."""
    for char in set(characters):
        if not char.isascii():
            data = data.replace(char, f"[{unicodedata.name(char, f'character {ord(char):X}').lower()}]")
    return data


def _typeset(data: str) -> bytes:
    import typst

    compiler: Any = typst.compile
    template = files("outputs").joinpath("templates", "brief.typ").read_bytes()
    with as_file(files("outputs").joinpath("static")) as fonts:
        made: bytes = compiler(
            template, font_paths=[str(fonts)], sys_inputs={"data": data}, format="pdf", pdf_standards=["ua-1"]
        )
    return made
