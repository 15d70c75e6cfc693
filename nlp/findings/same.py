"""Same: one action in several sources, told by who is to do it and what: a second row would look like a second promise."""

import re
from itertools import combinations

from learnbrief.corpus.deeds import deed_of
from learnbrief.corpus.finding import Links
from learnbrief.corpus.stance import Stance
from learnbrief.nlp.findings.gather import Material
from learnbrief.nlp.findings.join import telling
from learnbrief.nlp.findings.place import does

COMMON = 3
"""Telling words that two wordings of one action share, and half of the shorter's: fewer are a common subject."""

_PERSON = re.compile(r"\[Person \d+\]")


def with_same_deeds(material: Material, links: Links | None) -> Links:
    """The evaluators' links and, of the same people's actions in different sources, those that name the same thing."""
    links = links or Links()
    apart = {frozenset(pair) for pair in links.apart}
    tasks = [(at, people) for at in range(len(material.excerpts)) if (people := _owners(material, at))]
    same = []
    for (one, first), (other, second) in combinations(tasks, 2):
        pair = material.ids((one, other))
        if first == second and frozenset(pair) not in apart and _names_the_same(material, one, other):
            same.append(pair)
    return Links((*links.together, *same), links.apart)


def _owners(material: Material, at: int) -> frozenset[str]:
    """Who is to do it, where it is an action of people told by name."""
    excerpt = material.excerpts[at]
    owner = deed_of(excerpt, material.documents[excerpt.document_id]).owner
    people = frozenset(_PERSON.findall(owner))
    return people if people and does(material, at) is Stance.ACTION else frozenset()


def _names_the_same(material: Material, one: int, other: int) -> bool:
    if material.excerpts[one].document_id == material.excerpts[other].document_id:
        return False
    first, second = telling(material, one), telling(material, other)
    shared = len(first & second)
    return shared >= COMMON and 2 * shared >= min(len(first), len(second))
