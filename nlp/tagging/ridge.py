"""Kernel ridge regression of themes on texts: one solution for all themes, and honest scores for its own teachers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.protocols import Vectors
from learnbrief.nlp.tagging.features import Numbers, TextFeatures, alike, blocks, meaning_alike

LOUDNESS = 0.25  # how far a theme's scores grow with the number of its teachers, as a power of it


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

    def evened(self, teachers: Numbers) -> "Taught":
        """A theme that many teach is no longer heard above one that few teach; `teachers` says how many each has."""
        factor = (np.maximum(np.median(teachers), 1) / np.maximum(teachers, 1)) ** LOUDNESS
        by_words, by_meaning = self.ridge.by_words * factor, self.ridge.by_meaning * factor
        return Taught(replace(self.ridge, by_words=by_words, by_meaning=by_meaning), self.left_out * factor)


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
    features, sparse = TextFeatures.fit(texts, cues=cues)
    likeness = alike(sparse, vectors)
    likeness[np.diag_indices_from(likeness)] += ease
    root = _inverse_root(likeness)
    weights = root.T @ (root @ targets)
    ridge = Ridge(features, vectors, np.asarray(sparse.T @ weights), weights)
    return Taught(ridge, targets - _misses(root, weights, sources))


def _inverse_root(matrix: Numbers) -> Numbers:
    """R with R'R the inverse of a symmetric positive matrix, made in its place: a third of the work of the inverse itself."""
    from scipy.linalg.lapack import dpotrf, dtrtri

    factor, failed = dpotrf(matrix.T, lower=1, clean=1, overwrite_a=1)  # the transpose lies as LAPACK reads: no copy
    root, singular = dtrtri(factor, lower=1, overwrite_c=1)
    if failed or singular:
        raise np.linalg.LinAlgError("the teachers' likeness is not positive; some ease must be above nought")
    inverse_root: Numbers = root
    return inverse_root


def _misses(root: Numbers, weights: Numbers, sources: Sequence[str]) -> Numbers:
    """By how much each target is missed when its source does not teach: no refitting, an identity of ridge regression."""
    members: dict[str, list[int]] = {}
    for row, source in enumerate(sources):
        members.setdefault(source, []).append(row)
    missed: Numbers = weights / np.einsum("ij,ij->j", root, root)[:, None]  # the diagonal of the inverse
    for rows in members.values():
        if len(rows) > 1:
            own = root[:, rows]
            missed[rows] = np.linalg.solve(own.T @ own, weights[rows])
    return missed
