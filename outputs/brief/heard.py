"""What the brief rests on and how widely each theme was heard: counted once, here, for prose, tables and charts."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace

from learnbrief.corpus.codebook import Codebook, Theme
from learnbrief.corpus.counting import NOT_KNOWN, Share, loudest, shares, sources_by, words_in
from learnbrief.corpus.document import Document, Excerpt, Participant, Programme, said_on
from learnbrief.corpus.finding import Change, Finding, Scope, spread_of
from learnbrief.corpus.noted import places_noted, roles_noted
from learnbrief.corpus.stance import Stance
from learnbrief.corpus.tag import EffectiveTag
from learnbrief.corpus.visitors import speaks_for
from learnbrief.outputs.brief.brief import Base, Brief, Loudest, evidence_of
from learnbrief.outputs.brief.material import Material
from learnbrief.outputs.brief.reported import Count, Heard, Shift, SourceLine

REPORTED_STANCES = (Stance.BARRIER, Stance.ENABLER, Stance.ACTION, Stance.QUESTION)
"""What people describe is no side of anything: it has no line of its own."""


def documents_by(excerpts: Sequence[Excerpt], key: Callable[[Excerpt], str | None]) -> dict[str, int]:
    """Number of sources per value of `key`; what has none is left out."""
    counted = sources_by({"all": excerpts}, key)["all"]
    return {name: count for name, count in counted.items() if name != NOT_KNOWN}


def _month(excerpt: Excerpt, documents: Mapping[str, Document]) -> str:
    return f"{said_on(excerpt, documents[excerpt.document_id]):%Y-%m}"


def base_of(
    material: Material,
    evidence: Sequence[Excerpt],
    *,
    programme: Programme,
    participants: Sequence[Participant],
    scope: Scope,
    confirmed: set[tuple[str, int]],
) -> Base:
    """The sources, voices and kinds the brief rests on, and who is not among them.

    `evidence` is what counts in the brief: in a theme's own brief only what carries the theme, as in its row of a table.
    """
    documents = material.documents
    spread = spread_of(evidence, documents)
    by_kind = documents_by(evidence, lambda excerpt: documents[excerpt.document_id].kind.value)
    by_collaborative: dict[str, Count] = dict(documents_by(evidence, speaks_for))
    roles = _by_role(evidence)
    return Base(
        documents=spread.documents,
        excerpts=spread.excerpts,
        voices=spread.voices,
        by_kind=dict(by_kind),
        by_collaborative=by_collaborative,
        not_heard=_not_heard(evidence, material, programme, participants, scope),
        words=words_in(evidence),
        set_aside=len(material.excerpts) - len(material.evidence),
        by_month=documents_by(evidence, lambda excerpt: _month(excerpt, documents)),
        months=_first_and_last(_months(material)),
        voices_at_most=spread.voices_at_most,
        voices_by_role={share.name: share.voices for share in roles},
        words_by_role={share.name: share.words for share in roles},
        loudest=_loudest(evidence),
        kinds_by_collaborative=_kinds_by_collaborative(evidence, documents),
        sources=tuple(line_of_source(document, evidence, confirmed) for document in documents.values()),
    )


def _months(material: Material) -> list[str]:
    """Months in which something was said; a source without an excerpt is of its own day's."""
    said = {excerpt.document_id for excerpt in material.excerpts.values()}
    mute = [f"{one.date:%Y-%m}" for key, one in material.documents.items() if key not in said]
    return [*mute, *(_month(excerpt, material.documents) for excerpt in material.excerpts.values())]


def _first_and_last(months: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((min(months), max(months)))) if months else ()


def _by_role(evidence: Sequence[Excerpt]) -> list[Share]:
    """Role groups by their number of voices, those whose role nobody knows last."""
    groups = shares(evidence, lambda excerpt: excerpt.role)
    ordered = sorted(groups, key=lambda share: (share.name == NOT_KNOWN, -share.voices, share.name))
    return [replace(share, name="role not known") if share.name == NOT_KNOWN else share for share in ordered]


def _loudest(evidence: Sequence[Excerpt]) -> Loudest | None:
    found = loudest(evidence)
    return Loudest(voice=found[0], share=round(found[1], 4)) if found else None


def _kinds_by_collaborative(
    evidence: Sequence[Excerpt], documents: Mapping[str, Document]
) -> dict[str, dict[str, Count]]:
    table: dict[str, dict[str, Count]] = {}
    for collaborative in sorted({speaks_for(excerpt) or "" for excerpt in evidence}):
        here = [excerpt for excerpt in evidence if (speaks_for(excerpt) or "") == collaborative]
        table[collaborative] = dict(documents_by(here, lambda excerpt: documents[excerpt.document_id].kind.value))
    return table


def line_of_source(
    document: Document, evidence: Sequence[Excerpt], confirmed: Container[tuple[str, int]]
) -> SourceLine:
    """One source as the brief names it."""
    own = [excerpt for excerpt in evidence if excerpt.document_id == document.document_id]
    return SourceLine(
        document=document.document_id,
        version=document.version,
        title=document.title,
        kind=document.kind.value,
        date=document.date,
        collaborative=document.collaborative,
        words=len(document.text.split()),
        excerpts=len(own),
        confirmed=(document.document_id, document.version) in confirmed,
    )


