"""What an evaluator words, held against its evidence: asked of the science, kept with the review, told beside the box."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from learnbrief.corpus.remark import Held, Said, as_plain, from_plain
from learnbrief.corpus.sentences import sentences
from learnbrief.corpus.tag import Review
from learnbrief.outputs.app.mending.desk import shown_order
from learnbrief.outputs.app.state import AppState
from learnbrief.outputs.app.times import day
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.brief.reported import Evidence, ReportedFinding

SENTENCE, CAME_OF_IT = "sentence", "held"
CHECKED = "why_now"
"""The section that is held against the evidence; questions, and what is not known, are about what nobody said."""
MOST_SENTENCES = 40
"""Of a section: two pages of it. What stands behind them is told to be unread."""

MOST_OTHERS = 30
"""Findings, messages first, that a wording may be nearer to: among hundreds one is nearer by chance."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """Words of a brief that were remarked on and stand as they were."""

    where: str
    """'Finding 3', or the key of a section."""
    anchor: str
    held: Held


def hold_heading(
    state: AppState, brief: Brief, finding: ReportedFinding, words: str, *, among: Sequence[ReportedFinding] = ()
) -> Held:
    """A heading held against the evidence of its finding, and of those (`among`) that become one with it."""
    own = {finding.id, *(one.id for one in among)}
    evidence = [one for part in (finding, *among) for one in part.evidence]
    others = {
        f"finding {number}": said_in(brief, other.quoted)
        for number, other in enumerate(_in_order(brief)[:MOST_OTHERS], 1)
        if other.id not in own
    }
    return state.services.hold(words, said_in(brief, evidence), others=others, context=False)


def drafted(state: AppState, brief: Brief, finding: ReportedFinding, hidden: Collection[str]) -> str:
    """A wording that the model suggests, of evidence that its reader may see; dropped where the check finds a slip in it."""
    evidence = [one for one in finding.evidence if one.excerpt not in hidden]
    words = state.services.draft(said_in(brief, evidence)) if evidence else ""
    return words if words and not hold_heading(state, brief, finding, words).slips else ""


def hold_section(state: AppState, brief: Brief, text: str) -> Held:
    """Each sentence of a section held against all the evidence of the brief; it may bring in what nobody said."""
    evidence = said_in(brief, {one.excerpt: one for part in brief.findings for one in part.evidence}.values())
    spans = [line[start:end] for line in text.splitlines() for start, end in sentences(line)]
    told = [state.services.hold(one, evidence, others={}, context=True) for one in spans[:MOST_SENTENCES]]
    left = len(spans) - MOST_SENTENCES
    unread = f"Only the first {MOST_SENTENCES} sentences were looked at." if left > 0 else ""
    return Held(tuple(dict.fromkeys(remark for held in told for remark in held.remarks)), unread)


def kept_with(sentence: str, held: Held) -> dict[str, Any]:
    """What a review keeps of it, beside what it does."""
    return {CAME_OF_IT: {SENTENCE: sentence, **as_plain(held)}}


def held_on(finding: ReportedFinding, edits: Iterable[Review]) -> Held | None:
    """What came of holding the words that head a finding now; None where they were not held."""
    return _last_on(finding.heading, (one for one in edits if one.target == finding.id))


def held_in_section(brief: Brief, edits: Iterable[Review]) -> Held | None:
    """What came of holding the section as it stands."""
    return _last_on(brief.written.why_now, (one for one in edits if one.payload.get("section") == CHECKED))


def _last_on(words: str, reviews: Iterable[Review]) -> Held | None:
    kept = [one.payload[CAME_OF_IT] for one in reviews if isinstance(one.payload.get(CAME_OF_IT), Mapping)]
    return next((from_plain(one) for one in reversed(kept) if words and one[SENTENCE] == words), None)


def remaining(brief: Brief, edits: Sequence[Review]) -> list[Remaining]:
    """Everything that was remarked on and stands as it was, for whoever signs; words of the writer's own are no slip."""
    found = [
        Remaining(f"Finding {number}", finding.id, held)
        for number, finding in enumerate(_in_order(brief), 1)
        if (held := held_on(finding, edits))
    ]
    if held := held_in_section(brief, edits):
        found.append(Remaining(CHECKED, CHECKED, held))
    return [one for one in found if one.held.slips]


def remarked(reviews: Iterable[Review]) -> int:
    """How many of these reviews keep words with a slip."""
    held = [from_plain(one.payload[CAME_OF_IT]) for one in reviews if CAME_OF_IT in one.payload]
    return sum(bool(one.slips) for one in held)


def _in_order(brief: Brief) -> list[ReportedFinding]:
    return [brief.finding(one) for one in shown_order(brief)]


def said_in(brief: Brief, excerpts: Iterable[Evidence]) -> list[Said]:
    """What a sentence is held against, with who said it and of which place, by the names that readers know."""
    names = {line.slug: line.name for line in brief.programme.collaboratives}
    return [
        Said(
            one.text,
            one.role or "",
            names.get(one.collaborative or "", ""),
            f"{one.date:%A} {day(one.date)}" if one.date else "",
            names.get(one.about or "", ""),
        )
        for one in excerpts
    ]
