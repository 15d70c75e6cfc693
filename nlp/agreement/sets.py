"""Agreement on whole sets of themes: Krippendorff's alpha with the MASI distance."""

from collections.abc import Sequence

import numpy as np

from learnbrief.nlp.agreement.coefficients import Estimate, Numbers, estimate, resampled

ThemeSets = Sequence[Sequence[frozenset[str] | None]]
"""Units by coders; None where a coder did not rate the unit."""


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """0 for equal sets, 1 for disjoint ones, in between by overlap; two coders who both saw nothing agree."""
    shared, either = len(one & other), len(one | other)
    if not either:
        return 0.0
    if one == other:
        likeness = 1.0
    elif shared in {len(one), len(other)}:  # one is part of the other
        likeness = 2 / 3
    else:
        likeness = 1 / 3
    return 1 - shared / either * likeness


def set_alpha(rated: ThemeSets, *, sources: Sequence[str] = (), resamples: int = 1000, seed: int = 0) -> Estimate:
    """Krippendorff's alpha over theme sets; missing coders are allowed, and a unit that one coder rated says nothing."""
    compared = [[one for one in row if one is not None] for row in rated]
    kept = [at for at, row in enumerate(compared) if len(row) >= 2]
    distinct = sorted({one for at in kept for one in compared[at]}, key=sorted)
    if not kept:
        return Estimate(None)
    distances = np.array([[masi(one, other) for other in distinct] for one in distinct])
    number = {one: at for at, one in enumerate(distinct)}
    counts = np.zeros((len(kept), len(distinct)))
    for row, at in enumerate(kept):
        np.add.at(counts[row], [number[one] for one in compared[at]], 1)
    within = np.einsum("us,st,ut->u", counts, distances, counts) / (counts.sum(axis=1) - 1)
    sums = np.column_stack([within, counts])
    drawn = resampled(sums, [sources[at] for at in kept] if sources else (), resamples, seed)
    return estimate(sums.sum(axis=0, keepdims=True), drawn, lambda rows: _alpha(rows, distances))


def _alpha(rows: Numbers, distances: Numbers) -> Numbers:
    within, counts = rows[:, 0], rows[:, 1:]
    total = counts.sum(axis=1)
    between = ((counts @ distances) * counts).sum(axis=1)
    chance = between / np.maximum(total - 1, 1)
    alpha: Numbers = 1 - np.divide(within, chance, out=np.full(len(rows), np.nan), where=chance > 1e-12)
    return alpha
