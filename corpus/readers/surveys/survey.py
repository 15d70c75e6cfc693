"""A survey's sheets as one located text: free text as passages under its question, closed answers as attributes of respondents."""

import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from learnbrief.corpus.dates import day_of_label, days_in
from learnbrief.corpus.document import Mode
from learnbrief.corpus.fillers import is_answer
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.reading import Block, Reading, reading_of
from learnbrief.corpus.readers.surveys import survey_told
from learnbrief.corpus.readers.surveys.columns import Column, Use, columns_of, letter
from learnbrief.corpus.readers.surveys.headers import asked_above, cell_of, header_of
from learnbrief.corpus.readers.surveys.labels import labels_in
from learnbrief.corpus.readers.surveys.long_table import Table, one_row_each
from learnbrief.corpus.readers.surveys.reports import answers_of_report
from learnbrief.corpus.readers.surveys.sheets import Rows, Sheet
from learnbrief.corpus.readers.surveys.upright import is_on_its_side, sums_below, upright
from learnbrief.corpus.speakers import group_in
from learnbrief.corpus.surveys import ReadColumn, Respondent, SurveyQuestion, SurveySheet, place_in, role_in

_LOOKUP_NAME = re.compile(
    r"(?:look ?up|code ?book|code|coding|key|legend|label|value|list|option|choice|data dictionary|dictionary|variable|read ?me|metadata"
    r"|about|instruction|guidance|cover|content|pivot|chart|dashboard)s?"
    r"(?:[ _-]?(?:table|list|sheet|label|value)s?)?",
    re.IGNORECASE,
)
_LOOKUP_HEAD = (
    re.compile(r"(?:code|value|variable|field|key|option|abbreviation|column)s?(?: (?:no|number|id|name|code)s?)?", re.IGNORECASE),
    re.compile(r"(?:meaning|label|description|definition|text|stands for|explanation|wording)s?|(?:value|question|long) \w+", re.IGNORECASE),
)  # fmt: skip
_SHORT = 3
"""Where answers have fewer words than this in the middle, they are names, sums and days rather than opinions ..."""
_SAID = 5
"""... and among those an answer of so many words is somebody's opinion all the same."""
_NOT_KEPT = (Use.TECHNICAL, Use.LEFT_OUT, Use.EMPTY)


@dataclass(slots=True)
class _Collected:
    """What the sheets of a file give, put together."""

    blocks: list[Block] = field(default_factory=list)
    questions: list[SurveyQuestion] = field(default_factory=list)
    respondents: list[Respondent] = field(default_factory=list)
    columns: list[ReadColumn] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)
    """Cells that are attributes, tell who answered, or say nothing: not text."""
    technical: list[str] = field(default_factory=list)
    """Names of columns that only tell who answered, when or through what."""
    empty: list[str] = field(default_factory=list)
    """Names of columns without an answer."""
    names: set[str] = field(default_factory=set)
    """All that columns are called, in small letters."""
    told: list[str] = field(default_factory=list)
    """What is odd about the file, and what of it was left out."""


def read_survey(name: str, title: str, sheets: Sequence[Sheet], told: Sequence[str], how: How) -> Reading:
    """The reading of a survey file; `told` is what was said of it before."""
    collected = _Collected()
    filled = [replace(sheet, rows=rows) for sheet in sheets if (rows := [one for one in sheet.rows if any(one[1])])]
    labels = labels_in([sheet for sheet in filled if _is_lookup(sheet, filled)])
    for sheet in filled:
        if _is_lookup(sheet, filled):
            collected.counted += [sheet.name, *(cell for _, row in sheet.rows for cell in row)]
            collected.told.append(survey_told.lookup_left_out(sheet.name))
        else:
            _add_sheet(collected, sheet, sheet.name if len(sheets) > 1 else "", how, labels)
    by_word = [column.text for column in collected.columns if column.told and column.use == "left out"]
    collected.told += survey_told.columns_left_out(collected.technical, by_word, collected.empty)
    collected.told += survey_told.unknown_columns(how.columns.keys() - collected.names)
    return reading_of(
        collected.blocks,
        readable="\n".join(cell for sheet in sheets for _, row in sheet.rows for cell in row),
        left_out="\n".join(collected.counted),
        title=title,
        details={},
        warnings=(*told, *(f"{name}: {line}" for line in collected.told)),
        survey=SurveySheet(tuple(collected.questions), tuple(collected.respondents), tuple(collected.columns)),
    )


