"""Surveys with a row per answer, as databases and some tools write them, put into a row per respondent."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from learnbrief.corpus.readers.surveys.headers import Header, cell_of
from learnbrief.corpus.readers.surveys.sheets import Rows
from learnbrief.corpus.readers.surveys.technical import is_technical, plain
from learnbrief.corpus.readers.surveys.ticks import BETWEEN
from learnbrief.corpus.surveys import WAVE

_QUESTION = re.compile(
    r"(?:survey )?(?:question|item|prompt|variable|field|section|board|list|lane|frame|topic)(?: (?:text|name|label|title|wording|asked))?"
)
_ANSWER = re.compile(
    r"(?:survey |free ?text )?(?:answer|response|reply|value|comment|feedback|free ?text|text|verbatim|body|post|note|card|sticky(?: note)?|idea|contribution)s?(?: (?:text|value|given|label|body))?"
)
_WHO = re.compile(r"(?:respondent|participant|person|record|user|case|submission|response)(?: .*)?|name|id")
_TERSE = 6
"""Several answers to one question are choices up to so many words each, else one answer in several parts."""


@dataclass(frozen=True, slots=True)
class Table:
    """A header with the rows below it, and where each cell stands in the file."""

    header: Header
    rows: Rows
    keys: tuple[str, ...]
    """What tells each column in the file: its letter, or in a table that was turned, the number of its question."""
    places: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """Rows of the file by row and column of this table, where they are not the row's own."""
    repeated: tuple[str, ...] = ()
    """Cells of the file that say again what the table says once."""

    def cells(self, column: int) -> list[str]:
        """A column's cells."""
        return [cell_of(row, column) for _, row in self.rows]

    def row_of(self, row: int, column: int) -> int:
        """The number a spreadsheet shows for a cell's row."""
        return self.places.get((row, column), self.rows[row][0])


@dataclass(frozen=True, slots=True)
class _Parts:
    """Which columns of a long table say what."""

    question: int
    answer: int
    groups: Mapping[int, int]
    """For every row the respondent it belongs to, counted from nought."""
    kept: tuple[int, ...]
    """Columns that say the same in all rows of a respondent, or are the tool's own."""
    varying: tuple[int, ...]
    """Columns that say more of each answer."""


def one_row_each(table: Table, told: Sequence[int]) -> Table:
    """The table with a row per respondent and a column per question, if it has a row per answer; else as it is.

    A column that somebody told the use of is no list of questions.
    """
    parts = _parts(table, told)
    return _turned(table, parts) if parts else table


def _parts(table: Table, told: Sequence[int]) -> _Parts | None:
    heads = [plain(text) for text in table.header.texts]
    asking = [column for column, head in enumerate(heads) if _QUESTION.fullmatch(head) and column not in told]
    given = [column for column, head in enumerate(heads) if _ANSWER.fullmatch(head) and column not in told]
    given = [column for column in given if len(given) == 1 or _in_words(table.cells(column))]
    if not asking or len(given) != 1:
        return None
    # a code of the question may stand beside its words: the words are longer
    question = max(asking, key=lambda column: sum(map(len, table.cells(column))))
    asked = table.cells(question)
    if len(asked) < 3 or not all(asked) or len(set(asked)) > 0.5 * len(asked):
        return None
    others = [column for column in range(len(heads)) if column not in (question, given[0])]
    who = [column for column in others if _WHO.fullmatch(heads[column]) or heads[column].endswith(" id")]
    groups = _groups(
        table, [column for column in who if heads[column] not in ("question id", "item id", "answer id")][:1], others
    )
    same = [
        column for column in others if is_technical(table.header.texts[column]) or _is_same(table.cells(column), groups)
    ]
    return _Parts(question, given[0], groups, tuple(same), tuple(c for c in others if c not in same))


def _in_words(cells: Sequence[str]) -> bool:
    """Which of several columns holds answers: a column 'Comments' may count those that a note was given."""
    filled = [cell for cell in cells if cell]
    return not filled or not all(cell.isdigit() for cell in filled)


def _groups(table: Table, who: Sequence[int], others: Sequence[int]) -> dict[int, int]:
    """Rows of one respondent and wave belong together; without a column that says whose they are, each is one's own."""
    waves = [column for column in others if WAVE.fullmatch(table.header.texts[column])]
    seen: dict[tuple[str, ...], int] = {}
    groups = {}
    for row, (number, cells) in enumerate(table.rows):
        whose = cell_of(cells, who[0]) if who else ""
        key = (whose or f"row {number}", *(cell_of(cells, column) for column in waves))
        groups[row] = seen.setdefault(key, len(seen))
    return groups


def _is_same(cells: Sequence[str], groups: Mapping[int, int]) -> bool:
    found: dict[int, set[str]] = {}
    for row, cell in enumerate(cells):
        if cell:
            found.setdefault(groups[row], set()).add(cell)
    return all(len(one) == 1 for one in found.values())


def _turned(table: Table, parts: _Parts) -> Table:
    head = table.header
    asked = table.cells(parts.question)
    questions = list(dict.fromkeys(asked))
    wide = [(head.texts[column], head.names[column], table.keys[column]) for column in parts.kept]
    sheet = "".join(table.keys[0].rpartition("!")[:2])
    for number, question in enumerate(questions, 1):
        texts = [question, *(f"{question} – {head.texts[column]}" for column in parts.varying)]
        wide += [(text, (text,), f"{sheet}question {number}.{at}") for at, text in enumerate(texts)]
    first = {question: len(parts.kept) + at * (1 + len(parts.varying)) for at, question in enumerate(questions)}
    between = {question: _between(table, parts, question) for question in questions}
    rows: dict[int, tuple[int, list[str]]] = {}
    places: dict[tuple[int, int], int] = {}
    repeated = asked[:]
    for at, (number, cells) in enumerate(table.rows):
        group, question = parts.groups[at], asked[at]
        _, row = rows.setdefault(group, (number, [""] * len(wide)))
        for column, kept in enumerate(parts.kept):
            repeated.append(cell_of(cells, kept) if row[column] else "")
            row[column] = row[column] or cell_of(cells, kept)
        for column, source in enumerate((parts.answer, *parts.varying), first[question]):
            places.setdefault((group, column), number)
            row[column] = between[question].join(filter(None, (row[column], cell_of(cells, source))))
    shown, names, keys = zip(*wide, strict=True)
    for question in questions:
        repeated.remove(question)
    return Table(Header(head.first, head.last, shown, names), list(rows.values()), keys, places, tuple(repeated))


def _between(table: Table, parts: _Parts, question: str) -> str:
    """What parts several answers of one respondent to a question: choices are counted one by one, sentences go on."""
    answers = [cell_of(cells, parts.answer) for _, cells in table.rows if cell_of(cells, parts.question) == question]
    return BETWEEN if all(len(answer.split()) <= _TERSE for answer in answers) else " "
