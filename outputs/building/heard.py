"""What the brief rests on and how widely each theme was heard: counted once, here, for prose, tables and charts."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from corpus.codebook import Codebook, Theme
from corpus.document import Document, Excerpt, Participant, Programme
from corpus.finding import Change, Finding, Scope, spread_of
from corpus.tag import Band, EffectiveTag, TagStatus
from outputs.brief import Base, Count, Heard, Shift, SourceLine
from outputs.building.material import Material

REPORTED_STANCES = ("barrier", "enabler", "action", "question")


def holds(tag: EffectiveTag) -> bool:
    """A tag counts when a person kept or added it, or the model was sure and nobody has said otherwise."""
    if tag.checked:
        return tag.status is not TagStatus.REJECTED
    return tag.band is Band.SURE


def documents_by(excerpts: Iterable[Excerpt], key: Callable[[Excerpt], str | None]) -> dict[str, int]:
    """Number of sources per value of `key`; what has none is left out."""
    pairs = {(key(excerpt), excerpt.document_id) for excerpt in excerpts}
    counted = Counter(value for value, _ in pairs if value)
    return dict(sorted(counted.items()))


def month(document: Document) -> str:
    """The month of a source, as '2025-03'."""
    return f"{document.date:%Y-%m}"


def base_of(
    material: Material,
    *,
    programme: Programme,
    participants: Sequence[Participant],
    scope: Scope,
    confirmed: set[tuple[str, int]],
) -> Base:
    """The sources, voices and kinds the brief rests on, and who is not among them."""
    evidence = material.evidence
    documents = material.documents
    spread = spread_of(evidence, documents)
    by_kind = documents_by(evidence, lambda excerpt: documents[excerpt.document_id].kind.value)
    by_collaborative: dict[str, Count] = dict(documents_by(evidence, lambda excerpt: excerpt.collaborative))
    return Base(
        documents=spread.documents,
        excerpts=spread.excerpts,
        voices=spread.voices,
        by_kind=dict(by_kind),
        by_collaborative=by_collaborative,
        not_heard=_not_heard(evidence, programme, participants, scope),
        words=sum(len(excerpt.text.split()) for excerpt in evidence),
        set_aside=len(material.excerpts) - len(evidence),
        by_month=documents_by(evidence, lambda excerpt: month(documents[excerpt.document_id])),
        voices_by_role=_voices_by_role(evidence),
        kinds_by_collaborative=_kinds_by_collaborative(evidence, documents),
        sources=tuple(_source_line(document, material, confirmed) for document in documents.values()),
    )


def _voices_by_role(evidence: Sequence[Excerpt]) -> dict[str, Count]:
    voices = {excerpt.voice.voice_id: excerpt.role or "role not known" for excerpt in evidence}
    counts = Counter(voices.values())
    return {role: counts[role] for role in sorted(counts, key=lambda role: (-counts[role], role))}


def _kinds_by_collaborative(
    evidence: Sequence[Excerpt], documents: Mapping[str, Document]
) -> dict[str, dict[str, Count]]:
    table: dict[str, dict[str, Count]] = {}
    for collaborative in sorted({excerpt.collaborative or "" for excerpt in evidence}):
        here = [excerpt for excerpt in evidence if (excerpt.collaborative or "") == collaborative]
        table[collaborative] = dict(documents_by(here, lambda excerpt: documents[excerpt.document_id].kind.value))
    return table


def _source_line(document: Document, material: Material, confirmed: set[tuple[str, int]]) -> SourceLine:
    own = [excerpt for excerpt in material.evidence if excerpt.document_id == document.document_id]
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
    evidence: Sequence[Excerpt], programme: Programme, participants: Sequence[Participant], scope: Scope
) -> tuple[str, ...]:
    """Collaboratives of the programme, and roles of the register, from which nothing was heard."""
    heard = {excerpt.collaborative for excerpt in evidence}
    missing = []
    if scope.kind in ("cohort", "theme"):
        missing = [item.name for item in programme.collaboratives if item.slug not in heard]
    within = heard if scope.kind in ("event", "collaborative") else None
    roles = {
        person.role for person in participants if person.role and (within is None or person.collaborative in within)
    }
    return (*missing, *sorted(roles - {excerpt.role for excerpt in evidence}))


def heard_of(
    theme: Theme, material: Material, tags: Sequence[EffectiveTag], findings: Sequence[Finding], change: Change | None
) -> Heard:
    """How widely one theme or stance was heard, from the excerpts whose tag holds."""
    held = {tag.excerpt_id: tag for tag in tags if tag.theme == theme.slug and holds(tag)}
    evidence = [excerpt for excerpt in material.evidence if excerpt.excerpt_id in held]
    documents = material.documents
    spread = spread_of(evidence, documents)
    by_collaborative: dict[str, Count] = dict(documents_by(evidence, lambda excerpt: excerpt.collaborative))
    by_kind: dict[str, Count] = dict(documents_by(evidence, lambda excerpt: documents[excerpt.document_id].kind.value))
    own = [item.finding_id for item in findings if theme.slug in (item.theme, item.stance)]
    return Heard(
        slug=theme.slug,
        name=theme.name,
        facet=theme.facet.value,
        documents=spread.documents,
        voices=spread.voices,
        excerpts=spread.excerpts,
        by_collaborative=by_collaborative,
        by_kind=by_kind,
        change=_shift(change),
        findings=tuple(own),
        by_month=documents_by(evidence, lambda excerpt: month(documents[excerpt.document_id])),
        checked=sum(held[excerpt.excerpt_id].checked for excerpt in evidence),
    )


def _shift(change: Change | None) -> Shift | None:
    if change is None:
        return None
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
    tags: Sequence[EffectiveTag],
    findings: Sequence[Finding],
    changes: Sequence[Change],
) -> tuple[tuple[Heard, ...], tuple[Heard, ...]]:
    """Topics by how widely they were heard, and the four stances in their fixed order."""
    by_theme = {change.theme: change for change in changes}
    topics = [heard_of(theme, material, tags, findings, by_theme.get(theme.slug)) for theme in codebook.topics]
    topics.sort(key=_rank)
    stances = [
        heard_of(theme, material, tags, findings, by_theme.get(theme.slug))
        for slug in REPORTED_STANCES
        for theme in codebook.stances
        if theme.slug == slug
    ]
    return tuple(topics), tuple(stances)


def _rank(heard: Heard) -> tuple[int, int, int]:
    return (-int(heard.documents), -len(heard.by_collaborative), -int(heard.voices))


def voices_there(codebook: Codebook, material: Material, tags: Sequence[EffectiveTag]) -> dict[str, dict[str, int]]:
    """Per theme and collaborative, how many voices hold the theme there: what decides whether a quote may name it."""
    held: dict[str, dict[str, set[str]]] = {theme.slug: {} for theme in codebook.themes}
    for tag in tags:
        excerpt = material.excerpts.get(tag.excerpt_id)
        if excerpt and excerpt.evidence and excerpt.collaborative and tag.theme in held and holds(tag):
            held[tag.theme].setdefault(excerpt.collaborative, set()).add(excerpt.voice.voice_id)
    return {theme: {place: len(voices) for place, voices in places.items()} for theme, places in held.items()}
