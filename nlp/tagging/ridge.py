"""Kernel ridge regression of themes on texts: one solution for all themes, and honest scores for its own teachers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.protocols import Vectors
from learnbrief.nlp.tagging.features import Numbers, TextFeatures, alike, blocks, meaning_alike

LOUDNESS = 0.25  # how far a theme's scores grow with the number of its teachers, as a power of it
WHATEVER = 0.85  # what likeness counts whatever was asked
SAME_QUESTION = 0.15  # and what more between two answers to the same question
USUAL = 0.3  # how far what is usually said to a question speaks for the next answer to it


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

    def evened(self, teachers: Numbers, loudness: float = LOUDNESS) -> "Taught":
        """A theme that many teach is no longer heard above one that few teach; `teachers` says how many each has."""
        factor = (np.maximum(np.median(teachers), 1) / np.maximum(teachers, 1)) ** loudness
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
    return Lessons.read(texts, vectors, cues=cues).learned(targets, ease=ease, sources=sources)


@dataclass(frozen=True, slots=True)
class Lessons:
    """Teachers whose texts were read once, for one ridge or for several."""

    features: TextFeatures
    sparse: Any
    vectors: Vectors

    @classmethod
    def read(cls, texts: Sequence[str], vectors: Vectors, *, cues: bool = False) -> "Lessons":
        """What the texts say of themselves."""
        return cls(*TextFeatures.fit(texts, cues=cues), vectors)

    def learned(
        self,
        targets: Numbers,
        *,
        ease: NDArray[np.float64],
        sources: Sequence[str],
        asked: NDArray[np.intp] | None = None,
    ) -> Taught:
        """The ridge of these targets; `asked` numbers each teacher's question, below nought where there is none."""
        likeness = alike(self.sparse, self.vectors)
        if asked is not None:
            _with_questions(likeness, asked)
        likeness[np.diag_indices_from(likeness)] += ease
        root = _inverse_root(likeness)
        weights = root.T @ (root @ targets)
        return Taught(self.weighted(weights), targets - _misses(root, weights, sources))

    def weighted(self, weights: Numbers) -> Ridge:
        """The ridge in which each teacher speaks as loudly as this, per theme."""
        return Ridge(self.features, self.vectors, np.asarray(self.sparse.T @ weights), weights)


def _with_questions(likeness: Numbers, asked: NDArray[np.intp]) -> None:
    """In place, for the matrix is all a laptop can hold: answers to the same question are more alike than they read."""
    likeness *= WHATEVER
    for question in np.unique(asked[asked >= 0]):
        own = np.ix_(*[np.flatnonzero(asked == question)] * 2)
        likeness[own] = likeness[own] * ((WHATEVER + SAME_QUESTION) / WHATEVER) + USUAL


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
