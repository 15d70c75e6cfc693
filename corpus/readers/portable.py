"""PDF: lines put together from where they stand on the page; columns, running headers and hyphens dealt with, pages kept."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.characters import letters, tidy
from learnbrief.corpus.readers.decode import read_bytes
from learnbrief.corpus.readers.guard import MAX_ARCHIVE
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.page import Line, body_size, lines_of, paragraphs, running_lines
from learnbrief.corpus.readers.plain import plain_bullet
from learnbrief.corpus.readers.reading import Block, Reading, reading_of
from learnbrief.corpus.readers.structure import structured

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MAX_PAGES = 2_000
_LEADERS = re.compile(r"(?:\s*[.…]){5,}")


def read_pdf(path: Path, how: How) -> Reading:
    """A .pdf file with a text layer."""
    document = _open(path)
    try:
        layers = [(page.get_textpage(), page.get_width()) for page in document]
        readable = "\n".join(layer.get_text_range() for layer, _ in layers)
        pages = [lines_of(layer, width) for layer, width in layers]
        metadata = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    empty = [number for number, lines in enumerate(pages, 1) if not any(letters(line.text) for line in lines)]
    if len(empty) == len(pages):
        raise UnreadableSource(
            f"{path.name}: holds pictures of pages but no text; run it through OCR (in Acrobat 'Recognise text') or give the original"
        )
    running = running_lines(pages)
    kept = [[line for line in lines if line not in running[n]] for n, lines in enumerate(pages)]
    found = structured(list(_blocks(kept)))
    title = found.details.get("title") or _title(metadata.get("Title"), found.blocks) or path.stem
    dropped = [line.text for lines in running for line in lines]
    return reading_of(
        found.blocks,
        readable=readable,
        left_out=found.left_out + "\n".join(dropped),
        title=title,
        details=found.details,
        warnings=_warnings(path.name, empty, dropped),
    )


def _open(path: Path) -> "PdfDocument":
    import pypdfium2

    raw = read_bytes(path, MAX_ARCHIVE)
    if b"%PDF" not in raw[:1024]:
        raise UnreadableSource(f"{path.name}: is not a PDF; export it again from the program it was written in")
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as err:
        if "password" in str(err).lower():
            raise UnreadableSource(f"{path.name}: is locked with a password; save it without one") from err
        raise UnreadableSource(
            f"{path.name}: is a damaged PDF; export it again from the program it was written in"
        ) from err
    if len(document) > MAX_PAGES:
        raise UnreadableSource(f"{path.name}: has {len(document)} pages, more than the {MAX_PAGES} we read; split it")
    return document


def _blocks(pages: Sequence[Sequence[Line]]) -> Iterator[Block]:
    usual = body_size(pages)
    last: Block | None = None
    for number, lines in enumerate(pages, 1):
        for paragraph in paragraphs(lines):
            block = _block(paragraph, usual, number)
            if last is not None and last.page != block.page and _runs_on(last, block):
                last = replace(last, text=_mended(last.text, block.text))
                continue
            if last is not None:
                yield last
            last = block
    if last is not None:
        yield last


def _block(paragraph: Sequence[Line], usual: float, page: int) -> Block:
    text = paragraph[0].text
    for line in paragraph[1:]:
        text = _mended(text, line.text)
    if _LEADERS.search(text):
        return Block(_LEADERS.sub(" ", text), "note", page=page, gap="\n")  # a line of the contents page
    size = max(line.size for line in paragraph)
    if size > usual * 1.15 and len(text.split()) <= 25 and letters(text):
        return Block(text, "heading", level=1 if size > usual * 1.6 else 2 if size > usual * 1.3 else 3, page=page)
    bold = all(line.bold for line in paragraph)
    if bold and 1 <= len(text.split()) <= 20 and letters(text) and not text.endswith((".", ",", ";")):
        return Block(text, "heading", level=4, page=page)
    return replace(plain_bullet(text, gap="\n\n"), page=page)


def _mended(text: str, more: str) -> str:
    """Two lines as one; a word broken over the line end is whole again, a hyphen of its own stays."""
    text, more = text.rstrip(), more.lstrip()
    hyphen = text.endswith(("-", "\u2010")) and text[-2:-1].isalpha()
    if not hyphen or not more[:1].isalpha():
        return f"{text} {more}"
    broken = text[-3:-1].isalpha() and len(text) > 2 and more[0].islower()
    return (text[:-1] if broken else text) + more


def _runs_on(last: Block, block: Block) -> bool:
    """A paragraph that goes on at the top of the next page."""
    if block.layout != "paragraph" or last.layout == "heading" or not block.text[:1].islower():
        return False
    return not tidy(last.text).endswith((".", "!", "?", ":", "”", '"'))


def _title(told: str | None, blocks: Sequence[Block]) -> str | None:
    if told and " " in told.strip() and not told.lower().startswith("microsoft"):
        return tidy(told)
    return next((block.text for block in blocks[:6] if block.layout == "heading"), None)


def _warnings(name: str, empty: list[int], dropped: list[str]) -> Iterator[str]:
    if dropped:
        yield f"{name}: {len(dropped)} running header and footer lines left out"
    if empty:
        pages = ", ".join(map(str, empty[:12])) + (" ..." if len(empty) > 12 else "")
        yield f"{name}: no text on page {pages}; pictures are not read"
