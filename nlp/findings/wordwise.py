"""Wordwise: whether the words of a clause, each read in its context, are met by words of an excerpt.

Two texts may lie close as wholes and share two words ('We have a discharge lounge with nice chairs') where one says nothing of
what the other says. Held word against word, rare ones counting more, they part: of 67 pairs that every other check let pass,
judged by hand, this tells 9 of 17 wrong ones and 4 of 31 right ones from the rest (docs/decisions/findings-8-central.md).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.nlp.encode import behind
from learnbrief.nlp.findings.gather import Row, particular
from learnbrief.nlp.language.placeholders import neutral
from learnbrief.nlp.tagging.labelled_lines import labelled_lines

READ, SAMPLE = 3, 64
"""Of our own lines of programme talk every third tells how rare a word is, and so many of them what a clause is met by anyway."""


@runtime_checkable
class ReadsTokens(Protocol):
    """An encoder that tells what it makes of each token."""

    def __hash__(self) -> int:
        """One model is one key: what it makes of a text is kept for the next material."""
        ...

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of each text, without those that mark its ends."""
        ...

    def token_rows(self, texts: Sequence[str]) -> list[Vectors]:
        """Of each text what each of them means where it stands; shape (tokens, dimensions)."""
        ...


class Wordwise:
    """Clauses against excerpts of one material, word by word; nothing is read until a pair is held against each other."""

    def __init__(self, encoder: ReadsTokens, texts: Iterable[str]) -> None:
        self._encoder, self._material = encoder, texts
        self._known: dict[tuple[str, str], float] = {}

    @classmethod
    def of(cls, encoder: Encoder | None, texts: Iterable[str]) -> "Wordwise | None":
        """For an encoder that tells its tokens; None for any other."""
        reads = behind(encoder) if encoder is not None else None
        return cls(reads, texts) if isinstance(reads, ReadsTokens) else None

    def met(self, words: str, text: str) -> float:
        """How far the words are met by those of the text beyond what other sentences meet them by, about -.1 to 1.

        Who is counted and what is a message both ask it of the same pairs: each is worked out once.
        """
        pair = words, text
        if pair not in self._known:
            self._known[pair] = self._met(words, text)
        return self._known[pair]

    def _met(self, words: str, text: str) -> float:
        own, sample = neutral(words), _sample(self._encoder)
        rows, others = (particular(_rows(self._encoder, one), sample.middle) for one in (own, neutral(text)))
        weights = np.array([self._rarity(token) for token in self._encoder.token_ids([own])[0]], dtype=np.float32)
        if not len(weights):
            return 0.0
        usual = float(_nearest(rows, weights, sample.rows, sample.begins).mean())
        found = float(_shares(rows, weights, [others])[0]) if len(others) else 0.0
        return round(found - usual, 4)

    def meetings(self, texts: Sequence[str], others: Sequence[NDArray[np.int64]]) -> list[Row]:
        """Of each text how far it is met by those of the texts that stand at the places named for it, as `met` tells of one pair."""
        neutrals, sample = [neutral(text) for text in texts], _sample(self._encoder)
        read = [particular(rows, sample.middle) for rows in self._encoder.token_rows(neutrals)]
        lengths = np.array([len(rows) for rows in read])
        found: list[Row] = []
        for rows, tokens, places in zip(read, self._encoder.token_ids(neutrals), others, strict=True):
            weights = np.array([self._rarity(token) for token in tokens], dtype=np.float32)
            met = np.zeros(len(places), dtype=np.float32)
            able = np.flatnonzero(lengths[places])
            if len(weights) and len(able):
                usual = float(_nearest(rows, weights, sample.rows, sample.begins).mean())
                met[able] = _shares(rows, weights, [read[place] for place in places[able]]) - usual
            found.append(met.round(4))
        return found

    def _rarity(self, token: int) -> float:
        held, texts = self._held
        return float(np.log((texts + 1) / (held[token] + 0.5)))

    @cached_property
    def _held(self) -> tuple[Counter[int], int]:
        """In how many texts each token stands, and how many texts there are."""
        read = self._encoder.token_ids([*_lines(), *(neutral(text) for text in self._material)])
        return Counter(token for own in read for token in set(own)), len(read)


def _shares(rows: Vectors, weights: Row, others: Sequence[Vectors]) -> Row:
    """By weight, how near the nearest token of each of the others comes to each row; none of them is empty."""
    return _nearest(rows, weights, np.concatenate(others), _begins(others))


def _nearest(rows: Vectors, weights: Row, others: Vectors, begins: NDArray[np.intp]) -> Row:
    """The same of others that stand one under the other, each from its place in `begins` on."""
    nearest = np.maximum.reduceat(rows @ others.T, begins, axis=1)
    return np.asarray(weights @ nearest / weights.sum(), dtype=np.float32)


def _begins(texts: Sequence[Vectors]) -> NDArray[np.intp]:
    return np.cumsum([0, *map(len, texts)])[:-1]


def _lines() -> list[str]:
    return [line.text for line in labelled_lines()[::READ]]


@dataclass(frozen=True, slots=True)
class _Sample:
    """Our own lines as an encoder reads them."""

    middle: Row
    """What all their tokens share."""
    rows: Vectors
    """The tokens of all lines, less that, at unit length; shape (tokens, dimensions)."""
    begins: NDArray[np.intp]
    """Where each line begins among them."""


@lru_cache(maxsize=4)
def _sample(encoder: ReadsTokens) -> _Sample:
    lines = _lines()
    read = encoder.token_rows(lines[:: max(1, len(lines) // SAMPLE)][:SAMPLE])
    middle = np.asarray(np.concatenate(read).mean(axis=0), dtype=np.float32)
    rows = [particular(rows, middle) for rows in read]
    return _Sample(middle, np.concatenate(rows), _begins(rows))


@lru_cache(maxsize=2_048)
def _rows(encoder: ReadsTokens, text: str) -> Vectors:
    """What is tried against several clauses is read once."""
    return encoder.token_rows([text])[0]
