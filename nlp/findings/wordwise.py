"""Wordwise: whether the words of a clause, each read in its context, are met by words of an excerpt.

Two texts may lie close as wholes and share two words ('We have a discharge lounge with nice chairs') where one says nothing of
what the other says. Held word against word, rare ones counting more, they part: of 67 pairs that every other check let pass,
judged by hand, this tells 9 of 17 wrong ones and 4 of 31 right ones from the rest (docs/decisions/findings-8-central.md).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.protocols import Encoder, Vectors
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
    """Clauses against excerpts of one material, word by word."""

    def __init__(self, encoder: ReadsTokens, texts: Iterable[str]) -> None:
        self._encoder = encoder
        lines = [line.text for line in labelled_lines()[::READ]]
        self._sample = tuple(lines[:: max(1, len(lines) // SAMPLE)][:SAMPLE])
        read = encoder.token_ids([*lines, *(neutral(text) for text in texts)])
        self._held = Counter(token for own in read for token in set(own))
        self._texts = len(read)

    @classmethod
    def of(cls, encoder: Encoder | None, texts: Iterable[str]) -> "Wordwise | None":
        """For an encoder that tells its tokens; None for any other."""
        behind = getattr(encoder, "behind", encoder)
        return cls(behind, texts) if isinstance(behind, ReadsTokens) else None

    def met(self, words: str, text: str) -> float:
        """How far the words are met by those of the text beyond what other sentences meet them by, about -.1 to 1."""
        own, middle = neutral(words), _middle(self._encoder, self._sample)
        rows = _unit(_rows(self._encoder, own) - middle)
        weights = np.array([self._rarity(token) for token in self._encoder.token_ids([own])[0]], dtype=np.float32)
        if not len(weights):
            return 0.0
        others = [_share(rows, weights, _unit(_rows(self._encoder, one) - middle)) for one in self._sample]
        return round(
            _share(rows, weights, _unit(_rows(self._encoder, neutral(text)) - middle)) - float(np.mean(others)), 4
        )

    def _rarity(self, token: int) -> float:
        return float(np.log((self._texts + 1) / (self._held[token] + 0.5)))


def _share(rows: Vectors, weights: NDArray[np.float32], others: Vectors) -> float:
    """Of each row the nearest of the others, by weight."""
    if not len(others):
        return 0.0
    return float((weights * (rows @ others.T).max(axis=1)).sum() / weights.sum())


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths < 1e-9, 1, lengths), dtype=np.float32)


@lru_cache(maxsize=2_048)
def _rows(encoder: ReadsTokens, text: str) -> Vectors:
    """What is tried against several clauses is read once."""
    return encoder.token_rows(text)


@lru_cache(maxsize=4)
def _middle(encoder: ReadsTokens, sample: tuple[str, ...]) -> Vectors:
    """What all tokens share."""
    return np.asarray(np.concatenate([_rows(encoder, one) for one in sample]).mean(axis=0), dtype=np.float32)
