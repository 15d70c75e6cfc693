"""Check: which excerpts of a matter make the statement of a clause, so that its count is theirs; what makes none is sent away."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.finding import Clause, Links, spread_of
from learnbrief.corpus.stance import Stance
from learnbrief.nlp.claims.amounts import amounts, digits
from learnbrief.nlp.findings.clauses import Candidate, best_first, rich
from learnbrief.nlp.findings.gather import Likeness, Material
from learnbrief.nlp.findings.group import central_first
from learnbrief.nlp.findings.pairs import Pairs
from learnbrief.nlp.findings.place import Group, does, lean, placed_together
from learnbrief.nlp.findings.stand import stand_apart
from learnbrief.nlp.findings.word import fits, held, meaning_of, of_the_words, subject
from learnbrief.nlp.language.words import stems, straight

Worded = tuple[Group, tuple[Candidate, ...]]
"""A group with the clauses that can head it, best first."""

FEW = 2
"""Up to here numbers are words like others: 'one', 'two of us'."""
WEAK = 0.5
"""How well a clause must stand by itself to head what several say; below it, it takes somebody who was there to follow it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A matter after its members were checked against what it says."""

    told: tuple[Worded, ...]
    """Its statements, the widest first, then what only speaks of the same; empty where its members share no more than words."""
    away: tuple[Worded, ...]
    """Single excerpts that belong to no statement of it."""


def check(
    pairs: Pairs, groups: Sequence[Group], clauses: Sequence[Sequence[Candidate]], codebook: Codebook, links: Links
) -> Checked:
    """The statements that at least two members make, each with those who make it, and who is left.

    A statement is a clause and the excerpts that make it; the clause that most sources make is taken first.
    Whose words do not meet the clause's one by one, and who is not surely heard as one with it, only comes near it, and is not counted.
    Where no two say the same, a matter is headed by who words it best.
    """
    ground = _Ground.of(pairs, groups, clauses, links)
    taken = _Taken.of(ground, links)
    statements = [_worded(ground, members, codebook, first=clause) for clause, members in taken.statements]
    single = [_worded(ground, [at], codebook) for at in taken.left]
    if not statements:
        return _unsaid(ground, single)
    near = {at: float(pairs.together([at], taken.lead).mean()) for at in taken.left}
    cut = pairs.material.weights.one_matter
    stays = [one for one in single if one[0].members[0] in taken.aside or near[one[0].members[0]] >= cut]
    # who takes another side beside words of one would leave a bare subject over both
    if len(statements[0][0].members) == 1:
        stays = [one for one in stays if one[0].side is statements[0][0].side]
    return Checked((*statements, *stays), tuple(one for one in single if one not in stays))


def _unsaid(ground: "_Ground", single: Sequence[Worded]) -> Checked:
    """A matter in which nobody is counted as saying anybody's words: told for its sides, or as one subject headed by who words it best."""
    sides = {one.side for one, _ in single} - {None, Stance.QUESTION}
    if len(sides) > 1 and named_by_most(ground.material, ground.members):
        return Checked(tuple(single), ())
    return Checked(tuple(sorted(single, key=_best_worded)), ())


@dataclass(frozen=True, slots=True)
class _Taken:
    """What the members of a matter say."""

    statements: tuple[tuple[Candidate, list[int]], ...]
    """Clauses with those who are counted under them; where nobody shares a sense, the first clause with its owner alone."""
    lead: list[int]
    """Who is nearest to what is said first."""
    left: list[int]
    """Who makes none of the statements, in the order of the members."""
    aside: frozenset[int]
    """Those of them who come near one and are not counted."""

    @classmethod
    def of(cls, ground: "_Ground", links: Links) -> "_Taken":
        """The clause that most sources come near first, then the next among who is left."""
        left, statements, near_only = list(ground.members), [], []
        aside: list[int] = []
        while found := _widest(ground, left):
            clause, members = found
            left = [at for at in left if at not in members]
            counted = _counting(ground, clause, members, links)
            if len(counted) > 1:
                statements.append((clause, counted))
                aside += [at for at in members if at not in counted]
            else:
                near_only.append(found)
        lead = statements[0][1] if statements else near_only[0][1] if near_only else []
        if near_only and not statements:
            statements = [(near_only[0][0], [near_only[0][0].position])]
            aside += lead
        told = {at for _, members in statements for at in members}
        return cls(tuple(statements), lead, [at for at in ground.members if at not in told], frozenset(aside) - told)


