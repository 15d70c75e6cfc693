"""Spoken: the things that many sources name in the same words, with what tells most of each.

Whether two people say the same is often more than an encoder can tell; whether both name the link worker stands in their words.
A thing is a noun, or a noun with the word before it, that stands in several sources and not everywhere, and of which they speak
alike. What is claimed of it is that so many sources name it; what they say stands beside it, each in its own words.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.finding import Clause
from learnbrief.corpus.naming import names, without
from learnbrief.nlp.findings.central import units
from learnbrief.nlp.findings.clauses import Candidate, clauses_of, telling
from learnbrief.nlp.findings.contrast import SOLVED
from learnbrief.nlp.findings.gather import Material, Row
from learnbrief.nlp.findings.learned import result
from learnbrief.nlp.findings.place import lean
from learnbrief.nlp.findings.voiced import asks
from learnbrief.nlp.findings.word import Reader
from learnbrief.nlp.language.grammar import parse
from learnbrief.nlp.language.phrases import LIGHT_STEMS
from learnbrief.nlp.language.words import STOP, plain, stem, stems, word_list

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

COUNTED = 1_000
"""Words and pairs of words, those of most sources first, of which it is asked how alike they are spoken of."""
COMPARED = 60
"""Excerpts of one thing, evenly spaced, that are compared for it."""
TRIED = 40
"""Things, the widest and closest first, whose clauses are read."""
READ = 40
"""Excerpts of one thing, evenly spaced, that are read."""
CLAUSES = 12
"""Clauses of one thing, clearest first, whose meaning is asked."""
SHORTEST, LONGEST = 6, 30
"""Words of a sentence that may stand beside a headline."""
MOST_BESIDE = 5
"""Clauses of other sources beside the one that heads: more than a brief shows, as some may be kept for blind coding."""
NOUNS_OF = 8
"""Excerpts in which it is looked whether a word is a noun."""
SAID = 0.25
"""What each further source adds that says the same as a clause."""
OVERTAKEN = 0.5
"""What is left of the worth of words after which somebody says, near them, that something is now otherwise."""
TELLING = 8
"""Telling words of a clause that count as telling all, where no weights read what it means."""
_BEFORE = frozenset({"compound", "amod", "nmod"})
"""How a word hangs on the noun behind it."""
_COUNTS = frozenset({"det", "nummod", "poss"})
"""What stands before a thing and not before a name: 'one Doppler', 'the Doppler'."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

Key = tuple[str, ...]
"""A thing's words in the singular and in small letters."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that several sources name."""

    words: str
    """As they are mostly written."""
    named_by: tuple[int, ...]
    """Positions of the excerpts in which they stand."""
    sources: int
    closeness: float
    """Mean likeness between excerpts of different sources that name it: low where one word means several things."""
    clauses: tuple[Candidate, ...] = ()
    """What is told of it: the clause that heads it, then what others say beside it."""
    weight: float = 0.0
    """How early it is told: how widely and how much alike it is spoken of, and how much its first clause tells."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a clause would head."""

    matter: int
    sources: int
    """How many are counted as saying it."""


def things(material: Material, reader: Reader, head_of: Callable[[Candidate], Head | None]) -> list[Thing]:
    """What many sources name, first what is named most widely and told best; nobody's words stand under two.

    `head_of` tells what a clause would head, None for one that cannot.
    """
    weights = material.weights
    if len({excerpt.voice.voice_id for excerpt in material.excerpts}) < weights.named_small:
        return []
    unit = units(material)
    found = list(_tried(material, unit))
    clauses = _clauses(material, found, reader)
    heads = [
        (round(thing.sources * thing.closeness * _worth(material, unit, thing, one, head), 5), thing, one, head, own)
        for thing, own in zip(found, clauses, strict=True)
        for one in own
        if not one.whole and (head := head_of(one))
    ]
    heads.sort(key=lambda row: (-row[0], row[1].words, row[2].position, row[2].clause.start))
    kept: list[Thing] = []
    taken, matters = set[int](), set[int]()
    for weight, thing, one, head, own in heads:
        if len(kept) == weights.named_kept:
            break
        again = any(
            _in_common(thing, other) >= weights.named_in_common or _one_matter(thing, one, other) for other in kept
        )
        if again or one.position in taken or head.matter in matters:
            continue
        others = [other for other in own if other.position not in taken]
        if beside := _beside(material, unit, one, in_one_sense(material, thing, one, others, reader)):
            kept.append(replace(thing, clauses=(one, *beside), weight=weight))
            taken |= {one.position, *(other.position for other in beside)}
            matters.add(head.matter)
    return kept


def _worth(material: Material, unit: NDArray[np.int64], thing: Thing, one: Candidate, head: Head) -> float:
    """How much it tells of the thing; more where others who name it come near, and where several say the same."""
    informs = min(1.0, telling(one.words) / TELLING) if one.informs is None else one.informs
    others = [at for at in thing.named_by if unit[at] != unit[one.position]]
    nearest: dict[int, float] = {}
    for at, near in zip(others, _nearness(material, one, others), strict=True):
        nearest[int(unit[at])] = max(nearest.get(int(unit[at]), 0.0), float(near))
    typical = sum(nearest.values()) / max(1, len(nearest))
    standing = OVERTAKEN if _is_overtaken(material, one, others) else 1.0
    told = material.weights.result if result(one.words) else 1.0
    return one.worth * informs**2 * typical * (1 + SAID * (head.sources - 1)) * standing * told


