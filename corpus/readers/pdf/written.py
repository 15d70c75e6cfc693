"""What is written on a PDF's page and not in it: answers typed into fields, boxes ticked, text laid over it, notes and comments."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from learnbrief.corpus.readers.characters import normalise
from learnbrief.corpus.readers.pdf.glyphs import Box


class What(Enum):
    """How words came onto a page."""

    PRINTED = "printed"
    ANSWER = "answer"
    """Typed or chosen in a field of a form."""
    TICKED = "ticked"
    UNTICKED = "unticked"
    OVER = "over"
    """Typed onto the page."""
    COMMENT = "comment"
    """A note stuck to it, a remark on a marked place."""


CHOICES = frozenset({What.TICKED, What.UNTICKED})
LAID_OVER = frozenset({What.ANSWER, What.OVER, What.COMMENT})


@dataclass(frozen=True, slots=True)
class Written:
    """One such thing; a box to tick has no words of its own."""

    words: str
    box: Box
    what: What


def written_on(page: Any, forms: Any) -> list[Written]:
    """Everything of a page that its own text does not hold, from the top; `forms` are the document's, or None."""
    import pypdfium2.raw as raw

    found: list[Written] = []
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        note = raw.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        try:
            if not raw.FPDFAnnot_GetFlags(note) & raw.FPDF_ANNOT_FLAG_HIDDEN:
                found += _of(note, forms)
        finally:
            raw.FPDFPage_CloseAnnot(note)
    return sorted(found, key=lambda one: (-one.box.top, one.box.left))


def _of(note: Any, forms: Any) -> Iterator[Written]:
    import pypdfium2.raw as raw

    kind = raw.FPDFAnnot_GetSubtype(note)
    if kind == raw.FPDF_ANNOT_WIDGET:
        yield from _field(note, forms)
    elif kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP):
        words = _told(note, "Contents")
        if words.strip():
            yield Written(words, _box(note), What.OVER if kind == raw.FPDF_ANNOT_FREETEXT else What.COMMENT)


def _field(note: Any, forms: Any) -> Iterator[Written]:
    import pypdfium2.raw as raw

    kind = raw.FPDFAnnot_GetFormFieldType(forms, note) if forms else raw.FPDF_FORMFIELD_UNKNOWN
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        ticked = bool(raw.FPDFAnnot_IsChecked(forms, note))
        yield Written("", _box(note), What.TICKED if ticked else What.UNTICKED)
    elif kind in (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        words = _text(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(forms, note, buffer, size))
        if words.strip():
            yield Written(words, _box(note), What.ANSWER)


def _told(note: Any, key: str) -> str:
    import pypdfium2.raw as raw

    return _text(lambda buffer, size: raw.FPDFAnnot_GetStringValue(note, key.encode(), buffer, size))


def _text(ask: Any) -> str:
    """What the library writes into a buffer: asked once for the size, once for the words, in UTF-16 with a closing zero."""
    import pypdfium2.raw as raw

    size = ask(None, 0)
    buffer = ctypes.create_string_buffer(size)
    ask(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return normalise(buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace"))


def _box(note: Any) -> Box:
    import pypdfium2.raw as raw

    place = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(note, place)
    low, high = sorted((place.bottom, place.top))
    left, right = sorted((place.left, place.right))
    return Box(left, low, right, high)