def _counting(ground: "_Ground", clause: Candidate, members: Sequence[int], links: Links) -> list[int]:
    """Of those who pass the cut, who is counted: whoever shares the sense of the words, and whom an evaluator put with them.

    In few sources many tables may say a thing each in words of its own, and come near each other: there nobody is sent away.
    """
    excerpts, weights = ground.material.excerpts, ground.material.weights
    few = len({excerpt.document_id for excerpt in excerpts}) < weights.few_sources
    if few and len({excerpts[at].voice.voice_id for at in ground.members}) >= weights.around:
        return list(members)
    own = excerpts[clause.position].excerpt_id
    beside = {one for together in links.together if own in together for one in together}
    given = 0.0 if ground.kinds[clause.position] is None else weights.voiced
    sure = [at for at in members if excerpts[at].excerpt_id in beside]
    found = sharing(ground.pairs, clause, [at for at in members if at not in sure], less=given)
    return [at for at in members if at in found or at in sure]


def sharing(pairs: Pairs, clause: Candidate, members: Sequence[int], *, less: float = 0.0) -> set[int]:
    """Who shares the sense of a clause, and not only words with it: its owner, who is surely heard as one with it, and whose words meet it one by one.

    The only other source that comes near it must meet it closely; where several do, they speak for each other.
    """
    excerpts, weights = pairs.material.excerpts, pairs.material.weights
    own = excerpts[clause.position].document_id
    others = [at for at in members if at != clause.position]
    if pairs.wordwise is None:
        return {clause.position, *others}
    sure = heard_as_one(pairs, clause, others)
    met = {at: pairs.wordwise.met(clause.words, excerpts[at].text) for at in others if at not in sure}
    kept = [at for at in others if at in sure or met[at] >= weights.met_among_several - less]
    elsewhere = {excerpts[at].document_id for at in kept} - {own}
    if len(elsewhere) == 1 or (not elsewhere and len(kept) == 1):
        near = weights.met - less
        kept = [at for at in kept if at in sure or met[at] >= near or (elsewhere and excerpts[at].document_id == own)]
    if elsewhere and not {excerpts[at].document_id for at in kept} - {own}:
        kept = []
    return {clause.position, *kept}


def heard_as_one(pairs: Pairs, clause: Candidate, members: Sequence[int]) -> frozenset[int]:
    """Who is so likely of one matter with the excerpt of a clause, and with its words by themselves, that they are counted as speaking of what it says.

    That they say the same cannot be told: of 243 who pass, .95 speak of the matter and .61 make the point (benchmarks/training/beneath.py), whatever else
    is asked of them. So a brief says 'spoken of', and shows their words.
    """
    material, at = pairs.material, clause.position
    weights, said = material.weights, material.excerpts[at].text
    near = zip(members, pairs.together([at], members)[0] >= weights.says_so, strict=True)
    sure = [one for one, likely in near if likely and not stand_apart(said, material.excerpts[one].text)]
    if not sure or (clause.informs is not None and clause.informs < weights.informs):
        return frozenset()
    return frozenset(of_the_words(material, clause, sure, weights.says_alone))


def _best_worded(worded: Worded) -> tuple[float, tuple[int, ...]]:
    group, clauses = worded
    return -max((one.worth for one in clauses), default=0.0), group.members


@dataclass(frozen=True, slots=True)
class _Ground:
    """One matter while it is checked."""

    pairs: Pairs
    members: tuple[int, ...]
    kinds: Mapping[int, Stance | None]
    """Whether a member wants something done, asks, or weighs: who wants a thing does not report it."""
    clauses: tuple[Candidate, ...]
    makes: Mapping[Candidate, Mapping[int, float]]
    """Which members make the statement of each clause, and how surely."""

    @property
    def material(self) -> Material:
        """All evidence."""
        return self.pairs.material

    @classmethod
    def of(
        cls, pairs: Pairs, groups: Sequence[Group], clauses: Sequence[Sequence[Candidate]], links: Links
    ) -> "_Ground":
        material = pairs.material
        members = tuple(dict.fromkeys(at for group in groups for at in group.members))
        voiced = (Stance.ACTION, Stance.QUESTION)
        kinds = {at: group.side if group.side in voiced else None for group in groups for at in group.members}
        own = (*(one for part in clauses for one in part), *_whole(material, members))
        table = material.alike(members, members)
        linked = _linked(material, members, links)
        makes = {one: _makers(pairs, one, members, kinds, table, linked) for one in own}
        return cls(pairs, members, kinds, own, makes)