def _is_lookup(sheet: Sheet, sheets: Sequence[Sheet]) -> bool:
    """Whether a sheet explains codes: by its name and the heads of its columns, or by one of them where another sheet is wider."""
    head = [cell for cell in sheet.rows[0][1] if cell]
    headed = 2 <= len(head) <= 3 and all(map(re.Pattern.fullmatch, _LOOKUP_HEAD, head))
    named = bool(_LOOKUP_NAME.fullmatch(sheet.name.strip()))
    others = [one for one in sheets if one is not sheet]
    return bool(others) and ((named and headed) or ((named or headed) and _width(sheet) < max(map(_width, others))))


def _width(sheet: Sheet) -> int:
    return max(sum(map(bool, row)) for _, row in sheet.rows)


def _add_sheet(collected: _Collected, sheet: Sheet, name: str, how: How, labels: Mapping[str, str]) -> None:
    if name:
        collected.blocks.append(Block(name, "heading", level=1))
        collected.counted.append(name)
    before = sheet.rows
    sheet, around = answers_of_report(sheet)
    collected.blocks += [
        Block(cell, "note", locator=_place(name, number)) for number, row in around for cell in row if cell
    ]
    collected.counted += _said_again(before, sheet.rows)
    if is_on_its_side(sheet.rows):
        collected.told.append(survey_told.turned())
        collected.counted.append(sheet.rows[0][1][0])
    sheet = upright(sheet)
    header = header_of([row for _, row in sheet.rows])
    for number, row in sheet.rows[: header.first]:
        collected.blocks += [Block(cell, "note", locator=_place(name, number)) for cell in row if cell]
    header = asked_above(header.labelled(labels), [row for _, row in sheet.rows[: header.first]])
    keys = tuple(f"{name}!{letter(index)}" if name else letter(index) for index in range(len(header.texts)))
    head, body = sheet.rows[header.first], sheet.rows[header.last + 1 :]
    again = [row for row in body if row[1] == head[1]]  # exports put one below the other bring their header along
    answered = [row for row in body if row not in again]
    sums = sums_below(answered)
    table = Table(header, answered[: len(answered) - len(sums)], keys)
    collected.counted += [cell for _, row in (*again, *sums) for cell in row]
    collected.told += survey_told.sums_left_out([row[0] for row in sums])
    table = one_row_each(table, list(_told(table, how)))
    collected.counted += table.repeated
    columns = columns_of(table.header, [row for _, row in table.rows], _told(table, how))
    respondents = _respondents(collected, name, columns, table)
    _count_header(collected, sheet.rows[header.first : header.last + 1], columns)
    for column in columns:
        collected.columns.append(_shown(table, column))
        collected.names |= _letters(table.keys[column.index]) | set(map(str.casefold, table.header.names[column.index]))
        _add_column(collected, name, column, table, respondents)
    collected.respondents += respondents
    collected.told += [*survey_told.hidden(sheet, name), *survey_told.failed_formulas(sheet, name)]


def _said_again(before: Rows, after: Rows) -> list[str]:
    """Questions that every row of a report repeats and a column heads once."""
    if before[0] == after[0]:
        return []
    kept = {cell for _, row in after[1:] for cell in row}
    return [cell for _, row in before for cell in row if cell and cell not in kept]


def _told(table: Table, how: How) -> dict[int, str]:
    """What somebody told of the table's columns, by header or else by letter."""
    found: dict[int, str] = {}
    for name, use in how.columns.items():
        headed = [index for index, names in enumerate(table.header.names) if name in map(str.casefold, names)]
        lettered = [index for index, key in enumerate(table.keys) if name in _letters(key)]
        found |= dict.fromkeys(headed or lettered, use)
    return found


def _letters(key: str) -> set[str]:
    """How a column may be told by its place: 'C', '!C' where a header is called C, 'Sheet 2!C'."""
    letters = key.rpartition("!")[2].casefold()
    return {key.casefold(), letters, f"!{letters}"}


def _count_header(collected: _Collected, rows: Rows, columns: Sequence[Column]) -> None:
    """What the header rows say beyond the names that stand in the text: codes, names of columns left out."""
    shown = Counter(column.text for column in columns if column.use not in _NOT_KEPT)
    for cell in (cell for _, row in rows for cell in row):
        if shown[cell]:
            shown[cell] -= 1  # a second column of that name may have no answer
        else:
            collected.counted.append(cell)


