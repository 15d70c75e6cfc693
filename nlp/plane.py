"""Excerpts on a plane: near ones say similar things; for the eye, never for counting."""

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.protocols import Vectors

FEW = 10
"""Below this many points neighbourhoods mean nothing and the two widest directions are shown."""
MANY = 3000
"""Above this many, neighbourhoods take longer than anybody waits."""


def plane(vectors: Vectors) -> list[tuple[float, float]]:
    """A point in 0..1 x 0..1 per row, the same for the same rows."""
    if not len(vectors):
        return []
    flat = _widest(vectors)
    if FEW < len(flat) <= MANY:
        flat = _neighbours(vectors, flat)
    low, high = flat.min(axis=0), flat.max(axis=0)
    scaled = (flat - low) / np.where(high > low, high - low, 1.0)
    return [(round(float(x), 4), round(float(y), 4)) for x, y in scaled]


def _widest(vectors: Vectors) -> NDArray[np.float64]:
    """The two directions in which the excerpts differ most."""
    centred = vectors.astype(np.float64) - vectors.mean(axis=0)
    left, scale, _ = np.linalg.svd(centred, full_matrices=False)
    flat = left[:, :2] * scale[:2]
    return flat if flat.shape[1] == 2 else np.pad(flat, ((0, 0), (0, 2 - flat.shape[1])))


def _neighbours(vectors: Vectors, start: NDArray[np.float64]) -> NDArray[np.float64]:
    from sklearn.manifold import TSNE

    spread = start / max(float(start[:, 0].std()), 1e-9) * 1e-4
    found = TSNE(perplexity=min(30, len(start) / 4), init=spread, metric="cosine", random_state=0).fit_transform(
        vectors
    )
    return np.asarray(found, dtype=np.float64)
