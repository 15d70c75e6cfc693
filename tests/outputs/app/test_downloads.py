"""Tables as files: what a spreadsheet opens is what the page showed, with days that are days."""

import io
from datetime import UTC, date, datetime

from openpyxl import load_workbook

from learnbrief.outputs.app.downloads import csv_file, xlsx_file

ROW = [date(2025, 3, 4), datetime(2025, 3, 4, 9, 30, tzinfo=UTC), "2025-03", None]
HEADER = ["day", "time", "month", "nothing"]


def test_days_and_times_in_a_workbook_are_dates():
    """As text they sort by accident and group into no quarter."""
    book = load_workbook(io.BytesIO(xlsx_file("table", HEADER, [ROW]).body))
    day, time, month, _ = next(book.active.iter_rows(min_row=2))

    assert (day.is_date, day.value, day.number_format) == (True, datetime(2025, 3, 4), "yyyy-mm-dd")
    assert (time.is_date, time.value) == (True, datetime(2025, 3, 4, 9, 30))
    assert month.value == "2025-03"


def test_in_a_csv_they_are_written_as_every_program_reads_them():
    """The same words as before the workbook had dates."""
    assert csv_file("table", HEADER, [ROW]).body.decode("utf-8-sig").splitlines()[1] == (
        "2025-03-04,2025-03-04T09:30:00+00:00,2025-03,"
    )
