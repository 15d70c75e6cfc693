"""Tables made by hand: those that lie on their side, with a column for each respondent or table, and the sums that somebody put below."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from learnbrief.corpus.readers.surveys.sheets import Rows, Sheet
from learnbrief.corpus.speakers import group_in

_RESPONDENT = re.compile(
    r"(?:(?:r|p|respondent|participant|person|response|answer|reply|id)\W?\s*)?(?:no\.?\s*|#\s*)?(?P<number>\d{1,4})",
    re.IGNORECASE,
)
_QUESTIONS = re.compile(r"(?:survey )?(?:questions?|items?|prompts?)?\W*", re.IGNORECASE)
_LEAST = 3
"""Respondents that have a column each before a table lies on its side."""
_SUM = re.compile(
    r"(?:grand |overall |sub-?)?(?:totals?|averages?|means?|medians?|sums?|counts?|std\.? ?dev(?:iation)?|min(?:imum)?|max(?:imum)?|n)"
    r"(?: (?:score|rating|value|of responses|responses))?\W*",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?:grand )?(?:total|n|count)(?: (?:number )?(?:of )?(?:responses|answers|respondents|replies))?\s*[:=]?\s*\d+",
    re.IGNORECASE,
)
"""'Total responses: 6', alone in its row."""
_BELOW = 6
"""Rows at the end among which sums stand."""
_WORDS = 5
"""Words of a cell from which somebody wrote it: no sum."""


def upright(sheet: Sheet) -> Sheet:
    """The sheet with a row for each respondent, where it had a column for each; else as it is."""
    return replace(sheet, rows=_turned(sheet.rows)) if is_on_its_side(sheet.rows) else sheet


def is_on_its_side(rows: Rows) -> bool:
    """Whether the first row counts respondents and the first column holds what they were asked."""
    head = rows[0][1] if rows else []
    groups = [group_in(cell) for cell in head[1:] if cell]
    counted = [_RESPONDENT.fullmatch(cell) for cell in head[1:] if cell]
    numbers = [int(one["number"]) for one in counted if one]
    counts = len(numbers) == len(counted) >= _LEAST and numbers == sorted(set(numbers))
    asked = [row[0] for _, row in rows[1:]]
    named = bool(head) and bool(_QUESTIONS.fullmatch(head[0])) and (bool(head[0]) or any("?" in one for one in asked))
    tables = len(groups) > 1 and all(groups) and len(set(groups)) == len(groups)  # a flipchart's: 'Table 1', 'Table 2'
    return (counts or tables) and named and bool(asked) and all(asked)


def _turned(rows: Rows) -> Rows:
    head = ["Respondent", *rows[0][1][1:]]
    columns = zip_longest(head, *(row for _, row in rows[1:]), fillvalue="")
    return [(number, list(cells)) for number, cells in enumerate(columns, 1) if any(cells)]


def sums_below(rows: Rows) -> Rows:
    """The rows at the end that only count or average the ones above: 'Average', and figures."""
    found: Rows = []
    for number, cells in reversed(rows[-_BELOW:]):
        filled = [cell for cell in cells if cell]
        if not _is_sum(filled):
            break
        found.insert(0, (number, cells))
    return found if len(found) < len(rows) else []


def _is_sum(cells: Sequence[str]) -> bool:
    if len(cells) == 1 and _COUNT.fullmatch(cells[0]):
        return True
    if not cells or not _SUM.fullmatch(cells[0]):
        return False
    return len(cells) > 1 and all(any(map(str.isdigit, cell)) and len(cell.split()) < _WORDS for cell in cells[1:])
