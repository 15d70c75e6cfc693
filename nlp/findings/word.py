"""Word: what a group says, in a clause of its own; and what a matter of several sides is about."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from learnbrief.corpus.protocols import Encoder
from learnbrief.corpus.stance import Stance
from learnbrief.nlp.findings.clauses import Candidate, best_first, clauses_of
from learnbrief.nlp.findings.clauses import telling as telling_words
from learnbrief.nlp.findings.gather import Material, Row, once, particular
from learnbrief.nlp.findings.join import telling
from learnbrief.nlp.findings.likely import likely_of, words_and_whole
from learnbrief.nlp.findings.place import Group, lean
from learnbrief.nlp.findings.voiced import asks, names_a_deed
from learnbrief.nlp.informs import Made, informs_weights
from learnbrief.nlp.language.grammar import parse
from learnbrief.nlp.language.phrases import phrases_in
from learnbrief.nlp.language.placeholders import neutral
from learnbrief.nlp.language.words import stems

if TYPE_CHECKING:
    from spacy.tokens import Doc

READ = 6
"""Central excerpts of a group whose clauses are tried; the rest only vote on them."""
PARSED = 1_024
"""Excerpts whose grammar is held at once, in some 20 MB: that of all evidence would be a good part of the memory."""
MOST_CANDIDATES = 8
SHARED = 0.5
"""What a clause gains that holds every word the group shares."""

NEAR = 2.0
"""What lying near the other excerpts weighs beside standing well: a clause that nobody else comes near heads nothing."""
INFORMS = 0.5
"""What telling something by itself weighs beside it, for a single excerpt, whose clauses nothing else compares."""
TRIED = 3
"""Clauses of a single excerpt, clearest first, that are read for it."""

_WORDS = re.compile(r"[\w’'&/-]+")


def candidates(material: Material, groups: Sequence[Group]) -> list[list[Candidate]]:
    """Per group, the clauses of its central members that can stand by themselves."""
    wanted = sorted({position for group in groups for position in group.members[:READ]})
    own: dict[int, list[Candidate]] = {}
    for begin in range(0, len(wanted), PARSED):
        some = wanted[begin : begin + PARSED]
        for at, parsed in zip(some, parse([material.excerpts[at].text for at in some]), strict=True):
            own[at] = [*clauses_of(material, at, parsed)]
            _named(material)[parsed.text] = _names(parsed)
    return [
        [
            one
            for at in group.members[:READ]
            if at not in group.contested
            for one in own[at]
            if fits(material, group, one)
        ]
        for group in groups
    ]


def fits(material: Material, group: Group, candidate: Candidate) -> bool:
    """A question heads only questions and is headed by what it asks, an action is headed by what is to be done, nobody who leans the other way words a side."""
    asking = asks(candidate.words + ("?" if _ends_asking(material, candidate) else ""))
    if asking is not (group.side is Stance.QUESTION) and (asking or asks(material.excerpts[candidate.position].text)):
        return False
    if group.side is Stance.ACTION and not names_a_deed(candidate.words):
        return False
    sign = {Stance.BARRIER: -1, Stance.ENABLER: 1}.get(group.side or Stance.NEUTRAL, 0)
    return sign * lean(material, candidate.position) >= material.weights.vote_lean if sign else True


def _ends_asking(material: Material, candidate: Candidate) -> bool:
    text = material.excerpts[candidate.position].text
    opened = text[: candidate.clause.start].strip(" -•*") == "?"  # '? could they share one bank', as notes jot it down
    return opened or text[candidate.clause.end : candidate.clause.end + 1] == "?"


def ranked(material: Material, matters: Sequence[Sequence[Group]], reader: "Reader") -> list[list[list[Candidate]]]:
    """Per matter and group its clauses, best first: those that stand by themselves and lie near all that the matter says."""
    groups = [one for matter in matters for one in matter]
    found = iter(candidates(material, groups))
    by_matter = [[next(found) for _ in matter] for matter in matters]
    members = [[at for one in matter for at in one.members] for matter in matters]
    reader.read(_to_read(members, by_matter))
    ordered = []
    for own, circle in zip(by_matter, members, strict=True):
        shared = _shared(material, circle)
        scored = [[_scored(material, circle, one, shared, reader) for one in part] for part in own]
        ordered.append([_without_overlaps(sorted(part, key=best_first))[:MOST_CANDIDATES] for part in scored])
    return ordered


@dataclass(slots=True)
class Reader:
    """What the encoder makes of clauses, each read once."""

    encoder: Encoder | None
    middle: Row
    """What all of the material shares, as it is taken off the excerpts."""
    rows: dict[str, Row] = field(default_factory=dict)
    """By the neutral words of a clause."""

    def read(self, words: Iterable[str]) -> None:
        """Have these read, as far as they are not yet."""
        new = sorted({neutral(one) for one in words} - self.rows.keys())
        if self.encoder is not None and new:
            self.rows.update(zip(new, self.encoder.encode(new), strict=True))

    def row(self, words: str) -> Row:
        """What words mean that were read."""
        return self.rows[neutral(words)]

    def particular(self, one: Candidate) -> Row | None:
        """What a clause means, less what all of the material shares; None where it was not read."""
        row = self.rows.get(neutral(one.words))
        return None if row is None else particular(row[None, :], self.middle)[0]

    def told(self, one: Candidate) -> Candidate:
        """A clause with what it means and how likely it tells something, as far as it was read."""
        return replace(one, informs=self.informs(one), vector=self.particular(one))

    def informs(self, one: Candidate) -> float | None:
        """How likely a clause tells something by itself; None where it was not read, or the weights are another encoder's."""
        row, weights = self.rows.get(neutral(one.words)), informs_weights()
        if row is None or self.encoder is None or weights.encoder != self.encoder.name:
            return None
        made = Made(one.worth, telling_words(one.words), len(one.words.split()))
        return weights.informs(row[None, :], [made])[0]