def _is_overtaken(material: Material, one: Candidate, others: Sequence[int]) -> bool:
    """Whether somebody later says of the thing, close to these words, that something is now otherwise, or tells what is in the way as a help."""
    weights = material.weights
    later = [at for at in others if material.well_after(at, one.position)]
    if not later:
        return False
    near = dict(zip(later, _nearness(material, one, later).tolist(), strict=True))
    solved = [at for at in later if SOLVED.search(material.excerpts[at].text)]
    hinders = lean(material, one.position) <= -weights.strong_lean
    helped = [at for at in later if hinders and lean(material, at) >= weights.strong_lean]
    return any(near[at] >= weights.named_near_whole for at in solved) or any(
        near[at] >= weights.named_turned for at in helped
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of the material; singular and plural of one are one."""

    known: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "_Words":
        return cls(frozenset(plain(match[0]) for text in texts for match in _WORD.finditer(text)))

    def single(self, word: str) -> str:
        """A word in the singular where the material has that too, in small letters."""
        word = plain(word)
        for plural, ending in (("ies", "y"), ("ves", "fe"), ("ves", "f"), ("es", ""), ("s", "")):
            if word.endswith(plural) and (one := word.removesuffix(plural) + ending) in self.known:
                return one
        return word

    def keys(self, text: str) -> set[Key]:
        """The words and pairs of neighbours that tell something."""
        found: set[Key] = set()
        before, end = "", -1
        for match in _WORD.finditer(text):
            word = self.single(match[0])
            content = word not in STOP and len(word) > 2
            tells = content and stem(word) not in LIGHT_STEMS
            if tells:
                found.add((word,))
            if content and before and text[end : match.start()] == " " and (tells or stem(before) not in LIGHT_STEMS):
                found.add((before, word))
            before, end = (word if content and word not in word_list("weak_adjectives") else ""), match.end()
        return found

    def written(self, material: Material, key: Key, own: Sequence[int]) -> str | None:
        """A key as most write it; None where it is no noun, or no noun with what qualifies it."""
        forms: Counter[str] = Counter()
        named = 0
        for document in parse([material.plain(at) for at in own[:: max(1, len(own) // NOUNS_OF)]]):
            for token in document:
                run = document[max(0, token.i + 1 - len(key)) : token.i + 1]
                if tuple(self.single(one.text) for one in run) == key:
                    forms[run.text] += 1
                    named += _names_something(token, run)
        if 2 * named < forms.total() or not forms:
            return None
        upper = {
            word.lower()
            for form, _ in forms.most_common(1)
            for word in form.split()
            if len(word) > 1 and word.isupper()
        }
        return " ".join(word.upper() if word in upper else word for word in key)


def _names_something(token: "Token", run: "Span") -> bool:
    """Whether a noun ends the run, and what stands before it hangs on it."""
    counted = any(one.dep_ in _COUNTS for one in token.children)
    noun = token.pos_ == "NOUN" or (token.pos_ == "PROPN" and (token.text.isupper() or counted))
    return noun and all(one.head.i == token.i and one.dep_ in _BEFORE for one in run[:-1])


def _tried(material: Material, unit: NDArray[np.int64]) -> Iterator[Thing]:
    """What is spoken of by enough sources, not everywhere, and in one sense, the widest and closest first."""
    weights, total = material.weights, len(material.excerpts)
    fewest = weights.named_by if len(set(unit.tolist())) >= weights.named_many else weights.named_small
    most = max(weights.named_rarely, weights.named_share * total)
    texts = [material.plain(at) for at in range(total)]
    words = _Words.of(texts)
    holders: dict[Key, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        for key in words.keys(text):
            holders[key].append(at)
    called = set(stems(material.names.programme))
    sources = {
        key: len({int(unit[at]) for at in own})
        for key, own in holders.items()
        if len(own) <= most and not called.intersection(map(stem, key))
    }
    wide = sorted((key for key, count in sources.items() if count >= fewest), key=lambda key: (-sources[key], key))
    alike = {key: _closeness(material, unit, holders[key]) for key in wide[:COUNTED]}
    close = [key for key, value in alike.items() if value >= weights.named_alike]
    given = 0
    for key in sorted(close, key=lambda key: (-round(sources[key] * alike[key], 4), key)):
        longer = (
            other for other in close if len(other) > len(key) and key[0] in other and stem(other[0]) not in LIGHT_STEMS
        )
        if any(3 * sources[other] >= 2 * sources[key] for other in longer):
            continue  # 'worker' is told as the link worker that nearly all of them name; a ward's keys are keys
        written = words.written(material, key, holders[key])
        if written is not None:
            given += 1
            yield Thing(written, tuple(holders[key]), sources[key], alike[key])
        if given == TRIED:
            return


def _closeness(material: Material, unit: NDArray[np.int64], own: Sequence[int]) -> float:
    """Mean likeness between excerpts of different sources."""
    chosen = list(own[:: max(1, len(own) // COMPARED)])
    table = material.alike(chosen, chosen)
    apart = unit[chosen][:, None] != unit[chosen][None, :]
    return round(float(table[apart].mean()), 4) if apart.any() else 0.0


def _clauses(material: Material, found: Sequence[Thing], reader: Reader) -> list[list[Candidate]]:
    """Per thing what can be told of it: clear clauses that name it and ask nothing, else a sentence that does, with what they mean."""
    able: list[list[Candidate]] = []
    for thing in found:
        read = thing.named_by[:: max(1, len(thing.named_by) // READ)]
        documents = parse([material.excerpts[at].text for at in read])
        own = [
            one
            for at, document in zip(read, documents, strict=True)
            for one in clauses_of(material, at, document)
            if one.worth >= material.weights.named_worth and names(thing.words, one.words) and not asks(one.words)
        ]
        own = sorted(own, key=lambda one: (-round(one.worth, 4), one.position, one.clause.start))[:CLAUSES]
        worded = {one.position for one in own}
        others = ((at, document) for at, document in zip(read, documents, strict=True) if at not in worded)
        spoken = (_sentence(material, at, document, thing.words) for at, document in others)
        able.append([*own, *(one for one in spoken if one)])
    reader.read(one.words for own in able for one in own)
    return [[replace(one, informs=reader.informs(one), vector=reader.particular(one)) for one in own] for own in able]


def _beside(material: Material, unit: NDArray[np.int64], head: Candidate, own: Sequence[Candidate]) -> list[Candidate]:
    """What other sources say of the thing, the nearest to its headline first: of each source one clause that tells something."""
    weights = material.weights
    able = [one for one in own if one.informs is None or one.informs >= weights.named_informs]
    near = {one: _between(material, head, one) for one in able}
    found: list[Candidate] = []
    taken = {int(unit[head.position])}
    for one in sorted(
        able, key=lambda one: (-round(near[one] * (one.informs or 1.0), 4), one.position, one.clause.start)
    ):
        far = near[one] < (weights.named_near_whole if one.whole else weights.named_near)
        if not far and int(unit[one.position]) not in taken and len(found) < MOST_BESIDE:
            taken.add(int(unit[one.position]))
            found.append(one)
    return found


def in_one_sense(
    material: Material, thing: Thing, head: Candidate, own: Sequence[Candidate], reader: Reader
) -> list[Candidate]:
    """What speaks of a thing as its headline does: where a word is spoken of less alike, what is said besides must come near."""
    if thing.closeness >= material.weights.named_in_one_sense or head.vector is None:
        return list(own)
    besides = {one: without(thing.words, one.words) for one in (head, *own)}
    reader.read(besides.values())
    middle = reader.row(besides[head])
    weights = material.weights
    apart = {one: float(reader.row(besides[one]) @ middle) for one in own}
    return [
        one
        for one, near in apart.items()
        if near >= weights.named_besides or near + _between(material, head, one) >= weights.named_both
    ]


def _sentence(material: Material, position: int, parsed: "Doc", words: str) -> Candidate | None:
    """The shortest sentence of an excerpt that names a thing: what stands beside a headline need not stand alone."""
    text = material.excerpts[position].text
    able = [
        one
        for one in parsed.sents
        if names(words, one.text) and not asks(one.text) and SHORTEST <= len(one.text.split()) <= LONGEST
    ]
    if not able:
        return None
    best = min(able, key=lambda one: (len(one.text), one.start_char))
    end = best.start_char + len(best.text.rstrip())
    clause = Clause(material.excerpts[position].excerpt_id, best.start_char, end)
    return Candidate(clause, text[best.start_char : end], position, 0.0, whole=True)


def _meaning(material: Material, one: Candidate) -> Row:
    return material.particular[one.position] if one.vector is None else one.vector


def _between(material: Material, one: Candidate, other: Candidate) -> float:
    return float(_meaning(material, one) @ _meaning(material, other))


def _nearness(material: Material, one: Candidate, others: Sequence[int]) -> Row:
    """How near whole excerpts come to a clause; shape (others,)."""
    return np.asarray(material.particular[list(others)] @ _meaning(material, one), dtype=np.float32)


def _one_matter(thing: Thing, head: Candidate, other: Thing) -> bool:
    """Whether the words of one name what the other is: who are 'on the same call' tell of the Thursday call, and paste is toothpaste."""
    if thing.words.endswith(other.words) or other.words.endswith(thing.words):
        return True
    pairs = ((thing.words, other.clauses[0].words), (other.words, head.words))
    return any(
        " " in words and stem(words.split()[-1]) not in LIGHT_STEMS and names(words.split()[-1], told)
        for words, told in pairs
    )


def _in_common(one: Thing, other: Thing) -> float:
    """The share of the excerpts of the rarer that name the other too."""
    both = len(set(one.named_by) & set(other.named_by))
    return both / min(len(one.named_by), len(other.named_by))
