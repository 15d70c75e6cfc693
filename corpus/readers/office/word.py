"""Word documents in full: headings, lists, tables, text boxes, notes; comments set apart, tracked changes taken as accepted."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.characters import letters, tidy
from learnbrief.corpus.readers.guard import BROKEN, open_office
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.office.cells import Cell, blocks_of_table
from learnbrief.corpus.readers.office.package import every_word, mended
from learnbrief.corpus.readers.office.word_marks import (
    CHART,
    DIAGRAM,
    MATH,
    PROMPT,
    W,
    as_choice,
    chosen,
    diagram,
    is_prompt,
    symbol,
    taken_back,
    unsaid_styles,
)
from learnbrief.corpus.readers.reading import Block, Reading, reading_of
from learnbrief.corpus.readers.structure import heads_by_looks
from learnbrief.corpus.readers.text.plain import by_line
from learnbrief.corpus.readers.transcripts.transcript import read_blocks

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delInstrText", f"{_MC}Fallback"}
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-", f"{W}ptab": " "}


def _sign(sign: str, _element: Any) -> str:
    return sign


_WRITTEN: dict[str, Callable[[Any], str]] = {
    f"{W}t": lambda element: element.text or "",
    f"{MATH}t": lambda element: element.text or "",
    f"{W}sym": symbol,
    f"{W}fldChar": chosen,
    **{tag: partial(_sign, sign) for tag, sign in _BREAKS.items()},
}
_ASIDE = {f"{W}{kind}Reference" for kind in ("footnote", "endnote", "comment")} | {
    f"{W}txbxContent",
    f"{DIAGRAM}relIds",
}
_MOSTLY = 0.5
_HEADING = re.compile(r"(?:heading|überschrift|titre)\s*(\d)", re.IGNORECASE)


@dataclass(slots=True)
class _Word:
    """What paragraphs need to know of their document while it is walked."""

    styles: dict[str, str]
    notes: dict[str, dict[str, Any]]
    """Elements of footnotes, endnotes and comments by their id, per kind."""
    related: Mapping[str, Any] = field(default_factory=dict)
    """Other parts of the package by the id under which the text calls them."""
    tables: int = 0
    bold_heads: bool = False
    """Whether a short paragraph in bold heads what follows."""
    unsaid: Mapping[str, str] = field(default_factory=dict)
    """Why nobody says what is set in a style, by its id."""
    taken_back: dict[str, list[str]] = field(default_factory=dict)
    """Words that nobody says, by why: struck through, hidden, a prompt that nobody answered."""
    aside: list[Block] = field(default_factory=list)
    """Text boxes and notes met within a paragraph; they follow it."""


def read_word(path: Path, how: How) -> Reading:
    """A .docx file."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    content = open_office(path, "word/document.xml")
    try:
        document = docx.Document(mended(content))
        styles = {style.style_id: style.name or "" for style in document.styles}
        notes = {kind: _parts(document, kind) for kind in ("footnote", "endnote", "comment")}
    except (*BROKEN, PackageNotFoundError) as err:
        raise UnreadableSource(
            f"{path.name}: is not a Word document; open it in Word and save it again as .docx"
        ) from err
    word = _Word(styles, notes, document.part.related_parts, unsaid=unsaid_styles(document.styles.element))
    body = document.element.body
    word.bold_heads = _bold_heads(body)
    blocks = [as_choice(block) for block in _blocks(body, word) if tidy(block.text)]
    found = read_blocks(blocks, how, lambda some: [one for block in some for one in by_line(block)])
    title = found.details.get("title") or next((b.text for b in found.blocks[:3] if b.layout == "heading"), None)
    gone = " ".join(words for run in word.taken_back.values() for words in run)
    warnings = [*_warnings(path, document, body), *_taken_back(path, word)]
    return reading_of(
        found.blocks,
        readable=every_word(content),
        title=title or path.stem,
        details=found.details,
        warnings=warnings,
        left_out=f"{found.left_out} {gone}",
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
                str(e.get(f"{W}id")): e
                for e in root.iter(f"{W}{kind}")
                if not e.get(f"{W}type", "").endswith("eparator")
            }
    return {}


