"""What changed, theme by theme and answer by answer, as tables with the test that told it."""

from collections.abc import Sequence
from string import ascii_lowercase

from learnbrief.outputs.brief.brief import AnswerChange, Brief, SurveyShares
from learnbrief.outputs.brief.reported import Count, Shift
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.tables import Cell, Table, is_asked

FEW_TESTS = 4
"""Tests that are told above a table, each by a letter; more of them stand in their rows."""
Tested = tuple[AnswerChange | Shift, tuple[Cell, ...]]
"""A row without its last cell, and the change that it tells."""


def changes_table(brief: Brief) -> Table:
    """What changed since the previous period, theme by theme, with the test."""
    rows = [
        (
            heard.change,
            (
                Cell(heard.name),
                Cell(heard.change.verdict),
                Cell(_of(heard.change.previous, heard.change.previous_base)),
                Cell(_of(heard.change.now, heard.change.now_base)),
            ),
        )
        for heard in (*brief.themes, *brief.stances)
        if heard.change
    ]
    columns = ("Theme", "What changed", "Sources before", "Sources now")
    return _with_tests("changes", "Change since the previous period", columns, rows)


def _with_tests(name: str, caption: str, columns: tuple[str, ...], rows: Sequence[Tested]) -> Table:
    """The rows with how each was tested; what many share is said once, over the table."""
    tests = list(dict.fromkeys(change.test for change, _ in rows))
    if len(tests) > FEW_TESTS:
        made = tuple((*cells, Cell(f"{change.test} {_p(change)}".strip())) for change, cells in rows)
        return Table(name, caption, (*columns, "How it was tested"), made, widths=(26, 16, 15, 15, 28))
    marks = dict(zip(tests, (f"{letter} " for letter in ascii_lowercase), strict=False)) if len(tests) > 1 else {}
    told = " ".join(f"({marks[test].strip()}) {test}" if marks else test for test in tests)
    caption = f"{caption}. Tested with: {told}" if tests else caption
    if not marks and not any(_p(change) for change, _ in rows):  # in public no p value is told
        return Table(name, caption, columns, tuple(cells for _, cells in rows), widths=(34, 22, 22, 22))
    made = tuple((*cells, Cell(f"{marks.get(change.test, '')}{_p(change)}".strip())) for change, cells in rows)
    return Table(name, caption, (*columns, "Test" if marks else "p value"), made, widths=(32, 20, 18, 18, 12))


def _of(part: Count, base: int) -> str:
    return f"{part} of {base}" if base else str(part)


def waves_table(brief: Brief) -> Table:
    """What changed between the last two waves of a survey, answer by answer and theme by theme, with the test."""
    rows: list[Tested] = [row for shares in brief.surveys for row in _answer_rows(shares)]
    if found := brief.survey_themes:
        rows += [
            _wave_row(brief.theme_name(theme), shift.verdict, (found.earlier, _of(shift.previous, shift.previous_base)),
                      (found.later, _of(shift.now, shift.now_base)), shift)
            for theme, shift in found.shifts.items()
        ]  # fmt: skip
    columns = ("Answer or theme", "What changed", "Wave before", "Wave now")
    return _with_tests("waves", "Change between survey waves, in respondents", columns, rows)


def _answer_rows(shares: SurveyShares) -> list[Tested]:
    if len(shares.waves) < 2 or not is_asked(shares.question):
        return []
    before, now = shares.waves[-2:]
    return [
        _wave_row(
            f"{answer} ({shares.question})", wording.ANSWERED.get(change.verdict, change.verdict),
            (before.wave, _of(before.counts.get(answer, 0), before.answered)),
            (now.wave, _of(now.counts.get(answer, 0), now.answered)), change,
        )
        for answer, change in now.changes.items()
    ]  # fmt: skip


def _wave_row(
    name: str, verdict: str, before: tuple[str, str], now: tuple[str, str], tested: AnswerChange | Shift
) -> Tested:
    counts = (Cell(f"{wave}: {count}") for wave, count in (before, now))
    return tested, (Cell(name), Cell(verdict), *counts)


def _p(change: AnswerChange | Shift) -> str:
    return f"p\u00a0=\u00a0{change.p_value:.2f}" if change.p_value is not None else ""
