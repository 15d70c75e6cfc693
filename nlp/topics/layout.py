"""A point in the plane per excerpt, near ones saying similar things: a picture to look at, nothing to count on."""

import numpy as np
from numpy.typing import NDArray

from corpus.services import Vectors

READABLE = 1500
"""Up to here t-SNE takes seconds and keeps neighbours together; a map of more points is read from afar anyway."""


def plane(vectors: Vectors, *, seed: int = 0) -> NDArray[np.float64]:
    """One row of x and y per vector, each in 0..1; the same vectors and seed give the same picture."""
    if len(vectors) < 3:
        return np.array([[0.5 + 0.1 * at, 0.5] for at in range(len(vectors))]).reshape(-1, 2)
    spread = _principal(vectors)
    if 10 <= len(vectors) <= READABLE:
        from sklearn.manifold import TSNE

        perplexity = min(30.0, (len(vectors) - 1) / 3)
        start = spread / max(float(spread[:, 0].std()), 1e-9) * 1e-4
        method = "exact" if len(vectors) <= 200 else "barnes_hut"  # threads cost more than they save on a small map
        tsne = TSNE(
            2, metric="cosine", perplexity=perplexity, init=start, method=method, max_iter=500, random_state=seed
        )
        spread = tsne.fit_transform(vectors)
    low, high = spread.min(axis=0), spread.max(axis=0)
    scaled: NDArray[np.float64] = ((spread - low) / np.maximum(high - low, 1e-9)).astype(np.float64)
    return scaled


def _principal(vectors: Vectors) -> NDArray[np.float64]:
    centred = (vectors - vectors.mean(axis=0)).astype(np.float64)
    _, directions = np.linalg.eigh(centred.T @ centred)
    first: NDArray[np.float64] = centred @ directions[:, [-1, -2]]
    return first
