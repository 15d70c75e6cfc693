"""Contrast: who said otherwise, in whose words nothing was found, what was said early and what late."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from learnbrief.corpus.finding import Clause, Silence, ThenNow, spread_of
from learnbrief.corpus.stance import Stance
from learnbrief.corpus.visitors import speaks_for
from learnbrief.nlp.findings.gather import Material, once
from learnbrief.nlp.findings.join import subject_words, telling
from learnbrief.nlp.findings.place import Group, lean, leans

NEAREST = 2
MOST_COUNTER = 3


def counter_evidence(
    material: Material, members: Sequence[int], side: Stance | None, answered: Mapping[int, frozenset[int]]
) -> list[int]:
    """Possible counter-evidence: the opposite side close in meaning, or an open answer to one of them; one a voice.

    `answered` says what each open answer answers. Disagreement that only lies near a finding is about something else.
    """
    own = set(members)
    sign = {Stance.BARRIER: -1, Stance.ENABLER: 1}.get(side or Stance.NEUTRAL, 0)
    # of what takes no side there is no opposite: only who answered it openly may stand against it
    answering = {at for at, before in answered.items() if own & before}
    able = sorted((answering | _leaning(material)[-sign] if sign else answering) - own)
    if not able:
        return []
    near = np.sort(material.alike(able, members), axis=1)[:, -NEAREST:].mean(axis=1)
    ranked = sorted(zip(able, near.tolist(), strict=True), key=lambda pair: (-round(pair[1], 4), pair[0]))
    against = [
        position for position, likeness in ranked if likeness >= material.weights.counter or position in answering
    ]
    first: dict[str, int] = {}
    for position in against:
        first.setdefault(material.excerpts[position].voice.voice_id, position)
    return list(first.values())[:MOST_COUNTER]


@once
def _leaning(material: Material) -> dict[int, set[int]]:
    """Who leans firmly to what is in the way, -1, and to what helps, 1."""
    strong, every = material.weights.strong_lean, leans(material)
    return {sign: {at for at, one in enumerate(every) if sign * one >= strong} for sign in (-1, 1)}


def silences(material: Material, members: Sequence[int]) -> tuple[Silence, ...]:
    """Collaboratives in whose words the tool found nothing of a matter: told only where that says something.

    The matter must be well known (several sources, so that many ways of saying it are), theirs must be many attributed
    excerpts, and neither the nearest of them nor of what was said unattributed where they were heard may come near it: it
    might be theirs. Nor may they use its subject's words.
    """
    weights = material.weights
    if spread_of(material.among(members), material.documents).documents < weights.silence_sources:
        return ()
    raised, own = {material.excerpts[position].collaborative for position in members}, set(members)
    subject = subject_words(material, members)
    found = []
    for place, heard in _heard(material).items():
        if place in raised or len(heard.own) < weights.silence_excerpts or heard.words & subject:
            continue
        maybe = [at for at in heard.maybe if at not in own]
        if any(telling(material, at) & subject for at in maybe):
            continue
        if float(material.alike([*heard.own, *maybe], members).max()) < weights.silence_below:
            found.append(Silence(place, len(heard.own)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What was heard of a collaborative, as positions."""

    own: list[int]
    """What is attributed to it."""
    maybe: list[int]
    """What nobody is named for, where it was heard."""
    words: frozenset[str]
    """The telling stems of its own."""


@once
def _heard(material: Material) -> dict[str, _Heard]:
    """By collaborative, in the order of their names."""
    own: dict[str, list[int]] = {}
    nameless: list[int] = []
    for position, excerpt in enumerate(material.excerpts):
        if place := speaks_for(excerpt):
            own.setdefault(place, []).append(position)
        else:
            nameless.append(position)
    found: dict[str, _Heard] = {}
    for place in sorted(own):
        events = {_event(material, position) for position in own[place]}
        maybe = [at for at in nameless if _event(material, at) in events]
        words = frozenset[str]().union(*(telling(material, at) for at in own[place]))
        found[place] = _Heard(own[place], maybe, words)
    return found


def _event(material: Material, position: int) -> str:
    return material.documents[material.excerpts[position].document_id].event_id


