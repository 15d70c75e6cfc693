"""What the analysis says: topics, findings, change, and the run that made them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from learnbrief.corpus.document import Excerpt, Kind
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.visitors import speaks_for


@dataclass(frozen=True, slots=True)
class Scope:
    """What a brief covers."""

    kind: str
    """'event', 'collaborative', 'cohort', 'theme' or 'role'."""
    event: str | None = None
    collaborative: str | None = None
    theme: str | None = None
    since: date | None = None
    until: date | None = None
    """Last day included."""
    role: str | None = None
    """A role family: what its people said, and what others said of them."""

    @property
    def record(self) -> dict[str, str | None]:
        """The scope in plain values, as a brief's row keeps it."""
        kept = {
            "kind": self.kind,
            "event": self.event,
            "collaborative": self.collaborative,
            "theme": self.theme,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
        }
        # rows of before there were roles have no such key, and mean the same scope
        return kept | ({"role": self.role} if self.role else {})

    @classmethod
    def named(cls, words: str, *, since: date | None = None, until: date | None = None) -> "Scope":
        """The scope written as event:E, collaborative:C, theme:T, role:R or cohort."""
        kind, _, about = words.partition(":")
        named = {name: about for name in ("event", "collaborative", "theme", "role") if name == kind}
        return cls(kind, since=since, until=until, **named)


def scope_words(record: Mapping[str, str | None]) -> str:
    """The scope that a brief's row keeps, written as commands take it, without its days: 'role:board', 'cohort'."""
    kind = str(record["kind"])
    about = record.get(kind)
    return f"{kind}:{about}" if about else kind


@dataclass(frozen=True, slots=True)
class Spread:
    """How widely something is said; always computed from its evidence."""

    documents: int
    voices: int
    excerpts: int
    collaboratives: tuple[str, ...]
    kinds: tuple[str, ...]
    voices_at_most: bool = False
    """Some voices cannot be told apart between sources: 'Table 2' of two events may be the same people."""

    @property
    def rank(self) -> tuple[int, int, int]:
        """Sources before collaboratives before voices; never how often."""
        return (self.documents, len(self.collaboratives), self.voices)


class OfAKind(Protocol):
    """Whatever knows its document's kind: a document, or its card."""

    @property
    def kind(self) -> Kind:
        """The kind of source."""
        ...


def sources_of(evidence: Iterable[Excerpt]) -> set[str]:
    """The sources in which something is said: documents, by id."""
    return {excerpt.document_id for excerpt in evidence}


def spread_of(evidence: Iterable[Excerpt], documents: Mapping[str, OfAKind]) -> Spread:
    """The one place where sources, voices and collaboratives of a piece of evidence are counted."""
    evidence = list(evidence)
    sources = sources_of(evidence)
    return Spread(
        documents=len(sources),
        voices=len({excerpt.voice.voice_id for excerpt in evidence}),
        excerpts=len(evidence),
        collaboratives=tuple(sorted(filter(None, {speaks_for(excerpt) for excerpt in evidence}))),
        kinds=tuple(sorted({documents[excerpt.document_id].kind.value for excerpt in evidence})),
        # Within one source its tables are told apart by the source itself.
        voices_at_most=len(sources) > 1 and not all(excerpt.voice.known for excerpt in evidence),
    )


@dataclass(frozen=True, slots=True)
class Topic:
    """An inductive cluster with an identity that outlives the run."""

    topic_id: str
    label: str
    keywords: tuple[str, ...]
    excerpts: tuple[str, ...]
    """Excerpt ids; noise belongs to no topic."""
    nearest_theme: str | None = None
    """None: the codebook has no place for it yet (emerging)."""
    parent_theme: str | None = None
    """The theme within which it is a sub-theme, where it is one."""
    history: str = "new"
    """'new', 'kept', 'merged from a, b' or 'split from a'."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Words of one excerpt that can stand by themselves, located in the excerpt's text."""

    excerpt: str
    start: int
    end: int
    """Half-open code points within the excerpt's text."""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"clause of {self.excerpt} runs from {self.start} to {self.end}")


@dataclass(frozen=True, slots=True)
class Followed:
    """What a later source says became of an action."""

    excerpt: str
    """Whose words tell it."""
    done: bool
    """Else they say that it has not been done."""


