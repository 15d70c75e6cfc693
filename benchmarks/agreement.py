"""Our agreement coefficients against published rater matrices and against the usual libraries.

Data set: agreement_labels_only (ten raters on counselling talk, three clinicians and a machine on coroner reports).

    python benchmarks/agreement.py --data DIR [--json OUT]
"""

import argparse
import csv
import json
import time
from itertools import combinations
from pathlib import Path

import krippendorff
import numpy as np
from _common import print_table, write_result
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa

from learnbrief.nlp.agreement import coefficients
from learnbrief.nlp.agreement.coefficients import Ratings

MATRICES = {  # name in expected.json: file, columns, coefficient
    "annomi_main_therapist_behaviour_fleiss": ("annomi_main_therapist_behaviour_10raters.csv", slice(2, 12), "fleiss"),
    "annomi_client_talk_type_fleiss": ("annomi_client_talk_type_10raters.csv", slice(2, 12), "fleiss"),
    "pfd_fleiss_3raters": ("pfd_3clinicians_labels.csv", slice(1, 4), "fleiss"),
    "pfd_machine_vs_consensus_cohen": ("pfd_3clinicians_labels.csv", slice(4, 6), "cohen"),
}


def read_matrix(path: Path, columns: slice) -> tuple[Ratings, list[str], list[str]]:
    """Ratings as category numbers, with the categories and the source of each unit (its first column)."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    categories = sorted({label for row in rows for label in row[columns]})
    ratings = np.array([[categories.index(label) for label in row[columns]] for row in rows], dtype=np.int64)
    return ratings, categories, [row[0] for row in rows]


def by_library(ratings: Ratings, categories: int, coefficient: str) -> float:
    """The same coefficient by statsmodels or scikit-learn."""
    if coefficient == "cohen":
        return float(cohen_kappa_score(ratings[:, 0], ratings[:, 1]))
    counts = np.stack([(ratings == category).sum(axis=1) for category in range(categories)], axis=1)
    return float(fleiss_kappa(counts))


def main() -> None:
    """Print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    expected = json.loads((options.data / "expected.json").read_text(encoding="utf-8"))
    rows = []
    for name, (file, columns, coefficient) in MATRICES.items():
        ratings, categories, sources = read_matrix(options.data / file, columns)
        start = time.perf_counter()
        found = coefficients(ratings, categories=len(categories), sources=sources)
        seconds = time.perf_counter() - start
        ours = getattr(found, coefficient)
        alpha = krippendorff.alpha(reliability_data=ratings.T, level_of_measurement="nominal")
        rows.append(
            {"matrix": name, "units": found.units, "expected": expected[name], "learnbrief": ours.value,
             "low": ours.low, "high": ours.high, "library": by_library(ratings, len(categories), coefficient),
             "ac1": found.ac1.value, "alpha": found.alpha.value, "krippendorff": float(alpha), "seconds": seconds}
        )  # fmt: skip
    clinicians, categories, _ = read_matrix(options.data / "pfd_3clinicians_labels.csv", slice(1, 4))
    pairs = [
        {"pair": f"rater {one + 1} and {other + 1}",
         "learnbrief": coefficients(clinicians[:, [one, other]], categories=len(categories)).cohen.value,
         "library": float(cohen_kappa_score(clinicians[:, one], clinicians[:, other]))}
        for one, other in combinations(range(3), 2)
    ]  # fmt: skip
    print_table(rows)
    print_table(pairs)
    write_result(options.json, {"data": "agreement_labels_only", "learnbrief": rows, "clinicians_cohen": pairs})


if __name__ == "__main__":
    main()
