"""PowerPoint: every slide's words from top to bottom, tables, groups, diagrams and titles of charts included, then its speaker notes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from learnbrief.corpus.document import Mode, Speech
from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.guard import BROKEN, open_office
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.office.package import mended
from learnbrief.corpus.readers.reading import Block, Reading, reading_of
from learnbrief.corpus.readers.structure import structured

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DRAWN = ("/diagramData", "/chart", "/chartEx")
_RUNNING = frozenset({"hdr", "ftr", "dt", "sldNum"})
"""Placeholders for what stands on every page."""


def read_slides(path: Path, how: How) -> Reading:
    """A .pptx file."""
    import pptx
    from pptx.exc import PackageNotFoundError

    content = open_office(path, "ppt/presentation.xml")
    try:
        deck = pptx.Presentation(mended(content))
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
    if any(_is_running(shape._element) and shape.text_frame.text.strip() for slide in slides for shape in slide.shapes):
        told.append(f"{path.name}: slide footers, dates and numbers left out")
    return reading_of(
        found.blocks,
        readable=_every_word(slides),
        title=title,
        details=found.details,
        warnings=told,
        left_out=found.left_out,
    )


def _every_word(slides: list[Any]) -> str:
    """All text of the parts that belong to a slide, from their XML as it lies in the file, whatever shape holds it."""
    roots = [root for slide in slides for root in (_root(slide.part), *map(_root, _drawn(slide)))]
    roots += [_root(slide.notes_slide.part) for slide in slides if _notes(slide) is not None]
    words = [run.text or "" for root in roots for run in root.iter(f"{_A}t") if not _is_apart(run)]
    return "\n".join([*words, *(remark for slide in slides for remark in _remarks(slide))])


def _drawn(slide: Any) -> list[Any]:
    """The parts that hold a slide's diagrams and charts."""
    related = slide.part.rels.values()
    return [one.target_part for one in related if not one.is_external and one.reltype.endswith(_DRAWN)]


def _remarks(slide: Any) -> Iterator[str]:
    """Comments on a slide, as older and newer versions keep them; who made them is not read."""
    for one in slide.part.rels.values():
        if not one.is_external and one.reltype.endswith("/comments"):
            root = _root(one.target_part)
            yield from (text.text or "" for text in root.iter(f"{_P}text"))
            yield from _lines_below(root)


def _root(part: Any) -> Any:
    from lxml import etree

    return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))


def _is_apart(run: Any) -> bool:
    """Slide numbers and dates that PowerPoint fills in, what stands on every page, and doubles for old versions."""
    for one in run.iterancestors():
        if one.tag in (f"{_A}fld", f"{_MC}Fallback"):
            return True
        if one.tag == f"{_P}sp" and _is_running(one):
            return True
    return False


def _is_running(shape: Any) -> bool:
    place = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    return place is not None and place.get("type") in _RUNNING


def _notes(slide: Any) -> Any:
    return slide.notes_slide.notes_text_frame if slide.has_notes_slide else None


def _slide(slide: Any, number: int) -> Iterator[Block]:
    place = f"slide {number}"
    title = slide.shapes.title
    if title is not None and title.has_text_frame:
        yield Block(" ".join(_lines(title.text_frame)), "heading", level=1, locator=place)
    others = [shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id]
    others = [shape for shape in others if not _is_running(shape._element)]
    # Shapes lie in the order they were drawn; people read from the top.
    for shape in sorted(others, key=lambda shape: (shape.top or 0, shape.left or 0)):
        yield from (replace(block, locator=block.locator or place) for block in _shape(shape, place))
    yield from (replace(block, locator=place) for block in _beside_shapes(slide))
    yield from (Block(words, "note", locator=f"{place} comment", marker="[comment] ") for words in _remarks(slide))
    notes = _notes(slide)
    if notes is not None:
        # Speaker notes are what the presenter means to say.
        for line in _lines(notes):
            yield Block(line, "paragraph", Mode.NOTE, speech=Speech.PRESENTER, locator=f"{place} notes")


def _beside_shapes(slide: Any) -> Iterator[Block]:
    """What the library shows as no shape: newer kinds, which carry a double for old versions, and the words of drawings."""
    for choice in slide._element.iter(f"{_MC}Choice"):
        yield from (Block(words, "bullet", gap="\n", marker="- ") for words in _lines_below(choice))
    for part in _drawn(slide):
        points = part.partname.startswith("/ppt/diagrams/")
        for words in _lines_below(_root(part)):
            # a diagram is a list drawn as a picture; what stands on a chart is no statement
            yield Block(words, "bullet", gap="\n", marker="- ") if points else Block(words, "note", gap="\n")


def _lines_below(element: Any) -> Iterator[str]:
    paragraphs = ("".join(map(_run, paragraph)) for paragraph in element.iter(f"{_A}p"))
    return (words for words in paragraphs if words.strip())


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
