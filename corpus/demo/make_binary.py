"""Lays out the hand-written sources of the demo as docx, pdf, pptx and xlsx; run it after changing one of them.

    python corpus/demo/make_binary.py

The words all stand in `sources/`; nothing is written here but headings' levels, lists, tables and page furniture.
"""

import csv
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
MATERIAL = HERE / "workspace" / "material"
FICTION = "Fairer Together is a fictional programme, written for demonstration."
EPOCH = (2025, 1, 1, 0, 0, 0)

DOCX = {
    "riverside-workshop-1": "riverside-workshop-1/riverside-workshop-1.docx",
    "lantern-workshop-1": "lantern-workshop-1/lantern-workshop-1.docx",
    "fenland-coaching-1": "fenland-coaching-1/reflection.docx",
    "riverside-workshop-2": "riverside-workshop-2/riverside-workshop-2.docx",
    "harbour-coaching-2": "harbour-coaching-2/reflection.docx",
    "lantern-coaching-3": "lantern-coaching-3/reflection.docx",
    "harbour-workshop-4": "harbour-workshop-4/harbour-workshop-4.docx",
}
PDF = {
    "moorland-workshop-2": ("moorland-workshop-2/moorland-workshop-2.pdf", 1),
    "harbour-workshop-3": ("harbour-workshop-3/harbour-workshop-3.pdf", 2),
    "riverside-coaching-3": ("riverside-coaching-3/reflection.pdf", 1),
}
PPTX = {
    "learning-event": "learning-event/slides.pptx",
    "experience-panel-story": "experience-panel-story/story.pptx",
}
XLSX = {"survey-wave-2": "survey-wave-2/wave-2.xlsx"}


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a source: its sort ('heading', 'bullet', 'number', 'row', 'comment', 'notes', 'text') and words."""

    sort: str
    words: str
    level: int = 0


_MARKS = (
    (re.compile(r"^(#{1,3}) (.+)$"), "heading"),
    (re.compile(r"^()- (.+)$"), "bullet"),
    (re.compile(r"^()\d+\. (.+)$"), "number"),
    (re.compile(r"^()\|(.+)\|$"), "row"),
    (re.compile(r"^()>> (.+)$"), "comment"),
    (re.compile(r"^()Notes: (.+)$"), "notes"),
    (re.compile(r"^()(.+)$"), "text"),
)


def blocks(source: Path) -> Iterator[Block]:
    """The pieces of one source in order; a table's rule lines are dropped."""
    for line in source.read_text(encoding="utf-8").splitlines():
        for mark, sort in _MARKS:
            if match := mark.match(line.strip()):
                if not re.fullmatch(r"[-| ]+", match[2]):
                    yield Block(sort, match[2].strip(), len(match[1]))
                break


def cells(block: Block) -> list[str]:
    """The cells of a table row."""
    return [cell.strip() for cell in block.words.split("|")]


def write_docx(source: Path, target: Path) -> None:
    """A Word file with real headings, lists, tables, a footer and a reviewer's comments."""
    from docx import Document

    document = Document()
    document.core_properties.author = FICTION
    document.core_properties.created = document.core_properties.modified = datetime(2025, 1, 1)
    document.sections[0].footer.paragraphs[0].text = FICTION
    table: Any = None
    last: Any = None
    for block in blocks(source):
        if block.sort == "row":
            table = table or document.add_table(rows=0, cols=len(cells(block)), style="Table Grid")
            for cell, words in zip(table.add_row().cells, cells(block), strict=True):
                cell.text = words
            continue
        table = None
        if block.sort == "comment":
            document.add_comment(last.runs, text=block.words, author="Notes", initials="N")
        else:
            last = _add_paragraph(document, block)
    document.save(str(target))
    freeze_times(target)


def _add_paragraph(document: Any, block: Block) -> Any:
    if block.sort == "heading":
        return document.add_heading(block.words, level=block.level)
    styles = {"bullet": "List Bullet", "number": "List Number"}
    return document.add_paragraph(block.words, style=styles.get(block.sort))


