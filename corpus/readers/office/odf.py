"""OpenDocument text (LibreOffice, Google Docs): headings, lists, tables, notes; changes accepted, hidden and struck-through words left out."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.characters import letters, tidy
from learnbrief.corpus.readers.decode import read_bytes
from learnbrief.corpus.readers.guard import MAX_ARCHIVE, check_package
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.office.cells import Cell, blocks_of_table
from learnbrief.corpus.readers.office.odf_styles import Styles, styles_of
from learnbrief.corpus.readers.reading import Block, Reading, reading_of
from learnbrief.corpus.readers.structure import heads_by_looks
from learnbrief.corpus.readers.text.plain import by_line
from learnbrief.corpus.readers.transcripts.transcript import read_blocks

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, DRAW = (f"{{{_OASIS}{name}:1.0}}" for name in ("office", "text", "table", "drawing"))
_DC, _META = "{http://purl.org/dc/elements/1.1/}", f"{{{_OASIS}meta:1.0}}"
_SVG = f"{{{_OASIS}svg-compatible:1.0}}"
_NOT_WORDS = frozenset(
    {f"{TEXT}tracked-changes", f"{TEXT}note-citation", f"{_DC}creator", f"{_DC}date", f"{_META}date-string"}
    | {f"{_META}creator-initials", f"{OFFICE}forms", f"{OFFICE}event-listeners", f"{_SVG}title", f"{_SVG}desc"}
)
"""Elements whose text is no part of the document's: deleted words, numbers of notes, who remarked and when."""
_BLANKS = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_BY_LOOKS = 5
"""The level of a heading that only its bold type tells."""
_CONTENTS = frozenset(f"{TEXT}{name}" for name in ("table-of-content", "alphabetical-index", "illustration-index"))


@dataclass(slots=True)
class _Paper:
    """What paragraphs need to know of their document while it is walked."""

    styles: Styles
    tables: int = 0
    left_out: list[str] = field(default_factory=list)
    aside: list[Block] = field(default_factory=list)
    """Notes, remarks and text boxes met within a paragraph; they follow it."""


def read_odt(path: Path, how: How) -> Reading:
    """An .odt file."""
    content, more = _parts(path)
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise UnreadableSource(f"{path.name}: is not a text document; save it again as .odt or .docx")
    paper = _Paper(styles_of([content, more]))
    blocks = [block for block in _blocks(body, paper) if tidy(block.text)]
    found = read_blocks(blocks, how, lambda some: [one for block in some for one in by_line(block)])
    title = found.details.get("title") or next((b.text for b in found.blocks[:3] if b.layout == "heading"), None)
    return reading_of(
        found.blocks,
        readable=_every_word(body),
        title=title or path.stem,
        details=found.details,
        warnings=list(_warnings(path.name, body, more, paper)),
        left_out=found.left_out + " ".join(paper.left_out),
        read_as=found.read_as,
    )


def _parts(path: Path) -> tuple[Any, Any]:
    """The document's content and its styles, from an archive that is safe to open."""
    from lxml import etree

    raw = read_bytes(path, MAX_ARCHIVE)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            check_package(archive, path.name)
            names = set(archive.namelist())
            if "content.xml" not in names:
                raise UnreadableSource(f"{path.name}: is a zip file but not an .odt document; save it again as .odt")
            if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise UnreadableSource(f"{path.name}: is locked with a password; save it without one")
            styles = archive.read("styles.xml") if "styles.xml" in names else b"<none/>"
            return etree.fromstring(archive.read("content.xml"), parser), etree.fromstring(styles, parser)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, etree.XMLSyntaxError) as err:
        raise UnreadableSource(f"{path.name}: is not an .odt document ({err}); save it again as .odt") from err


def _every_word(body: Any) -> str:
    """All text of the document's XML, whatever element holds it."""
    words: list[str] = []
    for element in body.iter():
        if any(one.tag in _NOT_WORDS for one in (element, *element.iterancestors())):
            own = ""
        else:
            own = element.text or "" if isinstance(element.tag, str) else ""
        within = any(one.tag in _NOT_WORDS for one in element.iterancestors())
        words += [own, "" if within else element.tail or ""]
    return "\n".join(words)


def _warnings(name: str, body: Any, more: Any, paper: _Paper) -> Iterator[str]:
    deleted = len(body.findall(f".//{TEXT}tracked-changes/{TEXT}changed-region/{TEXT}deletion"))
    inserted = len(body.findall(f".//{TEXT}tracked-changes/{TEXT}changed-region/{TEXT}insertion"))
    if deleted or inserted:
        yield f"{name}: tracked changes read as accepted: {inserted} insertions kept, {deleted} deletions left out"
    if count := len(" ".join(paper.left_out).split()):
        yield f"{name}: {count} {'word that is' if count == 1 else 'words that are'} hidden or struck through left out"
    running = more.findall(f".//{{{_OASIS}style:1.0}}header") + more.findall(f".//{{{_OASIS}style:1.0}}footer")
    if any(letters("".join(part.itertext())) for part in running):
        yield f"{name}: page headers and footers left out"
    if body.find(f".//{DRAW}image") is not None:
        yield f"{name}: holds pictures; words in them are not read"


