"""Tell: from tagged or untagged evidence to findings, in the named steps that any analyst follows.

Gather the evidence, group what says the same, place each group (side and theme), join groups of one subject into matters,
word each in a clause of its own, check who says what the clause says, choose quotes, tell who differed and who was silent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.deeds import is_a_task
from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.finding import Clause, Finding, Links, Point, Spoken, is_tentative, spread_of
from learnbrief.corpus.naming import names as is_named
from learnbrief.corpus.protocols import Encoder
from learnbrief.corpus.stance import Stance
from learnbrief.corpus.tag import EffectiveTag
from learnbrief.nlp.findings.clauses import Candidate
from learnbrief.nlp.findings.contrast import counter_evidence, silences, solved_by
from learnbrief.nlp.findings.difference import answered
from learnbrief.nlp.findings.followed import followed
from learnbrief.nlp.findings.gather import Background, Material, Row, gather
from learnbrief.nlp.findings.identity import with_identities
from learnbrief.nlp.findings.matter import Matter, matters_of
from learnbrief.nlp.findings.near import Near
from learnbrief.nlp.findings.place import Group, theme_of
from learnbrief.nlp.findings.quote import choose_quotes, stands_alone
from learnbrief.nlp.findings.same import with_same_deeds
from learnbrief.nlp.findings.weights import WEIGHTS, Weights
from learnbrief.nlp.findings.word import subject
from learnbrief.nlp.language.names import NO_NAMES, Names

SINGLES = 120
"""Single voices kept: those that read best by themselves and that fewest others come near."""
BEST = 12
"""Of these a brief on one event, which has little else, takes what it tells first."""
READABLE = 0.5
"""How far an excerpt must be understandable by itself to stand without company."""


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
    names: Names = NO_NAMES,
    reach: Mapping[str, float] | None = None,
    weights: Weights = WEIGHTS,
) -> tuple[Finding, ...]:
    """Findings over all evidence, most events first, then sources, collaboratives, voices; never by how often.

    `before` are the findings of an earlier run on the same scope, whose identities go on; `keep` those of them that a person
    worded or pinned: they are followed even where little of them is left. `names` are those of the programme's places.
    """
    heard = sorted((one for one in excerpts if one.evidence), key=lambda one: (one.document_id, one.version, one.start))
    material = gather(
        heard, documents, tags, vectors, read=read, background=background, names=names, reach=reach, weights=weights
    )
    if not material.excerpts:
        return ()
    matters = matters_of(material, codebook, encoder, with_same_deeds(material, links))
    telling = _Telling.of(material, codebook, heard)
    found = [telling.finding(matter) for matter in kept_of(material, matters)]
    return with_identities(found, before, keep=frozenset(keep))


def kept_of(material: Material, matters: Sequence[Matter]) -> list[Matter]:
    """All that several excerpts carry, and of the single ones what is central and those that can be read by themselves."""
    alone: dict[bool, list[tuple[object, int]]] = {False: [], True: []}
    kept, first = set(), _read_first(material, matters)
    for at, matter in enumerate(matters):
        if len(matter.members) > 1 or matter.divided:
            kept.add(at)
        elif at in first or _readable(material, matter):
            voiced = matter.groups[0].side in (Stance.ACTION, Stance.QUESTION)
            alone[voiced].append(((at not in first, -_worth(material, matter), matter.members), at))
    for voiced, most in ((False, SINGLES), (True, SINGLES // 2)):
        kept.update(at for _, at in sorted(alone[voiced])[:most])
    return [matter for at, matter in enumerate(matters) if at in kept]


def _read_first(material: Material, matters: Sequence[Matter]) -> set[int]:
    """Which matters may head a brief though one voice says them: what others come near, what is central, and what reads best."""
    best = sorted(range(len(matters)), key=lambda at: (-matters[at].reads, at))[:BEST]
    able = {at for at in best if matters[at].reads >= material.weights.reads}
    central = {at for at, matter in enumerate(matters) if matter.centrality >= material.weights.alone}
    return able | central | {at for at, matter in enumerate(matters) if matter.near}


def _readable(material: Material, matter: Matter) -> bool:
    """Whether a single voice can be followed; what falls to somebody is short, and whoever left it out would drop an action."""
    excerpt = material.excerpts[matter.members[0]]
    owned = matter.groups[0].side is Stance.ACTION and is_a_task(excerpt, material.documents[excerpt.document_id])
    return owned or stands_alone(excerpt.text) >= READABLE


def _worth(material: Material, matter: Matter) -> float:
    """How well a single voice reads, and whether it has a clause to head it."""
    position = matter.members[0]
    clause = max((one.worth for one in matter.clauses[0]), default=0.0)
    placed = 0.2 if matter.groups[0].side or matter.groups[0].theme else 0.0
    return round(stands_alone(material.excerpts[position].text) + clause + placed, 4)


@dataclass(slots=True)
class _Telling:
    """The scope while its matters are told: what is the same for all of them, counted once."""

    material: Material
    codebook: Codebook
    sources: int
    kinds: int
    answered: Mapping[int, frozenset[int]]
    """What each open answer answers."""
    heard: Sequence[Excerpt]
    """All evidence, also what is too short to make a point and what repeats another: whoever looks a thing up counts these too."""
    quoted: set[int] = field(default_factory=set)
    """Who is quoted already."""

    @classmethod
    def of(cls, material: Material, codebook: Codebook, heard: Sequence[Excerpt]) -> "_Telling":
        spread = spread_of(material.excerpts, material.documents)
        return cls(material, codebook, spread.documents, len(spread.kinds), answered(material), heard)

    def finding(self, matter: Matter) -> Finding:
        """One matter with its headline, quotes, counts and who differed."""
        material, members, side = self.material, matter.members, matter.side
        best = matter.best
        circle = [members[0], *matter.near.others] if matter.near and len(members) == 1 else members
        theme = theme_of(material, circle, self.codebook, alone=len(members) == 1)
        heading, heading_from = self._heading(matter, theme)
        stated = list(matter.stated)
        quotes = choose_quotes(material, stated, first=best.position if best else None, quoted=self.quoted)
        self.quoted.update(quotes)
        tentative = is_tentative(matter.spread, sources_heard=self.sources)
        thing = matter.near.thing if matter.near else None
        heard_of = list(dict.fromkeys((*members, *(thing.named_by if thing else ()))))
        return Finding(
            theme=theme,
            stance=side.value if side else None,
            heading=heading,
            heading_from=heading_from,
            clause=best.clause if best and heading_from == "clause" else None,
            candidates=tuple(one.clause for words in matter.clauses for one in words),
            points=tuple(_point(material, *both) for both in zip(matter.groups, matter.clauses, strict=True)),
            evidence=material.ids(members),
            quotes=material.ids(quotes),
            counter=() if matter.divided else material.ids(counter_evidence(material, members, side, self.answered)),
            then_now=matter.change,
            subject="" if theme or len(circle) < 2 else self._subject(circle, heading),
            tentative=tentative,
            silent=() if tentative and not thing else silences(material, heard_of),
            one_kind_only=len(matter.spread.kinds) == 1 and self.kinds > 1,
            likeness=matter.likeness,
            centrality=matter.centrality,
            reads=matter.reads,
            solved_later=matter.change is None and solved_by(material, matter.groups[0]) is not None,
            spoken=self._spoken(matter.near) if matter.near else None,
        )

    def _subject(self, circle: Sequence[int], heading: str) -> str:
        """What those speak of who stand together, if the heading names it: over other words it would be a riddle."""
        found = subject(self.material, circle)
        return found if found and is_named(found, heading) else ""

    def _spoken(self, near: Near) -> Spoken:
        words = near.thing.words if near.thing else ""
        naming = tuple(one.excerpt_id for one in self.heard if is_named(words, one.text)) if words else ()
        beside = tuple(one.clause for one in near.beside)
        ids = self.material.ids(near.likely)
        likely = {one: round(share, 3) for one, share in zip(ids, near.likely.values(), strict=True)}
        return Spoken(words, naming, beside, near.weight, ids, likely)

    def _heading(self, matter: Matter, theme: str | None) -> tuple[str, str]:
        """The clause; or the subject of several sides; or theme and side alone."""
        name = self.codebook.theme(theme).name if theme else ""
        if matter.best is not None:
            return matter.best.words, "clause"
        if matter.lead is None or (not name and len(matter.members) > 1):
            about = subject(self.material, matter.members) or name
            if about:
                return about[0].upper() + about[1:], "composed"
        side = matter.groups[0].side
        label = side.label if side else Stance.NEUTRAL.label
        return (f"{name}: {label[0].lower()}{label[1:]}" if name else label), "none"


def _point(material: Material, group: Group, words: Sequence[Candidate]) -> Point:
    against = _against(material, group)
    return Point(
        evidence=material.ids(group.members),
        against_by=material.ids(group.contested) if against is not None else (),
        theme=group.theme,
        stance=group.side.value if group.side else None,
        clause=words[0].clause if words else None,
        contested=against is not None,
        against=against,
        followed=followed(material, group.members) if group.side is Stance.ACTION else None,
    )


def _against(material: Material, group: Group) -> Clause | None:
    """The words of a member who says that they see it otherwise."""
    if group.against is not None:
        return group.against
    if not group.contested:
        return None
    excerpt = material.excerpts[group.contested[0]]
    return Clause(excerpt.excerpt_id, 0, len(excerpt.text))
