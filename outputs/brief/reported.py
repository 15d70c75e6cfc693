"""A finding as a brief reports it: its evidence, clauses, points and counts, ready to be set on a page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from learnbrief.corpus.errors import BrokenStore

Day = date
"""A field called `date` hides the type of that name."""
Count = int | str
"""A number in the internal view; 'heard', 'not heard' or 'fewer than 5' in the published one."""
Words = Literal["verbatim", "note"]
State = Literal["done", "not done"]
HeadingFrom = Literal["clause", "composed", "evaluator", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One excerpt as the brief carries it: the very words, and where they stand."""

    excerpt: str
    document: str
    version: int
    start: int
    end: int
    text: str
    voice: str
    role: str | None
    collaborative: str | None
    at: float | None
    kind: Words
    source_kind: str = "other"
    date: Day | None = None
    recording: str | None = None
    """Address of the recording it can be heard in; never published."""
    about: str | None = None
    """The collaborative of which somebody tells who is not of it, as a visiting coach does; never published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One source as the brief names it."""

    document: str
    version: int
    title: str
    kind: str
    date: Day
    collaborative: str | None
    words: int
    excerpts: int
    confirmed: bool = False
    """A person has checked its de-identification."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedClause:
    """Words cut out of one excerpt, at their place in its text."""

    excerpt: str
    start: int
    end: int
    """Half-open code points within the excerpt's text."""
    text: str
    kind: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How widely something is supported, counted from its evidence."""

    documents: Count
    voices: Count
    excerpts: Count
    collaboratives: tuple[str, ...]
    """Empty in the published view where a name would give somebody away; `places` still counts them."""
    kinds: tuple[str, ...]
    places: int = 0
    voices_at_most: bool = False
    """Some voices cannot be told apart between sources, so that there may be fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedDeed:
    """Who is to do an action by when, and what became of it."""

    excerpt: str
    """Which of its evidence says so."""
    owner: str
    """As written, pseudonyms in brackets; in public a role family or nothing."""
    due: str
    """As written; empty where no time is given."""
    due_on: Day | None
    state: State | None
    """None: the tool found no later word, which is no claim that there is none."""
    told: Evidence | None
    """Who tells of its state, where a later source does; never published."""
    told_on: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedPoint:
    """What one side of a finding says."""

    theme: str | None
    stance: str | None
    contested: bool
    """Its voices are divided: told as 'people differ', never as agreement."""
    clause: ReportedClause | None
    against: ReportedClause | None = None
    """What the other side of a contested point says; the clause itself where that tells of both sides."""
    against_by: tuple[str, ...] = ()
    """Of its evidence, who stands on that other side; empty in briefs from before it was kept."""
    evidence: tuple[str, ...]
    spread: Reach
    deed: ReportedDeed | None = None
    """What is known of it beside its words, where it is an action."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedThenNow:
    """What was said early and what later, each with its day."""

    earlier: ReportedClause
    later: ReportedClause
    earlier_on: Day
    later_on: Day
    changed: bool
    place: str | None = None
    still: tuple[str, ...] = ()
    """Collaboratives from which the earlier thing is still heard later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedSilence:
    """A collaborative in whose words nothing on the finding was found."""

    collaborative: str
    excerpts: Count | None
    """Excerpts of theirs that were looked through; None in briefs from before they were counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedSpoken:
    """What other sources say near a headline, and the thing that many of them name."""

    words: str
    """The thing, as it stands in every one of these excerpts; '' where they name none alike."""
    reach: Reach
    """Who names it, which is no claim that they agree."""
    evidence: tuple[Evidence, ...]
    """The excerpts that name it; empty in the published view."""
    beside: tuple[ReportedClause, ...] = ()
    """What other sources say near it; never published, where a clause needs many voices behind it."""
    near: tuple[Evidence, ...] = ()
    """The excerpts of other sources that may be of the same matter, those whose words stand beside among them; never published.

    None in briefs of earlier versions, whose lines all name the thing."""
    likely: dict[str, float] = field(default_factory=dict)
    """By excerpt how likely each of them is; empty in briefs from before it was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedFinding:
    """One finding with its evidence in full."""

    id: str
    theme: str | None
    """None: no theme of the codebook yet."""
    stance: str | None
    heading: str
    heading_from: HeadingFrom
    clause: ReportedClause | None = None
    """Where the heading stands, if it is a clause of the evidence."""
    evidence: tuple[Evidence, ...]
    quotes: tuple[str, ...]
    """Excerpt ids, 1 to 4 of the evidence."""
    counter: tuple[Evidence, ...]
    spread: Reach
    tentative: bool
    points: tuple[ReportedPoint, ...] = ()
    then_now: ReportedThenNow | None = None
    subject: str = ""
    """What it is about where no theme is its own: words of its evidence; empty in briefs from before it was kept."""
    candidates: tuple[ReportedClause, ...] = ()
    """Clauses an evaluator may choose as heading; internal view only."""
    stated: Reach | None = None
    """How widely the statement that heads it was made; None where a subject heads it, and in briefs from before it was counted."""
    stated_by: tuple[str, ...] = ()
    """Excerpt ids of those who make that statement; the rest of the evidence speaks of the same subject."""
    counter_confirmed: tuple[str, ...] = ()
    """Excerpt ids of the counter-evidence that a person confirmed."""
    silent: tuple[ReportedSilence, ...] = ()
    one_kind_only: bool = False
    solved_later: bool = False
    drafted_by: str | None = None
    spoken: ReportedSpoken | None = None
    """The thing that its headline speaks of, where many sources name it; None in briefs from before it was looked for."""
    said_by: Literal["them", "others", "both"] | None = None
    """In a brief on a role: whether its people say it, others say it of them, or both; None elsewhere, and where it may not be told."""

    def __post_init__(self) -> None:
        known = {excerpt.excerpt for excerpt in self.evidence}
        if not 1 <= len(self.quotes) <= 4 or not set(self.quotes) <= known:
            raise BrokenStore(f"finding {self.id}: its quotes are not among its evidence")

    @property
    def quoted(self) -> tuple[Evidence, ...]:
        """The quotes with their words, in the order chosen."""
        by_id = {excerpt.excerpt: excerpt for excerpt in self.evidence}
        return tuple(by_id[excerpt_id] for excerpt_id in self.quotes)

    @property
    def reach(self) -> Reach:
        """What is counted under its headline: who makes the statement, or who speaks of the subject where that heads it."""
        return self.stated or self.spread

    @property
    def heading_excerpt(self) -> str | None:
        """The excerpt whose clause heads it."""
        return self.clause.excerpt if self.clause else None

    @property
    def behind(self) -> tuple[Evidence, ...]:
        """Every excerpt that it carries whole: its evidence, what may speak against it, who names its thing and who comes near."""
        named = (*self.spoken.evidence, *self.spoken.near) if self.spoken else ()
        return (*self.evidence, *self.counter, *named)

    @property
    def thing(self) -> ReportedSpoken | None:
        """The thing that many name, if there is one."""
        return self.spoken if self.spoken and self.spoken.words else None

    @property
    def clauses(self) -> tuple[ReportedClause, ...]:
        """Every clause it shows or offers."""
        found = [self.clause, *self.candidates]
        for point in self.points:
            found += [point.clause, point.against]
        if self.then_now:
            found += [self.then_now.earlier, self.then_now.later]
        if self.spoken:
            found += self.spoken.beside
        return tuple(clause for clause in found if clause)


def tells_whose(quotes: Iterable[Evidence], reaches: Iterable[Reach]) -> bool:
    """Whether a finding of one place, named above its quotes, gives a place to a role that stands there without one."""
    alone = any(len(reach.collaboratives) == 1 for reach in reaches)
    return alone and any(quote.role and not quote.collaborative for quote in quotes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What changed for a theme since the previous period."""

    previous: Count
    now: Count
    verdict: str
    previous_base: int = 0
    now_base: int = 0
    test: str = ""
    p_value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """How widely one theme or stance was heard in the scope."""

    slug: str
    name: str
    facet: str
    documents: Count
    voices: Count
    excerpts: Count
    by_collaborative: dict[str, Count]
    by_kind: dict[str, Count]
    change: Shift | None
    findings: tuple[str, ...]
    by_month: dict[str, int] = field(default_factory=dict)
    """Sources per month ('2025-03') that raised it."""
    checked: int = 0
    """Of its excerpts, those where a person decided on the tag."""
    voices_at_most: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Emerging:
    """A group of excerpts that the codebook has no place for yet."""

    topic: str
    label: str
    keywords: tuple[str, ...]
    excerpts: Count
    documents: Count
    evidence: tuple[Evidence, ...]
