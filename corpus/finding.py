"""What the analysis says: topics, findings, change, and the run that made them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from corpus.document import Excerpt, Kind
from corpus.identity import stable_id


@dataclass(frozen=True, slots=True)
class Scope:
    """What a brief covers."""

    kind: str
    """'event', 'collaborative', 'cohort' or 'theme'."""
    event: str | None = None
    collaborative: str | None = None
    theme: str | None = None
    since: date | None = None
    until: date | None = None
    """Last day included."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How widely something is said; always computed from its evidence."""

    documents: int
    voices: int
    excerpts: int
    collaboratives: tuple[str, ...]
    kinds: tuple[str, ...]

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


def spread_of(evidence: Iterable[Excerpt], documents: Mapping[str, OfAKind]) -> Spread:
    """The one place where sources, voices and collaboratives of a piece of evidence are counted."""
    evidence = list(evidence)
    return Spread(
        documents=len({excerpt.document_id for excerpt in evidence}),
        voices=len({excerpt.voice.voice_id for excerpt in evidence}),
        excerpts=len(evidence),
        collaboratives=tuple(sorted({excerpt.collaborative for excerpt in evidence if excerpt.collaborative})),
        kinds=tuple(sorted({documents[excerpt.document_id].kind.value for excerpt in evidence})),
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
class Finding:
    """One point, with the excerpts that carry it."""

    theme: str
    stance: str | None
    heading: str
    evidence: tuple[str, ...]
    """Excerpt ids, most representative first; never empty."""
    quotes: tuple[str, ...]
    """1 to 4 of the evidence."""
    counter: tuple[str, ...] = ()
    """Possible counter-evidence; a person confirms it."""
    heading_from: str = "composed"
    """'composed', 'evaluator' or 'model'."""
    key_phrase: str = ""
    tentative: bool = False
    """One voice or one source only."""
    silent: tuple[str, ...] = ()
    """Collaboratives that were heard in the scope but not on this."""
    one_kind_only: bool = False
    """All of it comes from one kind of source although others were heard."""

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"finding {self.heading!r} has no evidence")
        if not 1 <= len(self.quotes) <= 4 or not set(self.quotes) <= set(self.evidence):
            raise ValueError(f"finding {self.heading!r} needs 1 to 4 quotes from its own evidence")
        if set(self.counter) & set(self.evidence):
            raise ValueError(f"finding {self.heading!r} counts the same excerpt for and against")

    @property
    def finding_id(self) -> str:
        """Depends on what the point is made of, so an unchanged point keeps its reviews."""
        return stable_id("f", self.theme, self.stance, sorted(self.evidence))


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
