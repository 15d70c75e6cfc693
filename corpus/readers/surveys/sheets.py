"""Tables of a file as rows of cells, each as a person reads it: .csv, .tsv and the sheets of .xlsx."""

import csv
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, TypeAlias

from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.characters import tidy
from learnbrief.corpus.readers.decode import MAX_LINE, delimiter_of, read_text_file
from learnbrief.corpus.readers.guard import BROKEN, open_office

Rows: TypeAlias = list[tuple[int, list[str]]]
"""Each row with the number a spreadsheet shows for it."""
_SEPARATOR = re.compile(r"sep=(?P<mark>[,;\t|])\r?\n", re.IGNORECASE)
"""A first line with which some tools tell Excel what parts the columns."""
_MOST_COLUMNS = 16_384
"""As many as a sheet of Excel can have."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet; a .csv file is one."""

    name: str
    rows: Rows
    hidden_rows: frozenset[int] = frozenset()
    """Numbers of rows that a filter or a person hides: they are read like any other."""
    hidden_columns: frozenset[int] = frozenset()
    """Columns that are hidden, from nought; read as well."""


def csv_sheet(path: Path) -> tuple[Sheet, tuple[str, ...]]:
    """The table of a .csv or .tsv file, and what has to be told about how it was decoded."""
    raw, told = read_text_file(path)
    text = raw.lstrip("\ufeff").replace("\x00", "")
    csv.field_size_limit(MAX_LINE)
    hint = _SEPARATOR.match(text)
    try:
        reader = csv.reader(StringIO(text, newline=""), _dialect(text, path, hint["mark"] if hint else ""))
        rows = on_one_line(list(enumerate(reader, 1))[1 if hint else 0 :])
    except csv.Error as err:
        raise UnreadableSource(f"{path.name}: is not a table ({err}); save it again as CSV UTF-8") from err
    return Sheet("", rows), told


def _dialect(text: str, path: Path, told: str) -> type[csv.Dialect] | str:
    if path.suffix.lower() == ".tsv" and not told:
        return "excel-tab"
    head = text[:20_000]
    # answers hold commas and semicolons alike, so only the header line tells, which may stand below a title
    line = max(head.splitlines()[:6], key=lambda line: max(map(line.count, ",;\t")), default="")

    class Told(csv.excel):
        pass

    Told.delimiter = told or delimiter_of(line)
    return Told


def sheets_of(path: Path, *, keep_lines: bool = False) -> list[tuple[str, Rows]]:
    """The visible sheets of an .xlsx file, each with its filled rows; with `keep_lines` a cell keeps its line ends."""
    return [(sheet.name, sheet.rows) for sheet in xlsx_sheets(path, keep_lines=keep_lines)[0]]


def xlsx_sheets(path: Path, *, keep_lines: bool = False) -> tuple[list[Sheet], int]:
    """The visible sheets, and how many are hidden."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    content = open_office(path, "xl/workbook.xml")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drawings and validations, which hold no answers
            book = openpyxl.load_workbook(content, read_only=True, data_only=True)
            sheets = [
                Sheet(str(sheet.title), _cells(sheet, keep_lines), *_hidden(content, sheet))
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            ]
    except (*BROKEN, InvalidFileException) as err:
        raise UnreadableSource(
            f"{path.name}: is not a workbook we can read; open it in Excel and save it again as .xlsx"
        ) from err
    return sheets, len(book.sheetnames) - len(sheets)


def _cells(sheet: Any, keep_lines: bool) -> Rows:
    sheet.reset_dimensions()  # the size a sheet claims may be a million rows of formatting
    rows = enumerate(sheet.iter_rows(), 1)
    shown = (
        (number, [_shown(cell) for cell in row]) for number, row in rows if any(cell.value is not None for cell in row)
    )
    filled = [(number, row) for number, row in shown if any(row)]
    return filled if keep_lines else on_one_line(filled)


def on_one_line(rows: Rows) -> Rows:
    """The rows with each cell on one line; choices that a tool puts on lines of their own are parted by semicolons."""
    width = max((len(row) for _, row in rows), default=0)
    listed = {
        column for column in range(width) if _lists_choices([row[column] for _, row in rows if column < len(row)])
    }
    return [
        (number, [tidy("; ".join(_filled_lines(cell)) if at in listed else cell) for at, cell in enumerate(row)])
        for number, row in rows
    ]


def _lists_choices(cells: Sequence[str]) -> bool:
    """Whether cells hold several lines of which each comes back in another: nobody writes the same lines by chance."""
    several = [lines for cell in cells if "\n" in cell and len(lines := _filled_lines(cell)) > 1]
    if not several:
        return False
    counts = Counter(line for cell in cells for line in set(_filled_lines(cell)))
    return all(counts[line] > 1 for lines in several for line in lines)


def _filled_lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.splitlines() if line.strip()]


def _shown(cell: Any) -> str:
    """A cell as a person reads it, with its line ends: 3 for 3.0, 40% for 0.4 in percent, a day without its midnight."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, str(cell.number_format))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return "\n".join(map(tidy, str(value).splitlines()))


def _number(value: float, shape: str) -> str:
    if "%" in shape:
        return f"{round(value * 100, 6):.12g}%"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _hidden(content: BytesIO, sheet: Any) -> tuple[frozenset[int], frozenset[int]]:
    """Rows and columns that the sheet hides. openpyxl knows them only with the whole book in memory, so its part is read once more."""
    from lxml import etree

    rows: set[int] = set()
    columns: set[int] = set()
    with zipfile.ZipFile(content) as archive, archive.open(sheet._worksheet_path) as part:
        # resolve_entities off: the archive was searched for document types, this holds even if it had not been
        for _, element in etree.iterparse(part, tag=("{*}row", "{*}col"), resolve_entities=False, no_network=True):
            if element.get("hidden") in ("1", "true"):
                _note_hidden(element, rows, columns)
            element.clear()
            while element.getprevious() is not None:  # let go of what was looked at: a sheet may hold a million rows
                del element.getparent()[0]
    return frozenset(rows), frozenset(columns)


def _note_hidden(element: Any, rows: set[int], columns: set[int]) -> None:
    if element.get("min") is None:
        rows.add(int(element.get("r", 0)))
    else:
        # a sheet's unused columns are often hidden to its very end
        columns.update(range(int(element.get("min")) - 1, min(int(element.get("max")), _MOST_COLUMNS)))
