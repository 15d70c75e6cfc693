"""The sentence check on sentences of our own, faithful or with a fault of one of twelve kinds, beside two plain peers.

The pairs stand in sentence_pairs.tsv, in two halves with no excerpt in common. Rules and thresholds were made on the
half 'made on'; what is reported is the other, written before any rule. One author wrote both halves and the rules, so
that a stranger's sentences will fare worse; 'freely' are faithful sentences in words far from the excerpts', which show
how often a person who sums up is told that words are their own.

A remark is a slip (a number, a name, a 'must' that the evidence does not have) or soft (words of the writer's own). The
peers flag a sentence whose likeness to its excerpts is low: cosine of the default encoder, and how much of it ROUGE
finds in them; each with the threshold that flags at most a tenth of the faithful ones of the half 'made on'.

    python benchmarks/sentence_check.py [--json OUT]
"""

import argparse
import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from _common import print_table, remembering, write_result

from learnbrief.corpus.protocols import Encoder
from learnbrief.corpus.remark import Said
from learnbrief.nlp.claims.check import hold
from learnbrief.nlp.encode import default_encoder

PAIRS = Path(__file__).parent / "sentence_pairs.tsv"
MADE_ON, REPORTED = "made on", "reported"
FAITHFUL, FREELY = "faithful", "freely"
FLAGGED_AT_MOST = 0.10

Score = Callable[[str, Sequence[Said]], float]


@dataclass(frozen=True)
class Pair:
    """One sentence with its excerpts."""

    half: str
    case: str
    kind: str
    claim: str


def pairs(path: Path = PAIRS) -> tuple[list[Pair], dict[str, list[Said]]]:
    """The sentences, and the excerpts of each case."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    evidence: dict[str, list[Said]] = {}
    found = []
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["kind"] == "excerpt":
            role, _, place = row["speaker"].partition(", ")
            evidence.setdefault(row["case"], []).append(Said(row["text"], role, place))
        else:
            found.append(Pair(row["half"], row["case"], row["kind"], row["text"]))
    return found, evidence


def cosine(encoder: Encoder) -> Score:
    """How close a sentence comes to the closest of its excerpts."""

    def score(claim: str, said: Sequence[Said]) -> float:
        return float((encoder.encode([one.text for one in said]) @ encoder.encode([claim])[0]).max())

    return score


def rouge() -> Score:
    """How many of a sentence's words (ROUGE-1, stemmed) stand in its excerpts."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(["rouge1"], use_stemmer=True)

    def score(claim: str, said: Sequence[Said]) -> float:
        return float(scorer.score(claim, " ".join(one.text for one in said))["rouge1"].recall)

    return score


def flags(score: Score, known: Sequence[Pair], evidence: dict[str, list[Said]]) -> dict[Pair, bool]:
    """Which sentences a peer flags, under the threshold that flags few faithful ones of the first half."""
    scores = {pair: score(pair.claim, evidence[pair.case]) for pair in known}
    faithful = [scores[pair] for pair in known if pair.half == MADE_ON and pair.kind == FAITHFUL]
    cut = float(np.quantile(faithful, FLAGGED_AT_MOST, method="lower"))
    return {pair: value < cut for pair, value in scores.items()}


def held(
    known: Sequence[Pair], evidence: dict[str, list[Said]], encoder: Encoder | None
) -> dict[Pair, tuple[bool, bool]]:
    """Which sentences the check remarks on, and on which it remarks a slip."""
    found = {}
    for pair in known:
        others = {case: said for case, said in evidence.items() if case != pair.case and case[0] == pair.case[0]}
        remarks = hold(pair.claim, evidence[pair.case], others=others, encoder=encoder).remarks
        found[pair] = bool(remarks), any(not one.soft for one in remarks)
    return found


def table(known: Sequence[Pair], columns: dict[str, dict[Pair, bool]], half: str) -> list[dict[str, Any]]:
    """The share remarked on, a row for each kind, and one for all that have a fault."""
    own = [pair for pair in known if pair.half == half]
    kinds = [FAITHFUL, FREELY, *dict.fromkeys(pair.kind for pair in own if pair.kind not in (FAITHFUL, FREELY))]
    groups = {kind: [pair for pair in own if pair.kind == kind] for kind in kinds}
    groups["any fault"] = [pair for pair in own if pair.kind not in (FAITHFUL, FREELY)]
    return [
        {"half": half, "kind": kind, "sentences": len(group)}
        | {name: sum(flagged[pair] for pair in group) / len(group) for name, flagged in columns.items()}
        for kind, group in groups.items()
    ]


def main() -> None:
    """Print and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    known, evidence = pairs()
    encoder = remembering(default_encoder())
    full, bare = held(known, evidence, encoder), held(known, evidence, None)
    columns = {
        "any remark": {pair: any_ for pair, (any_, _) in full.items()},
        "a slip": {pair: slip for pair, (_, slip) in full.items()},
        "without encoder": {pair: any_ for pair, (any_, _) in bare.items()},
        "cosine": flags(cosine(encoder), known, evidence),
        "ROUGE": flags(rouge(), known, evidence),
    }
    rows = [row for half in (REPORTED, MADE_ON) for row in table(known, columns, half)]
    print_table(rows)
    write_result(options.json, {"encoder": encoder.name, "rows": rows})


if __name__ == "__main__":
    main()
