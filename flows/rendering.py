"""The formats a brief can be written in: a dict you can see whole."""

from collections.abc import Callable, Mapping

from corpus.document import Document
from corpus.errors import BadInput
from outputs.brief import Brief, brief_json

Documents = Mapping[str, Document]
ALWAYS = ("json", "html")
"""Written without being asked for."""


def formats_from(words: str) -> tuple[str, ...]:
    """Formats given as 'html,docx'."""
    wanted = tuple(dict.fromkeys(part.strip().lower() for part in words.split(",") if part.strip()))
    for one in wanted:
        if one not in RENDERERS:
            raise BadInput(f"no format {one!r}; we write {', '.join(RENDERERS)}")
    return wanted


def _json(brief: Brief, _documents: Documents) -> bytes:
    return brief_json(brief).encode()


def _html(brief: Brief, documents: Documents) -> bytes:
    from outputs.render.html import render_html

    sources = {(one.document_id, one.version): one for one in documents.values()}
    return render_html(brief, sources=sources if brief.view == "internal" else None).encode()


RENDERERS: dict[str, Callable[[Brief, Documents], bytes]] = {"json": _json, "html": _html}


def render(brief: Brief, wanted: str, documents: Documents) -> bytes:
    """The brief in one format; the internal view may show sources whole, the published never does."""
    return RENDERERS[wanted](brief, documents)


def file_name(wanted: str) -> str:
    """What the file of a format is called in the brief's folder."""
    return f"brief.{wanted}"
