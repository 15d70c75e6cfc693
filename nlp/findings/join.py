"""Join: points on one subject, from one side or several, become one matter."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from learnbrief.corpus.finding import Links
from learnbrief.nlp.findings.gather import Material, once
from learnbrief.nlp.findings.group import Forest, merge
from learnbrief.nlp.language.phrases import LIGHT_STEMS
from learnbrief.nlp.language.words import stems

COMMON = 0.02
"""Share of the evidence above which a word is what the programme speaks of anyway: it joins nothing."""
RARE_ENOUGH = 8
"""Excerpts that may hold a joining word in small material, where a share means little."""


def join(material: Material, groups: Sequence[Sequence[int]], links: Links | None = None) -> list[list[int]]:
    """Which groups make one matter: the indices of the groups, by matter.

    Two groups are joined while their average likeness reaches the cut and they share a subject: a telling word that at
    least a third of each holds.
    """
    known = frequency(material)
    subjects = [subject_words(material, members, known) for members in groups]
    holding: dict[str, list[int]] = {}
    for index, words in enumerate(subjects):
        for word in words:
            holding.setdefault(word, []).append(index)
    near: dict[int, set[int]] = {index: set() for index in range(len(groups))}
    for sharing in holding.values():
        for index in sharing:
            near[index] |= set(sharing) - {index}
    place = {excerpt_id: index for index, members in enumerate(groups) for excerpt_id in material.ids(members)}
    apart: dict[int, set[int]] = {}
    for one, other in (links or Links()).apart:
        if one in place and other in place and place[one] != place[other]:
            apart.setdefault(place[one], set()).add(place[other])
            apart.setdefault(place[other], set()).add(place[one])
    forest = Forest({index: list(members) for index, members in enumerate(groups)}, near, apart)
    merge(material, forest, material.weights.matter_cut(len(material.excerpts)))
    home = {position: index for index, members in enumerate(groups) for position in members}
    joined = [sorted({home[position] for position in members}) for members in forest.members.values()]
    kept = [
        part
        for matter in joined
        for part in ([matter] if _holds(material, groups, matter) else [[at] for at in matter])
    ]
    return sorted(kept, key=lambda one: one[0])


def _holds(material: Material, groups: Sequence[Sequence[int]], matter: Sequence[int]) -> bool:
    """Whether a matter has a point at its heart, or its single excerpts lie closer than a common word brings them."""
    if len(matter) < 2 or any(len(groups[at]) > 1 for at in matter):
        return True
    members = [position for at in matter for position in groups[at]]
    return (
        mean_likeness(material, members)
        >= material.weights.matter_cut(len(material.excerpts)) + material.weights.by_a_word
    )


def mean_likeness(material: Material, members: Sequence[int]) -> float:
    """How alike several excerpts are on average, each with each other."""
    if len(members) < 2:
        return 0.0
    table = material.alike(members, members)
    return round(float(table.sum() - table.trace()) / (len(members) * (len(members) - 1)), 3)


def subject_words(material: Material, members: Sequence[int], known: Mapping[str, int] | None = None) -> set[str]:
    """Telling stems that at least a third of a group holds and not everybody uses; `known` is their frequency."""
    known = frequency(material) if known is None else known
    most = max(RARE_ENOUGH, COMMON * len(material.excerpts))
    counted = Counter(word for position in members for word in telling(material, position))
    return {
        word
        for word, count in counted.items()
        if count >= material.weights.subject_share * len(members) and known.get(word, 0) <= most
    }


def telling(material: Material, position: int) -> frozenset[str]:
    """The stems of an excerpt that say what it is about."""
    return _telling_of_each(material)[position]


@once
def frequency(material: Material) -> Counter[str]:
    """In how many excerpts each telling stem stands."""
    return Counter(word for own in _telling_of_each(material) for word in own)


@once
def _telling_of_each(material: Material) -> list[frozenset[str]]:
    return [_telling(material.plain(at)) for at in range(len(material.excerpts))]


@lru_cache(maxsize=65_536)
def _telling(text: str) -> frozenset[str]:
    return frozenset(stems(text)) - LIGHT_STEMS