def write_pdf(source: Path, target: Path, columns: int) -> None:
    """A PDF with a running header and footer, in one column or two."""
    import typst

    title, *rest = blocks(source)
    lines = [
        f'#set document(title: "{title.words}", date: datetime(year: 2025, month: 1, day: 1))',
        f'#set page(paper: "{"a4" if columns > 1 else "a5"}", columns: {columns}, margin: 2cm,'
        f" header: text(8pt)[{_typst(title.words)}],"
        f" footer: text(8pt)[{FICTION} #h(1fr) Page #context counter(page).display()])",
        '#set text(lang: "en", region: "GB", size: 11pt, hyphenate: true)',
        "#set par(justify: true)",
        f"= {_typst(title.words)}",
    ]
    lines += [_typst_block(block) for block in rest]
    target.write_bytes(typst.compile("\n\n".join(lines).encode()))


def _typst(words: str) -> str:
    return re.sub(r"([\\#$*_`<>@\[\]~])", r"\\\1", words)


def _typst_block(block: Block) -> str:
    words = _typst(block.words)
    if block.sort == "row":
        return "#table(columns: (1fr,) * {}, {})".format(
            len(cells(block)), ", ".join(f"[{_typst(cell)}]" for cell in cells(block))
        )
    before = {"heading": "=" * block.level + " ", "bullet": "- ", "number": "+ "}
    return before.get(block.sort, "") + words


def write_pptx(source: Path, target: Path) -> None:
    """Slides with titles and bullets; what the speaker meant to say is in the notes."""
    from pptx import Presentation

    deck = Presentation()
    deck.core_properties.author = FICTION
    deck.core_properties.created = deck.core_properties.modified = datetime(2025, 1, 1)
    slide: Any = None
    for block in blocks(source):
        if block.sort == "heading":
            slide = deck.slides.add_slide(deck.slide_layouts[1])
            slide.shapes.title.text = block.words
        elif block.sort == "notes":
            slide.notes_slide.notes_text_frame.text = block.words
        else:
            frame = slide.placeholders[1].text_frame
            paragraph = frame.paragraphs[0] if not frame.text else frame.add_paragraph()
            paragraph.text = block.words
    deck.save(str(target))
    freeze_times(target)


def write_xlsx(source: Path, target: Path) -> None:
    """A survey as its tool exports it: title rows above the header, and a second sheet about the export."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = FICTION
    book.properties.created = book.properties.modified = datetime(2025, 1, 1)
    sheet = book.active
    sheet.title = "Responses"
    with source.open(encoding="utf-8", newline="") as handle:
        for row in csv.reader(handle):
            sheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    about = book.create_sheet("About")
    for line in (["Fairer Together", "fictional"], ["Form", "Progress survey"], ["Wave", 2], ["Sent to", 61]):
        about.append(line)
    book.save(target)
    freeze_times(target)


def freeze_times(target: Path) -> None:
    """The same parts with one fixed time, so that making a file again changes nothing in it but its words."""
    with zipfile.ZipFile(target) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    stamp, fixed = rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2025-01-01T00:00:00Z"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            if name == "docProps/core.xml":
                content = re.sub(stamp, fixed, content)
            if name == "word/comments.xml":
                content = re.sub(rb'w:date="[^"]*"', b'w:date="2025-01-23T09:00:00Z"', content)
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)


def make_all() -> list[Path]:
    """Every binary file whose source is there; returns what was written."""
    made: list[Path] = []
    for kind, targets in ((".docx", DOCX), (".pdf", PDF), (".pptx", PPTX), (".xlsx", XLSX)):
        for name, where in targets.items():
            made += _make(kind, name, where)
    return made


def _make(kind: str, name: str, where: Any) -> list[Path]:
    source = SOURCES / f"{name}{'.csv' if kind == '.xlsx' else '.md'}"
    if not source.exists():
        return []
    path, *columns = where if isinstance(where, tuple) else (where,)
    target = MATERIAL / path
    target.parent.mkdir(parents=True, exist_ok=True)
    writers: dict[str, Any] = {".docx": write_docx, ".pdf": write_pdf, ".pptx": write_pptx, ".xlsx": write_xlsx}
    writers[kind](source, target, *columns)
    return [target]


if __name__ == "__main__":
    make_all()
