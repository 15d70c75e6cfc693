"""Labelled texts, scores of a grouping against labels, and the peers it is held against."""

import csv
import json
import warnings
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.protocols import Vectors

Labels = NDArray[np.int64]


def read_labelled(path: Path, text: str, label: str) -> tuple[list[str], list[str], int]:
    """Texts and labels of a .csv or .jsonl file, and how many rows had no text or no label."""
    if path.suffix == ".jsonl":
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    else:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    if not rows or text not in rows[0] or label not in rows[0]:
        raise BadInput(f"{path.name}: needs the columns {text!r} and {label!r}")
    kept = [row for row in rows if str(row[text] or "").strip() and str(row[label] or "").strip()]
    return [str(row[text]) for row in kept], [str(row[label]) for row in kept], len(rows) - len(kept)


def scores(truth: Sequence[str], found: Labels) -> dict[str, float | int]:
    """How well a grouping fits the labels.

    The unassigned (-1) count as one group of their own, which is the harder way: unlike things lie in it.
    `nmi_single` counts each of them as a group by itself; `nmi_assigned` leaves them out.
    """
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    inside = found >= 0
    alone = np.where(inside, found, -1 - np.arange(len(found)))
    assigned = [label for label, keep in zip(truth, inside, strict=True) if keep]
    return {
        "nmi": float(normalized_mutual_info_score(truth, found)),
        "ari": float(adjusted_rand_score(truth, found)),
        "purity": purity(truth, found),
        "topics": len(set(found[inside].tolist())),
        "unassigned": float(1 - inside.mean()),
        "nmi_single": float(normalized_mutual_info_score(truth, alone)),
        "nmi_assigned": float(normalized_mutual_info_score(assigned, found[inside])) if assigned else 0.0,
    }


def purity(truth: Sequence[str], found: Labels) -> float:
    """Share of texts whose label is the commonest of their group."""
    groups: dict[int, Counter[str]] = defaultdict(Counter)
    for label, group in zip(truth, found.tolist(), strict=True):
        groups[group][label] += 1
    return sum(counts.most_common(1)[0][1] for counts in groups.values()) / len(truth)


def bertopic_defaults(texts: Sequence[str], vectors: Vectors) -> Labels:
    """BERTopic as it comes, on the vectors given: UMAP without a seed, HDBSCAN with its own settings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from bertopic import BERTopic
        from bertopic.backend import BaseEmbedder

        labels, _ = BERTopic(embedding_model=BaseEmbedder()).fit_transform(list(texts), embeddings=vectors)
    return np.asarray(labels, dtype=np.int64)


def tfidf_kmeans(texts: Sequence[str], groups: int) -> Labels:
    """TF-IDF, 100 dimensions by SVD, k-means told the true number of labels."""
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    words = TfidfVectorizer(sublinear_tf=True, stop_words="english", min_df=2).fit_transform(texts)
    reduced = normalize(TruncatedSVD(min(100, words.shape[1] - 1), random_state=0).fit_transform(words))
    labels = KMeans(groups, n_init=10, random_state=0).fit_predict(reduced)
    return np.asarray(labels, dtype=np.int64)
