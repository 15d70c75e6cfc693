"""Do topics stay the same when a month of material is added? Beside refitting BERTopic's defaults each month.

Data sets: clustering (bills, banking77), nhs_fft_v6 (phase 1). Texts are dealt to months at random (seeded), so nothing
but the added material changes. ARI compares the texts that both runs saw; the unassigned count as one group.

    python benchmarks/stability.py --data FILE --text COL --label COL [--months 9] [--most N] [--json OUT]
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from _clusters import Labels, bertopic_defaults, read_labelled, scores
from _common import print_table, write_result
from sklearn.metrics import adjusted_rand_score

from learnbrief.corpus.document import Excerpt, Mode, Voice
from learnbrief.corpus.finding import Topic
from learnbrief.corpus.protocols import Vectors
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.topics import discover

Refit = Callable[[list[int]], Labels]


class Growing:
    """Our monthly run: each month knows the topics of the month before."""

    def __init__(self, texts: Sequence[str], vectors: Vectors) -> None:
        voice = Voice("v", "unnamed voices", "document")
        self._vectors = vectors
        self._excerpts = [
            Excerpt("d", 1, at * 100_000, at * 100_000 + len(text), text, voice, Mode.NOTE, True)
            for at, text in enumerate(texts)
        ]
        self.topics: tuple[Topic, ...] = ()
        self.told: list[dict[str, int]] = []

    def __call__(self, rows: list[int]) -> Labels:
        """Topic number per row; the number is the topic's place in the month's list."""
        excerpts = [self._excerpts[row] for row in rows]
        self.topics = discover(excerpts, self._vectors[rows], previous=self.topics).topics
        kinds = [topic.history.split(" ")[0] for topic in self.topics]
        self.told.append({kind: kinds.count(kind) for kind in ("kept", "new", "merged", "split")})
        home = {one: number for number, topic in enumerate(self.topics) for one in topic.excerpts}
        return np.array([home.get(excerpt.excerpt_id, -1) for excerpt in excerpts], dtype=np.int64)


def months_of(size: int, months: int) -> list[list[int]]:
    """Rows dealt to months at random, the same way every time."""
    return [part.tolist() for part in np.array_split(np.random.default_rng(0).permutation(size), months)]


def follow(refit: Refit, truth: list[str], months: list[list[int]]) -> list[dict[str, Any]]:
    """One row per month: agreement with the month before on shared texts, and with the labels."""
    rows: list[int] = []
    before: Labels | None = None
    report = []
    for number, month in enumerate(months, 1):
        rows = [*rows, *month]
        start = time.perf_counter()
        found = refit(rows)
        seconds = time.perf_counter() - start
        fit = scores([truth[row] for row in rows], found)
        stable = None if before is None else float(adjusted_rand_score(before, found[: len(before)]))
        report.append({"month": number, "texts": len(rows), "ari_with_month_before": stable, **fit, "seconds": seconds})
        before = found
    return report


def mean(report: list[dict[str, Any]], name: str) -> float:
    """Over the months in which it is defined."""
    return float(np.mean([row[name] for row in report if row[name] is not None]))


def main() -> None:
    """Print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--text", required=True)
    parser.add_argument("--label", required=True)
    parser.add_argument("--name", help="what to call the data set in the result")
    parser.add_argument("--months", type=int, default=9)
    parser.add_argument("--most", type=int, help="use this many texts")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    texts, truth, _ = read_labelled(options.data, options.text, options.label)
    texts, truth = texts[: options.most], truth[: options.most]
    vectors = default_encoder().encode(texts)
    months = months_of(len(texts), options.months)
    ours = Growing(texts, vectors)
    found = {
        "learnbrief": follow(ours, truth, months),
        "bertopic_refitted": follow(
            lambda rows: bertopic_defaults([texts[row] for row in rows], vectors[rows]), truth, months
        ),
    }
    found["learnbrief"] = [{**row, **told} for row, told in zip(found["learnbrief"], ours.told, strict=True)]
    for name, report in found.items():
        print(f"{name}: ARI with the month before {mean(report, 'ari_with_month_before'):.3f} on average")
        print_table(report)
    summary = {
        name: {key: mean(report, key) for key in ("ari_with_month_before", "nmi", "purity", "unassigned", "seconds")}
        for name, report in found.items()
    }
    print_table([{"method": name, **row} for name, row in summary.items()])
    payload = {"data": options.name or options.data.stem, "texts": len(texts), "months": options.months}
    write_result(options.json, {**payload, "summary": summary, **found})


if __name__ == "__main__":
    main()
