"""A second, independent reading of a file, to count against: what one library overlooks another finds."""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from learnbrief.corpus.readers.guard import BROKEN
from learnbrief.corpus.readers.pdf.glyphs import unligatured

_UNREADABLE = (*BROKEN, RecursionError, ArithmeticError, NotImplementedError, UnicodeError)


def words_of_pdf(raw: bytes) -> str | None:
    """All words of a PDF: on its pages, in the fields of its form, in notes on them; None where the second library cannot say."""
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it tells of every oddity that it mends
    try:
        document = pypdf.PdfReader(BytesIO(raw))
        pages = [words for page in document.pages for words in (page.extract_text(), *_written_on(page))]
    except (*_UNREADABLE, PyPdfError):
        return None
    return unligatured("\n".join(pages))


def _written_on(page: Any) -> Iterator[str]:
    """Answers and notes as the objects of the file hold them; hidden ones, links and the boxes that open notes left aside."""
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        kind = note.get("/Subtype")
        if int(note.get("/F", 0)) & 2 or kind in ("/Link", "/Popup"):
            continue
        if kind == "/Widget":
            yield from _answers(note)
        else:
            yield str(note.get("/Contents") or "")


def _answers(field: Any) -> Iterator[str]:
    """A field's answer, its own or of the field it belongs to; the states of boxes are no words."""
    kind, answer = (_inherited(field, key) for key in ("/FT", "/V"))
    if kind in ("/Tx", "/Ch") and answer is not None:
        yield from map(str, answer if isinstance(answer, list) else [answer])


def _inherited(field: Any, key: str) -> Any:
    for _ in range(20):  # levels of fields within fields
        if key in field:
            return field[key].get_object() if hasattr(field[key], "get_object") else field[key]
        if "/Parent" not in field:
            return None
        field = field["/Parent"].get_object()
    return None