def meaning_of(material: Material, one: Candidate) -> Row:
    """What a clause means; of one that was not read, what its excerpt does."""
    return material.particular[one.position] if one.vector is None else one.vector


def of_the_words(material: Material, one: Candidate, others: Sequence[int], cut: float) -> list[int]:
    """Of others, those that are so likely of the matter of a clause by its words alone, at a first look."""
    alone = likely_of(material, one.words, meaning_of(material, one), others)
    return [other for other, share in zip(others, alone, strict=True) if share >= cut]


def held(material: Material, one: Candidate, others: Sequence[int]) -> float:
    """How much of what its excerpt shares with others is in a clause, 0 to 1: 'A boy asked if he could keep the torch' stood over a night line."""
    own, whole = words_and_whole(material, one.position, one.words, meaning_of(material, one), others)
    return min(1.0, float(own.sum() / whole.sum())) if others else 0.0


def _to_read(members: Sequence[Sequence[int]], found: Sequence[Sequence[Sequence[Candidate]]]) -> set[str]:
    """All clauses of matters of several, and the clearest ones of a single excerpt."""
    wanted = set[str]()
    for circle, own in zip(members, found, strict=True):
        clauses = [one for part in own for one in part]
        tried = clauses if len(circle) > 1 else sorted(clauses, key=lambda one: -one.worth)[:TRIED]
        wanted.update(one.words for one in tried)
    return wanted


def _scored(
    material: Material, circle: Sequence[int], one: Candidate, shared: Mapping[str, float], reader: Reader
) -> Candidate:
    row, informs = reader.particular(one) if len(circle) > 1 else None, reader.informs(one)
    alone = INFORMS * (informs or 0.0) if len(circle) == 1 else 0.0
    score = _score(material, circle, one, shared, row) + alone
    return replace(one, score=score, vector=row, informs=informs)


def _score(
    material: Material, circle: Sequence[int], one: Candidate, shared: Mapping[str, float], row: Row | None
) -> float:
    words = set(stems(neutral(one.words)))
    told = sum(weight for word, weight in shared.items() if word in words) / (sum(shared.values()) or 1.0)
    if row is None or len(circle) < 2:
        return one.worth + SHARED * told
    others = [at for at in circle if at != one.position]
    return one.worth + SHARED * told + NEAR * float((material.particular[others] @ row).mean())


def _shared(material: Material, members: Sequence[int]) -> dict[str, float]:
    """Telling stems that at least two of the group hold, by the share that does."""
    counted = Counter(word for position in members for word in telling(material, position))
    return {word: count / len(members) for word, count in counted.items() if count > 1}


def _without_overlaps(ordered: Sequence[Candidate]) -> list[Candidate]:
    """Of clauses that share words of one excerpt, the better."""
    kept: list[Candidate] = []
    for one in ordered:
        if not any(
            one.clause.excerpt == other.clause.excerpt
            and min(one.clause.end, other.clause.end) > max(one.clause.start, other.clause.start)
            for other in kept
        ):
            kept.append(one)
    return kept


def subject(material: Material, members: Sequence[int], *, share: float | None = None) -> str | None:
    """A phrase that stands word for word in at least a third of the members, or `share`, and names what they speak of."""
    share = material.weights.subject_share if share is None else share
    texts = [neutral(material.excerpts[position].text) for position in members]
    lowered = [f" {' '.join(_WORDS.findall(text.lower()))} " for text in texts]
    needed = max(2, share * len(members))
    best: tuple[float, str] | None = None
    common = Counter(word for position in members for word in telling(material, position))
    for phrase in sorted(_named_in(material, texts)):
        count = sum(f" {phrase.lower()} " in text for text in lowered)
        telling_words = [word for word in stems(phrase) if word in common]
        if count >= needed and telling_words:
            worth = count / len(members) * (1 + 0.4 * (len(phrase.split()) > 1))
            if best is None or worth > best[0]:
                best = (worth, phrase)
    return best[1] if best else None


def _named_in(material: Material, texts: Sequence[str]) -> frozenset[str]:
    """What the texts name, as phrases; most were parsed for their clauses, when this was noted."""
    named = _named(material)
    new = [text for text in dict.fromkeys(texts) if text not in named]
    named.update((text, _names(parsed)) for text, parsed in zip(new, parse(new), strict=True))
    return frozenset[str]().union(*(named[text] for text in texts))


def _names(parsed: "Doc") -> frozenset[str]:
    return frozenset(phrase.bare for phrase in phrases_in(parsed) if not phrase.verbal)


@once
def _named(_material: Material) -> dict[str, frozenset[str]]:
    """By text, the phrases that it names, as far as it was parsed."""
    return {}
