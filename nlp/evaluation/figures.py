"""What a tagger's answers are worth against coding: agreement, calibration, and what its 'sure' may claim."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnbrief.nlp.agreement.coefficients import Marks, Numbers, ac1, estimate, kappa, ratios, resampled

RESAMPLES = 400
BINS = 10
CUTS = tuple(round(step / 20, 2) for step in range(20))

Draw = Callable[[Numbers], Numbers]
"""Sums by row in, one row of sums per draw of whole sources out."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a tagger said of some texts: one row a text, one column a theme."""

    applies: Marks
    sure: Marks | None = None
    score: Numbers | None = None
    """Probabilities, or similarities cut to 0..1 where nothing was coded."""


def figures(
    truth: Marks, said: Said, labels: Sequence[str], sources: Sequence[str], *, seed: int = 0
) -> dict[str, Any]:
    """Every figure as a plain value; intervals come from drawing whole sources again and again."""
    per_label = {label: _label(truth[:, at], said, at) for at, label in enumerate(labels)}
    draw: Draw = partial(resampled, sources=sources, resamples=RESAMPLES, seed=seed)
    hits, either = truth & said.applies, 1 * truth + said.applies
    return {
        "micro_f1": _f1(truth & said.applies, said.applies, truth),
        "macro_f1": _mean([one["f1"] for one in per_label.values()]),
        "exact_match": float((truth == said.applies).all(axis=1).mean()),
        "hamming": float((truth != said.applies).mean()),
        "kappa_macro": _mean([one["kappa"] for one in per_label.values()]),
        "ac1_macro": _mean([one["ac1"] for one in per_label.values()]),
        **(
            _trust(truth, said.applies, said.sure, said.score, draw)
            if said.sure is not None and said.score is not None
            else {}
        ),
        "intervals": {
            "micro_f1": _interval(_beside(2 * hits.sum(axis=1), either.sum(axis=1)), draw),
            "macro_f1": _interval(_beside(2 * hits, either), draw, _mean_of_ratios),
        },
        "per_label": per_label,
    }


def _label(truth: Marks, said: Said, at: int) -> dict[str, Any]:
    applies = said.applies[:, at]
    hits = int((truth & applies).sum())
    found = {
        "precision": hits / int(applies.sum()) if applies.any() else None,
        "recall": hits / int(truth.sum()) if truth.any() else None,
        "f1": _f1(truth & applies, applies, truth),
        "support": int(truth.sum()),
        "suggested": int(applies.sum()),
        "kappa": kappa(truth, applies),
        "ac1": ac1(truth, applies),
    }
    if said.sure is not None:
        sure = said.sure[:, at]
        found |= {"sure": int(sure.sum()), "precision_sure": float(truth[sure].mean()) if sure.any() else None}
    return found


def _trust(truth: Marks, applies: Marks, sure: Marks, score: Numbers, draw: Draw) -> dict[str, Any]:
    """Calibration, and what 'sure' buys: the share of suggested tags it covers, and how many of them are right."""
    suggested, sure_tags, right = applies.sum(axis=1), sure.sum(axis=1), (sure & truth).sum(axis=1)
    return {
        "ece": _ece(truth, score),
        "coverage": _ratio(sure_tags.sum(), suggested.sum()) or 0.0,
        "coverage_interval": _interval(_beside(sure_tags, suggested), draw),
        "precision_sure": _ratio(right.sum(), sure_tags.sum()),
        "precision_sure_interval": _interval(_beside(right, sure_tags), draw),
        "recall_sure": _ratio(right.sum(), truth.sum()),
        "reliability": _reliability(truth, score),
        "coverage_curve": _coverage_curve(truth, applies, score),
    }


def _reliability(truth: Marks, score: Numbers) -> list[dict[str, Any]]:
    """Per tenth of the score, how many pairs of text and theme fall there and what share is right."""
    place = np.minimum((score * BINS).astype(int), BINS - 1)
    return [
        {
            "from": at / BINS,
            "to": (at + 1) / BINS,
            "pairs": int((place == at).sum()),
            "mean_score": float(score[place == at].mean()),
            "share_right": float(truth[place == at].mean()),
        }
        for at in range(BINS)
        if (place == at).any()
    ]


def _ece(truth: Marks, score: Numbers) -> float:
    """Expected calibration error: the gap between score and share right, weighted by how many pairs it concerns."""
    rows = _reliability(truth, score)
    return float(sum(row["pairs"] * abs(row["mean_score"] - row["share_right"]) for row in rows) / truth.size)


def _coverage_curve(truth: Marks, applies: Marks, score: Numbers) -> list[dict[str, Any]]:
    """Were 'sure' cut at this score: the share of suggested tags left, and how many of these are right."""
    curve = []
    for cut in CUTS:
        kept = applies & (score >= cut)
        if kept.any():
            share = float(kept.sum() / applies.sum())
            curve.append({"cut": cut, "coverage": share, "precision": float(truth[kept].mean())})
    return curve


def _f1(hits: Marks, found: Marks, truth: Marks) -> float:
    """Nought where the theme was neither given nor suggested, as is usual in such tables."""
    return _ratio(2 * hits.sum(), found.sum() + truth.sum()) or 0.0


def _ratio(part: float, whole: float) -> float | None:
    return float(part / whole) if whole else None


def _mean(values: Sequence[float | None]) -> float | None:
    defined = [value for value in values if value is not None]
    return float(np.mean(defined)) if defined else None


def _beside(*columns: NDArray[Any]) -> Numbers:
    return np.column_stack(columns).astype(np.float64)


def _ratio_of_sums(sums: Numbers) -> Numbers:
    return ratios(sums[:, 0], sums[:, 1])


def _mean_of_ratios(sums: Numbers) -> Numbers:
    """The mean over labels: the first half of the columns holds the parts, the second half the wholes."""
    parts, wholes = np.hsplit(sums, 2)
    means: Numbers = (parts / np.maximum(wholes, 1)).mean(axis=1)
    return means


def _interval(rows: Numbers, draw: Draw, share: Draw = _ratio_of_sums) -> list[float] | None:
    """The middle 95% of a share of sums; none where the sources are too few to draw from."""
    found = estimate(rows.sum(axis=0, keepdims=True), draw(rows), share)
    return None if found.low is None or found.high is None else [found.low, found.high]
