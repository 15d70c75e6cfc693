"""What PowerPoint needs beyond python-pptx: wide layouts, text in their placeholders, tables, a foot on every slide."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from math import ceil
from typing import Any

from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.tables import Table

FONT = "Arial"
INK, SOFT, ACCENT, WHITE, WASH = "17222D", "475461", "0B5A61", "FFFFFF", "F1F5F5"
WIDE, HIGH = 13.333, 7.5
"""Inches of a slide of 16 to 9."""
EDGE, WITHIN = 0.75, 11.83
"""Inches from the left, and between both edges."""
OPENING, CONTENT, TITLE_ONLY = 0, 1, 5
"""The layouts that we use, as python-pptx's own deck numbers them."""
TITLE_SIZES = (40, 36, 32, 28, 24, 20, 18, 16, 14, 12)
BODY_SIZES = (28, 24, 22, 20, 18, 16, 14, 12)
TABLE_SIZES = (16, 14, 12)
BULLET = 0.4
"""Inches that bullets take of a line."""
EM, LINE = 0.52, 1.22
"""Mean width of a letter of Arial and height of a line, in sizes of the letter."""
Place = tuple[float, float, float, float]
"""Left, top, width and height in inches."""
TITLE: Place = (EDGE, 0.55, WITHIN, 1.15)
BODY: Place = (EDGE, 1.95, WITHIN, 4.9)
_PLACES: dict[int, dict[int, Place]] = {
    OPENING: {0: (EDGE, 1.95, WITHIN, 1.9), 1: (EDGE, 3.95, WITHIN, 2.2)},
    CONTENT: {0: TITLE, 1: BODY},
    TITLE_ONLY: {0: TITLE},
}
_FOOT, _NUMBER = 11, 12
_FEET: dict[int, Place] = {_FOOT: (0, 7.02, 12.4, 0.48), _NUMBER: (12.4, 7.02, 0.933, 0.48)}


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a text box."""

    text: str
    colour: str = INK
    bold: bool = False
    small: bool = False
    """Set in letters two thirds as large: who said it, how widely."""
    bullet: bool = False


def wide_deck() -> Any:
    """An empty deck whose layouts are as wide as its slides, so that 'Reset slide' puts every text where it stood."""
    import pptx
    from pptx.util import Inches

    deck: Any = pptx.Presentation()
    wider = WIDE / (deck.slide_width / Inches(1))
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    for page in (deck.slide_master, *deck.slide_layouts):
        for holder in page.placeholders:
            if holder._element.spPr.xfrm is not None:
                holder.left, holder.width = int(holder.left * wider), int(holder.width * wider)
    for number, places in _PLACES.items():
        for holder in deck.slide_layouts[number].placeholders:
            put(holder, (places | _FEET).get(holder.placeholder_format.idx))
    _set_theme_font(deck)
    return deck


def _set_theme_font(deck: Any) -> None:
    """Our letters also where somebody adds a text to the deck."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = theme.blob.replace(b'latin typeface="Calibri"', f'latin typeface="{FONT}"'.encode())


def put(shape: Any, place: Place | None) -> None:
    """Moves a shape there; nowhere leaves it where it is."""
    if place:
        shape.left, shape.top, shape.width, shape.height = inches(*place)


def inches(*lengths: float) -> tuple[Any, ...]:
    """Lengths as python-pptx takes them."""
    from pptx.util import Inches

    return tuple(Inches(length) for length in lengths)


def colour_of(code: str) -> Any:
    """A colour as python-pptx takes it."""
    from pptx.dml.color import RGBColor

    parse: Any = RGBColor.from_string
    return parse(code)


def letters(lines: Iterable[Line], place: Place, sizes: Sequence[int]) -> int:
    """The largest of these sizes at which the lines keep to the place; the smallest where none does."""
    lines = list(lines)
    _, _, width, height = place
    return next((size for size in sizes if _height(lines, width, size) <= height), sizes[-1])


def _height(lines: Sequence[Line], width: float, size: int) -> float:
    """Inches that the lines take, by the mean width of a letter."""
    high = 0.0
    for line in lines:
        own = _size(line, size)
        rows = sum(max(1, ceil(len(part) * EM * own / 72 / width)) for part in line.text.split("\n"))
        high += rows * LINE * own / 72 + _space_after(line, size) / 72
    return high


def _size(line: Line, size: int) -> int:
    return max(12, round(size * 2 / 3)) if line.small else size


def _space_after(line: Line, size: int) -> float:
    return size * (0.5 if line.small or line.bullet else 0.2)


