"""Reports of polls and questions at a webinar: several tables in one sheet, and questions that stand beside their answers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from learnbrief.corpus.readers.surveys.sheets import Rows, Sheet

_TITLE = re.compile(
    r"(?:[\w&/'’-]+ ){0,3}(?:report|details?|results?|responses?|overview|summary|data)(?: \d{1,2})?:?", re.IGNORECASE
)
_RETURNING = 1.5
"""How often a question comes back, in the middle: each row of a poll repeats it before the answer."""


def answers_of_report(sheet: Sheet) -> tuple[Sheet, Rows]:
    """The sheet with the one table that holds the answers, and the rows about the meeting that stood around it."""
    parts = _parts(sheet.rows)
    tables = [part for part in parts if len(part) > 1]
    if len(parts) > 1 and tables:
        main = max(tables, key=lambda part: sum(bool(cell) for _, row in part for cell in row))
        same = [row for part in tables if part is not main and part[0][1] == main[0][1] for row in part[1:]]
        kept = [*main, *same]
        others = [one for one in sheet.rows if one not in kept]
        sheet = replace(sheet, rows=kept)
    else:
        others = []
    return replace(sheet, rows=_headed_by_questions(sheet.rows)), others


def _parts(rows: Rows) -> list[Rows]:
    """The tables, each from the row below its title on; a sheet that does not open with a title is one table."""
    if not _is_title(rows[0][1]):
        return [rows]
    parts: list[Rows] = [[]]
    for number, row in rows:
        if _is_title(row):
            parts.append([])
        else:
            parts[-1].append((number, row))
    return parts


def _is_title(row: Sequence[str]) -> bool:
    return bool(_TITLE.fullmatch(row[0])) and not any(row[1:])


def _headed_by_questions(rows: Rows) -> Rows:
    """Rows that run on beyond the header as question, answer, question, answer: each question heads a column of its own."""
    width = len(_trimmed(rows[0][1])) if rows else 0
    tails = [_trimmed(row[width:]) for _, row in rows[1:]]
    pairs = [dict(zip(tail[::2], tail[1::2], strict=False)) for tail in tails]
    asked = Counter(question for pair in pairs for question in pair if question)
    said = sum(bool(answer) for pair in pairs for answer in pair.values())
    if width < 2 or len(rows) < 3 or not asked or asked.total() < _RETURNING * len(asked) or said < asked.total() / 2:
        return rows
    head = [*rows[0][1][:width], *asked]
    body = [
        (number, [*(row + [""] * width)[:width], *(pair.get(question, "") for question in asked)])
        for (number, row), pair in zip(rows[1:], pairs, strict=True)
    ]
    return [(rows[0][0], head), *body]


def _trimmed(row: Sequence[str]) -> list[str]:
    end = max((at for at, cell in enumerate(row, 1) if cell), default=0)
    return list(row[:end])
