"""Matter: statements on one subject, the widest first, counted by those who make what heads it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.finding import Clause, Links, Spread, ThenNow, spread_of
from learnbrief.corpus.protocols import Encoder
from learnbrief.corpus.stance import Stance
from learnbrief.nlp.findings.central import centrality
from learnbrief.nlp.findings.check import Worded, check, named_by_most, sharing, who_makes
from learnbrief.nlp.findings.clauses import Candidate, telling, tells_enough
from learnbrief.nlp.findings.contrast import solved_by, then_now
from learnbrief.nlp.findings.difference import Difference, differences
from learnbrief.nlp.findings.gather import Material
from learnbrief.nlp.findings.group import group
from learnbrief.nlp.findings.join import join, mean_likeness
from learnbrief.nlp.findings.learned import result
from learnbrief.nlp.findings.measured import Series, series
from learnbrief.nlp.findings.near import OVERTAKEN, Head, Near, is_overtaken, is_told, near
from learnbrief.nlp.findings.pairs import Pairs
from learnbrief.nlp.findings.place import Group, place, theme_of, with_spread
from learnbrief.nlp.findings.word import Reader, fits, ranked
from learnbrief.nlp.findings.wordwise import Wordwise

COUNTED = 2
"""Voices who are counted as saying what heads a matter from which no other clause heads it."""
READ_FIRST = 24
"""Matters, those that read best first, of which it is asked whether they still hold."""
OTHER_SIDE = 0.25
"""Share of a matter's voices from which a second side is named beside the first, not under it."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Groups on one subject, the statement that most make first, each with its clauses."""

    groups: tuple[Group, ...]
    clauses: tuple[tuple[Candidate, ...], ...]
    side: Stance | None
    lead: int | None
    """The group that heads it; none where several sides or single voices share it, and a subject stands over them."""
    change: ThenNow | None
    stated: tuple[int, ...]
    """Positions of those who make the statement that heads it."""
    spread: Spread
    """Theirs."""
    events: int
    likeness: float
    """Mean likeness of theirs among each other: of two equally wide matters the closer is told first."""
    centrality: float
    """How near other sources come to the words that head it, if they tell enough by themselves (nlp/findings/central.py)."""
    reads: float = 0.0
    """The same for any words that can be followed, less for those that tell less."""
    divided: bool = False
    """People see it differently, and both sides are told."""
    near: Near | None = None
    """What other sources say near its headline."""

    @property
    def best(self) -> Candidate | None:
        """The clause that heads it."""
        return next(iter(self.clauses[self.lead]), None) if self.lead is not None else None

    @property
    def standing(self) -> float:
        """How well the words that head it stand by themselves: of two equally wide matters the clearer is told first."""
        return round(self.best.worth, 1) if self.best else 0.0

    @property
    def members(self) -> list[int]:
        """All its positions, those of the first group first."""
        return list(dict.fromkeys(position for group in self.groups for position in group.members))


@dataclass(frozen=True, slots=True)
class Middle:
    """What it takes to tell which matters are the programme's middle."""

    near: NDArray[np.float32]
    """How near other sources come to each excerpt."""
    pairs: Pairs
    """How likely any two excerpts speak of one matter."""

    def holds(self, lead: Worded) -> bool:
        """Whether the words that head a matter can be a message of all who are counted under them."""
        group, (heading, *_) = lead
        return len(group.members) == 1 or len(sharing(self.pairs, heading, group.members)) > 1


def matters_of(
    material: Material, codebook: Codebook, encoder: Encoder | None, links: Links | None = None
) -> list[Matter]:
    """Every statement and single excerpt of the evidence, joined into matters, best spread first."""
    links = links or Links()
    centre = centrality(material)
    differing = differences(material, links)
    apart = {at for one in differing for at in one.members}
    measured = series(material, links, apart)
    apart = apart.union(*(one.members for one in measured))
    wordwise = Wordwise.of(encoder, [excerpt.text for excerpt in material.excerpts])
    middle = Middle(centre, Pairs.of(material, wordwise, centre))
    measure, weights = middle.pairs.together, material.weights
    whole = group(material, links, measure=measure, cut=weights.one_point)
    grouped = [left for members in whole if (left := [at for at in members if at not in apart])]
    placed = [place(material, members, codebook) for members in grouped]
    joined = join(material, grouped, links, measure=measure, cut=weights.one_matter)
    parts = [[one for index in matter for one in placed[index]] for matter in joined]
    reader = Reader(encoder, material.middle)
    found: list[tuple[Worded, ...]] = []
    for part, clauses in zip(parts, ranked(material, parts, reader), strict=True):
        checked = check(middle.pairs, part, clauses, codebook, links)
        found += [worded for worded in (checked.told, *((one,) for one in checked.away)) if worded]
    matters = [_matter(material, worded, middle) for worded in _up_to_date(material, found)]
    matters = _with_near(material, matters, middle, reader, links)
    matters = _read_first(middle.pairs, matters)
    matters += [_divided(material, one, codebook) for one in differing]
    matters += [_measured(material, one, codebook) for one in measured]
    return sorted(matters, key=_order)