def fill_title(slide: Any, text: str) -> None:
    """The slide's title in letters that keep to its place."""
    holder = slide.shapes.title
    place = (0, 0, holder.width / 914400, holder.height / 914400)
    line = Line(text, bold=True)
    # a title of its own slide may be large; over a text it is read with it
    sizes = TITLE_SIZES if slide.slide_layout.placeholders[0].height > inches(TITLE[3])[0] else TITLE_SIZES[2:]
    fill(holder.text_frame, [line], letters([line], place, sizes), anchor="middle")


def fill(frame: Any, lines: Sequence[Line], size: int, *, anchor: str = "top") -> None:
    """The lines, each a paragraph."""
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE

    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE}[anchor]
    frame.margin_left = frame.margin_right = 0
    for number, line in enumerate(lines):
        _write(frame.add_paragraph() if number else frame.paragraphs[0], line, size)


def _write(paragraph: Any, line: Line, size: int) -> None:
    """Text in our font; a line break in it is a line break on the slide."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(_space_after(line, size))
    paragraph.space_before = Pt(0)
    if not line.bullet:
        _without_bullet(paragraph)
    for number, part in enumerate(wording.printable(line.text).split("\n")):
        if number:
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text = part
        run.font.name, run.font.size, run.font.bold = FONT, Pt(_size(line, size)), line.bold
        run.font.color.rgb = colour_of(line.colour)


def _without_bullet(paragraph: Any) -> None:
    """Placeholders give every paragraph one."""
    from pptx.oxml.ns import qn

    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "0")
    properties.set("indent", "0")
    properties.append(properties.makeelement(qn("a:buNone"), {}))


def text_box(slide: Any, lines: Sequence[Line], place: Place, size: int, *, anchor: str = "middle") -> Any:
    """A text box of its own, for what no layout has a place for."""
    box = slide.shapes.add_textbox(*inches(*place))
    fill(box.text_frame, lines, size, anchor=anchor)
    return box


def set_foot(slide: Any, text: str, colours: tuple[str, str], size: int) -> None:
    """The layout's own foot and slide number, which python-pptx leaves out of new slides."""
    wash, ink = colours
    for holder in slide.slide_layout.placeholders:
        if holder.placeholder_format.idx not in _FEET:
            continue
        made = deepcopy(holder._element)
        made.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in slide.shapes) + 1))
        slide.shapes._spTree.append(made)
        shape = slide.shapes[-1]
        put(shape, _FEET[holder.placeholder_format.idx])
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour_of(wash)
        if holder.placeholder_format.idx == _FOOT:
            fill(shape.text_frame, [Line(line, ink) for line in text.split("\n")], size, anchor="middle")
            shape.text_frame.margin_left = inches(EDGE)[0]


def add_table(slide: Any, table: Table, place: Place) -> int:
    """As many of its rows as there is room for, in letters that a room can read; how many those are."""
    left, top, width, height = place
    shares = _shares(table)
    sizes = [size for size in TABLE_SIZES if _table_height(table, shares, width, size) <= height] or [TABLE_SIZES[-1]]
    shown = len(table.rows)
    while shown > 1 and _table_height(table, shares, width, sizes[0], shown) > height:
        shown -= 1
    frame = slide.shapes.add_table(shown + 1, len(table.columns), *inches(left, top, width, 0.4 * (shown + 1)))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", wording.printable(table.caption))
    for column, share in zip(frame.table.columns, shares, strict=True):
        column.width = inches(width * share)[0]
    heads = [Line(name, WHITE, bold=True) for name in table.columns]
    rows = [[Line(cell.text, bold=place == 0) for place, cell in enumerate(row)] for row in table.rows[:shown]]
    for cells, lines in zip(frame.table.rows, [heads, *rows], strict=True):
        for cell, line in zip(cells.cells, lines, strict=True):
            cell.fill.solid()
            cell.fill.fore_color.rgb = colour_of(ACCENT if line.colour == WHITE else WASH)
            _write(cell.text_frame.paragraphs[0], line, sizes[0])
    return shown


def _shares(table: Table) -> list[float]:
    """Of the width, by what the table wishes; else by the longest word of each head, the first column twice."""
    longest = [max(6, *map(len, name.split())) for name in table.columns]
    wanted = table.widths or (2 * longest[0], *longest[1:])
    return [share / sum(wanted) for share in wanted]


CELL_EDGES, CELL_HIGH = 0.2, 0.12
"""Inches that the edges of a cell take of its width, and of its height."""


def _table_height(table: Table, shares: Sequence[float], width: float, size: int, rows: int | None = None) -> float:
    texts = [table.columns, *([cell.text for cell in row] for row in table.rows[:rows])]
    return sum(
        max(
            _height([Line(text)], width * share - CELL_EDGES, size) + CELL_HIGH
            for text, share in zip(row, shares, strict=True)
        )
        for row in texts
    )