def _makers(
    pairs: Pairs, clause: Candidate, members: Sequence[int], kinds: Mapping[int, Stance | None], table: Likeness,
    linked: Mapping[int, frozenset[int]],
) -> dict[int, float]:  # fmt: skip
    """Who makes a clause's statement: those close enough to it, and to all who make it, that do the same and lean to no other side."""
    material, owner = pairs.material, clause.position
    near = says_it(material, clause, members, table[members.index(owner)])
    likely = heard_as_one(pairs, clause, [at for at in members if at != owner])
    sign, strong = lean(material, owner), material.weights.strong_lean
    cut = _cut(material, clause, voiced=kinds[owner] is not None)
    company = material.weights.matter_cut(len(material.excerpts)) + material.weights.by_a_word
    sure = {at: float(value) for at, value in zip(members, near, strict=True)}
    found = [owner]
    for at, value in sorted(zip(members, near, strict=True), key=lambda pair: -pair[1]):
        against = abs(sign) >= strong and lean(material, at) * sign < 0 and abs(lean(material, at)) >= strong
        surer = material.weights.surer if len(found) > 1 else 0.0
        close = at in likely or value >= cut + surer
        fits = at != owner and close and kinds[at] is kinds[owner] and not against
        if fits and (
            counts_otherwise(clause.words, material.excerpts[at].text)
            or says_it_ended(clause.words, material.excerpts[at].text)
            or _came_before(material, clause, at)
            or (at in likely and _between_them_it_changed(material, owner, at))
        ):
            continue
        beside = table[members.index(at), [members.index(other) for other in found]]
        if fits and (at in likely or beside.mean() >= company):
            found.append(at)
    return {other: sure[other] for at in found for other in linked.get(at, frozenset({at}))}


def counts_otherwise(words: str, text: str) -> bool:
    """Whether a text that speaks in numbers has none of those in the words: '106 calls' is not what tells of thirty."""
    told = [one for one in amounts(digits(words)) if one.value > FEW or one.value < 1]
    heard = [one for one in amounts(digits(text)) if one.value > FEW or one.value < 1]
    missing = [one for one in told if not any(one.same(other) for other in heard)]
    return bool(missing) and any(not any(one.same(other) for other in told) for one in heard)


_CHANGED = re.compile(r"\b(?:since|now|no longer|stopped|not any ?more|any ?more|at last|finally|these days)\b", re.I)
"""Words that tell of a change, and not of how it was before."""


def _came_before(material: Material, clause: Candidate, at: int) -> bool:
    """Whether words tell of a change, and an excerpt was said well before it: nobody answered yet the line that is praised since January."""
    earlier = material.well_after(clause.position, at)
    return earlier and _CHANGED.search(clause.words) is not None and not _CHANGED.search(material.excerpts[at].text)


def _between_them_it_changed(material: Material, one: int, other: int) -> bool:
    """Whether the later of two tells of a change, and the earlier was said well before it and tells of none."""
    if material.day(one) > material.day(other):
        one, other = other, one
    tells = _CHANGED.search(material.excerpts[other].text) and not _CHANGED.search(material.excerpts[one].text)
    return bool(tells) and material.well_after(other, one)


_ENDED = re.compile(
    r"\b(?:no longer|not any ?more|any ?more|used to|has stopped|have stopped|had stopped|put an end to)\b", re.I
)


def says_it_ended(words: str, text: str) -> bool:
    """Whether a text tells that something has come to an end, and the words do not: 'no longer rang from a blocked line' is not 'it's a blocked number'."""
    return _ENDED.search(straight(text)) is not None and _ENDED.search(straight(words)) is None


def _cut(material: Material, clause: Candidate, *, voiced: bool) -> float:
    """How close to a clause one must come to make its statement."""
    weights = material.weights
    cut = weights.statement_cut(len(material.excerpts)) + weights.surer * clause.whole
    return cut - weights.voiced if voiced else cut


