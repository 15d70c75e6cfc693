"""Topics that exist take in what belongs to them; what is left may found new ones."""

from collections.abc import Sequence

import numpy as np

from corpus.services import Vectors
from nlp.topics.grouping import Labels, group, join_nearest


def grow(texts: Sequence[str], vectors: Vectors, held: Labels, *, seed: int = 0) -> tuple[Labels, str]:
    """Group numbers that continue `held` (-1 where an excerpt is new), and how they were made.

    An excerpt stays in its topic, so adding material does not reshuffle what people have read.
    """
    labels = join_nearest(vectors, held)
    left = np.flatnonzero(labels < 0)
    fresh = group([texts[int(at)] for at in left], vectors[left], seed=seed)
    founded = fresh.labels >= 0
    labels[left[founded]] = fresh.labels[founded] + int(held.max()) + 1
    joined = int(((held < 0) & (labels >= 0) & (labels <= held.max())).sum())
    return labels, f"{joined} excerpts joined known topics; the rest: {fresh.method}"
