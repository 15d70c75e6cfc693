"""The published view: one place where a brief loses what could show who said what."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from learnbrief.corpus.disclosure import Holders, attribute, few, publish_table, published_count, published_total
from learnbrief.corpus.document import Kind, Participant
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.role_families import in_family
from learnbrief.outputs.brief import member_checks
from learnbrief.outputs.brief.brief import Base, Brief, SurveyShares, SurveyWave, ThemesByWave, sources_in
from learnbrief.outputs.brief.heard import Standing
from learnbrief.outputs.brief.reported import (
    Count,
    Emerging,
    Evidence,
    Heard,
    Reach,
    ReportedFinding,
    ReportedPoint,
    ReportedSpoken,
    Shift,
    SourceLine,
    tells_whose,
)
from learnbrief.outputs.brief.small_numbers import tells_few_apart
from learnbrief.outputs.brief.veiled import Veil, families

ROUNDED_TO = 5


def publish(
    brief: Brief,
    *,
    participants: Sequence[Participant],
    standing: Standing,
    released: frozenset[str] = frozenset(),
) -> Brief:
    """The brief as others may read it: quotes by role and kind, tables in words, no source named.

    Only what is quoted stays of the evidence, and each excerpt stands under a source id of its own, so that what is
    said of one quote cannot be carried over to another.
    """
    k = brief.k
    themes = _published_heard(brief.themes, k)
    shown = {heard.slug: heard.documents for heard in themes}
    holders = Holders.of(participants)
    hidden = _hidden(brief, holders, standing)
    enough = sum(count for role, count in holders.by_role.items() if in_family(brief.scope.role or "", role)) >= k
    veil = Veil(brief, standing, families(participants, holders.by_role, k), released)
    return replace(
        brief,
        view="published",
        base=_published_base(brief, holders),
        themes=themes,
        stances=_published_heard(brief.stances, k),
        findings=tuple(
            _published_finding(
                veil.finding(_unsaid(finding, enough)), hidden, shown.get(finding.theme or ""), standing, k
            )
            for finding in brief.findings
        ),
        emerging=tuple(
            _published_topic(topic, k) for topic in brief.emerging if len({e.voice for e in topic.evidence}) > 1
        ),
        surveys=tuple(_published_survey(shares, k) for shares in brief.surveys),
        survey_themes=_published_themes(brief.survey_themes, k),
        limits=_published_limits(brief),
        member_checks=member_checks.published(brief.member_checks, k),
    )


def _unsaid(finding: ReportedFinding, enough: bool) -> ReportedFinding:
    """Of a role that few hold, who says a thing and of whom it is said are not told apart."""
    return finding if enough else replace(finding, said_by=None)


def waiting_sources(brief: Brief, confirmed: Container[tuple[str, int]]) -> tuple[SourceLine, ...]:
    """Sources of an internal view in which nobody has confirmed that names are removed: signing and publishing wait."""
    return tuple(line for line in sources_in(brief) if (line.document, line.version) not in confirmed)


def _hidden(brief: Brief, holders: Holders, standing: Standing) -> dict[str, tuple[str | None, str | None]]:
    """The role and place that may stand under each excerpt; of two findings the one that says less holds for both."""
    shown: dict[str, tuple[str | None, str | None]] = {}
    for finding in brief.findings:
        voices = standing.of(finding.theme, finding.id)
        for excerpt in (*finding.evidence, *finding.counter):
            allowed = attribute(
                role=excerpt.role,
                kind=excerpt.source_kind,
                collaborative=excerpt.collaborative,
                holders=holders,
                voices_there=voices.get(excerpt.collaborative or "", 0),
                k=brief.k,
                place_is_known=brief.scope.kind in ("event", "collaborative"),
            )
            role, place = shown.get(excerpt.excerpt, (allowed.role, allowed.collaborative))
            shown[excerpt.excerpt] = (role and allowed.role, place and allowed.collaborative)
    return shown


def _published_evidence(item: Evidence, hidden: Mapping[str, tuple[str | None, str | None]]) -> Evidence:
    role, place = hidden[item.excerpt]
    return replace(
        item,
        document=stable_id("s", item.excerpt),
        voice="" if role else _someone(item),
        role=role,
        collaborative=place,
        at=None,
        date=None,
        recording=None,
        about=None,
    )


def _someone(item: Evidence) -> str:
    """Who speaks, where even the role would give it away."""
    return {Kind.SURVEY.value: "respondent", Kind.WORKSHOP_NOTES.value: "table group"}.get(
        item.source_kind, "participant"
    )


def _published_finding(
    finding: ReportedFinding,
    hidden: Mapping[str, tuple[str | None, str | None]],
    theme_documents: Count | None,
    standing: Standing,
    k: int,
) -> ReportedFinding:
    voices = standing.of(finding.theme, finding.id)
    quotes = tuple(_published_evidence(excerpt, hidden) for excerpt in finding.quoted)
    reaches = [reach for reach in (finding.stated, whole_of(finding, k)) if reach]
    named = not any(voices.get(place, 0) <= 1 for place in finding.spread.collaboratives)
    named = named and not tells_whose(quotes, reaches)
    exact, kept = isinstance(theme_documents, int), set(finding.quotes)
    return replace(
        finding,
        evidence=quotes,
        counter=tuple(
            _published_evidence(excerpt, hidden)
            for excerpt in finding.counter
            if excerpt.excerpt in finding.counter_confirmed
        ),
        points=tuple(_published_point(point, kept, k) for point in finding.points),
        spread=published_reach(whole_of(finding, k), k, named=named, exact=exact),
        stated=finding.stated and published_reach(finding.stated, k, named=named, exact=exact),
        stated_by=tuple(one for one in finding.stated_by if one in kept),
        spoken=finding.spoken and published_spoken(finding.spoken, k),
        silent=tuple(
            replace(silence, excerpts=None if silence.excerpts is None else _small(silence.excerpts, k))
            for silence in finding.silent
            if named
        ),
    )


def published_spoken(spoken: ReportedSpoken, k: int) -> ReportedSpoken:
    """How many name a thing, as far as that may be told, and nobody's words; who comes near is nobody's to see."""
    reach = published_reach(spoken.reach, k, named=False, exact=False)
    return replace(spoken, reach=reach, evidence=(), beside=(), near=(), likely={})


def whole_of(finding: ReportedFinding, k: int) -> Reach:
    """The reach of the subject; where few more than those who make the statement speak of it, they would be told apart."""
    whole, part = finding.spread, finding.reach
    return part if tells_few_apart(whole, part, k) else whole


def _published_point(point: ReportedPoint, kept: set[str], k: int) -> ReportedPoint:
    return replace(
        point,
        evidence=tuple(excerpt for excerpt in point.evidence if excerpt in kept),
        deed=point.deed if point.deed and point.deed.excerpt in kept else None,
        against_by=(),  # who stands where is counted in the internal view alone
        spread=published_reach(point.spread, k, named=False, exact=False),
    )


def published_reach(reach: Reach, k: int, *, named: bool, exact: bool) -> Reach:
    """Names of collaboratives and the exact number of sources only where the caller found that they tell nobody."""
    return replace(
        reach,
        documents=reach.documents if exact else _total(reach.documents, k),
        voices=_small(reach.voices, k),
        excerpts=_small(reach.excerpts, k),
        collaboratives=reach.collaboratives if named else (),
        places=len(reach.collaboratives),
    )


def _small(count: Count, k: int) -> Count:
    return few(k) if isinstance(count, int) and 0 < count < k else count


def _total(count: Count, k: int) -> Count:
    return published_total(count, k=k) if isinstance(count, int) else count


def _numbers(counts: Mapping[str, Count]) -> dict[str, int]:
    return {key: value for key, value in counts.items() if isinstance(value, int)}


def _published_heard(heard: Sequence[Heard], k: int) -> tuple[Heard, ...]:
    if not heard:
        return ()
    totals = {line.slug: int(line.documents) for line in heard}
    places = publish_table({line.slug: _numbers(line.by_collaborative) for line in heard}, k=k, row_totals=totals)
    kinds = publish_table({line.slug: _numbers(line.by_kind) for line in heard}, k=k, row_totals=totals)
    made = []
    for line in heard:
        either = (places.row_totals[line.slug], kinds.row_totals[line.slug])
        documents = next((total for total in either if isinstance(total, str)), line.documents)
        made.append(
            replace(
                line,
                documents=documents if line.documents else 0,
                voices=_small(line.voices, k),
                excerpts=_small(line.excerpts, k),
                by_collaborative={place: places.cells[line.slug][place] for place in line.by_collaborative},
                by_kind={kind: kinds.cells[line.slug][kind] for kind in line.by_kind},
                by_month={},
                change=_published_shift(line.change, line.documents, documents, k),
            )
        )
    return tuple(made)


def _published_shift(change: Shift | None, counted: Count, shown: Count, k: int) -> Shift | None:
    """The verdict stays; numbers from which a small table could be worked out do not.

    The sources of now are those of the theme's own line: said there as a number, they are no secret here.
    """
    if change is None:
        return None
    return replace(
        change,
        previous=_total(change.previous, k),
        now=shown if change.now == counted else _total(change.now, k),
        previous_base=0,
        now_base=0,
        p_value=None,
    )


def _published_base(brief: Brief, holders: Holders) -> Base:
    """What the brief rests on: how many sources is always told, for sources are no people; small parts of them are not."""
    base, k = brief.base, brief.k
    kinds = {
        kind: {place: int(counts.get(kind, 0)) for place, counts in base.kinds_by_collaborative.items()}
        for kind in base.by_kind
    }
    table = publish_table(
        kinds,
        k=k,
        row_totals=_numbers(base.by_kind),
        column_totals=_numbers(base.by_collaborative),
        total=int(base.documents),
    )
    return replace(
        base,
        documents=table.total,
        voices=_small(base.voices, k),
        by_kind=dict(table.row_totals),
        by_collaborative={place: table.column_totals[place] for place in base.by_collaborative},
        by_month={},
        voices_by_role=_published_roles(brief, holders),
        words_by_role={},
        loudest=None,
        not_heard=tuple(name for name in base.not_heard if not _is_rare(name, brief, holders)),
        kinds_by_collaborative={
            place: {kind: table.cells[kind][place] for kind in counts}
            for place, counts in base.kinds_by_collaborative.items()
        },
        sources=(),
    )


def _is_rare(role: str, brief: Brief, holders: Holders) -> bool:
    """Whether few hold the role: in the programme, or in the one place that the reader knows it is about."""
    if role not in holders.by_role:
        return False
    held = [holders.by_role[role]]
    if brief.scope.kind in ("event", "collaborative"):
        held += [holders.by_place.get((role, place), 0) for place in brief.base.by_collaborative]
    return min(held) < brief.k


def _published_roles(brief: Brief, holders: Holders) -> dict[str, Count]:
    """Voices by role group; roles that few people hold are counted together."""
    shown: dict[str, int] = {}
    for role, count in brief.base.voices_by_role.items():
        name = "other role groups" if _is_rare(role, brief, holders) else role
        shown[name] = shown.get(name, 0) + int(count)
    return {role: published_count(count, k=brief.k) for role, count in shown.items()}


def _published_topic(topic: Emerging, k: int) -> Emerging:
    return replace(topic, excerpts=_small(topic.excerpts, k), documents=_small(topic.documents, k), evidence=())


def _published_survey(shares: SurveyShares, k: int) -> SurveyShares:
    return replace(shares, waves=tuple(_published_wave(wave, k) for wave in shares.waves))


def _published_themes(found: ThemesByWave | None, k: int) -> ThemesByWave | None:
    """Respondents are people: few of them are not counted, and what they are few of is not told."""
    if found is None:
        return None
    shown = {
        theme: replace(
            shift,
            previous=_small(shift.previous, k), now=_small(shift.now, k), previous_base=0, now_base=0, p_value=None,
        )
        for theme, shift in found.shifts.items()
    }  # fmt: skip
    return replace(found, shifts=shown)


def _published_wave(wave: SurveyWave, k: int) -> SurveyWave:
    """Where any answer is rare, every number of the wave is rounded, so that the rare one is not what is left over."""
    wave = replace(wave, changes={answer: replace(one, p_value=None) for answer, one in wave.changes.items()})
    if not any(isinstance(count, int) and 0 < count < k for count in wave.counts.values()):
        return wave
    return replace(
        wave,
        asked=_rounded(wave.asked),
        answered=_rounded(wave.answered),
        counts={
            answer: few(k) if 0 < int(count) < k else _rounded(int(count)) for answer, count in wave.counts.items()
        },
        rounded=True,
    )


def _rounded(count: int) -> int:
    return ROUNDED_TO * round(count / ROUNDED_TO)


def _published_limits(brief: Brief) -> tuple[str, ...]:
    """Limits name files and sources; in public only their number is told."""
    lines = [
        f"Quotes name a collaborative only where at least {brief.k} people hold the role there and more than one voice said it."
    ]
    if brief.checks.tags_open:
        lines.append(
            f"{brief.checks.tags_open} of {brief.checks.tags} themes suggested by a model have not been checked by a person."
        )
    if brief.limits:
        lines.append(f"The evaluators' own view of this brief records {len(brief.limits)} limits in full.")
    return tuple(lines)
