"""Tables as files for a spreadsheet; nothing in a cell can run there."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from fastapi.responses import Response

from learnbrief.corpus.errors import BadInput
from learnbrief.outputs.export.cells import safe_cell

TIME = "yyyy-mm-dd hh:mm:ss"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A CSV with a byte-order mark, so that Excel reads it as UTF-8."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(header)
    table.writerows([safe_cell(_written_out(value)) for value in row] for row in rows)
    return attachment("\ufeff" + out.getvalue(), name + ".csv", "text/csv; charset=utf-8")


def xlsx_file(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A workbook of one sheet: header frozen, filter set, text kept as text, days and times as such (in UTC)."""
    import xlsxwriter  # only a download needs it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(out, options) as book:
        day, time = (book.add_format({"num_format": form, "align": "left"}) for form in ("yyyy-mm-dd", TIME))
        sheet, bold = book.add_worksheet(name[:31]), book.add_format({"bold": True, "text_wrap": True})
        kept = [list(row) for row in rows]
        sheet.write_row(0, 0, list(header), bold)
        for number, row in enumerate(kept, 1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, time if isinstance(value, datetime) else day)
                else:
                    sheet.write(number, column, "" if value is None else value)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(kept), 1), len(header) - 1)
        sheet.autofit(400)
    return attachment(out.getvalue(), name + ".xlsx", XLSX)


def _written_out(value: object) -> object:
    """A day or a time as text that every program reads."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def table_file(form: str, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The table as 'csv' or 'xlsx'."""
    return (xlsx_file if form == "xlsx" else csv_file)(name, header, rows)


def table_form(asked: str) -> str:
    """The form that a table was asked for in.

    Raises:
        BadInput: tables do not come in it.
    """
    if asked not in ("csv", "xlsx"):
        raise BadInput("Tables come as csv or xlsx.")
    return asked


def attachment(content: str | bytes, name: str, media_type: str) -> Response:
    """A file to save; it is never shown in the page."""
    return Response(content, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'})
