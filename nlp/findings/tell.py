"""Tell: from tagged or untagged evidence to findings, in the named steps that any analyst follows.

Gather the evidence, group what says the same, place each group (side and theme), join groups of one subject into matters,
word each in a clause of its own, choose quotes, tell who differed and who was silent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.finding import Clause, Finding, Links, Point, Spread, is_tentative, spread_of
from learnbrief.corpus.protocols import Encoder
from learnbrief.corpus.stance import Stance
from learnbrief.corpus.tag import EffectiveTag
from learnbrief.nlp.findings.clauses import Candidate, best_first
from learnbrief.nlp.findings.contrast import counter_evidence, silences, solved_later, then_now
from learnbrief.nlp.findings.gather import Background, Material, Row, gather
from learnbrief.nlp.findings.group import central_first, group
from learnbrief.nlp.findings.identity import with_identities
from learnbrief.nlp.findings.join import join, mean_likeness
from learnbrief.nlp.findings.place import Group, place, theme_of, with_spread
from learnbrief.nlp.findings.quote import choose_quotes, stands_alone
from learnbrief.nlp.findings.weights import WEIGHTS, Weights
from learnbrief.nlp.findings.word import ranked, subject

SINGLES = 60
"""Single voices kept: those that read best by themselves and that fewest others come near."""
READABLE = 0.5
"""How far an excerpt must be understandable by itself to stand without company."""
OTHER_SIDE = 0.25
"""Share of a matter's voices from which a second side is named beside the first, not under it."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Groups on one subject, widest first, each with its clauses."""

    groups: tuple[Group, ...]
    clauses: tuple[tuple[Candidate, ...], ...]
    spread: Spread
    events: int
    likeness: float
    """Mean likeness of its excerpts among each other: of two equally wide matters the closer is told first."""

    @property
    def members(self) -> list[int]:
        """All its positions, those of the widest group first."""
        return list(dict.fromkeys(position for group in self.groups for position in group.members))


def distil(
    excerpts: Iterable[Excerpt],
    documents: Mapping[str, Document],
    tags: Iterable[EffectiveTag],
    vectors: Mapping[str, Row],
    codebook: Codebook,
    *,
    encoder: Encoder | None = None,
    links: Links | None = None,
    read: Iterable[str] = (),
    background: Background | None = None,
    before: Sequence[Finding] = (),
    keep: Iterable[str] = (),
    weights: Weights = WEIGHTS,
) -> tuple[Finding, ...]:
    """Findings over all evidence, most events first, then sources, collaboratives, voices; never by how often.

    `before` are the findings of an earlier run on the same scope, whose identities go on; `keep` those of them that a person
    worded or pinned: they are followed even where little of them is left.
    """
    material = gather(excerpts, documents, tags, vectors, read=read, background=background, weights=weights)
    if not material.excerpts:
        return ()
    matters = matters_of(material, codebook, encoder, links)
    quoted: set[int] = set()
    found = [_finding(material, matter, codebook, quoted) for matter in _kept(material, matters)]
    return with_identities(found, before, keep=frozenset(keep))


def matters_of(
    material: Material, codebook: Codebook, encoder: Encoder | None, links: Links | None = None
) -> list[Matter]:
    """Every group and single excerpt of the evidence, joined into matters, best spread first."""
    grouped = group(material, links)
    placed = [place(material, members, codebook) for members in grouped]
    parts = [
        _voiced_together(material, [one for index in matter for one in placed[index]], codebook)
        for matter in join(material, grouped, links)
    ]
    matters = []
    for part, clauses in zip(parts, ranked(material, parts, encoder), strict=True):
        own = [(one, tuple(words)) for one, words in zip(part, clauses, strict=True)]
        own.sort(key=lambda pair: _order(pair[0]))
        members = [position for one, _ in own for position in one.members]
        spread = spread_of(material.among(members), material.documents)
        events = len({material.documents[excerpt.document_id].event_id for excerpt in material.among(members)})
        clauses_of = tuple(words for _, words in own)
        matters.append(
            Matter(tuple(one for one, _ in own), clauses_of, spread, events, mean_likeness(material, members))
        )
    return sorted(
        matters, key=lambda one: (-one.events, *(-number for number in one.spread.rank), -one.likeness, one.members)
    )


def _voiced_together(material: Material, groups: Sequence[Group], codebook: Codebook) -> list[Group]:
    """All that a matter's people want done in one group, and all that they ask in another."""
    kept = [one for one in groups if one.side not in (Stance.ACTION, Stance.QUESTION)]
    for side in (Stance.ACTION, Stance.QUESTION):
        members = central_first(material, [at for one in groups if one.side is side for at in one.members])
        if members:
            kept.append(with_spread(material, Group(tuple(members), side, theme_of(material, members, codebook))))
    return kept


def _order(group: Group) -> tuple[object, ...]:
    weighs = group.side not in (Stance.ACTION, Stance.QUESTION)
    return (*(-number for number in group.spread.rank), not weighs, group.members)


