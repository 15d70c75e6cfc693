"""Join: points on one subject, from one side or several, become one matter."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from learnbrief.corpus.finding import Links
from learnbrief.nlp.findings.gather import Material, once
from learnbrief.nlp.findings.group import Measure, group
from learnbrief.nlp.language.phrases import LIGHT_STEMS
from learnbrief.nlp.language.words import stems

COMMON = 0.02
"""Share of the evidence above which a word is what the programme speaks of anyway: it joins nothing."""
RARE_ENOUGH = 8
"""Excerpts that may hold a joining word in small material, where a share means little."""


def join(
    material: Material, groups: Sequence[Sequence[int]], links: Links | None, *, measure: Measure, cut: float
) -> list[list[int]]:
    """Which groups make one matter, by average linkage that goes on from them: the indices of the groups, by matter."""
    home = {position: index for index, members in enumerate(groups) for position in members}
    matters = group(material, links, measure=measure, cut=cut, begun=groups)
    joined = [sorted({home[position] for position in members if position in home}) for members in matters]
    return sorted((one for one in joined if one), key=lambda one: one[0])


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
