"""Actions with who is to do them, by when, and what became of them: a table, so that every format shows them alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from learnbrief.corpus.deeds import comes_again
from learnbrief.corpus.stance import Stance
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.brief.reported import Evidence, ReportedDeed, ReportedPoint
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.blocks import Block, Paragraph, TableBlock
from learnbrief.outputs.layout.tables import Cell, Table

CAPTION, IN_THE_EVIDENCE = "Actions with an owner or a time", "Every action with an owner or a time"
"""Two captions, since a page may hold both tables and a screen reader tells them apart by their names."""
COLUMNS = ("What is to be done", "Who", "By when", "What became of it", "Source")
NOT_NAMED, NOTHING_FOUND = "not named", "–"


def actions_table(brief: Brief) -> Table:
    """What is open first, by the day it is due; then what is told as done.

    'I have been sending the list and will keep on' stands in the row that it tells of: as a row of its own it looks like a second promise.
    """
    words = {(deed.told.excerpt, deed.owner) for _, deed in _told(brief) if deed.told}
    own = (one for one in _told(brief) if (one[1].excerpt, one[1].owner) not in words)
    told = sorted(own, key=lambda one: _order(one[1]))
    rows = tuple(_row(excerpt, deed, brief) for excerpt, deed in told)
    return Table("actions", CAPTION, COLUMNS, rows, widths=(31, 12, 14, 26, 17))


def actions_blocks(brief: Brief, most: int) -> Iterator[Block]:
    """The first of them, and how many more the evidence holds: a short list is not taken for all of it."""
    every = actions_table(brief)
    shown = replace(every, rows=every.rows[:most])
    yield from _explained(shown)
    if left := len(every.rows) - len(shown.rows):
        yield Paragraph(
            f"{wording.capital(wording.counted(left, 'more action'))} in the evidence, under Actions.", "note"
        )


def every_action(brief: Brief) -> tuple[Block, ...]:
    """All of them, as the evidence holds them."""
    return tuple(_explained(replace(actions_table(brief), caption=IN_THE_EVIDENCE)))


def _explained(table: Table) -> Iterator[Block]:
    if table.rows:
        yield TableBlock(table)
    if note := what_an_empty_cell_means(table):
        yield Paragraph(note, "note")


def action_line(row: Sequence[Cell]) -> str:
    """One action in a line to be read aloud: what, who, and what was found of by when and what became of it."""
    what, who, when, state, _ = (cell.text for cell in row)
    parts = [what.rstrip("."), f"Who: {who}"]
    parts += [f"By when: {when}"] if when != NOTHING_FOUND else []
    parts += [wording.capital(state)] if state != NOTHING_FOUND else []
    return f"{'. '.join(parts)}."


def what_an_empty_cell_means(table: Table) -> str:
    """What to make of rows without a time or a word on what became of them; nothing where each has both.

    That nobody told would be a claim about people, and what became of an action is often said in quite other words.
    """
    if not any(NOTHING_FOUND in (cell.text for cell in row) for row in table.rows):
        return ""
    return f"{NOTHING_FOUND}: the tool found nothing; it may have been said all the same. Ask before you tell an action as open."


def in_the_table(brief: Brief) -> frozenset[str]:
    """The excerpts that stand there, so that none is listed a second time as a bare quote."""
    return frozenset(excerpt.excerpt for excerpt, _ in _told(brief))


def of_kind(brief: Brief, stance: Stance) -> Iterator[Evidence]:
    """One excerpt of every action, or question, that stands in a finding beside something else or alone."""
    for finding in brief.findings:
        held = {one.excerpt: one for one in finding.evidence}
        for point in finding.points:
            shown = _shown(point, finding.quotes)
            if point.stance == stance and shown in held:
                yield held[shown]


def _shown(point: ReportedPoint, quotes: Iterable[str]) -> str:
    """The excerpt that tells owner and time; else one that is quoted; else the most central."""
    if point.deed and point.deed.excerpt in point.evidence:
        return point.deed.excerpt
    return next((one for one in quotes if one in point.evidence), next(iter(point.evidence), ""))


def _told(brief: Brief) -> Iterator[tuple[Evidence, ReportedDeed]]:
    for finding in brief.findings:
        held = {one.excerpt: one for one in finding.evidence}
        for point in finding.points:
            if point.deed and point.deed.excerpt in held:
                yield held[point.deed.excerpt], point.deed


def _order(deed: ReportedDeed) -> tuple[bool, date, bool]:
    return deed.state == "done", deed.due_on or date.max, not deed.owner


def _row(excerpt: Evidence, deed: ReportedDeed, brief: Brief) -> tuple[Cell, ...]:
    return (
        Cell(excerpt.text, links=(excerpt.excerpt,)),
        Cell(_owner(deed) or NOT_NAMED),
        Cell(_due(deed) or NOTHING_FOUND, deed.due_on),
        _state(deed, brief),
        Cell(wording.attribution(excerpt, brief)),
    )


def _owner(deed: ReportedDeed) -> str:
    """Pseudonyms without their brackets, which say nothing to a reader of a table."""
    return wording.capital(deed.owner.replace("[", "").replace("]", ""))


def _due(deed: ReportedDeed) -> str:
    """As written, and as a day where the words leave part of it to the reader."""
    if deed.due_on is None:
        return deed.due
    day = wording.day(deed.due_on)
    return deed.due if day.casefold() in deed.due.casefold() else f"{deed.due} ({day})"


def _state(deed: ReportedDeed, brief: Brief) -> Cell:
    if deed.state is None:
        return Cell(NOTHING_FOUND)
    done = "Told as being done" if comes_again(deed.due) else "Told as done"
    words = done if deed.state == "done" else "Told as not done"
    if deed.told is None:
        return Cell(words)
    when = f" on {wording.day(deed.told_on)}" if deed.told_on else ""
    return Cell(f"{words}{when}", note=f"{wording.quoted(deed.told)} {wording.attribution(deed.told, brief)}")