def _kept(material: Material, matters: Sequence[Matter]) -> list[Matter]:
    """All that several excerpts carry, and of the single ones those that can be read by themselves."""
    several = [matter for matter in matters if matter.spread.excerpts > 1]
    alone = [
        matter
        for matter in matters
        if matter.spread.excerpts == 1 and stands_alone(material.excerpts[matter.members[0]].text) >= READABLE
    ]
    voiced = [matter for matter in alone if matter.groups[0].side in (Stance.ACTION, Stance.QUESTION)]
    weighed = [matter for matter in alone if matter not in voiced]
    worth = {id(matter): _worth(material, matter) for matter in alone}
    chosen = [
        *sorted(weighed, key=lambda one: (-worth[id(one)], one.members))[:SINGLES],
        *sorted(voiced, key=lambda one: (-worth[id(one)], one.members))[: SINGLES // 2],
    ]
    return [*several, *sorted(chosen, key=matters.index)]


def _worth(material: Material, matter: Matter) -> float:
    """How well a single voice reads, and whether it has a clause to head it."""
    position = matter.members[0]
    clause = max((one.worth for one in matter.clauses[0]), default=0.0)
    placed = 0.2 if matter.groups[0].side or matter.groups[0].theme else 0.0
    return round(stands_alone(material.excerpts[position].text) + clause + placed, 4)


def _finding(material: Material, matter: Matter, codebook: Codebook, quoted: set[int]) -> Finding:
    members = matter.members
    points = tuple(_point(material, one, words) for one, words in zip(matter.groups, matter.clauses, strict=True))
    side, lead = _side(matter)
    best = _headline(matter, side) if lead is not None else None
    clause = best.clause if best else None
    theme = theme_of(material, members, codebook)
    name = codebook.theme(theme).name if theme else ""
    heading, heading_from = _heading(material, matter, name, clause, several=lead is None)
    quotes = choose_quotes(material, members, first=best.position if best else None, quoted=quoted)
    quoted.update(quotes)
    change = then_now(material, _worded(matter))
    sources = len({excerpt.document_id for excerpt in material.excerpts})
    kinds = {material.documents[excerpt.document_id].kind.value for excerpt in material.excerpts}
    tentative = is_tentative(matter.spread, sources_heard=sources)
    return Finding(
        theme=theme,
        stance=side.value if side else None,
        heading=heading,
        heading_from=heading_from,
        clause=clause if heading_from == "clause" else None,
        candidates=tuple(one.clause for words in matter.clauses for one in words),
        points=points,
        evidence=material.ids(members),
        quotes=material.ids(quotes),
        counter=material.ids(counter_evidence(material, members, side)),
        then_now=change,
        tentative=tentative,
        silent=() if tentative else silences(material, members),
        one_kind_only=len(matter.spread.kinds) == 1 and len(kinds) > 1,
        likeness=matter.likeness,
        solved_later=change is None and solved_later(material, members, side),
    )


def _worded(matter: Matter) -> list[tuple[Group, Clause | None]]:
    """Each group with its best clause."""
    both = zip(matter.groups, matter.clauses, strict=True)
    return [(one, words[0].clause if words else None) for one, words in both]


def _point(material: Material, group: Group, words: Sequence[Candidate]) -> Point:
    against = _against(material, group)
    return Point(
        evidence=material.ids(group.members),
        theme=group.theme,
        stance=group.side.value if group.side else None,
        clause=words[0].clause if words else None,
        contested=against is not None,
        against=against,
    )


def _against(material: Material, group: Group) -> Clause | None:
    """The words of a member who says that they see it otherwise."""
    if not group.contested:
        return None
    excerpt = material.excerpts[group.contested[0]]
    return Clause(excerpt.excerpt_id, 0, len(excerpt.text))


def _side(matter: Matter) -> tuple[Stance | None, int | None]:
    """The side of a matter and the group that heads it; no group where several sides share it."""
    weighing = [at for at, one in enumerate(matter.groups) if one.side not in (Stance.ACTION, Stance.QUESTION)]
    order = weighing or list(range(len(matter.groups)))
    lead = next((at for at in order if matter.clauses[at]), order[0])
    first = matter.groups[lead].side
    voices = max(1, matter.spread.voices)
    for at in order:
        other = matter.groups[at].side
        divided = {first, other} == {Stance.BARRIER, Stance.ENABLER}
        if divided and matter.groups[at].spread.voices >= OTHER_SIDE * voices and matter.clauses[at]:
            return None, None
    return first, lead


def _headline(matter: Matter, side: Stance | None) -> Candidate | None:
    """The best clause of those who stand on the matter's side; where it takes none, of all who weigh it."""
    voiced = {Stance.ACTION, Stance.QUESTION} - {side}
    own = [
        words
        for one, words in zip(matter.groups, matter.clauses, strict=True)
        if (one.side is side if side else one.side not in voiced)
    ]
    return min((one for words in own for one in words), key=best_first, default=None)


def _heading(material: Material, matter: Matter, name: str, clause: Clause | None, *, several: bool) -> tuple[str, str]:
    """The clause; or the subject of several sides; or theme and side alone."""
    if clause is not None:
        text = next(excerpt.text for excerpt in material.among(matter.members) if excerpt.excerpt_id == clause.excerpt)
        return text[clause.start : clause.end], "clause"
    if several:
        about = subject(material, matter.members) or name
        if about:
            return about[0].upper() + about[1:], "composed"
    side = matter.groups[0].side
    label = side.label if side else Stance.NEUTRAL.label
    return (f"{name}: {label[0].lower()}{label[1:]}" if name else label), "none"