@dataclass(frozen=True, slots=True)
class Point:
    """Excerpts that say the same thing from one side."""

    evidence: tuple[str, ...]
    """Excerpt ids, most central first; never empty."""
    theme: str | None = None
    stance: str | None = None
    """Its side, or None where its members take none."""
    clause: Clause | None = None
    """What it says, in the words of one member; None where no clause of theirs can stand by itself."""
    contested: bool = False
    """Its members' sides are divided and no split parted them: it is told as 'people differ', never as agreement."""
    against: Clause | None = None
    """What a member of the other side says, where it is contested; the clause itself where it tells of both sides."""
    against_by: tuple[str, ...] = ()
    """Of its evidence, who stands on that other side."""
    followed: Followed | None = None
    """What became of it, where it is an action."""

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError("a point has no evidence")
        if self.clause is not None and self.clause.excerpt not in self.evidence:
            raise ValueError("a point's clause is not of its evidence")
        if self.against is not None and self.against.excerpt not in self.evidence:
            raise ValueError("a point's opposite clause is not of its evidence")


@dataclass(frozen=True, slots=True)
class ThenNow:
    """What was said on a matter early, and later."""

    earlier: Clause
    later: Clause
    earlier_on: date
    later_on: date
    changed: bool
    """The same place or person is heard on both sides, or two sources on each, and nobody later says the earlier thing."""
    place: str | None = None
    """The collaborative heard on both sides, where it is one."""
    still: tuple[str, ...] = ()
    """Collaboratives from which the earlier thing is still heard later: the exceptions told in the same sentence."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A collaborative with much attributed evidence in which the tool found nothing on a finding: a claim about recall."""

    collaborative: str
    excerpts: int
    """Excerpts of theirs that were looked through."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What other sources say near a heading, and the thing that many name: that they name it is all that is claimed of them."""

    words: str
    """The thing as it stands in the texts, in small letters but for names of kinds: 'link worker'; '' where they name none alike."""
    named_by: tuple[str, ...]
    """Excerpt ids in whose text the words stand, in the order of the material; empty only where there are no words."""
    beside: tuple[Clause, ...] = ()
    """What other sources than the heading's say near it, the likeliest to be of the same matter first."""
    weight: float = 0.0
    """How early it is told: how many sources are to be expected on its matter, and how much the heading tells."""
    near: tuple[str, ...] = ()
    """Excerpt ids of other sources that may be of the same matter, the likeliest first; nobody is counted as saying the same."""
    likely: Mapping[str, float] = field(default_factory=dict)
    """Of each of those how likely it is; empty in findings from before it was told."""

    def __post_init__(self) -> None:
        if not {*self.likely} <= {*self.near}:
            raise ValueError("it is told of an excerpt how likely it is of the matter, and not that it is near")
        if bool(self.words) is not bool(self.named_by):
            raise ValueError(f"nothing names {self.words!r}")
        if not {clause.excerpt for clause in self.beside} <= {*self.named_by, *self.near}:
            raise ValueError("a clause stands beside a heading that is of none of the sources near it")


