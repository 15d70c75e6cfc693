"""Which excerpts belong together: vectors in, group numbers out, -1 for what belongs nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.protocols import Vectors
from learnbrief.nlp.topics.drawn import MOST, drawn, in_words

Labels = NDArray[np.int64]

MANY = 1000
"""From here BERTopic pays for its start; below, it is slower and its groups change more from run to run."""

SMALLEST = 3
"""Fewer excerpts are a coincidence, not a topic."""

NEIGHBOURS = 8
ROUNDS = 2
BELONGS = 0.10
"""An excerpt outside joins the nearest topic if it lies no farther out than all but a tenth of that topic's own members."""

STRANGERS = 0.85
"""A member must be nearer to its group than this share of all excerpts is to a group that is not theirs."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Group number per row, -1 for noise; `method` says in plain words how it was made."""

    labels: Labels
    method: str


def group(
    texts: Sequence[str], vectors: Vectors, *, seed: int = 0, around: int | None = None, most: int = MOST
) -> Grouping:
    """Groups of what says similar things; the same texts, vectors and seed give the same groups.

    `around` is how many topics people know already: their number should not jump from month to month. Of more than `most`
    texts as many are drawn and grouped, and the others join the nearest group where they belong.
    """
    size = len(vectors)
    if size < 2 * SMALLEST:
        return Grouping(np.full(size, -1), f"too little to group: {size} excerpts")
    rows = drawn(texts, most)
    near = vectors if len(rows) == size else vectors[rows]
    if len(rows) < MANY:
        found, how = (
            leave_strangers(near, drop_small(_agglomerate(near, around))),
            "Ward clustering of vectors averaged with their nearest neighbours",
        )
    else:
        found, how = _bertopic([texts[row] for row in rows], near, seed), f"BERTopic (UMAP and HDBSCAN, seed {seed})"
    labels = np.full(size, -1, dtype=np.int64)
    labels[rows] = found
    labels = in_order(join_nearest(vectors, in_order(drop_small(labels))))
    return Grouping(labels, f"{how}, {in_words(size, most)}")


def drop_small(labels: Labels, smallest: int = SMALLEST) -> Labels:
    """Groups too small to be a topic become noise."""
    sizes = np.bincount(labels[labels >= 0], minlength=1)
    return np.array([label if label >= 0 and sizes[label] >= smallest else -1 for label in labels], dtype=np.int64)


def in_order(labels: Labels) -> Labels:
    """The same groups, numbered from 0 by where each first appears."""
    first = {label: number for number, label in enumerate(dict.fromkeys(labels[labels >= 0].tolist()))}
    return np.array([first.get(label, -1) for label in labels.tolist()], dtype=np.int64)


def centres(vectors: Vectors, labels: Labels) -> Vectors:
    """Unit mean vector of group 0, 1, 2, ...; zero for a group without members."""
    count = int(labels.max(initial=-1)) + 1
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, labels[labels >= 0], vectors[labels >= 0])
    return _unit(sums)


def closeness(vectors: Vectors, labels: Labels) -> NDArray[np.float32]:
    """How near each row is to the centre of its group without it; noise is at 0."""
    near = np.zeros(len(vectors), dtype=np.float32)
    for label in range(int(labels.max(initial=-1)) + 1):
        members = vectors[labels == label]
        near[labels == label] = (members * _unit(members.sum(axis=0, keepdims=True) - members)).sum(axis=1)
    return near


def bars(vectors: Vectors, labels: Labels) -> NDArray[np.float32]:
    """How near to each group's centre one must be to belong: as near as all but its outermost members."""
    near = closeness(vectors, labels)
    sizes = np.bincount(labels[labels >= 0])
    return np.array(
        [
            np.quantile(near[labels == label], BELONGS) if size >= SMALLEST else np.inf
            for label, size in enumerate(sizes)
        ],
        dtype=np.float32,
    )


def leave_strangers(vectors: Vectors, labels: Labels) -> Labels:
    """Members become noise that are no nearer to their group than strangers commonly are, or half as near as its others."""
    inside = labels >= 0
    count = int(labels.max(initial=-1)) + 1
    if not count:
        return labels
    near = closeness(vectors, labels)
    least = np.array([np.median(near[labels == label]) / 2 if (labels == label).any() else 0 for label in range(count)])
    if count > 1:
        to_others = vectors[inside] @ centres(vectors, labels).T
        to_others[np.arange(len(to_others)), labels[inside]] = np.nan
        least = np.maximum(least, np.nanquantile(to_others, STRANGERS))
    return np.where(inside & (near < least[labels]), -1, labels)


def join_nearest(vectors: Vectors, labels: Labels) -> Labels:
    """Noise that lies as near to a group as that group's own members joins it; the rest stays noise."""
    outside = np.flatnonzero(labels < 0)
    if not len(outside) or labels.max(initial=-1) < 0:
        return labels
    nearness = vectors[outside] @ centres(vectors, labels).T
    nearest = nearness.argmax(axis=1)
    near_enough = nearness[np.arange(len(outside)), nearest] >= bars(vectors, labels)[nearest]
    joined = labels.copy()
    joined[outside[near_enough]] = nearest[near_enough]
    return joined


def _agglomerate(vectors: Vectors, around: int | None) -> Labels:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import pdist

    tree = linkage(pdist(_averaged_with_neighbours(vectors)), "ward")
    distances = np.clip(1 - vectors @ vectors.T, 0, None)
    np.fill_diagonal(distances, 0)
    root = len(vectors) ** 0.5  # between half and twice the root: what a person can read and still tell apart
    fewest, most = (0.8 * around, 1.5 * around) if around else (root / 2, root * 2)
    counts = sorted({min(max(2, int(count)), len(vectors) // 2) for count in np.geomspace(fewest, most, 12)})
    cuts = [np.asarray(fcluster(tree, count, "maxclust"), dtype=np.int64) - 1 for count in counts]
    return max(cuts, key=lambda labels: _silhouette(distances, labels))


def _silhouette(distances: NDArray[Any], labels: Labels) -> float:
    from sklearn.metrics import silhouette_score

    if not 1 < len(set(labels.tolist())) < len(labels):
        return -1.0
    return float(silhouette_score(distances, labels, metric="precomputed"))


def _averaged_with_neighbours(vectors: Vectors) -> Vectors:
    """Each vector drawn towards its nearest neighbours: short texts on one point share few words, but share neighbours."""
    averaged = vectors
    for _ in range(ROUNDS):
        nearness = averaged @ averaged.T
        np.fill_diagonal(nearness, -1)
        nearest = np.argsort(-nearness, axis=1, kind="stable")[:, :NEIGHBOURS]
        weights = np.clip(np.take_along_axis(nearness, nearest, axis=1), 1e-6, None)
        pull = (averaged[nearest] * weights[:, :, None]).sum(axis=1) / weights.sum(axis=1, keepdims=True)
        averaged = _unit(averaged + pull)
    return averaged


def _bertopic(texts: Sequence[str], vectors: Vectors, seed: int) -> Labels:
    from learnbrief.nlp.topics.bertopic_groups import (
        bertopic_labels,  # its imports cost seconds: never on the path of a small workshop
    )

    return bertopic_labels(texts, vectors, seed=seed)


def _unit(rows: Vectors) -> Vectors:
    unit: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
    return unit.astype(np.float32)