def _with_near(
    material: Material, matters: Sequence[Matter], middle: Middle, reader: Reader, links: Links
) -> list[Matter]:
    """The matters, some headed by the words that most other sources come near."""
    home = {at: number for number, matter in enumerate(matters) for at in matter.members}

    def head_of(clause: Candidate) -> Head | None:
        number = home.get(clause.position)
        matter = matters[number] if number is not None else None
        # of what differs or has changed, and where sides share a subject, each is told
        if number is None or matter is None or matter.change is not None or matter.lead is None:
            return None
        if matter.best and matter.best.clause == clause.clause:
            lead = matter.groups[matter.lead], matter.clauses[matter.lead]
            return Head(number, matter.spread.documents) if middle.holds(lead) else None
        group = next(one for one in matter.groups if clause.position in one.members)
        voiced = group.side in (Stance.QUESTION, Stance.ACTION)  # each has its own place
        if group.contested or voiced or not fits(material, group, clause):
            return None
        made = material.among(who_makes(middle.pairs, clause, group.members, links))
        sources = len({one.document_id for one in made})
        # words under which fewer would be counted head nothing, but where what heads it no longer holds
        fewer = matter.spread.voices >= COUNTED and sources < min(matter.spread.documents, COUNTED)
        return None if fewer and not (matter.best and stale(matter.best)) else Head(number, sources)

    stale = cache(partial(is_overtaken, middle.pairs))
    headed = {home[one.head.position]: one for one in near(middle.pairs, reader, middle.near, head_of)}
    return [
        _headed(material, matter, headed[number], middle, links) if number in headed else matter
        for number, matter in enumerate(matters)
    ]


def _headed(material: Material, matter: Matter, found: Near, middle: Middle, links: Links) -> Matter:
    """A matter under the clause that others come near; who stood under other words and does not say these stays beside them."""
    head = found.head
    worded = list(zip(matter.groups, matter.clauses, strict=True))
    own = next(one for one in worded if head.position in one[0].members)
    group, clauses = own
    others = [one for one in worded if one is not own]
    if not clauses or clauses[0].clause != head.clause:
        made = who_makes(middle.pairs, head, group.members, links)
        if left := tuple(at for at in group.members if at not in made):
            rest = with_spread(material, replace(group, members=left))
            others.insert(0, (rest, tuple(one for one in clauses if one.position in left)))
        group = with_spread(material, replace(group, members=tuple(made)))
        clauses = tuple(one for one in clauses if one.position in made and one.clause != head.clause)
        clauses = (head, *clauses)
    return _matter(material, ((group, clauses), *others), middle, found)


def _read_first(pairs: Pairs, matters: list[Matter]) -> list[Matter]:
    """What would be read first, less where somebody tells later that it is otherwise now, and where what reads better tells it already."""
    told = [one.best.position for one in matters if one.near and one.best]
    for at in sorted(range(len(matters)), key=lambda at: -matters[at].reads)[:READ_FIRST]:
        one = matters[at]
        if one.best is None or one.near or not one.reads:
            continue
        if is_overtaken(pairs, one.best) or is_told(pairs, one.best.position, told):
            matters[at] = replace(one, reads=round(OVERTAKEN * one.reads, 4))
        else:
            told.append(one.best.position)
    return matters


def _divided(material: Material, difference: Difference, codebook: Codebook) -> Matter:
    """A difference as a matter: one point with the words of either side, counted by all who stand on one."""
    first, last = difference.sides[0], difference.sides[-1]
    against = last.members if last is not first else ()
    members = tuple(dict.fromkeys((*first.members, *against)))
    point = Group(members, None, theme_of(material, members, codebook), against, last.words.clause)
    return replace(_of_one_point(material, point, (first.words,)), divided=True)


def _measured(material: Material, one: Series, codebook: Codebook) -> Matter:
    """What a place measured at several dates, counted by all who tell an amount of it."""
    point = Group(one.members, None, theme_of(material, one.members, codebook))
    return replace(_of_one_point(material, point, (one.later, one.earlier)), change=one.change)


def _of_one_point(material: Material, point: Group, clauses: tuple[Candidate, ...]) -> Matter:
    point = with_spread(material, point)
    events = len({material.documents[one.document_id].event_id for one in material.among(point.members)})
    likeness = mean_likeness(material, point.members)
    return Matter((point,), (clauses,), None, 0, None, point.members, point.spread, events, likeness, 0.0)


def _order(matter: Matter) -> tuple[object, ...]:
    """Most events first, then sources, collaboratives, voices; of equals what is clearer and closer."""
    widest = (matter.events, *matter.spread.rank, matter.standing, matter.likeness)
    return (*(-number for number in widest), matter.members)


