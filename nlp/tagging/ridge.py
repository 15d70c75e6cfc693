"""Kernel ridge regression of themes on texts: one solution for all themes, and honest scores for its own teachers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.services import Vectors
from nlp.tagging.features import Numbers, TextFeatures, alike, blocks, meaning_alike


@dataclass(frozen=True, slots=True)
class Ridge:
    """A score per text and theme: about 0 for ordinary text, about 1 for what the teachers call the theme."""

    features: TextFeatures
    teachers: Vectors
    by_words: Numbers
    """One row per word or letter feature, one column per theme."""
    by_meaning: Numbers
    """One row per teacher, one column per theme."""

    def scores(self, texts: Sequence[str], vectors: Vectors) -> Numbers:
        """One row per text, one column per theme."""
        parts = [self._block(texts[rows], vectors[rows]) for rows in blocks(len(texts))]
        return np.concatenate([np.zeros((0, self.by_words.shape[1])), *parts])

    def _block(self, texts: Sequence[str], vectors: Vectors) -> Numbers:
        scores: Numbers = self.features(texts) @ self.by_words + meaning_alike(vectors, self.teachers) @ self.by_meaning
        return scores


@dataclass(frozen=True, slots=True)
class Taught:
    """A ridge with the score each teacher would have got had its whole source been left out."""

    ridge: Ridge
    left_out: Numbers


def teach(
    texts: Sequence[str],
    vectors: Vectors,
    targets: Numbers,
    *,
    ease: NDArray[np.float64],
    sources: Sequence[str],
    cues: bool = False,
) -> Taught:
    """The ridge these teachers make; `ease` per teacher says how far its target may be missed."""
    features = TextFeatures.fit(texts, cues=cues)
    sparse = features(texts)
    inverse = _inverse(alike(sparse, vectors) + np.diag(ease))
    weights = inverse @ targets
    ridge = Ridge(features, vectors, np.asarray(sparse.T @ weights), weights)
    return Taught(ridge, targets - _misses(inverse, weights, sources))


def _inverse(matrix: Numbers) -> Numbers:
    from scipy.linalg import cho_factor, cho_solve

    inverse: Numbers = cho_solve(cho_factor(matrix, overwrite_a=True), np.eye(len(matrix)), overwrite_b=True)
    return inverse


def _misses(inverse: Numbers, weights: Numbers, sources: Sequence[str]) -> Numbers:
    """By how much each target is missed when its source does not teach: no refitting, an identity of ridge regression."""
    members: dict[str, list[int]] = {}
    for row, source in enumerate(sources):
        members.setdefault(source, []).append(row)
    missed = weights / np.diag(inverse)[:, None]
    for rows in members.values():
        if len(rows) > 1:
            missed[rows] = np.linalg.solve(inverse[np.ix_(rows, rows)], weights[rows])
    return missed
