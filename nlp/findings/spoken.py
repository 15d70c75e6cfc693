"""Spoken: the things that many sources name in the same words.

Whether two people say the same is often more than an encoder can tell; whether both name the link worker stands in their words.
A thing is a noun, or a noun with the word before it, that stands in several sources and not everywhere, and of which they speak
alike. What is claimed of it is that so many sources name it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.naming import names
from learnbrief.nlp.findings.gather import Material
from learnbrief.nlp.language.grammar import parse
from learnbrief.nlp.language.phrases import LIGHT_STEMS
from learnbrief.nlp.language.words import STOP, plain, stem, stems, word_list

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

COUNTED = 1_000
"""Words and pairs of words, those of most sources first, of which it is asked how alike they are spoken of."""
COMPARED = 60
"""Excerpts of one thing, evenly spaced, that are compared for it."""
TRIED = 40
"""Things that are kept, the widest and closest first."""
NOUNS_OF = 8
"""Excerpts in which it is looked whether a word is a noun."""
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


def thing_of(material: Material, things: Sequence[Thing], said: str, of_it: Callable[[Thing], float]) -> Thing | None:
    """What words speak of, where most who name it may speak of the same matter; of several what they do most.

    `of_it` tells of a thing what share of the sources naming it may: 'form' is named by many who fill in others.
    """
    able = [(round(of_it(thing), 1), len(thing.words.split()), thing) for thing in things if names(thing.words, said)]
    able = [one for one in able if one[0] >= material.weights.near_of_it]
    return max(able, key=lambda one: (one[0], one[1], one[2].sources, one[2].closeness))[2] if able else None


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
        if 4 * named < 3 * forms.total() or not forms:
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


def things(material: Material, unit: NDArray[np.int64]) -> Iterator[Thing]:
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