def _warnings(path: Path, document: Any, body: Any) -> Iterator[str]:
    deleted = sum(1 for element in body.iter(f"{W}del", f"{W}moveFrom") if "".join(element.itertext()).strip())
    inserted = sum(1 for element in body.iter(f"{W}ins", f"{W}moveTo") if "".join(element.itertext()).strip())
    if deleted or inserted:
        yield f"{path.name}: tracked changes read as accepted: {inserted} insertions kept, {deleted} deletions left out"
    running = {tidy(_words(part._element)) for s in document.sections for part in (s.header, s.footer)}
    if any(letters(words) for words in running):
        yield f"{path.name}: page headers and footers left out"
    if any(True for _ in body.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip")):
        yield f"{path.name}: holds pictures; words in them are not read"
    if charts := sum(1 for _ in body.iter(f"{CHART}chart")):
        yield f"{path.name}: holds {charts} charts; words and numbers in them are not read"
    if included := sum(1 for _ in body.iter(f"{W}altChunk", f"{W}subDoc")):
        yield f"{path.name}: includes {included} other files by reference, which are not read; open it in Word and save it again"


def _taken_back(path: Path, word: _Word) -> Iterator[str]:
    for why, runs in word.taken_back.items():
        count = sum(len(words.split()) for words in runs)
        if count:
            yield f"{path.name}: {count} words that are {why} left out"


def _words(root: Any) -> str:
    """All text runs below an element but deleted ones and the duplicates kept for old versions of Word."""
    words = []
    for element in root.iter(f"{W}t", f"{W}p", f"{W}tab", f"{W}br"):
        if any(ancestor.tag in _GONE for ancestor in element.iterancestors()):
            continue
        words.append(element.text or "" if element.tag == f"{W}t" else "\n")
    return "".join(words)


def _blocks(container: Any, word: _Word) -> Iterator[Block]:
    for element in container:
        if is_prompt(element):
            word.taken_back.setdefault(PROMPT, []).append(_words(element))
        elif element.tag == f"{W}p":
            yield from _paragraph(element, word)
        elif element.tag == f"{W}tbl":
            yield from _table(element, word)
        elif element.tag not in _GONE and element.tag != f"{W}sectPr":  # content controls, custom XML, accepted moves
            yield from _blocks(element, word)


def _paragraph(paragraph: Any, word: _Word) -> Iterator[Block]:
    outer, word.aside = word.aside, []
    text = "".join(_text(paragraph, word))
    aside, word.aside = word.aside, outer
    style = _style(paragraph, word)
    level = _heading_level(paragraph, style)
    if level:
        yield Block(text, "heading", level=level)
    elif word.bold_heads and _stands_bold(paragraph, text):
        yield Block(text, "heading", level=5)
    elif (depth := _list_depth(paragraph, style)) is not None:
        yield Block(text, "bullet", gap="\n", marker="  " * depth + "- ")
    else:
        yield Block(text)
    yield from aside


def _text(element: Any, word: _Word) -> Iterator[str]:
    """Words of a paragraph in reading order; text boxes, notes and diagrams go to `word.aside`."""
    for child in element:
        if child.tag in _WRITTEN:
            yield _WRITTEN[child.tag](child)
        elif child.tag in _ASIDE:
            word.aside += _aside(child, word)
        elif why := PROMPT if is_prompt(child) else taken_back(child, word.unsaid):
            word.taken_back.setdefault(why, []).append(_words(child))
        elif child.tag not in _GONE and isinstance(child.tag, str):
            yield from _text(child, word)


def _aside(element: Any, word: _Word) -> Iterator[Block]:
    """What stands beside a paragraph and follows it."""
    if element.tag == f"{W}txbxContent":
        return _blocks(element, word)
    if element.tag == f"{DIAGRAM}relIds":
        return diagram(element, word.related)
    return iter(_note(element.tag.removeprefix(W).removesuffix("Reference"), element.get(f"{W}id"), word))


def _note(kind: str, number: str | None, word: _Word) -> list[Block]:
    element = word.notes[kind].get(number or "")
    if element is None:
        return []
    return [Block(block.text, "note", locator=kind, gap="\n", marker=f"[{kind}] ") for block in _blocks(element, word)]


def _style(paragraph: Any, word: _Word) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    # a file without its styles still calls them by ids that say what they are: 'Heading1'
    return word.styles.get(found.get(f"{W}val"), found.get(f"{W}val")) if found is not None else ""


def _heading_level(paragraph: Any, style: str) -> int | None:
    found = _HEADING.match(style)
    if found:
        return min(int(found.group(1)) or 1, 6)
    if style in ("Title", "Subtitle"):
        return 1 if style == "Title" else 2
    outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
    level = int(outline.get(f"{W}val")) + 1 if outline is not None else 0
    return level if 1 <= level <= 6 else None


def _bold_heads(body: Any) -> bool:
    """Whether bold tells headings in this document: not where it is the usual type."""
    filled = [one for one in body.iter(f"{W}p") if _words(one).strip()]
    return sum(_is_bold(one) for one in filled) <= _MOSTLY * len(filled)


def _stands_bold(paragraph: Any, text: str) -> bool:
    return _is_bold(paragraph) and heads_by_looks(text) and _list_depth(paragraph, "") is None


def _is_bold(paragraph: Any) -> bool:
    """Whether all words of a paragraph are set bold by hand."""
    runs = [run for run in paragraph.iter(f"{W}r") if any((one.text or "").strip() for one in run.iter(f"{W}t"))]
    marks = [run.find(f"{W}rPr/{W}b") for run in runs]
    return bool(runs) and all(mark is not None and mark.get(f"{W}val") not in ("0", "false") for mark in marks)


def _list_depth(paragraph: Any, style: str) -> int | None:
    numbered = paragraph.find(f"{W}pPr/{W}numPr")
    if numbered is not None:
        number = numbered.find(f"{W}numId")
        if number is not None and number.get(f"{W}val") == "0":
            return None  # numbering switched off for this paragraph
        depth = numbered.find(f"{W}ilvl")
        return int(depth.get(f"{W}val")) if depth is not None else 0
    if style.startswith("List") and style != "List Paragraph":
        return int(style[-1]) - 1 if style[-1].isdigit() else 0
    return None


def _table(table: Any, word: _Word) -> Iterator[Block]:
    word.tables += 1
    number = word.tables
    rows = [row for row in table.iter(f"{W}tr") if _nearest(row, f"{W}tbl") is table]
    return blocks_of_table(number, [list(_cells(row, word)) for row in rows])


def _cells(row: Any, word: _Word) -> Iterator[Cell]:
    """The cells of a row; one that goes on with the cell above it has no words of its own."""
    cells = [cell for cell in row.iter(f"{W}tc") if _nearest(cell, f"{W}tr") is row]
    for column, cell in enumerate(cells, 1):
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        goes_on = merged is not None and merged.get(f"{W}val") != "restart" and not _words(cell).strip()
        yield Cell(column, () if goes_on else tuple(_blocks(cell, word)))


def _nearest(element: Any, tag: str) -> Any:
    return next((ancestor for ancestor in element.iterancestors() if ancestor.tag == tag), None)
