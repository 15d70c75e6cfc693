"""Central: the statements that most other sources come near, around which groups are begun before likeness alone makes any.

What many say in words of their own is seldom alike in pairs, but one sentence often lies near all of it. Such a sentence, rich
enough to be understood, is what a board would read first; whoever makes the same statement is put with it at the start.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnbrief.nlp.findings.gather import BLOCK, Likeness, Material, once

SAMPLE = 1_000
"""Excerpts, evenly spaced, from which it is learned how near any excerpt comes to a source."""
COMPARED = 5_000
"""Excerpts, evenly spaced, among which the nearest is looked for: in more material the work then grows with it, not with its square."""


def centrality(material: Material) -> NDArray[np.float32]:
    """How near other sources come to each excerpt, beyond what any excerpt has by chance; shape (n,).

    The nearest excerpt of every other source counts by how far it lies above the mean of all excerpts to that source; in
    material of few sources voices take their place, in what one voice says its own other excerpts.
    """
    unit = units(material)
    total = len(unit)
    if total < material.weights.few_sources:
        return np.zeros(total, dtype=np.float32)
    others = _Others.of(material, unit)
    usual = np.nanmean(others.nearest(np.arange(0, total, max(1, total // SAMPLE))), axis=0)
    found = np.zeros(total, dtype=np.float32)
    for start in range(0, total, BLOCK):
        rows = np.arange(start, min(start + BLOCK, total))
        above = np.nan_to_num(others.nearest(rows) - usual)
        found[rows] = np.maximum(above, 0).sum(axis=1) / np.sqrt(len(usual))
    return np.round(found, 4)


@dataclass(frozen=True, slots=True)
class _Others:
    """The excerpts that others are compared with, source by source."""

    unit: NDArray[np.int64]
    present: NDArray[np.int64]
    begins: NDArray[np.int64]
    """Which sources they are, and where each begins."""
    to: Callable[[Sequence[int]], Likeness]
    """How alike these columns are to any rows."""

    @classmethod
    def of(cls, material: Material, unit: NDArray[np.int64]) -> "_Others":
        columns, present, begins = by_source(unit)
        return cls(unit, present, begins, material.beside(columns.tolist()))

    def nearest(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The likeness of each row's nearest excerpt in every source; none in its own. Shape (rows, sources)."""
        best = np.maximum.reduceat(self.to(rows.tolist()), self.begins, axis=1)
        best[self.unit[rows][:, None] == self.present[None, :]] = np.nan
        return best


def by_source(unit: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The excerpts that others are compared with, source by source; which sources they are, and where each begins."""
    columns = np.argsort(unit, kind="stable")[:: max(1, len(unit) // COMPARED)]
    return columns, *np.unique(unit[columns], return_index=True)


@once
def units(material: Material) -> NDArray[np.int64]:
    """Which source each excerpt belongs to, as a number; where there are few sources which voice; of one voice, each by itself."""
    finer = (
        [excerpt.document_id for excerpt in material.excerpts],
        [f"{excerpt.document_id} {excerpt.voice.voice_id}" for excerpt in material.excerpts],
        [excerpt.excerpt_id for excerpt in material.excerpts],
    )
    chosen = next((one for one in finer if len(set(one)) >= material.weights.few_sources), finer[-1])
    return np.asarray(np.unique(chosen, return_inverse=True)[1], dtype=np.int64)
