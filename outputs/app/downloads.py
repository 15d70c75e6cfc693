"""Tables as files for a spreadsheet; nothing in a cell can run there."""

import csv
import io
from collections.abc import Iterable, Sequence

from fastapi.responses import Response

from learnbrief.outputs.export.cells import safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A CSV with a byte-order mark, so that Excel reads it as UTF-8."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(header)
    table.writerows([safe_cell(value) for value in row] for row in rows)
    return attachment("\ufeff" + out.getvalue(), name + ".csv", "text/csv; charset=utf-8")


def xlsx_file(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A workbook of one sheet: header frozen, filter set, text kept as text."""
    import xlsxwriter  # only a download needs it

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, bold = book.add_worksheet(name[:31]), book.add_format({"bold": True, "text_wrap": True})
        kept = [list(row) for row in rows]
        sheet.write_row(0, 0, list(header), bold)
        for number, row in enumerate(kept, 1):
            sheet.write_row(number, 0, ["" if value is None else value for value in row])
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(kept), 1), len(header) - 1)
        sheet.autofit(400)
    return attachment(out.getvalue(), name + ".xlsx", XLSX)


def table_file(form: str, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The table as 'csv' or 'xlsx'."""
    return (xlsx_file if form == "xlsx" else csv_file)(name, header, rows)


def attachment(content: str | bytes, name: str, media_type: str) -> Response:
    """A file to save; it is never shown in the page."""
    return Response(content, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'})
