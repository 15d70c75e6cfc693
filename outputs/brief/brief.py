"""The brief as one value, and the JSON that every other format is rendered from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from corpus.document import Document
from corpus.errors import BadInput, BrokenStore
from corpus.finding import Run, Scope
from corpus.identity import slug, stable_id

SCHEMA: Literal["learnbrief/brief/1"] = "learnbrief/brief/1"

Day = date
Status = Literal["draft", "in review", "approved"]
View = Literal["internal", "published"]
Count = int | str
"""A number in the internal view; 'heard', 'not heard' or 'fewer than 5' in the published one."""


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
    kind: Literal["verbatim", "note"]
    source_kind: str = "other"
    date: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How widely a finding is supported, counted from its evidence."""

    documents: Count
    voices: Count
    excerpts: Count
    collaboratives: tuple[str, ...]
    """Empty in the published view where a name would give somebody away; `places` still counts them."""
    kinds: tuple[str, ...]
    places: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One finding with its evidence in full."""

    id: str
    theme: str
    stance: str | None
    heading: str
    heading_from: str
    evidence: tuple[Evidence, ...]
    quotes: tuple[str, ...]
    """Excerpt ids, 1 to 4 of the evidence."""
    counter: tuple[Evidence, ...]
    spread: Reach
    tentative: bool
    counter_confirmed: tuple[str, ...] = ()
    """Excerpt ids of the counter-evidence that a person confirmed."""
    silent: tuple[str, ...] = ()
    one_kind_only: bool = False

    def __post_init__(self) -> None:
        known = {item.excerpt for item in self.evidence}
        if not 1 <= len(self.quotes) <= 4 or not set(self.quotes) <= known:
            raise BrokenStore(f"finding {self.id}: its quotes are not among its evidence")

    @property
    def quoted(self) -> tuple[Evidence, ...]:
        """The quotes with their words, in the order chosen."""
        by_id = {item.excerpt: item for item in self.evidence}
        return tuple(by_id[excerpt_id] for excerpt_id in self.quotes)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Emerging:
    """A group of excerpts that the codebook has no place for yet."""

    topic: str
    label: str
    keywords: tuple[str, ...]
    excerpts: Count
    documents: Count
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What produced the brief, so that it can be made again."""

    at: datetime
    run: str
    codebook_version: str
    encoder: str
    software: dict[str, str]
    seed: int
    drafted_by: str | None = None
    tagger: str = "codebook"
    methods: dict[str, str] = field(default_factory=dict)

    @classmethod
    def by(
        cls, run: Run, *, at: datetime, methods: Mapping[str, str] | None = None, drafted_by: str | None = None
    ) -> "Made":
        """The record of one run."""
        return cls(
            at=at,
            run=run.run_id,
            codebook_version=run.codebook_version,
            encoder=run.encoder,
            software=dict(sorted(run.packages.items())),
            seed=run.seed,
            drafted_by=drafted_by,
            tagger=run.tagger,
            methods=dict(methods or {}),
        )


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
class Base:
    """What the brief rests on, and who is missing from it."""

    documents: Count
    excerpts: int
    voices: Count
    by_kind: dict[str, Count]
    by_collaborative: dict[str, Count]
    not_heard: tuple[str, ...]
    words: int = 0
    set_aside: int = 0
    """Excerpts of facilitators, coaches and presenters, kept but not counted as evidence."""
    by_month: dict[str, int] = field(default_factory=dict)
    voices_by_role: dict[str, Count] = field(default_factory=dict)
    kinds_by_collaborative: dict[str, dict[str, Count]] = field(default_factory=dict)
    sources: tuple[SourceLine, ...] = ()
    months: tuple[str, ...] = ()
    """First and last month of the sources; stays when the sources themselves are not published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What people have checked so far."""

    tags: int = 0
    tags_accepted: int = 0
    tags_rejected: int = 0
    tags_added: int = 0
    tags_open: int = 0
    headings: int = 0
    """Headings written by an evaluator."""
    documents: int = 0
    documents_confirmed: int = 0
    """Sources in which a person has checked that names are removed."""
    counter_checked: int = 0
    signed_off_by: str | None = None
    signed_off_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Sections that only a person writes; empty until someone has."""

    why_now: str = ""
    questions_for_boards: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    """What we do not know, in an evaluator's words, beside what the counts show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyWave:
    """The answers to one closed question in one wave."""

    wave: str
    asked: int
    answered: int
    counts: dict[str, Count]
    """Answer to number of respondents, in the order of the scale."""
    rounded: bool = False
    """Numbers are rounded so that rare answers cannot be worked out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyShares:
    """One closed question over the waves."""

    question: str
    waves: tuple[SurveyWave, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookLine:
    """One theme of the codebook, as the annex prints it."""

    slug: str
    name: str
    facet: str
    parent: str | None
    definition: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A slug and the words for it."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeLine:
    """The programme and its collaboratives."""

    name: str
    collaboratives: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """An ordered set of findings for a scope and period; every format is rendered from this one value."""

    schema: Literal["learnbrief/brief/1"] = SCHEMA
    id: str
    title: str
    status: Status
    view: View
    k: int
    scope: Scope
    programme: ProgrammeLine
    made: Made
    base: Base
    messages: tuple[str, ...]
    messages_note: str
    themes: tuple[Heard, ...]
    stances: tuple[Heard, ...]
    findings: tuple[Point, ...]
    emerging: tuple[Emerging, ...]
    limits: tuple[str, ...]
    checks: Checks = field(default_factory=Checks)
    written: Written = field(default_factory=Written)
    surveys: tuple[SurveyShares, ...] = ()
    codebook: tuple[CodebookLine, ...] = ()
    supersedes: str | None = None
    successor_note: str = ""

    def __post_init__(self) -> None:
        known = {point.id for point in self.findings}
        missing = [wanted for wanted in self.messages if wanted not in known]
        if missing or len(self.messages) > 5:
            raise BrokenStore(f"brief {self.id}: messages must be at most 5 of its findings, got {self.messages}")

    def finding(self, wanted: str) -> Point:
        """The finding with this id."""
        return next(point for point in self.findings if point.id == wanted)

    def collaborative_name(self, wanted: str | None) -> str:
        """The words for a collaborative's slug."""
        names = {line.slug: line.name for line in self.programme.collaboratives}
        return names.get(wanted, wanted) if wanted else ""

    def theme_name(self, wanted: str) -> str:
        """The words for a theme's or stance's slug."""
        names = {line.slug: line.name for line in self.codebook}
        return names.get(wanted, wanted)


