"""Word documents in full: headings, lists, tables, text boxes, notes; comments set apart, tracked changes taken as accepted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.characters import letters, tidy
from learnbrief.corpus.readers.guard import BROKEN, open_office
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.plain import plain_bullet
from learnbrief.corpus.readers.reading import Block, Reading, reading_of
from learnbrief.corpus.readers.transcript import read_blocks

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delInstrText", f"{_MC}Fallback"}
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-", f"{_W}ptab": " "}
_HEADING = re.compile(r"(?:heading|überschrift|titre)\s*(\d)", re.IGNORECASE)


@dataclass(slots=True)
class _Word:
    """What paragraphs need to know of their document while it is walked."""

    styles: dict[str, str]
    notes: dict[str, dict[str, Any]]
    """Elements of footnotes, endnotes and comments by their id, per kind."""
    tables: int = 0
    aside: list[Block] = field(default_factory=list)
    """Text boxes and notes met within a paragraph; they follow it."""


def read_word(path: Path, how: How) -> Reading:
    """A .docx file."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    content = open_office(path, "word/document.xml")
    try:
        document = docx.Document(content)
        styles = {style.style_id: style.name or "" for style in document.styles}
        notes = {kind: _parts(document, kind) for kind in ("footnote", "endnote", "comment")}
    except (*BROKEN, PackageNotFoundError) as err:
        raise UnreadableSource(
            f"{path.name}: is not a Word document; open it in Word and save it again as .docx"
        ) from err
    word = _Word(styles, notes)
    body = document.element.body
    blocks = [block for block in _blocks(body, word) if tidy(block.text)]
    found = read_blocks(blocks, how, lambda some: [one for block in some for one in _by_line(block)])
    title = found.details.get("title") or next((b.text for b in found.blocks[:3] if b.layout == "heading"), None)
    readable = _every_word(body) + " ".join(_every_word(e) for kind in word.notes.values() for e in kind.values())
    warnings = list(_warnings(path, document, body))
    return reading_of(
        found.blocks,
        readable=readable,
        title=title or path.stem,
        details=found.details,
        warnings=warnings,
        left_out=found.left_out,
        read_as=found.read_as,
    )


def _parts(document: Any, kind: str) -> dict[str, Any]:
    """The notes or comments of a document by id, separators left out."""
    from lxml import etree

    for related in document.part.rels.values():
        if not related.is_external and related.reltype.endswith(f"/{kind}s"):
            # resolve_entities off: the archive was searched for document types, this holds even if it had not been
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(related.target_part.blob, parser)
            return {
                str(e.get(f"{_W}id")): e
                for e in root.iter(f"{_W}{kind}")
                if not e.get(f"{_W}type", "").endswith("eparator")
            }
    return {}


