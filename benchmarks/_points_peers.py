"""Other ways to say what much text is about, over the same excerpts and vectors."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.protocols import Vectors

SEED = 0
SMALLEST_TOPIC = 3
"""HDBSCAN's default of 10 would lose every point that fewer excerpts make; a joint finding begins at two."""


@dataclass(frozen=True)
class Offer:
    """What a peer would put before a reader."""

    groups: tuple[tuple[str, ...], ...]
    """Excerpt ids; empty for a peer that only chooses."""
    shown: tuple[str, ...]
    """The excerpts it chooses to stand for all."""


def kmeans_middles(evidence: Sequence[Excerpt], vectors: Vectors, count: int) -> Offer:
    """As many k-means clusters as asked for, each shown by the member nearest to its middle."""
    from sklearn.cluster import KMeans

    fitted = KMeans(min(count, len(evidence)), n_init=10, random_state=SEED).fit(vectors)
    nearest = [int(np.argmin(((vectors - middle) ** 2).sum(axis=1))) for middle in fitted.cluster_centers_]
    return Offer(_grouped(evidence, fitted.labels_), tuple(evidence[row].excerpt_id for row in nearest))


def bertopic_representatives(evidence: Sequence[Excerpt], vectors: Vectors) -> Offer:
    """BERTopic on the same vectors, seeded, each topic shown by its representative documents."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numba and sklearn warn of their own insides
        from bertopic import BERTopic
        from bertopic.backend import BaseEmbedder
        from hdbscan import HDBSCAN
        from umap import UMAP

        model = BERTopic(
            embedding_model=BaseEmbedder(),
            umap_model=UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED),
            hdbscan_model=HDBSCAN(min_cluster_size=SMALLEST_TOPIC, prediction_data=True),
        )
        labels, _ = model.fit_transform([excerpt.text for excerpt in evidence], embeddings=vectors)
    by_text = {excerpt.text: excerpt.excerpt_id for excerpt in evidence}
    shown = [text for topic, texts in model.get_representative_docs().items() if topic >= 0 for text in texts]
    return Offer(_grouped(evidence, np.asarray(labels)), tuple(by_text[text] for text in shown))


def lexrank_sentences(evidence: Sequence[Excerpt], count: int) -> Offer:
    """The excerpts that the `lexrank` library puts first; how rare a word is it learns from the sources."""
    from lexrank import STOPWORDS, LexRank

    sources: dict[str, list[str]] = {}
    for excerpt in evidence:
        sources.setdefault(excerpt.document_id, []).append(excerpt.text)
    ranker = LexRank(list(sources.values()), stopwords=STOPWORDS["en"])
    scores = ranker.rank_sentences([excerpt.text for excerpt in evidence])
    best = np.argsort(-scores, kind="stable")[:count]
    return Offer((), tuple(evidence[int(row)].excerpt_id for row in best))


def _grouped(evidence: Sequence[Excerpt], labels: Sequence[int] | np.ndarray) -> tuple[tuple[str, ...], ...]:
    groups: dict[int, list[str]] = {}
    for excerpt, label in zip(evidence, labels, strict=True):
        if label >= 0:
            groups.setdefault(int(label), []).append(excerpt.excerpt_id)
    return tuple(tuple(group) for _, group in sorted(groups.items()))
