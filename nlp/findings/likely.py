"""Likely: how likely two excerpts speak of one matter, at a first look at both as wholes.

Likeness grows with what two texts mean and share alike, so that an average of it says nothing of how many stand behind a statement.
A probability does: one for each other source, added up, is the number of sources that are to be expected on a matter. Three numbers
make it (who is likely by them is read again: pairs.py), learned from the planned points of thirteen fictional programmes (benchmarks/training/matters.py): how near two texts come in
meaning, how many rare words they share, and how much both say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from learnbrief.nlp.findings.gather import Likeness, Material, Row, once
from learnbrief.nlp.findings.weights import Weights
from learnbrief.nlp.language.words import stems

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


@dataclass(frozen=True, slots=True)
class Words:
    """The different content words of texts, and how much each tells."""

    rows: "csr_matrix"
    """A one for each word that a text holds; shape (texts, words)."""
    rarity: Row
    """Of each word, from 0 for what every text holds to about 1; shape (words,)."""
    column: Mapping[str, int]
    """Where each word stands."""
    much: Row
    """Of each text the logarithm of how many it holds, and one; shape (texts,)."""

    @classmethod
    def of(cls, texts: Sequence[str], rarity: Mapping[str, float]) -> "Words":
        """The words of texts whose rarity is known."""
        from scipy.sparse import csr_matrix

        column = {word: at for at, word in enumerate(rarity)}
        held = [sorted({column[word] for word in stems(text) if word in column}) for text in texts]
        ends = np.cumsum([0, *map(len, held)])
        columns = np.array([at for own in held for at in own], dtype=np.int32)
        rows = csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(held), len(column)))
        told = np.fromiter(rarity.values(), dtype=np.float32, count=len(rarity))
        return cls(rows, told, column, np.log1p(np.diff(ends)).astype(np.float32))

    def shared(self, rows: Sequence[int], columns: Sequence[int]) -> Likeness:
        """The rarity of all words that two texts share, added up; shape (rows, columns)."""
        weighted = self.rows[list(rows)].multiply(self.rarity[None, :]).tocsr()
        return np.asarray((weighted @ self.rows[list(columns)].T).toarray(), dtype=np.float32)


def likely(material: Material, rows: Sequence[int], columns: Sequence[int]) -> Likeness:
    """How likely excerpts speak of one matter, 0 to 1; shape (rows, columns)."""
    words, rows, columns = _words(material), list(rows), list(columns)
    near = material.particular[rows] @ material.particular[columns].T
    much = words.much[rows][:, None] + words.much[columns][None, :]
    return probability(near, words.shared(rows, columns), much, material.weights)


def shared_and_much(material: Material, rows: Sequence[int]) -> tuple[Likeness, Likeness]:
    """Of any two, the rarity of the words that they share and how much both say; shapes (rows, rows)."""
    words, rows = _words(material), list(rows)
    return words.shared(rows, rows), words.much[rows][:, None] + words.much[rows][None, :]


def likely_of(material: Material, said: str, meaning: Row, columns: Sequence[int]) -> Row:
    """The same for words of their own, by what they mean less what all of the material shares; shape (columns,)."""
    words, columns = _words(material), list(columns)
    held = {words.column[word] for word in stems(material.names.neutral(said)) if word in words.column}
    own = sorted(held)
    shared = np.asarray(words.rows[columns][:, own] @ words.rarity[own], dtype=np.float32).ravel()
    much = np.float32(np.log1p(len(own))) + words.much[columns]
    return probability(material.particular[columns] @ meaning, shared, much, material.weights)


def words_and_whole(material: Material, at: int, said: str, meaning: Row, columns: Sequence[int]) -> tuple[Row, Row]:
    """How likely words of an excerpt are by themselves of the matter of others, and how likely all of the excerpt is; shapes (columns,).

    Both at a first look: words of their own keep no company yet.
    """
    return likely_of(material, said, meaning, columns), likely(material, [at], columns)[0]


def probability(near: Likeness, shared: Likeness, much: Likeness, weights: Weights) -> Likeness:
    """The logistic regression over the three numbers."""
    lean = weights.likely_meaning * near + weights.likely_words * shared + weights.likely_much * much
    return np.asarray(1 / (1 + np.exp(-lean - weights.likely_bias)), dtype=np.float32)


@once
def _words(material: Material) -> Words:
    return Words.of([material.plain(at) for at in range(len(material.excerpts))], material.rarity)