def _blocks(container: Any, paper: _Paper) -> Iterator[Block]:
    for element in container:
        if element.tag in (f"{TEXT}p", f"{TEXT}h"):
            yield from _paragraph(element, paper)
        elif element.tag == f"{TEXT}list":
            yield from _list(element, paper, 0)
        elif element.tag == f"{TABLE}table":
            yield from _table(element, paper)
        elif element.tag == f"{DRAW}image" or element.tag in _NOT_WORDS or not isinstance(element.tag, str):
            continue
        elif element.tag in _CONTENTS:
            yield from (replace(block, layout="note", level=None, gap="\n") for block in _blocks(element, paper))
        else:  # sections, frames and whatever else may hold paragraphs
            yield from _blocks(element, paper)


def _paragraph(paragraph: Any, paper: _Paper) -> Iterator[Block]:
    outer, paper.aside = paper.aside, []
    style = str(paragraph.get(f"{TEXT}style-name") or "")
    words = "".join(_words(paragraph, paper))
    aside, paper.aside = paper.aside, outer
    if paper.styles.unsaid(style):
        paper.left_out.append(words)
    else:
        level = int(paragraph.get(f"{TEXT}outline-level") or 1) if paragraph.tag == f"{TEXT}h" else None
        level = level or paper.styles.level(style)
        level = level or (_BY_LOOKS if heads_by_looks(words) and _is_bold(paragraph, paper.styles) else None)
        yield Block(words, "heading", level=min(level, 6)) if level else Block(words)
    yield from aside


def _is_bold(paragraph: Any, styles: Styles) -> bool:
    """Whether all words of a paragraph are set bold, by its own style or by those of its parts."""
    if styles.is_bold(str(paragraph.get(f"{TEXT}style-name") or "")):
        return True
    bare = any((one or "").strip() for one in (paragraph.text, *(child.tail for child in paragraph)))
    parts = [child for child in paragraph if "".join(child.itertext()).strip()]
    return not bare and bool(parts) and all(styles.is_bold(str(one.get(f"{TEXT}style-name") or "")) for one in parts)


def _words(element: Any, paper: _Paper) -> Iterator[str]:
    """Words of a paragraph in reading order; notes and text boxes go aside, words nobody is to read are kept apart."""
    yield element.text or ""
    for child in element:
        if child.tag in _BLANKS:
            yield _BLANKS[child.tag]
        elif child.tag in (f"{TEXT}note", f"{OFFICE}annotation"):
            paper.aside += _note(child, paper)
        elif child.tag in (f"{DRAW}frame", f"{DRAW}custom-shape", f"{DRAW}g", f"{DRAW}rect"):
            paper.aside += list(_blocks(child, paper))
        elif child.tag == f"{TEXT}hidden-text" or paper.styles.unsaid(str(child.get(f"{TEXT}style-name") or "")):
            paper.left_out.append("".join(_words(child, paper)))
        elif isinstance(child.tag, str) and child.tag not in _NOT_WORDS:
            yield from _words(child, paper)
        yield child.tail or ""


def _note(note: Any, paper: _Paper) -> list[Block]:
    kind = "comment" if note.tag == f"{OFFICE}annotation" else str(note.get(f"{TEXT}note-class") or "footnote")
    said = [replace(block, layout="note", level=None) for block in _blocks(note, paper)]
    return [replace(block, locator=kind, gap="\n", marker=f"[{kind}] ") for block in said]


def _list(items: Any, paper: _Paper, depth: int) -> Iterator[Block]:
    for item in items:
        for element in item:
            if element.tag == f"{TEXT}list":
                yield from _list(element, paper, depth + 1)
            else:
                for block in _blocks([element], paper):
                    plain = block.layout == "paragraph"
                    yield replace(block, layout="bullet", gap="\n", marker="  " * depth + "- ") if plain else block


def _table(table: Any, paper: _Paper) -> Iterator[Block]:
    paper.tables += 1
    number = paper.tables
    rows = [row for row in table.iter(f"{TABLE}table-row") if _nearest(row) is table]
    return blocks_of_table(number, [list(_cells(row, paper)) for row in rows])


def _cells(row: Any, paper: _Paper) -> Iterator[Cell]:
    """The cells of a row; what another covers has a column and no words."""
    column = 1
    for cell in row:
        if cell.tag == f"{TABLE}table-cell":
            yield Cell(column, tuple(_blocks(cell, paper)))
        if cell.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            column += int(cell.get(f"{TABLE}number-columns-repeated") or 1)


def _nearest(row: Any) -> Any:
    return next((one for one in row.iterancestors() if one.tag == f"{TABLE}table"), None)
