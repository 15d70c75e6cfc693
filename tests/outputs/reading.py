"""Reads what the renderers wrote, with other people's readers."""

import io
from html.parser import HTMLParser

from markdown_it import MarkdownIt


class _Words(HTMLParser):
    """Collects the text of every element that a renderer marked as an excerpt's own words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, set[str]] = {}
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self._open: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if "data-excerpt" in dict(attrs):
            self._open, self._text = dict(attrs)["data-excerpt"], ""

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag == "span":
            self.found.setdefault(self._open, set()).add(self._text)
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open:
            self._text += data


def read_html(text: str) -> _Words:
    """The page as a parser sees it."""
    reader = _Words()
    reader.feed(text)
    return reader


def docx_lines(content: bytes) -> list[str]:
    """Every paragraph of a Word file, tables included."""
    import docx

    made = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in made.paragraphs] + cells


def pptx_text(content: bytes) -> str:
    """Everything on the slides and in their notes; a line break in a text box comes back as one."""
    import pptx

    parts = []
    for slide in pptx.Presentation(io.BytesIO(content)).slides:
        parts += [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        tables = [shape.table for shape in slide.shapes if shape.has_table]
        parts += [cell.text_frame.text for table in tables for row in table.rows for cell in row.cells]
        parts.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(parts).replace("\v", "\n")


def markdown_text(text: str) -> str:
    """What a CommonMark renderer shows of it, markup gone."""
    parts = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        for child in token.children or ():
            if child.type in ("text", "code_inline", "html_inline"):
                parts.append(child.content)
            elif child.type in ("softbreak", "hardbreak"):
                parts.append("\n")
        parts.append("\n")
    return "".join(parts)


def pdf_text(content: bytes) -> str:
    """The text layer of a PDF, as a screen reader or a search would find it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(io.BytesIO(content))
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def squeezed(text: str) -> str:
    """Without white space, and with line-end hyphens gone: how a page breaks its lines is its own affair."""
    return "".join(text.replace("\ufffe", "").replace("\u00ad", "").split())
