"""PowerPoint: every slide's words from top to bottom, tables and groups included, then its speaker notes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from learnbrief.corpus.document import Mode, Speech
from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.guard import BROKEN, open_office
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.reading import Block, Reading, reading_of
from learnbrief.corpus.readers.structure import structured

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def read_slides(path: Path, how: How) -> Reading:
    """A .pptx file."""
    import pptx
    from pptx.exc import PackageNotFoundError

    content = open_office(path, "ppt/presentation.xml")
    try:
        deck = pptx.Presentation(content)
        slides = list(deck.slides)
    except (*BROKEN, PackageNotFoundError) as err:
        raise UnreadableSource(
            f"{path.name}: is not a presentation; open it in PowerPoint and save it again as .pptx"
        ) from err
    blocks = [block for number, slide in enumerate(slides, 1) for block in _slide(slide, number)]
    found = structured(blocks)
    title = found.details.get("title") or next((b.text for b in blocks if b.layout == "heading"), None) or path.stem
    pictures = sum(1 for slide in slides for _ in slide._element.iter(f"{_A}blip"))
    told = [f"{path.name}: holds pictures; words in them are not read"] if pictures else []
    return reading_of(
        found.blocks,
        readable=_every_word(slides),
        title=title,
        details=found.details,
        warnings=told,
        left_out=found.left_out,
    )


def _every_word(slides: list[Any]) -> str:
    parts = [slide._element for slide in slides]
    parts += [slide.notes_slide.notes_text_frame._txBody for slide in slides if _notes(slide) is not None]
    return "\n".join(run.text or "" for part in parts for run in part.iter(f"{_A}t") if not _is_field(run))


def _is_field(run: Any) -> bool:
    """Slide numbers and dates that PowerPoint fills in."""
    return bool(run.getparent().tag == f"{_A}fld")


def _notes(slide: Any) -> Any:
    return slide.notes_slide.notes_text_frame if slide.has_notes_slide else None


def _slide(slide: Any, number: int) -> Iterator[Block]:
    place = f"slide {number}"
    title = slide.shapes.title
    if title is not None and title.has_text_frame:
        yield Block(" ".join(_lines(title.text_frame)), "heading", level=1, locator=place)
    others = [shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id]
    # Shapes lie in the order they were drawn; people read from the top.
    for shape in sorted(others, key=lambda shape: (shape.top or 0, shape.left or 0)):
        yield from (replace(block, locator=block.locator or place) for block in _shape(shape, place))
    notes = _notes(slide)
    if notes is not None:
        # Speaker notes are what the presenter means to say.
        for line in _lines(notes):
            yield Block(line, "paragraph", Mode.NOTE, speech=Speech.PRESENTER, locator=f"{place} notes")


def _shape(shape: Any, place: str) -> Iterator[Block]:
    if hasattr(shape, "shapes"):
        for inner in shape.shapes:
            yield from _shape(inner, place)
    elif getattr(shape, "has_table", False) and shape.has_table:
        yield from _table(shape.table, f"{place} table {shape.shape_id}")
    elif shape.has_text_frame:
        for number, (line, depth) in enumerate(_paragraphs(shape.text_frame)):
            yield Block(line, "bullet", gap="\n" if number else "\n\n", marker="  " * depth + "- ")
    else:
        yield from (Block(run.text or "", "note") for run in shape._element.iter(f"{_A}t"))


def _table(table: Any, place: str) -> Iterator[Block]:
    for r, row in enumerate(table.rows, 1):
        for c, cell in enumerate(row.cells, 1):
            words = " ".join(_lines(cell.text_frame))
            gap = " | " if c > 1 else "\n" if r > 1 else "\n\n"
            yield Block(words, "question" if r == 1 else "cell", locator=f"{place} row {r} column {c}", gap=gap)


def _paragraphs(frame: Any) -> Iterator[tuple[str, int]]:
    for paragraph in frame.paragraphs:
        words = "".join(_run(child) for child in paragraph._p)
        if words.strip():
            yield words, paragraph.level


def _run(child: Any) -> str:
    if child.tag == f"{_A}br":
        return " "
    return "".join(run.text or "" for run in child.iter(f"{_A}t")) if child.tag == f"{_A}r" else ""


def _lines(frame: Any) -> list[str]:
    return [line for line, _ in _paragraphs(frame)]