def scope_key(scope: Scope) -> str:
    """A scope in one readable line, the same for the same scope: 'cohort:2025-03-01..2025-03-31'."""
    about = ":".join(part for part in (scope.kind, scope.event or scope.theme, scope.collaborative) if part)
    if scope.since is None and scope.until is None:
        return about
    return f"{about}:{scope.since or ''}..{scope.until or ''}"


def brief_id(scope: Scope, run_id: str, *, view: str = "internal") -> str:
    """A folder name that says what the brief covers; the same scope, run and view give the same name."""
    tail = stable_id("b", scope_key(scope), run_id)[2:8]
    return "-".join(part for part in (slug(scope_key(scope)), tail, "published" if view == "published" else "") if part)


@cache
def _adapter() -> TypeAdapter[Brief]:
    return TypeAdapter(Brief)


def brief_json(brief: Brief) -> str:
    """The JSON of the contract in design.md; equal briefs give equal bytes."""
    return _adapter().dump_json(brief, indent=2).decode() + "\n"


def read_brief(text: str) -> Brief:
    """The brief that `brief_json` wrote."""
    try:
        return _adapter().validate_json(text)
    except ValidationError as err:
        first = err.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the top"
        raise BadInput(f"brief.json: {where}: {first['msg']}; make the brief again with 'learnbrief brief'") from err


def evidence_of(brief: Brief) -> Iterable[Evidence]:
    """Every piece of evidence in the brief, those against included."""
    for point in brief.findings:
        yield from point.evidence
        yield from point.counter
    for topic in brief.emerging:
        yield from topic.evidence


def check_words(brief: Brief, sources: Mapping[tuple[str, int], Document]) -> None:
    """Refuse a brief that quotes anything other than the frozen text at the stated place."""
    for item in evidence_of(brief):
        document = sources.get((item.document, item.version))
        if document is None:
            raise BrokenStore(f"brief {brief.id} cites {item.document} v{item.version}, which was not handed in")
        if document.text[item.start : item.end] != item.text:
            raise BrokenStore(
                f"brief {brief.id}: excerpt {item.excerpt} is not what {item.document} v{item.version} "
                f"says at {item.start}-{item.end}"
            )
