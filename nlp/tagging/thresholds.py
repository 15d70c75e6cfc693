"""From scores to decisions: where a theme begins to apply, from where a tag may be called sure, and how probable it is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnbrief.nlp.tagging.features import Numbers

Known = NDArray[np.bool_]

BORROWED = 10.0  # positives' worth of trust in the cut of all themes together, for each theme's own cut
CAUTION = 0.5  # standard errors by which 'sure' must clear its target
LENIENCE = 0.2  # how far below the target a single tag's probability may lie, in however good company it is
LEAST_RIGHT = 0.25  # share of a theme's suggestions that must be right: below, its best cut is only the least bad
FROM_LINES = 20.0  # positives' worth of trust in the cut that suits the codebook's own lines


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Scores given by models that had not seen the source, with what the coders said."""

    scores: Numbers
    truth: Numbers
    known: Known
    """False where nobody decided on the theme."""

    def rows(self, rows: NDArray[np.intp]) -> "HeldOut":
        """These rows only."""
        return HeldOut(self.scores[rows], self.truth[rows], self.known[rows])

    def with_rows(self, rows: NDArray[np.intp], other: "HeldOut") -> "HeldOut":
        """The same, but for the scores of these rows."""
        scores = self.scores.copy()
        scores[rows] = other.scores
        return HeldOut(scores, self.truth, self.known)


def review_cuts(coded: HeldOut, lines: HeldOut) -> Numbers:
    """Per theme the cut with the best F1, leaning on all themes and on the codebook's lines while positives are few."""
    grid = np.unique(
        np.quantile(np.concatenate([coded.scores.ravel(), lines.scores.ravel()]), np.linspace(0.5, 1, 400))
    )
    hits, found, positives = _counts(coded, grid)
    own = _f1(hits, found, positives)
    pooled = _f1(hits.sum(axis=1), found.sum(axis=1), positives.sum())
    line_hits, line_found, line_positives = (part.sum(axis=-1) for part in _counts(lines, grid))
    from_lines = _f1(line_hits, line_found, line_positives)
    shared = (positives.sum() * pooled + FROM_LINES * from_lines) / (positives.sum() + FROM_LINES)
    worth = positives * own + BORROWED * shared[:, None]
    usual = (hits.sum(axis=1) + line_hits) / np.maximum(found.sum(axis=1) + line_found, 1)
    right = (hits + BORROWED * usual[:, None]) / (found + BORROWED)
    cuts: Numbers = grid[np.where(right < LEAST_RIGHT, -1.0, worth).argmax(axis=0)]
    return cuts


def sure_cuts(coded: HeldOut, probability: Numbers, *, target: float) -> Numbers:
    """Per theme the lowest probability from which, held out, the target share of tags was right; above one where none is.

    Nothing far below the target is sure by itself, though the many surer tags above it would carry it: on material of
    another kind it is these tags that fail first.
    """
    grid = np.linspace(min(target - LENIENCE, 0.9), 0.995, 140)
    hits, found, _ = _counts(HeldOut(probability, coded.truth, coded.known), grid)
    pooled = hits.sum(axis=1) / np.maximum(found.sum(axis=1), 1)
    evidence = found + BORROWED
    right = (hits + BORROWED * pooled[:, None]) / evidence
    cautious = right - CAUTION * np.sqrt(right * (1 - right) / evidence)
    fails = (cautious < target) | (found.sum(axis=1) == 0)[:, None]
    first = len(grid) - fails[::-1].argmax(axis=0)  # one past the highest cut that fails: no luck in between
    cuts: Numbers = np.append(grid, 1.01)[np.where(fails.any(axis=0), first, 0)]
    return cuts


def _counts(held: HeldOut, grid: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """True tags found and all tags found per cut and theme, and the positives per theme."""
    themes = held.scores.shape[1]
    hits, found = np.zeros((len(grid), themes)), np.zeros((len(grid), themes))
    for theme in range(themes):
        known = held.known[:, theme]
        truth, scores = held.truth[known, theme] > 0, held.scores[known, theme]
        found[:, theme] = len(scores) - np.searchsorted(np.sort(scores), grid)
        hits[:, theme] = truth.sum() - np.searchsorted(np.sort(scores[truth]), grid)
    return hits, found, (held.truth * held.known).sum(axis=0)


def _f1(hits: Numbers, found: Numbers, positives: Numbers | float) -> Numbers:
    score: Numbers = 2 * hits / np.maximum(found + positives, 1)
    return score


@dataclass(frozen=True, slots=True)
class Calibration:
    """Scores to probabilities: one logistic curve, moved and bent a little for each theme."""

    slope: Numbers
    offset: Numbers
    steps: Numbers
    """Two rows: what the curve says, and what share was right there; coders err, so sure things are never quite sure."""

    def __call__(self, scores: Numbers) -> Numbers:
        """The probability that a coder would give the theme."""
        probability: Numbers = np.interp(_logistic(scores * self.slope + self.offset), *self.steps)
        return probability

    @classmethod
    def fit(cls, held: HeldOut) -> "Calibration":
        """The curve under which what coders said was likeliest, themes drawn towards one another."""
        from sklearn.linear_model import LogisticRegression

        rows, columns = np.nonzero(held.known)
        truth = held.truth[rows, columns] > 0
        themes = held.scores.shape[1]
        if truth.all() or not truth.any():
            return cls(np.full(themes, 1.0), np.full(themes, 3.0 if truth.any() else -3.0), AS_IT_IS)
        model = LogisticRegression(max_iter=1000).fit(_design(held.scores[rows, columns], columns, themes), truth)
        shared, own_offset, own_slope = np.split(model.coef_[0], [1, 1 + themes])
        slope, offset = SHARED * shared + OWN_SLOPE * own_slope, model.intercept_[0] + OWN_OFFSET * own_offset
        curve = _logistic(held.scores[rows, columns] * slope[columns] + offset[columns])
        return cls(slope, offset, _steps(curve, truth))


def _logistic(values: Numbers) -> Numbers:
    curve: Numbers = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return curve


def _steps(curve: Numbers, truth: Known) -> Numbers:
    """The share right at each height of the curve, never falling; the curve itself where little is known."""
    from sklearn.isotonic import IsotonicRegression

    if truth.sum() < ENOUGH_FOR_STEPS:
        return AS_IT_IS
    heights = np.linspace(0, 1, 41)
    shares = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(curve, truth).predict(heights)
    return np.array([heights, shares])


AS_IT_IS = np.array([[0.0, 1.0], [0.0, 1.0]])
ENOUGH_FOR_STEPS = 200
SHARED, OWN_OFFSET, OWN_SLOPE = 5.0, 0.7, 2.0  # scale of the parts: the larger, the freer


def _design(scores: Numbers, columns: NDArray[np.intp], themes: int) -> object:
    from scipy.sparse import csr_matrix, hstack

    rows = np.arange(len(scores))
    offsets = csr_matrix((np.full(len(scores), OWN_OFFSET), (rows, columns)), shape=(len(scores), themes))
    slopes = csr_matrix((OWN_SLOPE * scores, (rows, columns)), shape=(len(scores), themes))
    return hstack([csr_matrix(SHARED * scores[:, None]), offsets, slopes]).tocsr()
