"""The brief as one value, and the JSON that every other format is rendered from."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from learnbrief.corpus.document import Document
from learnbrief.corpus.errors import BadInput, BrokenStore
from learnbrief.corpus.finding import Run, Scope
from learnbrief.corpus.identity import slug, stable_id
from learnbrief.corpus.stance import side_of
from learnbrief.outputs.brief.earlier import FIRST_SCHEMA, upgraded
from learnbrief.outputs.brief.member_checks import MemberChecks
from learnbrief.outputs.brief.reported import Count, Emerging, Evidence, Heard, ReportedFinding, Shift, SourceLine

SCHEMA: Literal["learnbrief/brief/2"] = "learnbrief/brief/2"

Status = Literal["draft", "in review", "approved"]
View = Literal["internal", "published"]
NO_THEME = "No theme yet"
MOST_MESSAGES, MOST_MESSAGES_OF_ONE_PLACE = 5, 4
"""A ceiling, never a quota: a board reads one page, and one event or collaborative carries less than all."""


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
class Loudest:
    """A voice that outweighs the others."""

    voice: str
    share: float
    """Of the words that count."""


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
    words_by_role: dict[str, int] = field(default_factory=dict)
    loudest: Loudest | None = None
    """Neither this nor words by role is published."""
    kinds_by_collaborative: dict[str, dict[str, Count]] = field(default_factory=dict)
    sources: tuple[SourceLine, ...] = ()
    voices_at_most: bool = False
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
    """Headings that an evaluator wrote or chose."""
    held: int = 0
    """Headings in an evaluator's words that were held against their excerpts by rule."""
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
class AnswerChange:
    """What changed for one answer between two waves; the counts themselves stand in the waves."""

    verdict: str
    test: str
    p_value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemesByWave:
    """What the words of the last two waves of a survey raised, counted in respondents who wrote something."""

    earlier: str
    later: str
    shifts: dict[str, Shift]
    """By theme."""


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
    changes: dict[str, AnswerChange] = field(default_factory=dict)
    """By answer, since the wave before it; only the last of several waves has any."""


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
    section: str | None = None
    """Title of the section that it has of its own, where it has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollaborativeLine:
    """One collaborative of the programme, in the words of the settings."""

    slug: str
    name: str
    short: str | None = None
    kind: str | None = None
    priority: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeLine:
    """The programme and its collaboratives."""

    name: str
    collaboratives: tuple[CollaborativeLine, ...]
    language: str = "en-GB"
    """As files name it for screen readers and spelling checkers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """An ordered set of findings for a scope and period; every format is rendered from this one value."""

    schema: Literal["learnbrief/brief/2"] = SCHEMA
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
    findings: tuple[ReportedFinding, ...]
    emerging: tuple[Emerging, ...]
    limits: tuple[str, ...]
    checks: Checks = field(default_factory=Checks)
    written: Written = field(default_factory=Written)
    surveys: tuple[SurveyShares, ...] = ()
    survey_themes: ThemesByWave | None = None
    codebook: tuple[CodebookLine, ...] = ()
    supersedes: str | None = None
    successor_note: str = ""
    member_checks: MemberChecks | None = None
    """What came back on feedback forms; None where none did."""
    first_schema: Literal["learnbrief/brief/1"] | None = None
    """Set where it was made under an earlier contract; its messages then follow the rules of that time."""

    def __post_init__(self) -> None:
        known = {finding.id for finding in self.findings}
        most = MOST_MESSAGES if self.first_schema else most_messages(self.scope.kind)
        if len(self.messages) > most or not known.issuperset(self.messages):
            raise BrokenStore(
                f"brief {self.id}: messages must be at most {most} of its findings, got {', '.join(self.messages)}"
            )
        if not self.first_schema:
            _refuse_shared_evidence(self.id, [self.finding(wanted) for wanted in self.messages])

    def finding(self, wanted: str) -> ReportedFinding:
        """The finding with this id."""
        return next(finding for finding in self.findings if finding.id == wanted)

    def collaborative_name(self, wanted: str | None) -> str:
        """The words for a collaborative's slug."""
        names = {line.slug: line.name for line in self.programme.collaboratives}
        return names.get(wanted, wanted) if wanted else ""

    def theme_name(self, wanted: str | None) -> str:
        """The words for a theme's or stance's slug; empty for none."""
        names = {line.slug: line.name for line in self.codebook}
        return names.get(wanted, wanted) if wanted else ""

    def theme_and_side(self, finding: ReportedFinding) -> str:
        """What a finding is about, where no words of the material serve: 'Workforce and time: what gets in the way'."""
        side = side_of(finding.stance)
        theme = self.theme_name(finding.theme) or NO_THEME
        return f"{theme}: {side.label[0].lower()}{side.label[1:]}" if side else theme


