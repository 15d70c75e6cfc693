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

    def token_rows(self, text: str) -> Vectors:
        """What each of them means where it stands; shape (tokens, dimensions)."""
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
        rows = particular(_rows(self._encoder, own), sample.middle)
        weights = np.array([self._rarity(token) for token in self._encoder.token_ids([own])[0]], dtype=np.float32)
        if not len(weights):
            return 0.0
        usual = np.mean([_share(rows, weights, others) for others in sample.rows])
        found = _share(rows, weights, particular(_rows(self._encoder, neutral(text)), sample.middle))
        return round(found - float(usual), 4)

    def _rarity(self, token: int) -> float:
        held, texts = self._held
        return float(np.log((texts + 1) / (held[token] + 0.5)))

    @cached_property
    def _held(self) -> tuple[Counter[int], int]:
        """In how many texts each token stands, and how many texts there are."""
        read = self._encoder.token_ids([*_lines(), *(neutral(text) for text in self._material)])
        return Counter(token for own in read for token in set(own)), len(read)


def _share(rows: Vectors, weights: NDArray[np.float32], others: Vectors) -> float:
    """Of each row the nearest of the others, by weight."""
    if not len(others):
        return 0.0
    return float((weights * (rows @ others.T).max(axis=1)).sum() / weights.sum())


def _lines() -> list[str]:
    return [line.text for line in labelled_lines()[::READ]]


@dataclass(frozen=True, slots=True)
class _Sample:
    """Our own lines as an encoder reads them."""

    middle: Row
    """What all their tokens share."""
    rows: tuple[Vectors, ...]
    """The tokens of each line, less that, at unit length."""


@lru_cache(maxsize=4)
def _sample(encoder: ReadsTokens) -> _Sample:
    lines = _lines()
    read = [encoder.token_rows(line) for line in lines[:: max(1, len(lines) // SAMPLE)][:SAMPLE]]
    middle = np.asarray(np.concatenate(read).mean(axis=0), dtype=np.float32)
    return _Sample(middle, tuple(particular(rows, middle) for rows in read))


@lru_cache(maxsize=2_048)
def _rows(encoder: ReadsTokens, text: str) -> Vectors:
    """What is tried against several clauses is read once."""
    return encoder.token_rows(text)
