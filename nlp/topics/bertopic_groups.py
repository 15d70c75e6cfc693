"""BERTopic behind one function: our vectors in, group numbers out; the model itself goes only to whoever asks for it."""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.extras import extra
from learnbrief.corpus.protocols import Vectors


def bertopic_labels(texts: Sequence[str], vectors: Vectors, *, seed: int) -> NDArray[np.int64]:
    """BERTopic's topic per row, -1 for its outliers; seeded, on the vectors given, with no network."""
    model = bertopic_model(texts, vectors, seed=seed, needed_for=f"grouping {len(vectors):,} excerpts of one theme")
    return np.asarray(model.topics_, dtype=np.int64)


def bertopic_model(texts: Sequence[str], vectors: Vectors, *, seed: int, needed_for: str) -> Any:
    """The fitted model, with its topics in the order of the texts; it reads no text of its own, for it has no encoder."""
    with warnings.catch_warnings():
        # umap tells that a seed costs it a core; numba and hdbscan tell of their own plans
        warnings.simplefilter("ignore")
        with extra("topics", needed_for=needed_for):
            from bertopic import BERTopic
            from bertopic.backend import BaseEmbedder
            from hdbscan import HDBSCAN
            from umap import UMAP
        from sklearn.feature_extraction.text import CountVectorizer

        smallest = max(10, len(vectors) // 500)
        model = BERTopic(
            embedding_model=BaseEmbedder(),
            umap_model=UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed),
            hdbscan_model=HDBSCAN(
                min_cluster_size=smallest,
                min_samples=1,  # leaves a third as many excerpts out as BERTopic's own 10, with purer topics
                core_dist_n_jobs=1,
            ),
            vectorizer_model=CountVectorizer(token_pattern=r"\S+"),  # no text is without words for it
        )
        model.fit_transform(list(texts), embeddings=vectors)
    return model
