"""Quote to key point on ArgKP: which expert statement sums up what somebody argued?

Three measures per topic and side, averaged. `pairs`: average precision over every argument and key point. `best`: the shared
task's, average precision over the better half of the arguments with the key point each is matched to. `kept`: the same half, with
the precision at each right match averaged over all that are kept, so that a wrong match costs its share: the definition under which
TF-IDF comes nearest to the floor that was stated for this data. A pair that the annotators left undecided counts as
wrong in `strict` and as right in `relaxed`.

`--learn` fits the weights on the training topics (with figures on topics left out); without it only the dev topics are read.
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from _common import print_table, remembering, write_result
from _keypoints import SIGNALS, match, signals

from learnbrief.corpus.protocols import Encoder
from learnbrief.nlp.encode import default_encoder


@dataclass(frozen=True)
class Side:
    """One side of one topic: its arguments, its key points and the labels, NaN where undecided."""

    topic: str
    arguments: list[str]
    points: list[str]
    background: list[str]
    labels: np.ndarray


Score = Callable[[Side], np.ndarray]


def read(folder: Path, name: str) -> list[dict[str, str]]:
    """Rows of one of the set's tables."""
    with (folder / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def sides(folder: Path, split: str) -> list[Side]:
    """Every topic and side of a split."""
    arguments, points = read(folder, f"arguments_{split}.csv"), read(folder, f"key_points_{split}.csv")
    labels = {(row["arg_id"], row["key_point_id"]): float(row["label"]) for row in read(folder, f"labels_{split}.csv")}
    by_topic: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(arguments):
        by_topic[row["topic"]].append(at)
    found = []
    for topic, stance in sorted({(row["topic"], row["stance"]) for row in points}):
        mine = [at for at in by_topic[topic] if arguments[at]["stance"] == stance]
        theirs = [at for at, row in enumerate(points) if (row["topic"], row["stance"]) == (topic, stance)]
        table = [
            [labels.get((arguments[at]["arg_id"], points[to]["key_point_id"]), np.nan) for to in theirs] for at in mine
        ]
        found.append(
            Side(
                topic,
                [arguments[at]["argument"] for at in mine],
                [points[at]["key_point"] for at in theirs],
                [arguments[at]["argument"] for at in by_topic[topic]],
                np.array(table),
            )
        )
    return found


@cache
def encoder() -> Encoder:
    """The default encoder, each text encoded once."""
    return remembering(default_encoder())


def ours(side: Side) -> np.ndarray:
    """All signals together, weighted as learned."""
    return match(side.arguments, side.points, encoder(), background=side.background)


def cosine(side: Side) -> np.ndarray:
    """Cosine of the encoder's vectors."""
    return np.asarray(encoder().encode(side.arguments) @ encoder().encode(side.points).T)


def tfidf(side: Side, *, longest: int = 1) -> np.ndarray:
    """Cosine of TF-IDF rows fitted on the side's texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer(ngram_range=(1, longest)).fit_transform([*side.arguments, *side.points])
    return np.asarray((rows[: len(side.arguments)] @ rows[len(side.arguments) :].T).toarray())


def tfidf_pairs(side: Side) -> np.ndarray:
    """The same with pairs of neighbouring words."""
    return tfidf(side, longest=2)


def average_precision(right: np.ndarray, scores: np.ndarray) -> float:
    """Average precision; 0 where nothing is right."""
    from sklearn.metrics import average_precision_score

    return float(average_precision_score(right, scores)) if right.any() else 0.0


def measure(found: Sequence[Side], score: Score) -> dict[str, float]:
    """The three measures, strict and relaxed."""
    values: dict[str, list[float]] = defaultdict(list)
    for side in found:
        scores = score(side)
        best, top = scores.argmax(axis=1), scores.max(axis=1)
        half = np.argsort(-top, kind="stable")[: len(top) // 2]
        for name, undecided in (("strict", 0.0), ("relaxed", 1.0)):
            right = np.where(np.isnan(side.labels), undecided, side.labels)
            values[f"pairs_{name}"].append(average_precision(right.ravel(), scores.ravel()))
            kept = right[half, best[half]]
            values[f"best_{name}"].append(average_precision(kept, top[half]))
            values[f"kept_{name}"].append(float((kept * kept.cumsum() / np.arange(1, len(kept) + 1)).mean()))
    return {name: float(np.mean(own)) for name, own in values.items()}


def learn(found: Sequence[Side], seen: Sequence[np.ndarray]) -> dict[str, float]:
    """Weights of the signals as they come, by logistic regression on the decided pairs of these topics."""
    from sklearn.linear_model import LogisticRegression

    decided = [~np.isnan(side.labels) for side in found]
    rows = np.vstack([own[mask] for own, mask in zip(seen, decided, strict=True)])
    labels = np.concatenate([side.labels[mask] for side, mask in zip(found, decided, strict=True)])
    spread = rows.std(axis=0)
    fitted = LogisticRegression(C=0.2, max_iter=2000).fit(rows / spread, labels)
    return {name: round(float(value), 2) for name, value in zip(SIGNALS, fitted.coef_[0] / spread, strict=True)}


def learned(found: Sequence[Side]) -> None:
    """Print the weights, and the measures on each topic with weights learned on the others."""
    seen = [signals(side.arguments, side.points, encoder(), background=side.background) for side in found]
    held_out = []
    for topic in sorted({side.topic for side in found}):
        rest = [at for at, side in enumerate(found) if side.topic != topic]
        weights = learn([found[at] for at in rest], [seen[at] for at in rest])
        vector = np.array([weights[name] for name in SIGNALS])
        tables = {id(side): own @ vector for side, own in zip(found, seen, strict=True) if side.topic == topic}
        held_out.append(
            measure([side for side in found if side.topic == topic], lambda side, own=tables: own[id(side)])
        )
    print("weights", learn(found, seen))
    print("topics left out", {name: round(float(np.mean([own[name] for own in held_out])), 3) for name in held_out[0]})


def main() -> None:
    """Print the table for the dev topics, or the weights learned on the training topics."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds argkp2021/")
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = sides(given.data / "argkp2021", "train" if given.learn else "dev")
    if given.learn:
        learned(found)
        return
    methods: dict[str, Score] = {
        "learnbrief": ours,
        "encoder_cosine": cosine,
        "tfidf_cosine": tfidf,
        "tfidf_word_pairs": tfidf_pairs,
    }
    scores = {name: measure(found, method) for name, method in methods.items()}
    print_table([{"method": name, **own} for name, own in scores.items()])
    facts = {"data": "ArgKP 2021, dev topics", "command": "python benchmarks/keypoints.py --data DATA"}
    write_result(given.json, {**facts, "sides": len(found), **scores})


if __name__ == "__main__":
    main()
