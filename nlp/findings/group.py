"""Group: all evidence at once, tagged or not, into groups that say the same.

Average linkage over a sparse graph. Two groups whose average likeness reaches the cut hold at least one pair that does, so
only such pairs are kept as edges: exact for any number of excerpts, and small in memory.
"""

import heapq
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from learnbrief.corpus.finding import Links
from learnbrief.nlp.findings.gather import BLOCK, Likeness, Material

PANEL = 4_096
"""Excerpts that are laid out once and held against all before them, a block at a time: some 4 MB of likeness."""

Measure = Callable[[Sequence[int], Sequence[int]], Likeness]
"""How near excerpts are to each other, the same both ways; shape (rows, columns)."""
Edges = list[tuple[float, int, int]]
"""How alike two groups are, less than nothing so that the most alike come first; and which, the smaller first."""


@dataclass(slots=True)
class Forest:
    """Groups as they grow: members, and which groups have any excerpt close to one of theirs."""

    measure: Measure
    members: dict[int, list[int]]
    near: dict[int, set[int]]
    apart: dict[int, set[int]] = field(default_factory=dict)
    """Groups that a coder keeps apart from this one."""


def group(
    material: Material, links: Links | None = None, *, measure: Measure, cut: float, begun: Sequence[Sequence[int]] = ()
) -> list[list[int]]:
    """A partition of all positions, each group most central first; what coders joined stays so, what they parted too.

    `begun` are groups that are there from the start.
    """
    forest, known = _planted(material, measure, links or Links(), begun, cut)
    _merge(forest, cut, known)
    return sorted((central_first(material, members) for members in forest.members.values()), key=min)


def _merge(forest: Forest, cut: float, known: Edges) -> None:
    """The two groups most alike become one, as long as any two are alike enough.

    `known` are those that are alike enough among single excerpts.
    """
    queue = known
    for at, own in forest.members.items():
        near = [one for one in forest.near[at] if one > at and (len(own) > 1 or len(forest.members[one]) > 1)]
        found = _likenesses(forest, at, near)
        queue += [(-likeness, at, one) for one, likeness in found if likeness >= cut]
    heapq.heapify(queue)
    fresh = max(forest.members, default=-1) + 1
    while queue:
        _, one, other = heapq.heappop(queue)
        if one not in forest.members or other not in forest.members:
            continue
        _join(forest, one, other, fresh)
        for beside, likeness in _likenesses(forest, fresh, sorted(forest.near[fresh])):
            if likeness >= cut:
                heapq.heappush(queue, (-likeness, beside, fresh))
        fresh += 1


def _planted(
    material: Material, measure: Measure, links: Links, begun: Sequence[Sequence[int]], cut: float
) -> tuple[Forest, Edges]:
    """Every excerpt by itself, but for those that a coder put together or a central statement did; and which are alike enough."""
    place = {excerpt.excerpt_id: position for position, excerpt in enumerate(material.excerpts)}
    home = _homes(place, links, begun)
    members: dict[int, list[int]] = {}
    for position, at in enumerate(home):
        members.setdefault(at, []).append(position)
    apart: dict[int, set[int]] = {}
    for first, second in links.apart:
        if first in place and second in place and home[place[first]] != home[place[second]]:
            apart.setdefault(home[place[first]], set()).add(home[place[second]])
            apart.setdefault(home[place[second]], set()).add(home[place[first]])
    forest = Forest(measure, members, {at: set() for at in members}, apart)
    return forest, _made_known(forest, home, cut)


def _homes(place: Mapping[str, int], links: Links, begun: Sequence[Sequence[int]]) -> list[int]:
    """In which group each excerpt begins."""
    home = list(range(len(place)))
    parted = {frozenset(place[one] for one in pair if one in place) for pair in links.apart}
    joined = (sorted(place[one] for one in linked if one in place) for linked in links.together)
    for positions in (*(_unparted(members, parted) for members in begun), *joined):
        for position in positions[1:]:
            old, new = home[position], home[positions[0]]
            home = [new if at == old else at for at in home]
    return home


def _made_known(forest: Forest, home: Sequence[int], cut: float) -> Edges:
    """Tells each group which others are near; of single excerpts that a coder does not keep apart, gives how near."""
    known: Edges = []
    for position, other, likeness in edges(forest.measure, len(home), cut):
        one, beside = home[position], home[other]
        if one == beside:
            continue
        forest.near[one].add(beside)
        forest.near[beside].add(one)
        single = len(forest.members[one]) == len(forest.members[beside]) == 1
        if single and beside not in forest.apart.get(one, ()):
            known.append((-likeness, one, beside))
    return known


def _unparted(members: Sequence[int], parted: Collection[frozenset[int]]) -> list[int]:
    """The members without those that a coder keeps apart from one before them."""
    kept: list[int] = []
    for at in members:
        if not any(frozenset((at, other)) in parted for other in kept):
            kept.append(at)
    return kept


def edges(measure: Measure, total: int, cut: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of positions that are alike enough, the smaller first, and how alike; by blocks, so that memory stays flat."""
    for first in range(0, total, PANEL):
        panel = range(first, min(first + PANEL, total))
        for begin in range(0, panel.stop, BLOCK):
            found = measure(range(begin, min(begin + BLOCK, panel.stop)), panel)
            for row, column in np.argwhere(found >= cut):
                if begin + row < first + column:
                    yield int(begin + row), int(first + column), _rounded(found[row, column])


def _rounded(likeness: float) -> float:
    """So that the order of the input cannot decide between two that differ by the last bit."""
    return round(float(likeness), 5)


def _likenesses(forest: Forest, one: int, others: Sequence[int]) -> list[tuple[int, float]]:
    """Average likeness of one group to each of several; groups kept apart by a coder are left out."""
    others = [at for at in others if at not in forest.apart.get(one, ())]
    if not others:
        return []
    columns = [position for at in others for position in forest.members[at]]
    starts = np.cumsum([0, *(len(forest.members[at]) for at in others[:-1])])
    totals = np.add.reduceat(forest.measure(forest.members[one], columns).mean(axis=0), starts)
    sizes = [len(forest.members[at]) for at in others]
    return [(at, _rounded(total / size)) for at, total, size in zip(others, totals, sizes, strict=True)]


def _join(forest: Forest, one: int, other: int, fresh: int) -> None:
    forest.members[fresh] = sorted(forest.members.pop(one) + forest.members.pop(other))
    for relation in (forest.near, forest.apart):
        beside = (relation.pop(one, set()) | relation.pop(other, set())) - {one, other}
        if beside or relation is forest.near:
            relation[fresh] = beside
        for at in beside:
            relation[at] -= {one, other}
            relation[at].add(fresh)


def central_first(material: Material, members: Sequence[int]) -> list[int]:
    """Members by how close they lie to all the others; ties keep the order of the material."""
    if len(members) < 2:
        return list(members)
    inner = material.alike(members, members).sum(axis=1)
    return [members[place] for place in np.argsort(-np.round(inner, 4), kind="stable")]
