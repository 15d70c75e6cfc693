"""Surveys as CSV and XLSX: free-text answers as located passages under their question, closed answers as attributes."""

import csv
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path
from typing import Any

from learnbrief.corpus.dates import day_of
from learnbrief.corpus.document import Kind, Mode
from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.characters import tidy
from learnbrief.corpus.readers.columns import Column, Use, columns_of, header_of
from learnbrief.corpus.readers.decode import MAX_LINE, delimiter_of, read_text_file
from learnbrief.corpus.readers.guard import BROKEN, open_office
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.reading import Block, Reading, reading_of
from learnbrief.corpus.readers.turn_tables import blocks_of, turn_columns
from learnbrief.corpus.surveys import Respondent, SurveyQuestion, SurveySheet, is_answer, place_in, role_in

Rows = list[tuple[int, list[str]]]
"""Each row with the number a spreadsheet shows for it."""


@dataclass(slots=True)
class _Collected:
    """What the sheets of a file give, put together."""

    blocks: list[Block] = field(default_factory=list)
    questions: list[SurveyQuestion] = field(default_factory=list)
    respondents: list[Respondent] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)
    """Cells that are attributes, or tell who answered: not text."""
    left_out: list[str] = field(default_factory=list)
    """Names of columns that only identify respondents."""


def read_csv(path: Path, how: How) -> Reading:
    """A .csv or .tsv file."""
    raw, told = read_text_file(path)
    text = raw.lstrip("\ufeff").replace("\x00", "")
    csv.field_size_limit(MAX_LINE)
    try:
        reader = csv.reader(StringIO(text, newline=""), _dialect(text, path))
        rows = [(number, [tidy(cell) for cell in row]) for number, row in enumerate(reader, 1)]
    except csv.Error as err:
        raise UnreadableSource(f"{path.name}: is not a table ({err}); save it again as CSV UTF-8") from err
    return _turns(path, rows, told, how) or _reading(path, [("", rows)], told)


def _turns(path: Path, rows: Rows, told: tuple[str, ...], how: How) -> Reading | None:
    """The table as a transcript, where its rows are turns and nobody said that it is a survey."""
    cells = [row for _, row in rows if any(row)]
    columns = None if how.kind is Kind.SURVEY else turn_columns(cells, transcript=how.transcript)
    if columns is None and how.kind is Kind.WEBINAR_TRANSCRIPT:
        raise UnreadableSource(
            f"{path.name}: no column of this table is plainly what was said; call its columns Time, Speaker and Text, or give"
            " the .vtt or .srt"
        )
    if columns is None:
        return None
    blocks, left_out = blocks_of(cells, columns)
    readable = "\n".join(cell for row in cells for cell in row)
    return reading_of(
        blocks, readable=readable, left_out=left_out, title=path.stem, details={}, warnings=told, read_as=columns.told
    )


def _dialect(text: str, path: Path) -> type[csv.Dialect] | str:
    if path.suffix.lower() == ".tsv":
        return "excel-tab"
    head = text[:20_000]
    # answers hold commas and semicolons alike, so only the header line tells, which may stand below a title
    line = max(head.splitlines()[:6], key=lambda line: max(map(line.count, ",;\t")), default="")

    class Told(csv.excel):
        pass

    Told.delimiter = delimiter_of(line)
    return Told


def read_xlsx(path: Path, how: How) -> Reading:
    """An .xlsx file: every visible sheet."""
    sheets, hidden = _sheets(path)
    told = (f"{path.name}: {hidden} hidden sheets left out",) if hidden else ()
    turns = _turns(path, sheets[0][1], told, how) if len(sheets) == 1 else None
    return turns or _reading(path, sheets, told)


def sheets_of(path: Path, *, keep_lines: bool = False) -> list[tuple[str, Rows]]:
    """The visible sheets of an .xlsx file, each with its filled rows; with `keep_lines` a cell keeps its line ends."""
    return _sheets(path, keep_lines=keep_lines)[0]


def _sheets(path: Path, *, keep_lines: bool = False) -> tuple[list[tuple[str, Rows]], int]:
    """The visible sheets, and how many are hidden."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    content = open_office(path, "xl/workbook.xml")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drawings and validations, which hold no answers
            book = openpyxl.load_workbook(content, read_only=True, data_only=True)
            sheets = [
                (str(sheet.title), _cells(sheet, keep_lines))
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
    rows = enumerate(sheet.iter_rows(values_only=True), 1)
    shown = (
        (number, [_shown(value, keep_lines) for value in row])
        for number, row in rows
        if any(v is not None for v in row)
    )
    return [(number, row) for number, row in shown if any(row)]


def _shown(value: Any, keep_lines: bool) -> str:
    """A cell as a person reads it: 3 for 3.0, a day without its midnight."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return "\n".join(map(tidy, str(value).splitlines())) if keep_lines else tidy(str(value))


