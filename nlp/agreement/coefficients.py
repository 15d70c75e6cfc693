"""Agreement between coders on categories: percent, Cohen, Fleiss, Gwet's AC1, Krippendorff's alpha, with intervals.

Every coefficient here is a function of sums over units. So the sums are taken once per source, and a bootstrap
over sources is one matrix product.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Ratings: TypeAlias = NDArray[np.int64]
"""Units by coders; the number of the category, or -1 where a coder did not rate the unit."""
Numbers: TypeAlias = NDArray[np.float64]
Marks: TypeAlias = NDArray[np.bool_]
"""One coder's yes or no, unit by unit."""
Sums = TypeVar("Sums")

FEWEST_SOURCES = 5
"""With fewer sources to draw from, a bootstrap interval is too narrow to be shown."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with its 95% interval; none where it is not defined or not to be shown."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Coefficients:
    """What can be said about agreement on one set of categories."""

    units: int
    """Units that at least two coders rated."""
    percent: Estimate
    """Share of agreeing pairs of ratings, 0 to 1."""
    cohen: Estimate
    """Cohen's kappa; with more than two coders the mean over their pairs (Light's kappa)."""
    fleiss: Estimate
    ac1: Estimate
    alpha: Estimate
    """Krippendorff's alpha for categories without order."""


def coefficients(
    ratings: Ratings, *, categories: int, sources: Sequence[str] = (), resamples: int = 1000, seed: int = 0
) -> Coefficients:
    """All coefficients of these ratings; intervals come from drawing whole sources again and again."""
    sums = _unit_sums(ratings, categories)
    whole = _Tally(sums.sum(axis=0, keepdims=True), categories, _pairs(ratings))
    drawn = _Tally(resampled(sums, sources, resamples, seed), categories, _pairs(ratings))
    return Coefficients(
        units=int(whole.compared[0]),
        percent=estimate(whole, drawn, _Tally.percent),
        cohen=estimate(whole, drawn, _Tally.cohen),
        fleiss=estimate(whole, drawn, _Tally.fleiss),
        ac1=estimate(whole, drawn, _Tally.ac1),
        alpha=estimate(whole, drawn, _Tally.alpha),
    )


def kappa(one: Marks, other: Marks) -> float | None:
    """Cohen's kappa of two yes/no codings; none where chance alone would always agree."""
    return _of_two(one, other).cohen.value if len(one) else None


def ac1(one: Marks, other: Marks) -> float | None:
    """Gwet's AC1 of two yes/no codings, which stays meaningful where a theme is rare."""
    return _of_two(one, other).ac1.value if len(one) else None


def _of_two(one: Marks, other: Marks) -> Coefficients:
    return coefficients(np.column_stack([one, other]).astype(np.int64), categories=2, resamples=0)


def resampled(sums: Numbers, sources: Sequence[str], resamples: int, seed: int) -> Numbers:
    """One row of sums per draw of as many sources as there are, with replacement; no row when they are too few."""
    names = sorted(set(sources))
    if len(names) < FEWEST_SOURCES or not resamples:
        return np.zeros((0, sums.shape[1]))
    by_source = np.zeros((len(names), sums.shape[1]))
    np.add.at(by_source, np.searchsorted(names, list(sources)), sums)
    draws = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=resamples)
    rows: Numbers = draws.astype(np.float64) @ by_source
    return rows


def estimate(whole: Sums, drawn: Sums, coefficient: Callable[[Sums], Numbers]) -> Estimate:
    """The coefficient with the middle 95% of its values over the draws in which it is defined."""
    value = float(coefficient(whole)[0])
    if not np.isfinite(value):
        return Estimate(None)
    values = coefficient(drawn)
    values = values[np.isfinite(values)]
    if not len(values):
        return Estimate(value)
    low, high = np.quantile(values, [0.025, 0.975])
    return Estimate(value, float(low), float(high))


