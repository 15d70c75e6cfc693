"""PDF: lines put together from where they stand on the page; columns, running headers and hyphens dealt with, pages kept."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnbrief.corpus.document import Mode
from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.characters import letters, tidy
from learnbrief.corpus.readers.decode import read_bytes
from learnbrief.corpus.readers.guard import MAX_ARCHIVE
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.pdf.counted import words_of_pdf
from learnbrief.corpus.readers.pdf.fragments import fragments_among
from learnbrief.corpus.readers.pdf.glyphs import frame_of
from learnbrief.corpus.readers.pdf.hyphens import mended, words_within
from learnbrief.corpus.readers.pdf.layout import lines_of
from learnbrief.corpus.readers.pdf.margins import without_line_numbers
from learnbrief.corpus.readers.pdf.page import Line, body_size, paragraphs, running_lines
from learnbrief.corpus.readers.pdf.recognised import Recognised, can_recognise, recognised
from learnbrief.corpus.readers.pdf.rulings import rulings_on
from learnbrief.corpus.readers.pdf.spoken import spoken
from learnbrief.corpus.readers.pdf.tables import passages_of, stretches, words_of
from learnbrief.corpus.readers.pdf.written import What, written_on
from learnbrief.corpus.readers.reading import Block, Reading, reading_of
from learnbrief.corpus.readers.structure import Structured, structured
from learnbrief.corpus.readers.text.plain import plain_bullet
from learnbrief.corpus.readers.transcripts.shapes import NONE
from learnbrief.corpus.readers.transcripts.turn_tables import with_turns_of_tables

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MAX_PAGES = 2_000
_SCAN = (
    "run it through OCR (in Acrobat 'Recognise text') or give the original; or install what recognises text, and add it again:"
    " pip install 'learnbrief[ocr]'"
)
_ANSWERS = frozenset({What.ANSWER, What.TICKED, What.UNTICKED})
_SAYS = 3
"""Words from which an answer is one; 'Ward 7', 'Yes' and a name are kept as notes."""
_ASKED = 40
"""Words of a question, with what explains it."""
_LARGE = 1.15
"""Times the size of the text from which a line heads something."""
_LEADERS = re.compile(r"(?:\s*[.…]){5,}")


def read_pdf(path: Path, how: How) -> Reading:
    """A .pdf file with a text layer."""
    raw = read_bytes(path, MAX_ARCHIVE)
    document = _open(raw, path.name)
    try:
        form = document.get_formtype()
        if form:
            document.init_forms()
        pages = [_lines_on(page, document) for page in document]
        metadata = document.get_metadata_dict(skip_empty=True)
        found_in = recognised(document, _pictures(pages)) if can_recognise() else Recognised({}, 0)
    finally:
        document.close()
    pages = [found_in.pages.get(number, lines) for number, lines in enumerate(pages)]
    empty = [number + 1 for number in _pictures(pages)]
    if len(empty) == len(pages):
        raise UnreadableSource(f"{path.name}: holds pictures of pages but no text; {_SCAN}")
    pages, numbers = without_line_numbers(pages)
    running = running_lines(pages)
    kept = [[line for line in lines if line not in running[n]] for n, lines in enumerate(pages)]
    written = words_within(line.text for lines in kept for line in lines)
    usual = body_size(kept)
    found = _found(kept, how, written, usual)
    title = found.details.get("title") or _title(metadata.get("Title"), found.blocks) or path.stem
    dropped = [line.text for lines in running for line in lines]
    told = [f"{path.name}: {len(numbers)} numbers that count the lines left out"] if numbers else []
    counted = words_of_pdf(raw)
    return reading_of(
        found.blocks,
        readable=counted or "",
        left_out="\n".join([found.left_out, *dropped, *numbers]),
        title=title,
        details=found.details,
        warnings=[
            *_of_form(path.name, form),
            *told,
            *_of_pictures(path.name, found_in),
            *_warnings(path.name, pages, empty, dropped, counted=counted is not None),
        ],
        read_as=found.read_as,
        recognised=len(found_in.pages),
    )


def _found(pages: Sequence[Sequence[Line]], how: How, written: frozenset[str], usual: float) -> Structured:
    """The pages as turns, in a table or by their lines, where they have the shape of a transcript, else as notes."""
    blocks = list(_blocks(pages, usual, written))
    if sum(block.locator is not None for block in blocks) > len(blocks) / 2 and how.shape != NONE:
        turned, cells, told = with_turns_of_tables(blocks, transcript=how.transcript)
        if told:
            found = structured(turned)
            return replace(found, left_out=f"{found.left_out} {cells}", read_as=told)
    return spoken(pages, how, written, partial(_line_block, usual=usual)) or structured(blocks)


def _pictures(pages: Sequence[Sequence[Line]]) -> list[int]:
    """The pages without a letter, counted from nought."""
    return [number for number, lines in enumerate(pages) if not any(letters(line.text) for line in lines)]


def _lines_on(page: Any, document: "PdfDocument") -> list[Line]:
    forms = document.formenv.raw if document.formenv else None
    return lines_of(page.get_textpage(), frame_of(page), written_on(page, forms), rulings_on(page))


def _open(raw: bytes, name: str) -> "PdfDocument":
    import pypdfium2

    if b"%PDF" not in raw[:1024]:
        raise UnreadableSource(f"{name}: is not a PDF; export it again from the program it was written in")
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as err:
        if "password" in str(err).lower():
            raise UnreadableSource(f"{name}: is locked with a password; save it without one") from err
        raise UnreadableSource(f"{name}: is a damaged PDF; export it again from the program it was written in") from err
    if len(document) > MAX_PAGES:
        raise UnreadableSource(f"{name}: has {len(document)} pages, more than the {MAX_PAGES} we read; split it")
    return document


def _blocks(pages: Sequence[Sequence[Line]], usual: float, written: frozenset[str]) -> Iterator[Block]:
    last: Block | None = None
    tables = 0
    for page, held in stretches([list(paragraphs(lines)) for lines in pages]):
        if isinstance(held, list):
            found = _page_blocks(held, usual, page, written)
        else:
            tables += 1
            found = passages_of(tables, held, written)
        for block in found:
            if last is not None and last.page != block.page and _runs_on(last, block):
                last = replace(last, text=mended(last.text, block.text, written))
                continue
            if last is not None:
                yield last
            last = block
    if last is not None:
        yield last


def _page_blocks(found: Sequence[Sequence[Line]], usual: float, page: int, written: frozenset[str]) -> Iterator[Block]:
    fragments = fragments_among(found, usual)
    for number, paragraph in enumerate(found):
        text = words_of(paragraph, written)
        after = found[number + 1][0].what if number + 1 < len(found) else What.PRINTED
        if paragraph[0].what is not What.PRINTED:
            yield replace(_written_block(text, paragraph[0].what), page=page)
        elif number in fragments or paragraph[0].turn % 90:
            yield Block(text, "note", page=page, gap="\n")
        elif after in _ANSWERS and len(text.split()) <= _ASKED:
            yield Block(text, "question", page=page)  # what a form asks is not what its writer says
        else:
            yield replace(_block(text, paragraph, usual), page=page)


def _line_block(line: Line, *, usual: float) -> Block:
    """A line by itself, as long as nobody knows whether it opens a turn."""
    if line.what is not What.PRINTED:
        return _written_block(line.text, line.what)
    return _block(line.text, [replace(line, bold=False)], usual) if line.size > usual * _LARGE else Block(line.text)


def _written_block(text: str, what: What) -> Block:
    if what is What.OVER:
        return plain_bullet(text, gap="\n\n")
    if what is What.COMMENT:
        return Block(text, "note", gap="\n", marker="[comment] ")
    says = what is not What.UNTICKED and len(text.split()) >= _SAYS
    mark = {What.TICKED: "☒ ", What.UNTICKED: "☐ "}.get(what, "")
    return Block(text, "answer" if says else "note", Mode.VERBATIM, gap="\n", marker=mark)


def _block(text: str, paragraph: Sequence[Line], usual: float) -> Block:
    if _LEADERS.search(text):
        return Block(_LEADERS.sub(" ", text), "note", gap="\n")  # a line of the contents page
    size = max(line.size for line in paragraph)
    if size > usual * _LARGE and len(text.split()) <= 25 and letters(text):
        return Block(text, "heading", level=1 if size > usual * 1.6 else 2 if size > usual * 1.3 else 3)
    bold = all(line.bold for line in paragraph)
    if bold and 1 <= len(text.split()) <= 20 and letters(text) and not text.endswith((".", ",", ";")):
        return Block(text, "heading", level=4)
    return plain_bullet(text, gap="\n\n")


def _runs_on(last: Block, block: Block) -> bool:
    """A paragraph that goes on at the top of the next page."""
    if block.layout != "paragraph" or last.layout == "heading" or not block.text[:1].islower():
        return False
    return not tidy(last.text).endswith((".", "!", "?", ":", "”", '"'))


def _title(told: str | None, blocks: Sequence[Block]) -> str | None:
    if told and " " in told.strip() and not told.lower().startswith("microsoft"):
        return tidy(told)
    return next((block.text for block in blocks[:6] if block.layout == "heading"), None)


def _of_pictures(name: str, found: Recognised) -> Iterator[str]:
    if found.pages:
        unsure = f"; {found.unsure} lines could not be made out and are left out" if found.unsure else ""
        yield (
            f"{name}: the text of {len(found.pages)} pages was recognised in pictures (OCR){unsure}. Words may be wrong, and what"
            " was lost could not be counted; compare it with the paper before relying on it"
        )


def _of_form(name: str, form: int) -> Iterator[str]:
    import pypdfium2.raw as raw

    if form in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND):
        yield f"{name}: is a form whose answers may be seen in Acrobat alone (XFA); print it there to a PDF and give that"


def _warnings(
    name: str, pages: Sequence[Sequence[Line]], empty: list[int], dropped: list[str], *, counted: bool
) -> Iterator[str]:
    if dropped:
        yield f"{name}: {len(dropped)} running header and footer lines left out"
    if empty:
        numbers = ", ".join(map(str, empty[:12])) + (" ..." if len(empty) > 12 else "")
        yield f"{name}: no text on page {numbers}; pictures are not read"
    kinds = Counter(line.what for lines in pages for line in lines)
    if kinds[What.ANSWER] or kinds[What.TICKED] or kinds[What.UNTICKED]:
        yield (
            f"{name}: is a form; what was typed and ticked in it is read as its writer's answers, what it asks is not,"
            " and choices that were not ticked are no evidence"
        )
    if kinds[What.COMMENT]:
        yield f"{name}: comments on its pages are kept as notes and are no evidence"
    if not counted:
        yield f"{name}: whether words were lost could not be counted; compare the text with the file before relying on it"
