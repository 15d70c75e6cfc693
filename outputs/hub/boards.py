"""Questions that boards ask, answered out of approved briefs: what helps, what gets in the way, and what a board may ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from learnbrief.corpus.stance import Stance
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.brief.reported import ReportedFinding
from learnbrief.outputs.hub.questions import BoardQuestion
from learnbrief.outputs.hub.shelf import Entry, entry
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.blocks import Block, Bullets, FindingBlock, Outline, Paragraph, Section
from learnbrief.outputs.layout.findings import is_contested
from learnbrief.outputs.layout.outline import outline

_WIDEST = ("cohort", "role", "theme", "collaborative", "event")
"""Which brief is taken first where several tell of one thing."""
VOICED = "Questions that people asked"
DIFFERED = "Where people see it differently"
TO_ASK = "Questions to ask"
SAID = "What people said"
"""Over statements of no side."""
NO_SIDES = (
    "None of these is told as a help or a hindrance: their words take no side that the tool or a person is sure of yet."
)


@dataclass(frozen=True, slots=True)
class Answered:
    """What approved briefs hold on a question, the widest first; nothing stands under two of these."""

    question: BoardQuestion
    helps: tuple[Entry, ...]
    hinders: tuple[Entry, ...]
    said: tuple[Entry, ...]
    """What people said that is on no side."""
    differed: tuple[Entry, ...]
    voiced: tuple[Entry, ...]
    """Questions that people asked."""
    to_ask: tuple[str, ...]
    """What evaluators wrote for boards, in the briefs that stand here."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every statement."""
        return tuple(one for _, entries in self.sides for one in entries)

    @property
    def sides(self) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        """Its statements under the titles that stand over them."""
        return (
            (Stance.ENABLER.label, self.helps),
            (Stance.BARRIER.label, self.hinders),
            (SAID, self.said),
            (DIFFERED, self.differed),
            (VOICED, self.voiced),
        )

    @property
    def briefs(self) -> tuple[Brief, ...]:
        """Those that its statements stand in, each once."""
        return tuple({one.brief.id: one.brief for one in self.entries}.values())


def answered(question: BoardQuestion, briefs: Sequence[Brief]) -> Answered:
    """The question against these briefs, newest first: what several say, and each thing once."""
    sides: dict[str, list[Entry]] = {"helps": [], "hinders": [], "said": [], "differed": [], "voiced": []}
    for brief, finding in _bearing(question, briefs):
        if side := _side(finding):
            sides[side].append(entry(brief, finding))
    found = {side: tuple(entries) for side, entries in sides.items()}
    used = {one.brief.id for entries in found.values() for one in entries}
    to_ask = [asked for brief in briefs if brief.id in used for asked in brief.written.questions_for_boards]
    return Answered(question, **found, to_ask=tuple(dict.fromkeys(to_ask)))


def _bearing(question: BoardQuestion, briefs: Sequence[Brief]) -> Iterator[tuple[Brief, ReportedFinding]]:
    """Findings on its themes that more than one voice and source bear; what a wider brief told is not told again."""
    told: set[str] = set()
    for brief in sorted(briefs, key=lambda one: _WIDEST.index(one.scope.kind)):
        for finding in sorted(brief.findings, key=lambda one: one.id not in brief.messages):
            if finding.tentative or (question.themes and finding.theme not in question.themes):
                continue
            if not told & set(finding.quotes):
                told.update(finding.quotes)
                yield brief, finding


def _side(finding: ReportedFinding) -> str:
    if is_contested(finding):
        return "differed"
    sides = {Stance.ENABLER: "helps", Stance.BARRIER: "hinders", Stance.QUESTION: "voiced", Stance.ACTION: ""}
    return sides.get(Stance(finding.stance), "said") if finding.stance else "said"


MOST = (12, 10, 8, 7, 6, 5, 4, 3, 2, 1)
"""Statements of each side, most first; two pages take the first that fits."""


def resource(found: Answered, most: int) -> Outline:
    """Two pages for a board: up to `most` statements of each side, each with a quote, its reach and the brief it stands in."""
    first = found.briefs[0]
    sections = (
        _statements("helps", Stance.ENABLER.label, found.helps, most, first),
        _statements("hinders", Stance.BARRIER.label, found.hinders, most, first),
        _said(found, most, first),
        _statements("differed", DIFFERED, found.differed, (most + 1) // 2, first),
        Section("to-ask", TO_ASK, (Bullets(found.to_ask),) if found.to_ask else ()),
        _statements("voiced", VOICED, found.voiced, (most + 1) // 2, first),
        Section("rests-on", "What this rests on, and who is not heard", tuple(_rests_on(found.briefs))),
    )
    page = outline(first)
    told = wording.period(first) if len(found.briefs) == 1 else f"From {len(found.briefs)} approved briefs"
    kept = tuple(section for section in sections if section.blocks)
    return replace(
        page,
        kind="Board resource",
        title=found.question.question,
        period=told,
        about="",
        contents="",
        facts=(),
        sections=kept,
    )


def _statements(name: str, title: str, entries: Sequence[Entry], most: int, first: Brief) -> Section:
    blocks: list[Block] = [_placed(one, first) for one in entries[:most]]
    if len(entries) > most:
        more = wording.counted(len(entries) - most, "more statement")
        blocks.append(Paragraph(f"{wording.capital(more)} in the briefs.", "note"))
    return Section(name, title, tuple(blocks))


def _said(found: Answered, most: int, first: Brief) -> Section:
    """What is on no side; where nothing else is there, that is said."""
    section = _statements("said", SAID, found.said, most, first)
    unsided = bool(section.blocks) and not (found.helps or found.hinders)
    return replace(section, blocks=(Paragraph(NO_SIDES, "note"), *section.blocks)) if unsided else section


def _placed(one: Entry, first: Brief) -> FindingBlock:
    """The statement with one quote, and the brief in which all of its evidence stands, where that is not the first."""
    elsewhere = "" if one.brief.id == first.id else f" ({one.brief.title})"
    return replace(one.block, quotes=one.block.quotes[:1], spread=f"{one.block.spread}{elsewhere}")


def _rests_on(briefs: Sequence[Brief]) -> Iterator[Block]:
    if len(briefs) > 1:
        yield Paragraph("Where no brief is named beside a statement, it stands in the first of these.", "note")
    for brief in briefs:
        missing = f" Not heard: {'; '.join(brief.base.not_heard)}." if brief.base.not_heard else ""
        yield Paragraph(f"{brief.title}: {wording.based_on(brief)}{missing}", "note")
