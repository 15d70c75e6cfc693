"""What Word needs beyond python-docx: styles of our own, language, header rows, alt text, page numbers."""

import re
from functools import cache
from typing import Any

from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.tables import Table

FONT = "Arial"
"""On every office machine; a brief must look the same where it is edited."""
INK, SOFT, ACCENT = "17222D", "475461", "0B5A61"
MANY_COLUMNS = 6
STATUS_FILL = {"draft": "FFF4DA", "in review": "E6EEFB", "approved": "E1F2E8"}


class Style:
    """Names of the styles we add to the file, so that a colleague can restyle them in one place."""

    OVER = "Brief overline"
    BANNER = "Brief status"
    FACTS = "Brief facts"
    SPREAD = "Brief spread"
    QUOTE = "Brief quote"
    NOTED = "Brief note"
    SAID_BY = "Brief attribution"
    MISSING = "Brief to be written"
    CELL = "Brief table"


def draft_document(*, language: str) -> Any:
    """An empty A4 document in this language with our styles."""
    import docx
    from docx.shared import Cm, Pt

    made = docx.Document()
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin, page.bottom_margin, page.header_distance = Cm(1.6), Cm(1.7), Cm(0.7)
    _set_language(made, language)
    _restyle(made, "Normal", size=10, after=4)
    _restyle(made, "Title", size=20, bold=True, after=2)
    _restyle(made, "Subtitle", size=11, colour=SOFT, after=5)
    for level, size, colour in ((1, 13, INK), (2, 11, ACCENT), (3, 10.5, INK), (4, 10, INK)):
        _restyle(made, f"Heading {level}", size=size, bold=True, colour=colour, before=9 if level == 1 else 6, after=3)
    _restyle(made, "Caption", size=9.5, bold=True, before=6, after=2)
    _restyle(made, "Header", size=8.5, bold=True, colour=SOFT)
    _restyle(made, "Footer", size=8.5, colour=SOFT)
    for name, options in _OWN.items():
        made.styles.add_style(name, 1).base_style = made.styles["Normal"]
        _restyle(made, name, **options)
    for name in (Style.QUOTE, Style.NOTED, Style.SAID_BY):
        made.styles[name].paragraph_format.left_indent = Cm(0.6)
    for name in (Style.OVER, Style.SPREAD):
        made.styles[name].paragraph_format.keep_with_next = True
    for name in ("List Bullet", "List Bullet 2", "List Number"):
        made.styles[name].paragraph_format.space_after = Pt(3)
    # python-docx reads through all styles for every paragraph: three quarters of a long file's time
    part: Any = made.part
    part.get_style_id = cache(part.get_style_id)
    return made


_OWN: dict[str, dict[str, Any]] = {
    Style.OVER: {"size": 9, "colour": SOFT, "after": 1},
    Style.BANNER: {"size": 10, "bold": True, "before": 1, "after": 5},
    Style.FACTS: {"size": 10.5, "bold": True, "colour": ACCENT, "after": 4},
    Style.SPREAD: {"size": 9, "colour": SOFT, "after": 3},
    Style.QUOTE: {"size": 10.5, "before": 2, "after": 0},
    Style.NOTED: {"size": 10, "before": 2, "after": 0},
    Style.SAID_BY: {"size": 9, "colour": SOFT, "after": 4},
    Style.MISSING: {"size": 10, "colour": SOFT, "after": 4},
    Style.CELL: {"size": 8.5, "after": 0},
}


def _restyle(
    made: Any,
    name: str,
    *,
    size: float,
    bold: bool = False,
    colour: str = INK,
    before: float = 0,
    after: float = 0,
) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style = made.styles[name]
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    border = style.element.find(f".//{qn('w:pBdr')}")
    if border is not None:
        border.getparent().remove(border)


