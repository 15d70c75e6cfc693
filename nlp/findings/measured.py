"""Measured: the same thing of the same place at two dates, with another amount: told as what was said then, and later.

Amounts tell change where no side does: 'four hours ten' in February and 'two hours and five minutes' in September are no
barrier and no help. Nothing here says what caused the change, or that it lasts.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from learnbrief.corpus.finding import Links, ThenNow
from learnbrief.nlp.claims.amounts import digits
from learnbrief.nlp.findings.clauses import Candidate, clauses_of
from learnbrief.nlp.findings.difference import placed_by_hand, sentences, whole_sentences
from learnbrief.nlp.findings.gather import Material
from learnbrief.nlp.findings.join import COMMON, RARE_ENOUGH, frequency, telling
from learnbrief.nlp.language.grammar import parse
from learnbrief.nlp.language.words import stem, stems

IN_MINUTES = {"hour": 60.0, "hr": 60.0, "minute": 1.0, "min": 1.0, "day": 1440.0, "week": 10_080.0, "month": 43_800.0}
FEWEST_SHARED = 2
"""Rare words that two excerpts need in common to measure one thing; one does where the later speaks of change."""
ANOTHER = 0.1
"""Share by which an amount must differ to be another: 'about three hours' and 'three hours ten' are one."""

_LEVEL = (
    r"\b(?:is|are|was|were|be|at|to|took|takes?|taking|averag(?:es?|ed|ing)|waits?|waited|lasts?|lasted)"
    r"(?: (?:now|still|down|up|back|only|just|about|around|nearly|almost|over|under|roughly|some|at|to|on|an|a|average|of))* "
)
"""A level is told by these; 'for 40 minutes', 'in 6 weeks', '5 days a week' tell how something else went."""
_NO_LEVEL = (
    r"(?! (?:a|per|each|every|\d+ weeks?|ago|later|after|before|old|of (?:the|us|them)|out of|in (?:the|every)) ?\b)"
)
_UNIT = r"(?:hour|hr|minute|min|day|week|month)"
_TIME = re.compile(
    rf"{_LEVEL}(?P<count>\d+(?:\.\d+)?)(?P<half> and a half)?[ -](?P<unit>{_UNIT})s?\b{_NO_LEVEL}"
    rf"(?:(?:,| and)? (?P<rest>\d{{1,2}})\b(?: (?:minute|min)s?\b|(?! ?(?:{_UNIT}|[a-z]+s)\b)))?",
    re.I,
)
_PERCENT = re.compile(rf"{_LEVEL}(?P<count>\d+(?:\.\d+)?) ?(?:%|percent\b)", re.I)
_COUNTED = re.compile(rf"{_LEVEL}(?P<count>\d+(?:,\d{{3}})*) (?P<what>[a-z]{{3,}}s)\b{_NO_LEVEL}", re.I)
_CHANGE = re.compile(
    r"\b(?:(?:down|up|gone|went|cut|fallen|fell|risen|rose|dropped|grown|back) (?:\w+ )?(?:to|from|by)|now|no longer|used to|"
    r"when we (?:started|began)|since|instead of|rather than|halved|doubled|than double|than half)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount of an excerpt, in the sentence that holds it."""

    position: int
    of: str
    """'time', 'percent', or the stem of what is counted."""
    value: float
    """Minutes, percent, or a count."""


@dataclass(frozen=True, slots=True)
class Series:
    """What one place says of one thing at several dates, the first and the last of it in words."""

    members: tuple[int, ...]
    """By date."""
    earlier: Candidate
    later: Candidate
    change: ThenNow


def series(material: Material, links: Links, taken: Container[int]) -> list[Series]:
    """Every thing that one place measured at several dates with another amount, each excerpt in one, those told most often first.

    What evaluators placed is left to them.
    """
    placed = placed_by_hand(links)
    free = [
        at
        for at, excerpt in enumerate(material.excerpts)
        if at not in taken and excerpt.collaborative and excerpt.excerpt_id not in placed
    ]
    amounts = [one for at in free for one in amounts_of(material, at)]
    told: list[Series] = []
    for group in _linked(material, amounts):
        made = _told(material, group)
        # who tells a time and a share of one thing would be the same finding twice
        if made and not any(set(made.members) & set(other.members) for other in told):
            told.append(made)
    return told