def then_now(material: Material, told: Sequence[tuple[Group, Clause | None]]) -> ThenNow | None:
    """What was in the way early and is of help late, where the later words themselves speak of change.

    An arrow only where the same place or person is heard on both sides, or two sources on each, and where nobody later says the
    earlier thing but for places that are told as exceptions.
    """
    hinders, helps = _early_and_late(material, told)
    if not hinders or not helps:
        return None
    earlier = [at for group, _ in hinders for at in group.members]
    later = [at for group, _ in helps for at in group.members]
    first, second = hinders[0][1], helps[0][1]
    owner = _position(material, second) if second else 0
    if first is None or second is None or not SOLVED.search(material.excerpts[owner].text):
        return None
    began, turned = material.day(_position(material, first)), material.day(owner)
    if began >= turned or float(material.alike([owner], earlier).max()) < material.weights.same_point:
        return None
    again = [at for at in earlier if material.day(at) > turned]
    place = _same_place(material, [at for at in earlier if at not in again], later)
    wide = all(spread_of(material.among(part), material.documents).documents >= 2 for part in (earlier, later))
    still = tuple(
        sorted({str(material.excerpts[at].collaborative) for at in again if material.excerpts[at].collaborative})
    )
    known = all(material.excerpts[at].collaborative for at in again) and place not in still
    changed = known and (place is not None or _same_voice(material, earlier, later) or wide)
    return ThenNow(first, second, began, turned, changed, place if changed else None, still if changed else ())


Told = tuple[Group, Clause | None]
Headed = tuple[Group, Clause]


def _early_and_late(material: Material, told: Sequence[Told]) -> tuple[list[Headed], list[Headed]]:
    """What is in the way and what helps; where none has a side, the leading statement and what leans firmly to help."""
    hinders = [(group, clause) for group, clause in told if group.side is Stance.BARRIER and clause]
    helps = [(group, clause) for group, clause in told if group.side is Stance.ENABLER and clause]
    if not hinders:
        hinders = [(group, clause) for group, clause in told[:1] if clause and may_be_stale(material, group)]
    if not helps:
        helps = [
            (group, clause)
            for group, clause in told[1:]
            if clause and lean(material, _position(material, clause)) >= material.weights.strong_lean
        ]
    return hinders, helps


def may_be_stale(material: Material, group: Group) -> bool:
    """Whether a statement tells of something in the way, by its side or, where it has none, by what its members lean to."""
    if group.side is not None:
        return group.side is Stance.BARRIER
    return sum(lean(material, at) for at in group.members) < 0


def solved_by(material: Material, group: Group) -> int | None:
    """What somebody of the same place says later, close to it: that what was in the way has gone. None where nobody does."""
    members = group.members
    if not may_be_stale(material, group):
        return None
    last = max(material.day(position) for position in members)
    places, own = {material.excerpts[position].collaborative for position in members} - {None}, set(members)
    later = [
        position
        for position in _good_news(material)
        if position not in own and material.excerpts[position].collaborative in places and material.day(position) > last
    ]
    near = material.alike(later, members).mean(axis=1) if later else np.zeros(0)
    best = max(range(len(later)), key=lambda at: float(near[at]), default=None)
    return None if best is None or near[best] < material.weights.same_point else later[best]


@once
def _good_news(material: Material) -> list[int]:
    """Who says, leaning firmly to help, that something is now otherwise."""
    strong = material.weights.strong_lean
    return [at for at, one in enumerate(material.excerpts) if SOLVED.search(one.text) and lean(material, at) >= strong]


SOLVED = re.compile(
    r"\b(?:now|since then|no longer|finally|at last|solved|sorted|mended|fixed|gone|at long last|has stopped)\b", re.I
)


def _position(material: Material, clause: Clause) -> int:
    return material.position(clause.excerpt)


def _same_place(material: Material, earlier: Sequence[int], later: Sequence[int]) -> str | None:
    one, other = ({material.excerpts[p].collaborative for p in part} - {None} for part in (earlier, later))
    return min((str(place) for place in one & other), default=None)


def _same_voice(material: Material, earlier: Sequence[int], later: Sequence[int]) -> bool:
    one, other = (
        {material.excerpts[p].voice.voice_id for p in part if material.excerpts[p].voice.known}
        for part in (earlier, later)
    )
    return bool(one & other)
