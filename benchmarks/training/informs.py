"""Learns to tell a clause that says something about how the work goes from scenes, riddles, introductions, asides and quips.

    PYTHONPATH=benchmarks python benchmarks/training/informs.py [--write] [--json OUT]

Learned from is `informs_train.tsv` (label, clause; ours, CC0) and the evidence of thirteen fictional programmes (`matters.tsv`): what carries a point
that was planned tells something, what fills the programme up does not. Asked of it is `informs_judged.tsv`: clauses that learnbrief cut from four
fictional programmes, each judged by itself by a reader who saw neither the training lines nor the code (2 learned from as it stands,
1 after a light edit, 0 not). The penalty is chosen on the training lines alone, in eight parts; each programme is asked by what was learned without it. `--write` puts the weights where
learnbrief reads them. What came of it is in docs/decisions/findings-10-informs.md.
"""

import argparse
import json
from pathlib import Path

import matters
import numpy as np
from _common import print_table, write_result
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.findings.clauses import stands, telling
from learnbrief.nlp.informs import FILE, Made
from learnbrief.nlp.language.grammar import parse
from learnbrief.nlp.language.placeholders import neutral

HERE = Path(__file__).parent
PENALTIES = (0.3, 1.0, 3.0, 10.0)
SEED, PARTS = 1, 8


def read(name: str) -> tuple[list[str], list[str]]:
    """Labels and clauses of a file."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    labels, clauses = zip(*(line.split("\t", 1) for line in lines if line), strict=True)
    return list(labels), list(clauses)


def lessons() -> tuple[list[str], NDArray[np.bool_], list[str]]:
    """All that is learned from: texts, whether each tells something, and of which programme it is ('' for clauses written alone)."""
    labels, clauses = read("informs_train.tsv")
    texts, learned, programmes = list(clauses), [label == "learned" for label in labels], [""] * len(clauses)
    for name, lines in matters.read().items():
        for line in lines:
            planned = {point[0] for point in line.points}
            if not planned or planned & set("PCDO"):  # an action or a question is neither
                texts.append(line.text)
                learned.append(bool(planned))
                programmes.append(name)
    return texts, np.array(learned), programmes


def numbers(clauses: list[str]) -> NDArray[np.float64]:
    """What the model reads of each clause; shape (clauses, dimensions + 3)."""
    made = [
        Made(stands(clause, list(parsed)), telling(clause), len(clause.split())).numbers
        for clause, parsed in zip(clauses, parse(clauses), strict=True)
    ]
    return np.hstack([default_encoder().encode([neutral(clause) for clause in clauses]), np.array(made)])


def learn(rows: NDArray[np.float64], learned: NDArray[np.bool_], penalty: float) -> LogisticRegression:
    """Of as many clauses that tell something as of others."""
    return LogisticRegression(C=penalty, max_iter=3000, class_weight="balanced").fit(rows, learned)


def apart(rows: NDArray[np.float64], learned: NDArray[np.bool_], penalty: float) -> float:
    """AUC on training lines that a model did not learn from."""
    parts = StratifiedKFold(PARTS, shuffle=True, random_state=SEED)
    model = LogisticRegression(C=penalty, max_iter=3000, class_weight="balanced")
    return float(roc_auc_score(learned, cross_val_predict(model, rows, learned, cv=parts, method="decision_function")))


def without(rows: NDArray[np.float64], learned: NDArray[np.bool_], held: NDArray[np.bool_], penalty: float) -> float:
    """AUC on a programme that a model did not learn from."""
    model = learn(rows[~held], learned[~held], penalty)
    return float(roc_auc_score(learned[held], model.decision_function(rows[held])))


def main() -> None:
    """Learn, say how well, and write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the weights where learnbrief reads them")
    parser.add_argument("--json", type=Path, help="write the figures there")
    asked = parser.parse_args()
    clauses, learned, programmes = lessons()
    rows = numbers(clauses)
    within = {penalty: apart(rows, learned, penalty) for penalty in PENALTIES}
    penalty = max(within, key=lambda one: within[one])
    model = learn(rows, learned, penalty)
    marks, judged = read("informs_judged.tsv")
    truth, asked_rows = np.array(marks, dtype=int), numbers(judged)
    said = {
        "this model": model.decision_function(asked_rows),
        "how clear it is (worth), as before": asked_rows[:, -3],
        "telling words": asked_rows[:, -2],
    }
    table = [
        {
            "asked": name,
            "AUC, worth telling": float(roc_auc_score(truth > 0, values)),
            "AUC, as it stands": float(roc_auc_score(truth == 2, values)),
            "worth telling of the best fifth": float(
                (truth[np.argsort(-values, kind="stable")[: len(truth) // 5]] > 0).mean()
            ),
        }
        for name, values in said.items()
    ]
    print(f"{len(clauses)} lines learned from; of parts left out AUC {within}")
    elsewhere = {
        name: without(rows, learned, np.array(programmes) == name, penalty)
        for name in dict.fromkeys(programmes)
        if name
    }
    print(
        "each programme by what was learned without it, AUC:",
        {name: round(value, 3) for name, value in elsewhere.items()},
    )
    print_table(table)
    print(f"of all {len(truth)} worth telling {(truth > 0).mean():.2f}, as they stand {(truth == 2).mean():.2f}")
    if asked.json:
        write_result(
            asked.json,
            {"within": {str(one): value for one, value in within.items()}, "programmes": elsewhere, "judged": table},
        )
    if asked.write:
        kept = {
            "encoder": default_encoder().name,
            "bias": round(float(model.intercept_[0]), 3),
            "weights": [round(float(weight), 3) for weight in model.coef_[0]],
        }
        FILE.write_text(json.dumps(kept, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