class _Tally:
    """Sums over units, one row per resample, and the coefficients that follow from them."""

    def __init__(self, rows: Numbers, categories: int, pairs: int) -> None:
        square = categories * categories
        self.compared, self.agreeing, self.rated = rows[:, 0], rows[:, 1], rows[:, 2]
        self.shares = rows[:, 3 : 3 + categories]
        self.coincidences = rows[:, 3 + categories : 3 + categories + square].reshape(-1, categories, categories)
        self.tables = rows[:, 3 + categories + square :].reshape(-1, pairs, categories, categories)
        self.categories = categories

    def percent(self) -> Numbers:
        return ratios(self.agreeing, self.compared)

    def ac1(self) -> Numbers:
        likely = ratios(self.shares, self.rated[:, None])
        return _beyond_chance(self.percent(), (likely * (1 - likely)).sum(axis=1) / (self.categories - 1))

    def fleiss(self) -> Numbers:
        likely = ratios(self.shares, self.rated[:, None])
        return _beyond_chance(self.percent(), (likely**2).sum(axis=1))

    def cohen(self) -> Numbers:
        totals = self.tables.sum(axis=(2, 3))
        observed = ratios(np.trace(self.tables, axis1=2, axis2=3), totals)
        expected = ratios((self.tables.sum(axis=3) * self.tables.sum(axis=2)).sum(axis=2), totals**2)
        pairwise = _beyond_chance(observed, expected)
        known = np.isfinite(pairwise)
        return ratios(np.where(known, pairwise, 0.0).sum(axis=1), known.sum(axis=1))

    def alpha(self) -> Numbers:
        uses = self.coincidences.sum(axis=2)
        total = uses.sum(axis=1)
        observed = ratios(np.trace(self.coincidences, axis1=1, axis2=2), total)
        expected = ratios((uses * (uses - 1)).sum(axis=1), total * (total - 1))
        return _beyond_chance(observed, expected)


def _unit_sums(ratings: Ratings, categories: int) -> Numbers:
    """One row per unit: what it adds to each of the sums of `_Tally`, in that order."""
    chosen = np.stack([ratings == category for category in range(categories)], axis=2).astype(np.float64)
    counts = chosen.sum(axis=1)
    raters = counts.sum(axis=1)
    several = raters >= 2
    pairs_made = np.where(several, raters * (raters - 1), 1)
    agreeing = np.where(several, (counts * (counts - 1)).sum(axis=1) / pairs_made, 0)
    shares = counts / np.maximum(raters, 1)[:, None]
    crossed = counts[:, :, None] * counts[:, None, :] - np.einsum("uk,kl->ukl", counts, np.eye(categories))
    coincidences = np.where(several[:, None, None], crossed / np.maximum(raters - 1, 1)[:, None, None], 0)
    tables = [chosen[:, a, :, None] * chosen[:, b, None, :] for a, b in combinations(range(ratings.shape[1]), 2)]
    parts = [several, agreeing, raters >= 1, shares, coincidences, *tables]
    return np.hstack([np.asarray(part, dtype=np.float64).reshape(len(ratings), -1) for part in parts])


def _pairs(ratings: Ratings) -> int:
    coders = int(ratings.shape[1])
    return coders * (coders - 1) // 2


def ratios(part: Numbers, whole: Numbers) -> Numbers:
    """Part by whole; not defined where there is nothing to share."""
    shape = np.broadcast(part, whole).shape
    ratio: Numbers = np.divide(part, whole, out=np.full(shape, np.nan), where=np.broadcast_to(whole, shape) > 0)
    return ratio


def _beyond_chance(observed: Numbers, expected: Numbers) -> Numbers:
    """The share of possible agreement beyond chance that was reached; not defined where chance explains all."""
    left = 1 - expected
    beyond: Numbers = np.divide(observed - expected, left, out=np.full(observed.shape, np.nan), where=left > 1e-12)
    return beyond