def _up_to_date(material: Material, found: Sequence[tuple[Worded, ...]]) -> list[tuple[Worded, ...]]:
    """What several said was in the way, with the later word that it is gone: a stale point never leads as if it still held."""
    alone = {worded[0][0].members[0]: at for at, worded in enumerate(found) if _is_single(worded) and worded[0][1]}
    kept = dict(enumerate(found))
    for at, worded in enumerate(found):
        lead = worded[0][0]
        later = solved_by(material, lead) if len(lead.members) > 1 else None
        news = alone.pop(later, None) if later is not None else None
        if news is not None:
            kept[at] = (*worded, *kept.pop(news))
    return list(kept.values())


def _is_single(worded: Sequence[Worded]) -> bool:
    return len(worded) == 1 and len(worded[0][0].members) == 1


def _matter(material: Material, worded: Sequence[Worded], middle: Middle, found: Near | None = None) -> Matter:
    """Its side, what heads it and what changed, counted by those who say so; words that others come near speak for whoever says them."""
    side, lead = (worded[0][0].side, 0) if found else _side(material, worded)
    told = [(group, words[0].clause if words else None) for group, words in worded]
    change = None if found else then_now(material, told)
    headed = lead if lead is not None and worded[lead][1] else None
    stated = _stated(material, [group for group, _ in worded], headed, change)
    return Matter(
        groups=tuple(group for group, _ in worded),
        clauses=tuple(words for _, words in worded),
        side=side,
        lead=lead,
        change=change,
        stated=stated,
        spread=spread_of(material.among(stated), material.documents),
        events=len({material.documents[excerpt.document_id].event_id for excerpt in material.among(stated)}),
        likeness=mean_likeness(material, stated),
        centrality=_centrality(material, worded[headed], middle) if headed is not None else 0.0,
        reads=_reads(material, worded[headed], middle) if headed is not None else 0.0,
        near=found,
    )


def _centrality(material: Material, lead: Worded, middle: Middle) -> float:
    """How near other sources come to the words that head it.

    Nothing where those words do not tell enough by themselves, or where the second of two who are said to say them shares words
    with them and not their sense.
    """
    heading = lead[1][0]
    near, weights = float(middle.near[heading.position]), material.weights
    # four sources that went back for somebody's reading glasses tell nothing
    tells = tells_enough(heading, weights) and (heading.informs is None or heading.informs >= weights.informs)
    return near if near and tells and middle.holds(lead) else 0.0


def _reads(material: Material, lead: Worded, middle: Middle) -> float:
    """How well the words that head it would be read first in a brief that nothing joint heads: near to the rest, clear, and telling."""
    heading, weights = lead[1][0], material.weights
    told, near = telling(heading.words), float(middle.near[heading.position])
    reached = material.reach.get(material.excerpts[heading.position].excerpt_id, 0.0)
    if told < weights.reads_words or heading.worth < weights.reads_follows:
        return 0.0
    if heading.informs is not None:
        able = heading.informs >= weights.informs and middle.holds(lead)
        gain = weights.result if result(heading.words) else 1.0
        return (
            round(gain * heading.informs * math.sqrt(heading.worth) * (weights.informs_apart + near + reached), 4)
            * able
        )
    if heading.worth < weights.reads_worth:
        return 0.0
    return round((near + reached) * min(1.0, told / weights.rich) * heading.worth, 4)


def _side(material: Material, worded: Sequence[Worded]) -> tuple[Stance | None, int | None]:
    """The side of a matter and the group that heads it, its first; no group where several sides or single voices share it."""
    groups = [group for group, _ in worded]
    first = groups[0].side
    if len(groups) > 1 and len(groups[0].members) == 1:
        members = [at for one in groups for at in one.members]
        over_both = len({one.side for one in groups} - {None}) > 1 and named_by_most(material, members)
        return (None, None) if over_both else (first, 0)
    voices = max(1, sum(one.spread.voices for one in groups))
    for other, clauses in worded[1:]:
        divided = {first, other.side} == {Stance.BARRIER, Stance.ENABLER}
        if divided and other.spread.voices >= OTHER_SIDE * voices and clauses:
            return None, None
    return first, 0


def _stated(material: Material, groups: Sequence[Group], lead: int | None, change: ThenNow | None) -> tuple[int, ...]:
    """Who says what heads a matter: the words of a group, of then and of now; all, where a subject or its theme stands over it."""
    told = [_holder(material, groups, clause) for clause in (change.earlier, change.later)] if change else []
    heading = told or (groups if lead is None else [groups[lead]])
    return tuple(dict.fromkeys(position for group in heading for position in group.members))


def _holder(material: Material, groups: Sequence[Group], clause: Clause) -> Group:
    return next(group for group in groups if clause.excerpt in material.ids(group.members))