def _warnings(path: Path, document: Any, body: Any) -> Iterator[str]:
    deleted = sum(1 for element in body.iter(f"{_W}del", f"{_W}moveFrom") if "".join(element.itertext()).strip())
    inserted = sum(1 for element in body.iter(f"{_W}ins", f"{_W}moveTo") if "".join(element.itertext()).strip())
    if deleted or inserted:
        yield f"{path.name}: tracked changes read as accepted: {inserted} insertions kept, {deleted} deletions left out"
    running = {tidy(_every_word(part._element)) for s in document.sections for part in (s.header, s.footer)}
    if any(letters(words) for words in running):
        yield f"{path.name}: page headers and footers left out"
    if any(True for _ in body.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip")):
        yield f"{path.name}: holds pictures; words in them are not read"


def _every_word(root: Any) -> str:
    """All text runs below an element but deleted ones and the duplicates kept for old versions of Word."""
    words = []
    for element in root.iter(f"{_W}t", f"{_W}p", f"{_W}tab", f"{_W}br"):
        if any(ancestor.tag in _GONE for ancestor in element.iterancestors()):
            continue
        words.append(element.text or "" if element.tag == f"{_W}t" else "\n")
    return "".join(words)


def _blocks(container: Any, word: _Word) -> Iterator[Block]:
    for element in container:
        if element.tag == f"{_W}p":
            yield from _paragraph(element, word)
        elif element.tag == f"{_W}tbl":
            yield from _table(element, word)
        elif element.tag not in _GONE and element.tag != f"{_W}sectPr":  # content controls, custom XML, accepted moves
            yield from _blocks(element, word)


def _paragraph(paragraph: Any, word: _Word) -> Iterator[Block]:
    outer, word.aside = word.aside, []
    text = "".join(_text(paragraph, word))
    aside, word.aside = word.aside, outer
    style = _style(paragraph, word)
    level = _heading_level(paragraph, style)
    if level:
        yield Block(text, "heading", level=level)
    elif (depth := _list_depth(paragraph, style)) is not None:
        yield Block(text, "bullet", gap="\n", marker="  " * depth + "- ")
    else:
        yield Block(text)
    yield from aside


def _text(element: Any, word: _Word) -> Iterator[str]:
    """Words of a paragraph in reading order; text boxes and notes go to `word.aside`."""
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in _BREAKS:
            yield _BREAKS[tag]
        elif tag == f"{_W}txbxContent":
            word.aside += list(_blocks(child, word))
        elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference", f"{_W}commentReference"):
            word.aside += _note(tag.removeprefix(_W).removesuffix("Reference"), child.get(f"{_W}id"), word)
        elif tag not in _GONE and isinstance(tag, str):
            yield from _text(child, word)


def _note(kind: str, number: str | None, word: _Word) -> list[Block]:
    element = word.notes[kind].get(number or "")
    if element is None:
        return []
    return [Block(block.text, "note", locator=kind, gap="\n", marker=f"[{kind}] ") for block in _blocks(element, word)]


def _style(paragraph: Any, word: _Word) -> str:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return word.styles.get(found.get(f"{_W}val"), "") if found is not None else ""


def _heading_level(paragraph: Any, style: str) -> int | None:
    found = _HEADING.match(style)
    if found:
        return min(int(found.group(1)) or 1, 6)
    if style in ("Title", "Subtitle"):
        return 1 if style == "Title" else 2
    outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    level = int(outline.get(f"{_W}val")) + 1 if outline is not None else 0
    return level if 1 <= level <= 6 else None


def _list_depth(paragraph: Any, style: str) -> int | None:
    numbered = paragraph.find(f"{_W}pPr/{_W}numPr")
    if numbered is not None:
        number = numbered.find(f"{_W}numId")
        if number is not None and number.get(f"{_W}val") == "0":
            return None  # numbering switched off for this paragraph
        depth = numbered.find(f"{_W}ilvl")
        return int(depth.get(f"{_W}val")) if depth is not None else 0
    if style.startswith("List") and style != "List Paragraph":
        return int(style[-1]) - 1 if style[-1].isdigit() else 0
    return None


def _table(table: Any, word: _Word) -> Iterator[Block]:
    word.tables += 1
    number = word.tables
    rows = [row for row in table.iter(f"{_W}tr") if _nearest(row, f"{_W}tbl") is table]
    for r, row in enumerate(rows, 1):
        cells = [cell for cell in row.iter(f"{_W}tc") if _nearest(cell, f"{_W}tr") is row]
        for c, cell in enumerate(cells, 1):
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merged is not None and merged.get(f"{_W}val") != "restart" and not _every_word(cell).strip():
                continue
            yield from _cell(
                cell, word, f"table {number} row {r} column {c}", first=c == 1, header=r == 1 and len(rows) > 1
            )


def _nearest(element: Any, tag: str) -> Any:
    return next((ancestor for ancestor in element.iterancestors() if ancestor.tag == tag), None)


def _cell(cell: Any, word: _Word, place: str, *, first: bool, header: bool) -> Iterator[Block]:
    """The paragraphs of a cell, each a passage; a short first row names its columns."""
    gap = "\n" if first else " | "
    for block in _blocks(cell, word):
        if block.layout == "cell" or not tidy(block.text):
            yield block  # a table within the table
            continue
        layout = "question" if header and len(block.text.split()) <= 12 else "cell"
        layout = "note" if block.layout == "note" else layout
        yield Block(block.text, layout, locator=place, gap=gap, marker=block.marker)
        gap = "\n"


def _by_line(block: Block) -> list[Block]:
    """Lines broken by hand within a paragraph stand for themselves; typed bullets are bullets."""
    if block.layout != "paragraph":
        return [block]
    lines = [line for line in block.text.split("\n") if line.strip()]
    return [plain_bullet(line, gap="\n\n" if number == 0 else "\n") for number, line in enumerate(lines)]