def _respondents(collected: _Collected, sheet: str, columns: Sequence[Column], table: Table) -> list[Respondent]:
    """One per row, with the survey's own number or ours; a name, where it asked for one, so that a person can be found."""
    coded, waved, dated = (
        next((column.index for column in columns if column.use is use), None) for use in (Use.CODE, Use.WAVE, Use.DAY)
    )
    days = days_in(table.cells(dated)) if dated is not None else [None] * len(table.rows)
    taken = {respondent.label for respondent in collected.respondents}
    found = []
    for count, ((number, row), day) in enumerate(zip(table.rows, days, strict=True), len(collected.respondents) + 1):
        code = re.sub(r"(?i)^respondent\W*", "", cell_of(row, coded)) or str(count)
        called = group_in(code) or f"Respondent {code}"
        label = called if called not in taken else f"{called}-{count}"
        taken.add(label)
        wave = cell_of(row, waved) if is_answer(cell_of(row, waved)) else None
        day = day or (day_of_label(wave) if wave else None)
        given, speaker = _attributes(columns, row), _name_in(columns, row)
        found.append(Respondent(label, given, sheet, number, speaker=speaker, wave=wave, answered_on=day))
    return found


def _attributes(columns: Sequence[Column], row: Sequence[str]) -> dict[str, str]:
    """The closed answers of a row, several choices of one parted by ';'."""
    closed = [column for column in columns if column.use in (Use.CLOSED, Use.ABOUT)]
    given = {column.text: (column, cell_of(row, column.index)) for column in closed}
    return {text: column.parted.get(cell, cell) for text, (column, cell) in given.items() if is_answer(cell)}


def _name_in(columns: Sequence[Column], row: Sequence[str]) -> str | None:
    """The name a row gives, also where it stands in two columns, first and last."""
    named = [column for column in columns if column.use is Use.NAME]
    parts = [column for column in named if column.is_part_of_name] or named[:1]
    name = " ".join(cell for column in parts if is_answer(cell := cell_of(row, column.index)))
    return None if name.casefold() in ("", "anonymous", "anon") else name


def _add_column(
    collected: _Collected, sheet: str, column: Column, table: Table, respondents: Sequence[Respondent]
) -> None:
    if column.use is Use.OPEN:
        _add_answers(collected, sheet, column, table, respondents)
        return
    collected.counted += table.cells(column.index)
    if column.use in _NOT_KEPT:
        collected.technical += [column.text] if column.use is Use.TECHNICAL else []
        collected.empty += [column.text] if column.use is Use.EMPTY and column.text else []
        return
    if column.text:
        collected.blocks.append(Block(column.text, "note", gap="\n"))
    if column.use in (Use.CLOSED, Use.ABOUT):
        collected.questions.append(
            SurveyQuestion(
                column.text, closed=True, sheet=sheet, multiple=column.multiple, about=column.told == "attribute"
            )
        )


def _add_answers(
    collected: _Collected, sheet: str, column: Column, table: Table, respondents: Sequence[Respondent]
) -> None:
    """An open question with its answers, each judged by itself: a filler is none."""
    collected.questions.append(SurveyQuestion(column.text, closed=False, sheet=sheet))
    collected.blocks.append(Block(column.text, "question"))
    cells = table.cells(column.index)
    kept = {row: cell for row, cell in enumerate(cells) if not column.says_nothing(cell)}
    short = bool(kept) and statistics.median(len(cell.split()) for cell in kept.values()) < _SHORT and not column.told
    for row, cell in kept.items():
        said = not short or len(cell.split()) >= _SAID
        collected.blocks.append(_answer(respondents[row], cell, said, _place(sheet, table.row_of(row, column.index))))
    fillers = [cell for row, cell in enumerate(cells) if row not in kept]
    collected.counted += fillers
    collected.told += survey_told.answers_that_say_nothing(column.text, fillers, len(cells))
    collected.told += survey_told.answers_alike(column.text, list(kept.values()))


def _answer(respondent: Respondent, cell: str, said: bool, locator: str) -> Block:
    label = respondent.speaker or respondent.label
    return Block(
        cell,
        "answer" if said else "note",
        Mode.VERBATIM,
        speaker=label,
        label=label,
        locator=locator,
        gap="\n",
        place=place_in(respondent.attributes),
        role=role_in(respondent.attributes),
        said_on=respondent.answered_on,
    )


def _shown(table: Table, column: Column) -> ReadColumn:
    """The column for people to look at, with an answer of it."""
    cells = [cell for cell in table.cells(column.index) if is_answer(cell)]
    if column.use is Use.OPEN:
        cells = [cell for cell in cells if not column.says_nothing(cell)]
    example = cells[0] if cells and column.shown_as in ("question", "closed") else ""
    key = table.keys[column.index]
    return ReadColumn(key, column.text, column.shown_as, len(cells), survey_told.shortened(example), bool(column.told))


def _place(sheet: str, row: int) -> str:
    return f"sheet {sheet} row {row}" if sheet else f"row {row}"
