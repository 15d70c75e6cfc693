"""What the columns of a survey are: where the header stands, which answers are choices, which are words, which name people."""

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from learnbrief.corpus.dates import day_of
from learnbrief.corpus.places import WHERE
from learnbrief.corpus.surveys import ROLE_COLUMN, WAVE, choices, is_answer, on_one_scale

_HEAD_ROWS = 30
_NAMES = re.compile(
    r"(?:your |full |respondent'?s? |first |participant |last )?name(?: \(.*\))?|respondent", re.IGNORECASE
)
_IDENTITY = re.compile(
    r".*\b(?:e-?mail|ip address|phone|telephone|mobile|postcode|respondent_?id|collector_?id|response_?id|user_?id|participant_?id)\b.*"
    r"|(?:.*[ _])?id|#|no\.?|row|(?:form_)?(?:start|end|started|ended|completion|submitted|last modified)(?:[ _](?:time|date|dttm|at))*|timestamp"
    r"|(?:survey )?(?:date|time)(?: (?:submitted|completed|started))?|custom data.*|form_(?:started|ended)_dttm|comment_?id|row_?index",
    re.IGNORECASE,
)
_SUBHEADS = frozenset({"", "response", "open-ended response", "open ended response", "other (please specify)"})
_NUMBER = re.compile(r"[-+£$]?\s*\d[\d,]*(?:\.\d+)?\s*%?")
_DAY = re.compile(
    r"(?:survey |response |submission )?(?:date|day|timestamp|completed|submitted|completion (?:time|date))"
    r"(?: (?:submitted|completed|answered|received|of (?:completion|response|survey)|on|at))?|end(?:ed)?[ _](?:date|time)",
    re.IGNORECASE,
)
_DETAIL_WORDS = 4
"""Answers to 'Role' or 'Site' have up to this many words in the middle; longer ones are opinions about roles and sites."""
_STAMP = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d{2}.*)?")


class Use(Enum):
    """What a column is for."""

    OPEN = "answers in words"
    SHORT = "answers of a word or two: kept in the text, not taken as excerpts"
    CLOSED = "choices and numbers"
    DAY = "when it was answered"
    WAVE = "in which wave it was answered"
    NAME = "who answered"
    CODE = "who answered, by the survey's own number"
    IDENTITY = "only tells who or when"
    EMPTY = "nobody answered"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet."""

    index: int
    text: str
    use: Use
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """Where the questions stand: rows `first` to `last`, counted among the filled rows; title rows lie above."""

    first: int
    last: int
    texts: tuple[str, ...]


def header_of(rows: Sequence[Sequence[str]]) -> Header:
    """The first row nearly as wide as the table, with the row below it where that only says 'Response' and the like."""
    widths = [sum(bool(cell) for cell in row) for row in rows[:_HEAD_ROWS]]
    wide = max(widths)
    first = next(number for number, width in enumerate(widths) if width >= max(1, 0.6 * wide))
    texts = list(rows[first])
    below = rows[first + 1] if first + 1 < len(rows) else []
    if _is_second_header(texts, below):
        return Header(first, first + 1, tuple(_joined(texts, below)))
    return Header(first, first, tuple(texts))


def _is_second_header(texts: Sequence[str], below: Sequence[str]) -> bool:
    """SurveyMonkey's second line: mostly 'Response' or empty, and choices under the columns the first line leaves blank."""
    told = sum(cell.casefold() in _SUBHEADS - {""} for cell in below)
    return told >= 1 and told >= 0.3 * sum(bool(cell) for cell in below)


def _joined(texts: Sequence[str], below: Sequence[str]) -> list[str]:
    joined, last = [], ""
    for index in range(max(len(texts), len(below))):
        above = texts[index] if index < len(texts) else ""
        under = below[index] if index < len(below) else ""
        last = above or last
        plain = under.casefold() in _SUBHEADS and not under.casefold().startswith("other")
        joined.append(last if plain else f"{last} – {under}")
    return joined


def columns_of(texts: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Column]:
    """Every column with its use; a column without a header is called by its letter."""
    width = max([len(texts), *(len(row) for row in rows)])
    seen: Counter[str] = Counter()
    columns = []
    for index in range(width):
        text = (texts[index] if index < len(texts) else "") or f"column {_letter(index)}"
        seen[text] += 1
        if seen[text] > 1:
            text = f"{text} ({seen[text]})"
        cells = [row[index] for row in rows if index < len(row) and is_answer(row[index])]
        columns.append(_column(index, text, cells, named=index < len(texts) and bool(texts[index])))
    return columns


def _letter(index: int) -> str:
    return (_letter(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)


def _column(index: int, text: str, cells: Sequence[str], *, named: bool) -> Column:
    if not cells:
        return Column(index, text if named else "", Use.CLOSED if named else Use.EMPTY)
    if _NAMES.fullmatch(text.strip()):
        coded = sum(any(map(str.isdigit, cell)) for cell in cells) > 0.5 * len(cells)
        return Column(index, text, Use.CODE if coded else Use.NAME)
    if use := _detail_of_row(text.strip(), cells):
        return Column(index, text, use)
    if _IDENTITY.fullmatch(text.strip()) or _share(_STAMP, cells) > 0.9:
        return Column(index, text, Use.IDENTITY)
    if _share(_NUMBER, cells) > 0.9:
        whole = len(cells) > 20 and len(set(cells)) == len(cells)
        return Column(index, text, Use.IDENTITY if whole else Use.CLOSED)
    ticked = len(set(cells)) == 1 and text.endswith(cells[0])
    if ticked or is_closed(cells):
        return Column(index, text, Use.CLOSED)
    several = [choice for cell in cells for choice in choices(cell)]
    if len(several) > len(cells) and is_closed(several):
        return Column(index, text, Use.CLOSED, multiple=True)
    return Column(index, text, Use.SHORT if _middle(cells) < 3 else Use.OPEN)


def _detail_of_row(text: str, cells: Sequence[str]) -> Use | None:
    """What a column tells of the row as a whole: its day, its wave, who answered and where."""
    if _DAY.fullmatch(text) and _are_days(cells):
        return Use.DAY
    if _middle(cells) > _DETAIL_WORDS:
        return None
    if WAVE.fullmatch(text):
        return Use.WAVE
    return Use.CLOSED if ROLE_COLUMN.fullmatch(text) or WHERE.fullmatch(text) else None


def _middle(cells: Sequence[str]) -> float:
    """How many words an answer usually has."""
    return statistics.median(len(cell.split()) for cell in cells)


def _are_days(cells: Sequence[str]) -> bool:
    """Whether nearly all cells are a day or a month; a few that are not leave their rows without one."""
    return sum(day_of(cell) is not None for cell in cells) > 0.8 * len(cells)


def _share(pattern: re.Pattern[str], cells: Sequence[str]) -> float:
    return sum(bool(pattern.fullmatch(cell)) for cell in cells) / len(cells)


def is_closed(cells: Sequence[str]) -> bool:
    """Whether answers are choices: few different ones that come back, or words of one scale."""
    different = sorted({cell.casefold() for cell in cells})
    if on_one_scale(different):
        return True
    words = statistics.mean(len(cell.split()) for cell in different)
    ratio = len(different) / len(cells)
    if len(cells) < 5:
        return ratio <= 0.5 and words <= 6
    return (ratio <= 0.6 and len(different) <= 12) or (ratio <= 0.15 and len(different) <= 40)
