"""Topics against human labels, beside BERTopic's defaults on the same vectors and TF-IDF + k-means with the true k.

Data sets: clustering (bills, banking77), nhs_fft_v6 (phase 1). The labels are read for scoring only.

    python benchmarks/topics.py --data FILE --text COL --label COL [--name NAME] [--json OUT]
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from _clusters import Labels, bertopic_defaults, read_labelled, scores, tfidf_kmeans
from _common import print_table, write_result

from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.language.words import stems
from learnbrief.nlp.topics.grouping import group
from learnbrief.nlp.topics.naming import Name, name_groups


def timed(truth: list[str], make: Callable[[], Labels]) -> dict[str, Any]:
    """Scores of one way to group, with its seconds."""
    start = time.perf_counter()
    found = make()
    return {**scores(truth, found), "seconds": time.perf_counter() - start}


def averaged(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The mean of several runs, with the number of runs."""
    return {**{name: float(np.mean([row[name] for row in rows])) for name in rows[0]}, "runs": len(rows)}


def labels_sharing_a_word(truth: list[str], groups: Labels, names: Mapping[int, Name]) -> float:
    """Share of topics whose label has a content word in common with the human label that most of their texts carry."""
    shared = []
    for number, name in names.items():
        human = Counter(label for label, own in zip(truth, groups.tolist(), strict=True) if own == number)
        words = set(stems(human.most_common(1)[0][0].replace("_", " ")))
        shared.append(bool(words & set(stems(name.label))))
    return float(np.mean(shared)) if shared else 0.0


def main() -> None:
    """Print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--text", required=True)
    parser.add_argument("--label", required=True)
    parser.add_argument("--name", help="what to call the data set in the result")
    parser.add_argument("--repeats", type=int, default=3, help="runs of unseeded BERTopic to average")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    texts, truth, skipped = read_labelled(options.data, options.text, options.label)
    start = time.perf_counter()
    vectors = default_encoder().encode(texts)
    encoding = time.perf_counter() - start
    found: dict[str, dict[str, Any]] = {"learnbrief": timed(truth, lambda: group(texts, vectors).labels)}
    grouped = group(texts, vectors)
    start = time.perf_counter()
    names = name_groups(texts, vectors, grouped.labels, encoder=default_encoder())
    found["learnbrief"]["seconds_naming"] = time.perf_counter() - start
    found["learnbrief"]["labels_sharing_a_word"] = labels_sharing_a_word(truth, grouped.labels, names)
    defaults = [timed(truth, lambda: bertopic_defaults(texts, vectors)) for _ in range(options.repeats)]
    found["bertopic_defaults"] = averaged(defaults)
    found["tfidf_kmeans_true_k"] = timed(truth, lambda: tfidf_kmeans(texts, len(set(truth))))
    print(f"{len(texts)} texts, {len(set(truth))} labels, {skipped} rows skipped, encoded in {encoding:.1f} s")
    print(f"learnbrief: {grouped.method}; the unassigned count as one group")
    print_table([{"method": name, **row} for name, row in found.items()])
    payload = {
        "data": options.name or options.data.stem, "texts": len(texts), "labels": len(set(truth)), "skipped": skipped,
        "seconds_encoding": encoding, "method": grouped.method, "unassigned": "one group of their own", **found,
    }  # fmt: skip
    write_result(options.json, payload)


if __name__ == "__main__":
    main()
