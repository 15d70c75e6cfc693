"""What is filled in: boxes that a click ticks in Word, and a sheet for typing up what came back on paper."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from learnbrief.corpus.member_checks import ASKS_TRUTH, GIVEN_OUT, Reply
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.export.cells import safe_cell
from learnbrief.outputs.layout import wording
from learnbrief.outputs.render.properties import properties_of, sealed

BOX = "\u2610"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_CONTROL = f"""<w:sdt xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="{_W14}"><w:sdtPr>
<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>
<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr>
<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>{BOX}</w:t></w:r></w:sdtContent></w:sdt>"""
ROWS = 200
"""Rows of a sheet that offer the answers to choose from."""
HOW = (
    "One row for each form that came back, also where nothing is ticked: then write its number alone.",
    "Tick columns take one of: " + ", ".join(reply.words for reply in Reply) + ".",
    "Write no names. Leave the codes in the first row as they are: by them the answers find their message.",
    "When it is filled in: learnbrief add FILE --date DAY.",
)


def with_boxes(paragraph: Any, text: str) -> None:
    """The words of a line of answers, each box a content control."""
    from docx.oxml import parse_xml

    for number, part in enumerate(text.split(BOX)):
        if number:
            paragraph._p.append(parse_xml(_CONTROL))
        if part:
            paragraph.add_run(wording.printable(part))


def feedback_sheet(brief: Brief, columns: Sequence[str]) -> bytes:
    """An empty sheet with these columns, answers to choose from where a column asks for a tick, and room for how many were asked."""
    import xlsxwriter

    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "font_name": "Arial", "font_size": 10})
    body = book.add_format({"text_wrap": True, "valign": "top", "font_name": "Arial", "font_size": 10})
    sheet, about = book.add_worksheet("Answers"), book.add_worksheet("About")
    sheet.set_row(0, 150)
    for column, title in enumerate(["Form number", *columns]):
        sheet.set_column(column, column, 34 if column else 9, body)
        sheet.write_string(0, column, str(safe_cell(wording.printable(title))), head)
        if ASKS_TRUTH in title:
            sheet.data_validation(
                1, column, ROWS, column, {"validate": "list", "source": [reply.words for reply in Reply]}
            )
    sheet.freeze_panes(1, 1)
    about.set_column(0, 0, 60, body)
    about.write_string(0, 0, GIVEN_OUT, head)
    for row, line in enumerate(HOW, 2):
        about.write_string(row, 0, line, body)
    book.close()
    return sealed(stream.getvalue(), properties_of(brief))