@dataclass(frozen=True, slots=True)
class Finding:
    """One matter or point, with the excerpts that carry it."""

    theme: str | None
    stance: str | None
    """One side where all its points share it; None for a matter of several sides, or of none."""
    heading: str
    """The clause itself; for a matter of several sides its subject; theme and side alone where nothing serves."""
    evidence: tuple[str, ...]
    """Excerpt ids, most representative first; never empty. The union of its points' evidence."""
    quotes: tuple[str, ...]
    """1 to 4 of the evidence."""
    counter: tuple[str, ...] = ()
    """Possible counter-evidence; a person confirms it."""
    heading_from: str = "none"
    """'clause', 'composed' (a subject and one clause a side), 'evaluator' or 'none' (theme and side alone)."""
    clause: Clause | None = None
    """Where the heading stands, if `heading_from` is 'clause'."""
    candidates: tuple[Clause, ...] = ()
    """Other clauses of the evidence that could head it, best first: an evaluator chooses among them."""
    points: tuple[Point, ...] = ()
    """What it is joined from, widest first; one for a single point."""
    then_now: ThenNow | None = None
    subject: str = ""
    """What it is about where no theme is its own yet: a phrase that stands in a third of its evidence."""
    tentative: bool = False
    """One voice or one source only."""
    silent: tuple[Silence, ...] = ()
    one_kind_only: bool = False
    """All of it comes from one kind of source although others were heard."""
    solved_later: bool = False
    """A later source tells that what it says was solved."""
    drafted_by: str | None = None
    """The model that suggested its wording, where one did."""
    likeness: float = 0.0
    """Mean likeness of its evidence among each other, about 0 to 1; 0 for one excerpt."""
    centrality: float = 0.0
    """How near other sources come to the words that head it, beyond chance; 0 where those words tell too little alone."""
    reads: float = 0.0
    """How well those words would be read first where nothing joint is found: near to the rest, clear and telling."""
    spoken: Spoken | None = None
    """The thing that its heading speaks of, where many sources name it."""
    identity: str = ""
    """The id it was born with, kept from run to run while it stays the same matter; empty: its own evidence names it."""

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"finding {self.heading!r} has no evidence")
        if not 1 <= len(self.quotes) <= 4 or not set(self.quotes) <= set(self.evidence):
            raise ValueError(f"finding {self.heading!r} needs 1 to 4 quotes from its own evidence")
        if set(self.counter) & set(self.evidence):
            raise ValueError(f"finding {self.heading!r} counts the same excerpt for and against")

    @property
    def stated_by(self) -> tuple[str, ...]:
        """The excerpts that make the statement that heads it: what is counted under a headline stands on them alone.

        They are those of the points whose words head it, early and late ones where it tells both; all of the evidence where
        a subject, theme and side, or an evaluator's own words without a clause stand over it.
        """
        heads = {clause.excerpt for clause in self._heads()}
        leading = [one for point in self.points if heads & set(point.evidence) for one in point.evidence]
        return tuple(dict.fromkeys(leading)) or self.evidence

    def _heads(self) -> tuple[Clause, ...]:
        """The clauses that a reader sees over it as what was said."""
        if self.then_now and self.heading_from in ("clause", "none"):
            return (self.then_now.earlier, self.then_now.later)
        return (self.clause,) if self.clause and self.heading_from in ("clause", "evaluator") else ()

    @property
    def finding_id(self) -> str:
        """Kept from run to run, so that reviews of a matter outlive new material."""
        return self.identity or named_by(self.evidence)


def named_by(evidence: Iterable[str]) -> str:
    """The id of a finding that nothing but its evidence names."""
    return stable_id("f", sorted(evidence))


@dataclass(frozen=True, slots=True)
class Links:
    """What evaluators said of excerpts that belong together or apart; it holds for the whole programme."""

    together: tuple[tuple[str, ...], ...] = ()
    """Groups of excerpt ids that make one point."""
    apart: tuple[tuple[str, str], ...] = ()
    """Pairs of excerpt ids that never stand in one point or matter."""


def is_tentative(spread: Spread, *, sources_heard: int) -> bool:
    """One voice, or one source of several: worth showing, not yet worth leaning on.

    Where the scope is a single source, such as one webinar, several voices are all the breadth there can be.
    """
    return spread.voices < 2 or (spread.documents < 2 and sources_heard > 1)


class Verdict(StrEnum):
    """What changed since the previous period."""

    NEW = "new"
    GROWING = "growing"
    STEADY = "steady"
    FADING = "fading"
    NOT_RAISED = "not raised"
    NO_CLEAR_CHANGE = "no clear change"


@dataclass(frozen=True, slots=True)
class Change:
    """One theme in two periods."""

    theme: str
    previous: int
    """Sources that raised it in the previous period."""
    previous_base: int
    now: int
    now_base: int
    verdict: Verdict
    test: str
    """The test in words, with its level."""
    p_value: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What produced an analysis; its id is a hash of all of this, the time apart."""

    inputs: tuple[str, ...]
    """Content hashes of the documents, with version and codings used."""
    codebook_version: str
    encoder: str
    parameters: Mapping[str, str | int | float | bool | None]
    packages: Mapping[str, str]
    seed: int
    tagger: str = "codebook"

    @property
    def run_id(self) -> str:
        """Same inputs, same id."""
        return stable_id(
            "run",
            sorted(self.inputs),
            self.codebook_version,
            self.encoder,
            dict(self.parameters),
            dict(self.packages),
            self.seed,
            self.tagger,
        )


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything the science hands to the briefs for one scope; stored whole."""

    run_id: str
    scope: Scope
    findings: tuple[Finding, ...]
    """Best spread first, over all themes and stances."""
    emerging: tuple[Topic, ...] = ()
    subthemes: tuple[Topic, ...] = ()
    changes: tuple[Change, ...] = ()
    limits: tuple[str, ...] = ()
    methods: Mapping[str, str] = field(default_factory=dict)
    """Plain words per step: 'topics': 'average-link clustering of ...'."""