def says_it(material: Material, clause: Candidate, members: Sequence[int], likeness: Likeness) -> Likeness:
    """How far each member makes the statement of a clause: likeness to its excerpt and to itself, and words in common."""
    weights = material.weights
    own = words_of(material.names.neutral(clause.words))
    common = [min(len(own & words_of(material.plain(at))), weights.most_common) for at in members]
    found = (
        likeness
        + weights.common_word * np.asarray(common)
        + weights.to_clause * (material.particular[list(members)] @ meaning_of(material, clause))
    )
    found = np.where(np.asarray(common) >= weights.fewest_common, found, 0.0)
    return np.asarray(np.round(found, 4), dtype=np.float32)


@lru_cache(maxsize=65_536)
def words_of(text: str) -> frozenset[str]:
    """The stems of a text from which names are gone."""
    return frozenset(stems(text))


def who_makes(pairs: Pairs, clause: Candidate, members: Sequence[int], links: Links) -> list[int]:
    """Of some who were put together, who makes the statement of another clause of theirs, its owner first."""
    material = pairs.material
    kinds = {at: does(material, at) for at in members}
    linked = _linked(material, members, links)
    found = _makers(pairs, clause, members, kinds, material.alike(members, members), linked)
    shared = sharing(pairs, clause, [*found])
    return sorted(shared, key=lambda at: (at != clause.position, at))


def _linked(material: Material, members: Sequence[int], links: Links) -> dict[int, frozenset[int]]:
    """Who stands with whom because an evaluator said so: no likeness parts them."""
    place = {material.excerpts[at].excerpt_id: at for at in members}
    found: dict[int, frozenset[int]] = {}
    for together in links.together:
        here = frozenset(place[one] for one in together if one in place)
        whole = here.union(*(found.get(at, frozenset()) for at in here))
        found |= dict.fromkeys(whole, whole)
    return found


def _widest(ground: _Ground, left: Sequence[int]) -> tuple[Candidate, list[int]] | None:
    """The clause whose statement most sources make, of those that stand well and that at least two members make.

    Only where there is none, a short excerpt as a whole may be what others say again: 'Better chairs for the waiting room'.
    """
    best: tuple[bool, float, tuple[float, int, int]] | None = None
    chosen: tuple[Candidate, list[int]] | None = None
    for clause in ground.clauses:
        members = [at for at in left if at in ground.makes[clause]]
        if len(members) < 2 or clause.position not in members or not (clause.worth >= WEAK or clause.whole):
            continue
        spread = spread_of(ground.material.among(members), ground.material.documents)
        others = [ground.makes[clause][at] for at in members if at != clause.position]
        telling = ground.material.weights.telling if rich(clause.words, ground.material.weights.rich) else 0.0
        value = spread.documents + clause.worth + telling + (clause.informs or 0.0) + sum(others) / len(others)
        value += held(ground.material, clause, [at for at in members if at != clause.position])
        rank = (clause.whole, -round(value, 4), best_first(clause))
        if best is None or rank < best:
            best, chosen = rank, (clause, members)
    return chosen


def _worded(ground: _Ground, members: Sequence[int], codebook: Codebook, *, first: Candidate | None = None) -> Worded:
    """A group of these members with their clauses, the one whose statement it is before the rest."""
    kind = ground.kinds[members[0]]
    group = placed_together(ground.material, central_first(ground.material, members), kind, codebook)
    if first and not first.whole and not fits(ground.material, group, first):
        group = replace(group, side=None)  # nobody who leans the other way words a side
    least = WEAK if len(members) > 1 else 0.0
    able = (one for one in ground.clauses if one.position in members and one.worth >= least and not one.whole)
    own = sorted((one for one in able if one != first), key=best_first)
    return group, (*([first] if first and not first.whole else []), *own)


def _whole(material: Material, members: Sequence[int]) -> Iterator[Candidate]:
    """Members short enough to be a statement as they stand, though no sentence."""
    for at in members:
        excerpt = material.excerpts[at]
        if len(excerpt.text.split()) <= material.weights.headline_words:
            yield Candidate(Clause(excerpt.excerpt_id, 0, len(excerpt.text)), excerpt.text, at, 0.0, whole=True)


def named_by_most(material: Material, members: Sequence[int]) -> bool:
    """Whether a phrase of two words and more stands in two thirds of the members: they speak of one thing, not of one word."""
    named = subject(material, members, share=material.weights.two_thirds)
    return named is not None and len(named.split()) > 1
