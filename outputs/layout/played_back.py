"""What people said when a brief was played back to them: a table of ticks, then their words, apart from everything that is evidence."""

from collections.abc import Iterator
from dataclasses import replace

from learnbrief.corpus.member_checks import Reply
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.brief.member_checks import Checked, MemberChecks, Remark, answered
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.blocks import Block, Paragraph, QuoteLine, Quotes, Section, TableBlock
from learnbrief.outputs.layout.findings import quote_line
from learnbrief.outputs.layout.tables import Cell, Table, number

TITLE = "What people said when this was played back"
APART = "None of it counts as a source or a voice of any finding, and whoever said nothing has not agreed."
DIFFERED, ADDED = "Where they disagreed", "What they added"


def played_back(brief: Brief, most: int) -> Section:
    """In the main part: the ticks, and the first words of those who disagreed or added something, `most` of each."""
    checks = brief.member_checks
    if checks is None:
        return Section("played-back", TITLE, ())
    blocks: list[Block] = [Paragraph(f"{came_back(checks)} {APART}"), *_table(brief)]
    for title, differs in ((DIFFERED, True), (ADDED, False)):
        lines = list(_lines(brief, differs=differs))
        if lines:
            blocks.append(Quotes(title, tuple(lines[:most])))
        if len(lines) > most:
            blocks.append(
                Paragraph(
                    f"{wording.counted(len(lines) - most, 'more remark')}, word for word, with the evidence.", "note"
                )
            )
    return Section("played-back", TITLE, tuple(blocks))


def every_remark(brief: Brief) -> Section:
    """In the annex: every word that came back, under its statement."""
    checks = brief.member_checks
    blocks: list[Block] = []
    for checked in checks.statements if checks else ():
        lines = tuple(_quote(remark, brief) for remark in checked.remarks)
        if lines:
            blocks.append(Quotes(checked.statement, lines))
    return Section("annex-played-back", "Feedback, word for word", tuple(blocks), annex=True)


def came_back(checks: MemberChecks) -> str:
    """How many were asked, when, and how many forms came back: '25 people were asked in June 2025; 12 forms came back.'."""
    since, until = (wording.month(f"{day:%Y-%m}") for day in (checks.since, checks.until))
    when = f"in {since}" if since == until else f"from {since} to {until}"
    came = "1 form came" if checks.forms == 1 else f"{checks.forms} forms came"
    if checks.asked is None:
        return f"Forms were given out {when}, to how many people is not known; {came} back."
    people = "1 person was" if checks.asked == 1 else f"{checks.asked} people were"
    return f"{people} asked {when}; {came} back."


def _numbered(brief: Brief) -> list[tuple[int, Checked]]:
    """The statements with the number by which remarks name them; 0 for what was asked without boxes."""
    statements = brief.member_checks.statements if brief.member_checks else ()
    put = [one for one in statements if one.finding or any(one.replies.values())]
    return [(put.index(one) + 1 if one in put else 0, one) for one in statements]


def _table(brief: Brief) -> list[Block]:
    rows = tuple(_row(place, checked) for place, checked in _numbered(brief) if place)
    if not rows:
        return []
    columns = ("Statement as it was put", "Forms", *(reply.words for reply in Reply), "Nothing ticked")
    table = Table(
        "played-back", "Forms that came back, by what was ticked", columns, rows, tuple(range(1, len(columns))),
        widths=(40, 8, 10, 8, 10, 10, 10),
    )  # fmt: skip
    return [TableBlock(table)]


def _row(place: int, checked: Checked) -> tuple[Cell, ...]:
    exact = isinstance(checked.forms, int) and all(isinstance(count, int) for count in checked.replies.values())
    silent = int(checked.forms) - answered(checked) if exact else "not told"
    return (
        Cell(f"{place}. {checked.statement}"),
        number(checked.forms),
        *(number(checked.replies[one]) for one in Reply),
        number(silent),
    )


def _lines(brief: Brief, *, differs: bool) -> Iterator[QuoteLine]:
    for place, checked in _numbered(brief):
        about = f", on statement {place}" if place else f", on: {checked.statement[0].lower()}{checked.statement[1:]}"
        for remark in checked.remarks:
            if remark.differs is differs:
                yield _quote(remark, brief, about)


def _quote(remark: Remark, brief: Brief, about: str = "") -> QuoteLine:
    """A remark with what its writer had ticked, and the statement it is about where it does not stand under it."""
    line = quote_line(remark.said, brief)
    ticked = Reply(remark.reply).words.casefold().removeprefix("i ") if remark.reply else "nothing ticked"
    return replace(line, attribution=f"{line.attribution} ({ticked}){about}")