def _not_heard(
    evidence: Sequence[Excerpt],
    material: Material,
    programme: Programme,
    participants: Sequence[Participant],
    scope: Scope,
) -> tuple[str, ...]:
    """Collaboratives of the programme from which nothing was heard and, where it is known who spoke, roles of the register.

    Who sat at a table whose notes name nobody, or met the author of a reflection, cannot be known: a role is missing only
    where every voice has one.
    Facilitators and presenters were heard, though what they say is not counted; so was whoever notes report.
    """
    heard = {speaks_for(excerpt) for excerpt in evidence}
    missing = []
    if scope.kind in ("cohort", "theme", "role"):
        spoke = evidence if scope.kind == "theme" else material.excerpts.values()
        noted = places_noted(spoke, {person.pseudonym: person.collaborative for person in participants})
        missing = [item.name for item in programme.collaboratives if item.slug not in heard | noted]
    if scope.kind == "role" or any(excerpt.role is None or excerpt.voice.basis == "author" for excerpt in evidence):
        return tuple(missing)
    within = {excerpt.collaborative for excerpt in evidence} if scope.kind in ("event", "collaborative") else None
    roles = {
        person.role for person in participants if person.role and (within is None or person.collaborative in within)
    }
    silent = roles - {excerpt.role for excerpt in material.excerpts.values()}
    role_of = {person.pseudonym: person.role for person in participants}
    return (*missing, *sorted(silent - roles_noted(material.excerpts.values(), role_of, silent)))


def unheard_in(brief: Brief) -> tuple[str, ...]:
    """Who is told as not heard, without whomever the brief quotes: against a finding, on a deed, or on a form that came back.

    What such words are cited for need not carry the theme of the brief, nor count in it at all.
    """
    cited = list(evidence_of(brief))
    quoted = {_alike(brief.collaborative_name(one.collaborative)) for one in cited}
    quoted |= {_alike(one.role) for one in cited}
    return tuple(name for name in brief.base.not_heard if _alike(name) not in quoted)


def _alike(name: str | None) -> str:
    """A role as a survey spells it and as the register does: 'Board-member', 'board member'."""
    return " ".join((name or "").casefold().replace("-", " ").split())


def heard_of(
    theme: Theme,
    evidence: Sequence[Excerpt],
    material: Material,
    findings: Sequence[Finding],
    change: Change | None,
    checked: set[str],
) -> Heard:
    """How widely one theme or stance was heard, from the evidence that carries it."""
    documents = material.documents
    spread = spread_of(evidence, documents)
    by_collaborative: dict[str, Count] = dict(documents_by(evidence, speaks_for))
    by_kind: dict[str, Count] = dict(documents_by(evidence, lambda excerpt: documents[excerpt.document_id].kind.value))
    own = [finding.finding_id for finding in findings if theme.slug in (finding.theme, finding.stance)]
    return Heard(
        slug=theme.slug,
        name=theme.name,
        facet=theme.facet.value,
        documents=spread.documents,
        voices=spread.voices,
        excerpts=spread.excerpts,
        by_collaborative=by_collaborative,
        by_kind=by_kind,
        change=shift_of(change) if change else None,
        findings=tuple(own),
        by_month=documents_by(evidence, lambda excerpt: _month(excerpt, documents)),
        checked=sum(excerpt.excerpt_id in checked for excerpt in evidence),
        voices_at_most=spread.voices_at_most,
    )


def shift_of(change: Change) -> Shift:
    """A change as a brief tells it."""
    return Shift(
        previous=change.previous,
        now=change.now,
        verdict=change.verdict.value,
        previous_base=change.previous_base,
        now_base=change.now_base,
        test=change.test,
        p_value=change.p_value,
    )


def all_heard(
    codebook: Codebook,
    material: Material,
    carried: Mapping[str, Sequence[Excerpt]],
    tags: Sequence[EffectiveTag],
    findings: Sequence[Finding],
    changes: Sequence[Change],
) -> tuple[tuple[Heard, ...], tuple[Heard, ...]]:
    """Topics by how widely they were heard, and the four stances in their fixed order."""
    changed = {change.theme: change for change in changes}

    def heard(theme: Theme) -> Heard:
        checked = {tag.excerpt_id for tag in tags if tag.theme == theme.slug and tag.checked}
        return heard_of(theme, carried.get(theme.slug, []), material, findings, changed.get(theme.slug), checked)

    topics = [heard(theme) for theme in codebook.topics]
    topics.sort(key=_rank)
    stances = [heard(theme) for slug in REPORTED_STANCES for theme in codebook.stances if theme.slug == slug]
    return tuple(topics), tuple(stances)


def _rank(heard: Heard) -> tuple[int, int, int]:
    return (-int(heard.documents), -len(heard.by_collaborative), -int(heard.voices))


@dataclass(frozen=True, slots=True)
class Standing:
    """How many voices stand behind what, in each collaborative: what decides what may be published."""

    by_theme: Mapping[str, Mapping[str, int]]
    by_finding: Mapping[str, Mapping[str, int]]
    by_place: Mapping[str, int]
    """Voices heard there at all."""

    def of(self, theme: str | None, finding: str) -> Mapping[str, int]:
        """Voices by collaborative behind a finding's theme; behind the finding itself where it has none."""
        return self.by_theme.get(theme, {}) if theme else self.by_finding.get(finding, {})


def standing_of(carried: Mapping[str, Sequence[Excerpt]], findings: Sequence[Finding], material: Material) -> Standing:
    """Counted from the evidence of each theme and each finding."""
    return Standing(
        {theme: _voices_by_place(evidence) for theme, evidence in carried.items()},
        {finding.finding_id: _voices_by_place(material.of(finding.evidence)) for finding in findings},
        _voices_by_place(material.evidence),
    )


def _voices_by_place(evidence: Sequence[Excerpt]) -> dict[str, int]:
    return {share.name: share.voices for share in shares(evidence, speaks_for)}