def amounts_of(material: Material, position: int) -> Iterator[Amount]:
    """The levels that an excerpt tells: how long, what share, how many."""
    for sentence in sentences(material.excerpts[position].text):
        yield from (Amount(position, of, value) for of, value in levels(sentence))


def levels(sentence: str) -> Iterator[tuple[str, float]]:
    """What a sentence says that something is, was or took: what is measured, and how much of it."""
    text = digits(sentence)
    for found in _TIME.finditer(text):
        whole = float(found["count"]) + (0.5 if found["half"] else 0.0)
        yield "time", whole * IN_MINUTES[found["unit"].lower()] + float(found["rest"] or 0)
    for found in _PERCENT.finditer(text):
        yield "percent", float(found["count"])
    for found in _COUNTED.finditer(text):
        if found["what"].lower().removesuffix("s") not in IN_MINUTES:
            yield stem(found["what"]), float(found["count"].replace(",", ""))


def _linked(material: Material, found: Sequence[Amount]) -> list[list[Amount]]:
    """Amounts of one kind at one place: each differs from another of its group that was said of the same on another day."""
    known, most = frequency(material), max(RARE_ENOUGH, COMMON * len(material.excerpts))
    rare = frozenset(word for word, count in known.items() if count <= most)
    about = {one.position: _about(material, one.position) & rare for one in found}
    by_kind: dict[tuple[str, str | None], list[list[Amount]]] = {}
    for one in found:
        kind = (one.of, material.excerpts[one.position].collaborative)
        groups = by_kind.get(kind, [])
        touching = [group for group in groups if any(_one_thing(material, one, other, about) for other in group)]
        whole = [other for group in touching for other in group] + [one]
        by_kind[kind] = [*(group for group in groups if group not in touching), whole]
    several = [
        (-len(positions), min(positions), group)
        for groups in by_kind.values()
        for group in groups
        if len(positions := {one.position for one in group}) > 1
    ]
    return [group for _, _, group in sorted(several, key=lambda one: one[:2])]


def _about(material: Material, position: int) -> frozenset[str]:
    """What it speaks of, numbers apart: 'forty minutes' and 'forty times' share no subject."""
    return telling(material, position) & frozenset(stems(digits(material.excerpts[position].text)))


def _one_thing(material: Material, one: Amount, other: Amount, about: Mapping[int, frozenset[str]]) -> bool:
    first, second = sorted((one, other), key=lambda amount: material.day(amount.position))
    apart = abs(one.value - other.value) >= ANOTHER * max(one.value, other.value)
    later = material.day(first.position) < material.day(second.position)
    if not (apart and later):
        return False
    shared = about[one.position] & about[other.position]
    tells_of_change = _CHANGE.search(material.excerpts[second.position].text) is not None
    return len(shared) >= FEWEST_SHARED or (bool(shared) and tells_of_change)


def _told(material: Material, group: Sequence[Amount]) -> Series | None:
    """The first and the last of it in words; of several on one day, whoever names most of what the first names."""
    members = sorted({one.position for one in group}, key=lambda at: (material.day(at), at))
    first = members[0]
    ends = [at for at in members if material.day(at) == material.day(members[-1])]
    last = max(ends, key=lambda at: (len(telling(material, at) & telling(material, first)), -at))
    earlier, later = (_worded(material, at, group) for at in (first, last))
    if earlier is None or later is None:
        return None
    change = ThenNow(earlier.clause, later.clause, material.day(first), material.day(last), changed=False)
    return Series(tuple(members), earlier, later, change)


def _worded(material: Material, position: int, group: Sequence[Amount]) -> Candidate | None:
    """The words of an excerpt that tell its amount."""
    wanted = {(one.of, one.value) for one in group if one.position == position}
    (parsed,) = parse([material.excerpts[position].text])
    able = [*clauses_of(material, position, parsed), *whole_sentences(material, position)]
    telling_it = [one for one in able if wanted & set(levels(one.words))]
    return max(telling_it, key=lambda one: (one.worth, -one.clause.start), default=None)
