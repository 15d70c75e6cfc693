"""The Excel workbook: every table of the coding, ready to sort and filter, with nothing in it that could run."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.export.coding_tables import Coding, case_table, quotes_table, tags_table, together_table
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.actions import actions_table
from learnbrief.outputs.layout.tables import Cell, Table, codebook_table, matrix, sources_table
from learnbrief.outputs.render.properties import properties_of, sealed

LONGEST = 32_767
"""Characters that a cell may hold."""
CUT = " [... the rest stands in the source]"


def export_xlsx(brief: Brief, coding: Coding) -> bytes:
    """The workbook of one scope, for evaluators: it holds every excerpt and is not for publication."""
    import xlsxwriter

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    looks = _Looks(book)
    _cover(book, looks, brief)
    for name, table in _sheets(brief, coding):
        _sheet(book, looks, name, table)
    book.close()
    return sealed(stream.getvalue(), properties_of(brief))


def _sheets(brief: Brief, coding: Coding) -> Sequence[tuple[str, Table]]:
    lines = (replace(line, title=coding.titles.get(line.document, line.title)) for line in brief.base.sources)
    named = replace(brief, base=replace(brief.base, sources=tuple(lines)))
    return (
        ("Framework matrix", matrix(brief)),
        ("Quotes", quotes_table(coding)),
        ("Actions", actions_table(brief)),
        ("Source by theme", case_table(coding, "source")),
        ("Voice by theme", case_table(coding, "voice")),
        ("Themes together", together_table(coding)),
        ("Sources", sources_table(named)),
        ("Tags", tags_table(coding)),
        ("Codebook", codebook_table(brief)),
    )


class _Looks:
    """The few formats the workbook uses."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}
        self.text = book.add_format(base)
        self.first = book.add_format({**base, "bold": True})
        self.number = book.add_format({**base, "align": "right", "num_format": "0"})
        self.score = book.add_format({**base, "align": "right", "num_format": "0.000"})
        self.day = book.add_format({**base, "align": "left", "num_format": "yyyy-mm-dd"})
        self.quiet = book.add_format({**base, "font_color": "#475461"})
        self.head = book.add_format({**base, "bold": True, "bg_color": "#0B5A61", "font_color": "#FFFFFF", "border": 0})
        self.title = book.add_format({**base, "bold": True, "font_size": 16, "text_wrap": False})


def _cover(book: Any, looks: _Looks, brief: Brief) -> None:
    """What is in the workbook, and what it is not for."""
    sheet = book.add_worksheet("Read me")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 110)
    lines = [
        f"{brief.programme.name}. {wording.period(brief)}.",
        wording.based_on(brief),
        "For evaluators: it holds every excerpt word for word. What may leave the evaluation is the published brief.",
        wording.not_checked(brief) or wording.STATUS_WORDS[brief.status],
        "Framework matrix: sources that raised each theme in each collaborative. 'No data' means nobody there was heard.",
        "Actions: who is to do what by when, as far as it was said, and what a later source says became of it.",
        "Quotes: one row per excerpt with all that is known of it. Source by theme and Voice by theme: 1 if raised at all.",
        "Themes together: excerpts that carry both themes. Tags: every suggestion and what people made of it.",
        f"Codebook version {brief.made.codebook_version}; run {brief.made.run}.",
        *brief.limits,
    ]
    sheet.write_string(0, 0, wording.printable(brief.title), looks.title)
    for row, line in enumerate(lines, 2):
        sheet.write_string(row, 0, _fit(line), looks.text)


def _sheet(book: Any, looks: _Looks, name: str, table: Table) -> None:
    """One table as a sheet: header frozen, filters on, first column kept in sight."""
    sheet = book.add_worksheet(name)
    widths = [max(8, min(width, 80)) for width in table.widths or (34, *(22 for _ in table.columns[1:]))]
    sheet.set_row(0, _height(table.columns, widths))
    for column, (title, width) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, _fit(title), looks.head)
    for place, row in enumerate(table.rows, 1):
        sheet.set_row(place, _height([_words(cell) for cell in row], widths))
        for column, cell in enumerate(row):
            _cell(sheet, looks, place, column, cell, numeric=column in table.numeric)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cell(sheet: Any, looks: _Looks, row: int, column: int, cell: Cell, *, numeric: bool) -> None:
    """A count as a number, a day as a date; everything else as a string, whatever it looks like."""
    if isinstance(cell.value, date):
        sheet.write_datetime(row, column, cell.value, looks.day)
        return
    if isinstance(cell.value, int | float) and numeric:
        is_score = isinstance(cell.value, float)
        sheet.write_number(row, column, cell.value, looks.score if is_score else looks.number)
        return
    look = looks.first if column == 0 else looks.quiet if cell.value is None and numeric else looks.text
    sheet.write_string(row, column, _fit(_words(cell)), look)


def _words(cell: Cell) -> str:
    return cell.text + (f"\n{cell.note}" if cell.note else "")


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """A row high enough for its longest cell: not every office program works it out by itself."""
    lines = [
        sum(1 + int(len(line) * 1.1) // width for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    ]
    return min(13.5 * max(lines) + 3, 400)


def _fit(text: str) -> str:
    """Text as a cell can hold it; Excel counts an emoji as two."""
    text = wording.printable(text)
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", errors="ignore") + CUT