def most_messages(scope_kind: str) -> int:
    """The most messages that a brief of this kind may have."""
    return MOST_MESSAGES_OF_ONE_PLACE if scope_kind in ("event", "collaborative") else MOST_MESSAGES


def _refuse_shared_evidence(brief: str, messages: Sequence[ReportedFinding]) -> None:
    """Two messages that rest on the same excerpt would tell one matter twice."""
    taken: dict[str, str] = {}
    for finding in messages:
        for excerpt in finding.evidence:
            if taken.setdefault(excerpt.excerpt, finding.id) != finding.id:
                raise BrokenStore(f"brief {brief}: messages {taken[excerpt.excerpt]} and {finding.id} share evidence")


def scope_key(scope: Scope) -> str:
    """A scope in one readable line, the same for the same scope: 'cohort:2025-03-01..2025-03-31'."""
    about = ":".join(
        part for part in (scope.kind, scope.event or scope.theme or scope.role, scope.collaborative) if part
    )
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
    """The brief that `brief_json` wrote, now or under an earlier schema."""
    try:
        written = json.loads(text)
        if isinstance(written, dict) and written.get("schema") == FIRST_SCHEMA:
            return _adapter().validate_json(json.dumps(upgraded(written)))
        return _adapter().validate_json(text)
    except json.JSONDecodeError as err:
        raise BadInput(f"brief.json: line {err.lineno}: is not JSON ({err.msg})") from err
    except ValidationError as err:
        first = err.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the top"
        raise BadInput(f"brief.json: {where}: {first['msg']}; make the brief again with 'learnbrief brief'") from err


def evidence_of(brief: Brief) -> Iterable[Evidence]:
    """Every piece of evidence in the brief, those against included."""
    for finding in brief.findings:
        yield from finding.behind
        yield from (point.deed.told for point in finding.points if point.deed and point.deed.told)
    for topic in brief.emerging:
        yield from topic.evidence
    if brief.member_checks:
        yield from brief.member_checks.remarks


def sources_in(brief: Brief) -> tuple[SourceLine, ...]:
    """Its sources, and the feedback forms that it tells of: what a person confirms before anything is published."""
    return (*brief.base.sources, *(brief.member_checks.sources if brief.member_checks else ()))


def moved_sources(brief: Brief, versions: Mapping[str, int]) -> list[str]:
    """Titles of its sources whose text is another by now: `versions` are those that hold, by document id."""
    return [one.title for one in sources_in(brief) if versions.get(one.document, one.version) != one.version]


def check_words(brief: Brief, sources: Mapping[tuple[str, int], Document]) -> None:
    """Refuse a brief that quotes anything other than the frozen text at the stated place."""
    for excerpt in evidence_of(brief):
        document = sources.get((excerpt.document, excerpt.version))
        if document is None:
            raise BrokenStore(f"brief {brief.id} cites {excerpt.document} v{excerpt.version}, which was not handed in")
        if document.text[excerpt.start : excerpt.end] != excerpt.text:
            raise BrokenStore(
                f"brief {brief.id}: excerpt {excerpt.excerpt} is not what {excerpt.document} v{excerpt.version} "
                f"says at {excerpt.start}-{excerpt.end}"
            )
    for finding in brief.findings:
        _check_clauses(brief, finding)


def _check_clauses(brief: Brief, finding: ReportedFinding) -> None:
    """Every clause is its excerpt's own words, and so is a heading that is one."""
    texts = {excerpt.excerpt: excerpt.text for excerpt in finding.behind}
    for clause in finding.clauses:
        if texts.get(clause.excerpt, "")[clause.start : clause.end] != clause.text:
            raise BrokenStore(
                f"brief {brief.id}: clause {clause.text!r} is not what excerpt {clause.excerpt} "
                f"says at {clause.start}-{clause.end}"
            )
    if finding.heading_from == "clause" and (finding.clause is None or finding.heading != finding.clause.text):
        raise BrokenStore(f"brief {brief.id}: heading {finding.heading!r} is not the clause it claims to be")