def _set_language(made: Any, wanted: str) -> None:
    """The language as Word and screen readers look for it: in the defaults of every style."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    defaults = made.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    for part in ("w:val", "w:eastAsia"):
        language.set(qn(part), wanted)


def shade(paragraph: Any, status: str) -> None:
    """A calm fill behind the line that says where the brief stands."""
    properties = paragraph._p.get_or_add_pPr()
    properties.append(_element("w:shd", val="clear", color="auto", fill=STATUS_FILL[status]))


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """A place in the file that links lead to; Word takes letters, digits and low lines only, forty of them."""
    start, end = (
        _element("w:bookmarkStart", id=str(number), name=_anchor(name)),
        _element("w:bookmarkEnd", id=str(number)),
    )
    paragraph._p.insert_element_before(start, "w:r", "w:hyperlink")
    paragraph._p.append(end)


def link_to(paragraph: Any, name: str, text: str, *, bold: bool = False) -> None:
    """Words that lead to a bookmark of the same file."""
    from docx.shared import RGBColor

    run = paragraph.add_run(wording.printable(text))
    run.bold, run.font.color.rgb = bold or None, RGBColor.from_string(ACCENT)
    link = _element("w:hyperlink", anchor=_anchor(name), history="1")
    run._r.addprevious(link)
    link.append(run._r)


def _anchor(name: str) -> str:
    return re.sub(r"\W", "_", f"b_{name}")[:40]


def write_page_number(paragraph: Any) -> None:
    """', page N', counted by Word."""
    paragraph.add_run("  Page ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))
        else:
            instruction = _element("w:instrText")
            instruction.text = text
            run._r.append(instruction)


def table_into(made: Any, table: Table) -> None:
    """A table with a repeated header row, alt text, and rows that do not break over pages."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    # python-docx looks a style up by its name among all, which for thousands of cells is a quarter of a table's cost
    style = made.styles[Style.CELL].style_id
    grid = made.add_table(rows=1, cols=len(table.columns))
    grid.autofit = False
    _describe(grid, table)
    _set_widths(grid, table)
    for cell, name in zip(grid.rows[0].cells, table.columns, strict=True):
        _write(cell, name, style, bold=True)
    grid.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    for row in table.rows:
        line = grid.add_row()
        line._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        for place, (cell, content) in enumerate(zip(line.cells, row, strict=True)):
            _write(cell, content.text + (f"\n{content.note}" if content.note else ""), style, bold=place == 0)
    if len(table.columns) > MANY_COLUMNS:
        _make_small(grid)
    for row in grid.rows:
        for place in table.numeric:
            row.cells[place].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    made.add_paragraph(style=Style.CELL)


def _make_small(grid: Any) -> None:
    """Letters small enough for the longest words of many column titles."""
    from docx.shared import Pt

    for run in (run for row in grid.rows for cell in row.cells for run in cell.paragraphs[0].runs):
        run.font.size = Pt(7.5)


def _write(cell: Any, text: str, style: str, *, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style
    paragraph.add_run(wording.printable(text)).bold = bold


def _describe(grid: Any, table: Table) -> None:
    properties = grid._tbl.tblPr
    borders = _element("w:tblBorders")
    for side in ("w:top", "w:bottom", "w:insideH"):
        borders.append(_element(side, val="single", sz="4", space="0", color="9AA5AD"))
    properties.append(borders)
    properties.append(_element("w:tblCaption", val=wording.printable(table.caption)))
    properties.append(_element("w:tblDescription", val=f"Columns: {wording.printable(', '.join(table.columns))}."))


def _set_widths(grid: Any, table: Table) -> None:
    """Widths as the table wishes; else each column by its longest word, since Word would break it, the first the widest."""
    from docx.shared import Cm

    longest = [max([9, *map(len, name.split())]) for name in table.columns[1:]]
    wanted = table.widths or (2 * max(longest, default=9) if len(longest) < 4 else 18, *longest)
    for column, share in zip(grid.columns, wanted, strict=True):
        column.width = Cm(16.8 * share / sum(wanted))
        for cell in column.cells:
            cell.width = Cm(16.8 * share / sum(wanted))
