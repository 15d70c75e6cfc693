"""How likely two excerpts speak of one matter, on programmes that nothing was learned from, and on pairs that readers judged.

    PYTHONPATH=benchmarks:benchmarks/training python benchmarks/training/matters_unseen.py [--json OUT]

`matters_unseen.tsv` holds five fictional programmes written after the form was chosen, as `matters.tsv` holds the thirteen it was learned
from (ours, CC0); they are asked by what the thirteen teach. `matters_judged.tsv` holds pairs of a headline's excerpt and the likeliest
excerpt of every other source, from six programmes (programme, row of either among its lines, two readers' judgements): 2 raises the same
point, 1 speaks of the same concrete matter, 0 another. The readers saw neither plan nor likelihood; three of the six programmes
(disability, ulcers, homeless) are among the thirteen. Both readers were language models of one kind, so that they agree more than two people would.
"""

import argparse
from pathlib import Path

import numpy as np
from _common import print_table, write_result
from matters import FILE, SAME, Learned, Programme, claimed, measured, precision, read, summary, told
from sklearn.metrics import average_precision_score, cohen_kappa_score, roc_auc_score

from learnbrief.corpus.expected import at_least
from learnbrief.nlp.findings.weights import WEIGHTS

JUDGED = Path(__file__).with_name("matters_judged.tsv")
UNSEEN = Path(__file__).with_name("matters_unseen.tsv")


def judged(programmes: dict[str, Programme], learned: Learned) -> list[dict[str, object]]:
    """How well each way of reading tells what both readers found, and how often its number of sources was too high."""
    rows = [row.split("\t") for row in JUDGED.read_text(encoding="utf-8").splitlines()]
    tables = {name: learned.asked(programmes[name]) for name in dict.fromkeys(row[0] for row in rows)}
    first, second = (np.array([int(row[at]) for row in rows]) for at in (3, 4))
    print(f"{len(rows)} pairs judged twice, kappa {cohen_kappa_score(first, second, weights='linear'):.2f}")
    found: list[dict[str, object]] = []
    for way in next(iter(tables.values())):
        share = np.array([tables[name][way][int(head), int(other)] for name, head, other, *_ in rows])
        figures: dict[str, object] = {"by": way}
        for what, least in (("point", 2), ("matter", 1)):
            both = (first >= least) & (second >= least)
            figures |= {
                f"AUC, {what}": float(roc_auc_score(both, share)),
                f"precision, {what}": float(average_precision_score(both, share)),
            }
        if way != "near":
            held = []
            heads = np.array([f"{name} {head}" for name, head, *_ in rows])
            for head in np.unique(heads):
                own = heads == head
                claim = at_least([part for part in share[own].tolist() if part >= WEIGHTS.near_floor])
                held.append([claim <= int(((first >= least) & (second >= least))[own].sum()) for least in (2, 1)])
            figures |= dict(
                zip(("claim holds, point", "claim holds, matter"), np.mean(held, axis=0).tolist(), strict=True)
            )
        found.append(figures)
    return found


def main() -> None:
    """Ask, and say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="write the figures there")
    given = parser.parse_args()
    learned = Learned.of(list(map(measured, read(FILE).values())))
    unseen = {name: measured(lines) for name, lines in read(UNSEEN).items()}
    rows: list[dict[str, object]] = []
    counts: dict[str, list[tuple[int, int, bool]]] = {}
    for name, one in unseen.items():
        for way, table in learned.asked(one).items():
            five = told(one, table, 5, 0.5 if way == "near" else SAME)
            rows.append(
                {
                    "programme": name,
                    "by": way,
                    "points of 5": five[0],
                    "beside": five[1],
                    "precision": precision(one, table),
                }
            )
            if way != "near":
                counts.setdefault(way, []).extend(claimed(one, table))
    print_table(rows)
    claims = [{"by": way} | summary(found) for way, found in counts.items()]
    print_table(claims)
    programmes = unseen | {name: measured(lines) for name, lines in read(FILE).items() if name in _names()}
    readers = judged(programmes, learned)
    print_table(readers)
    if given.json:
        write_result(given.json, {"unseen": rows, "sources claimed": claims, "judged": readers})


def _names() -> set[str]:
    return {row.split("\t")[0] for row in JUDGED.read_text(encoding="utf-8").splitlines()}


if __name__ == "__main__":
    main()