def _reading(path: Path, sheets: Sequence[tuple[str, Rows]], told: tuple[str, ...]) -> Reading:
    collected = _Collected()
    for name, rows in sheets:
        filled = [(number, row) for number, row in rows if any(row)]
        if filled:
            _add_sheet(collected, name if len(sheets) > 1 else "", filled)
    dropped = [
        f"{path.name}: column {name!r} left out, it only says who answered or when" for name in collected.left_out
    ]
    return reading_of(
        collected.blocks,
        readable="\n".join(cell for _, rows in sheets for _, row in rows for cell in row),
        left_out="\n".join(collected.counted),
        title=path.stem,
        details={},
        warnings=(*told, *dropped),
        survey=SurveySheet(tuple(collected.questions), tuple(collected.respondents)),
    )


def _add_sheet(collected: _Collected, name: str, rows: Rows) -> None:
    if name:
        collected.blocks.append(Block(name, "heading", level=1))
        collected.counted.append(name)
    header = header_of([row for _, row in rows])
    for number, row in rows[: header.first]:
        collected.blocks += [Block(cell, "note", locator=_place(name, number)) for cell in row if cell]
    body = rows[header.last + 1 :]
    columns = columns_of(header.texts, [row for _, row in body])
    respondents = _respondents(collected, name, columns, body)
    for column in columns:
        _add_column(collected, name, column, list(zip(respondents, body, strict=True)))
    collected.respondents += respondents


def _respondents(collected: _Collected, sheet: str, columns: Sequence[Column], body: Rows) -> list[Respondent]:
    """One per row, with the survey's own number or ours; a name, where it asked for one, so that a person can be found."""
    named = next((column.index for column in columns if column.use is Use.NAME), None)
    coded = next((column.index for column in columns if column.use is Use.CODE), None)
    dated = next((column.index for column in columns if column.use is Use.DAY), None)
    waved = next((column.index for column in columns if column.use is Use.WAVE), None)
    taken = {respondent.label for respondent in collected.respondents}
    found = []
    for count, (number, row) in enumerate(body, len(collected.respondents) + 1):
        code = re.sub(r"(?i)^respondent\W*", "", _at(row, coded)) or str(count)
        label = f"Respondent {code}" if f"Respondent {code}" not in taken else f"Respondent {code}-{count}"
        taken.add(label)
        name = _at(row, named)
        given = is_answer(name) and name.casefold() != "anonymous"
        answers = {c.text: _at(row, c.index) for c in columns if c.use is Use.CLOSED and is_answer(_at(row, c.index))}
        wave = _at(row, waved) if is_answer(_at(row, waved)) else None
        day = day_of(_at(row, dated)) or (day_of(wave) if wave else None)
        speaker = name if given else None
        found.append(Respondent(label, answers, sheet, number, speaker=speaker, wave=wave, answered_on=day))
    return found


def _add_column(
    collected: _Collected, sheet: str, column: Column, body: list[tuple[Respondent, tuple[int, list[str]]]]
) -> None:
    cells = [_at(row, column.index) for _, (_, row) in body]
    if column.use in (Use.OPEN, Use.SHORT):
        collected.questions.append(SurveyQuestion(column.text, closed=False, sheet=sheet))
        collected.blocks.append(Block(column.text, "question"))
        collected.blocks += [
            _answer(respondent, cell, column.use, _place(sheet, respondent.row))
            for cell, (respondent, _) in zip(cells, body, strict=True)
            if is_answer(cell)
        ]
        collected.counted += [cell for cell in cells if not is_answer(cell)]
        return
    collected.counted += cells
    if column.text:
        collected.blocks.append(Block(column.text, "note", gap="\n"))
    if column.use is Use.CLOSED:
        collected.questions.append(SurveyQuestion(column.text, closed=True, sheet=sheet, multiple=column.multiple))
    elif column.text and column.use is Use.IDENTITY:
        collected.left_out.append(column.text)


def _answer(respondent: Respondent, cell: str, use: Use, locator: str) -> Block:
    label = respondent.speaker or respondent.label
    return Block(
        cell,
        "answer" if use is Use.OPEN else "note",
        Mode.VERBATIM,
        speaker=label,
        label=label,
        locator=locator,
        gap="\n",
        place=place_in(respondent.attributes),
        role=role_in(respondent.attributes),
        said_on=respondent.answered_on,
    )


def _at(row: Sequence[str], index: int | None) -> str:
    return row[index] if index is not None and index < len(row) else ""


def _place(sheet: str, row: int) -> str:
    return f"sheet {sheet} row {row}" if sheet else f"row {row}"
