"""Stance from the codebook alone, held against two public sets made for other ends: a weak spot, and said to be one.

Data sets: ami_topics (human summaries: lines of actions and of problems), argkp2021 (arguments for and against a motion).
A problem counts as found when barrier or question outweighs action. For or against a motion is not our barrier or
enabler; the area under the curve says how far 'enabler minus barrier' goes with 'for' (0.5 is chance).

    python benchmarks/stances.py --data DIR [--json OUT]
"""

import argparse
import csv
import json
from pathlib import Path
from typing import Any

from _common import print_table, write_result

from learnbrief.corpus.codebook import default_codebook
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger


def ami_lines(folder: Path) -> list[tuple[str, str]]:
    """Lines of the human summaries with their part."""
    meetings = [json.loads(line) for line in (folder / "ami_dev.jsonl").read_text(encoding="utf-8").splitlines()]
    return [(line, part) for one in meetings for part in ("actions", "problems") for line in one["summary"][part]]


def arguments(folder: Path) -> list[tuple[str, int]]:
    """Arguments of the dev motions with their stance."""
    with (folder / "arguments_dev.csv").open(encoding="utf-8", newline="") as file:
        return [(row["argument"], int(row["stance"])) for row in csv.DictReader(file)]


def main() -> None:
    """Print and write the table."""
    from sklearn.metrics import roc_auc_score

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds ami_topics and argkp2021")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    encoder = default_encoder()
    tagger = CodebookTagger.fit(default_codebook().stances, encoder)
    column = {theme: at for at, theme in enumerate(tagger.themes)}

    lines = ami_lines(options.data / "ami_topics")
    texts = [line for line, _ in lines]
    scores = tagger.scores(texts, encoder.encode(texts), encoder)
    trouble = scores[:, [column["barrier"], column["question"]]].max(axis=1) > scores[:, column["action"]]
    truth = [part == "problems" for _, part in lines]
    right = sum(bool(one) == two for one, two in zip(trouble, truth, strict=True)) / len(truth)
    recall = {
        part: sum(bool(one) == two for one, two in zip(trouble, truth, strict=True) if two == wanted)
        / truth.count(wanted)
        for part, wanted in (("actions", False), ("problems", True))
    }
    said = arguments(options.data / "argkp2021")
    texts = [text for text, _ in said]
    scores = tagger.scores(texts, encoder.encode(texts), encoder)
    leaning = scores[:, column["enabler"]] - scores[:, column["barrier"]]
    area = float(roc_auc_score([stance > 0 for _, stance in said], leaning))
    rows: list[dict[str, Any]] = [
        {"set": "ami_topics, action or problem", "rows": len(lines), "figure": "right", "learnbrief": right,
         "always the commoner": max(truth.count(True), truth.count(False)) / len(truth)},
        {"set": "ami_topics", "rows": truth.count(False), "figure": "actions found", "learnbrief": recall["actions"]},
        {"set": "ami_topics", "rows": truth.count(True), "figure": "problems found", "learnbrief": recall["problems"]},
        {"set": "argkp2021 dev, for or against", "rows": len(said), "figure": "area under curve", "learnbrief": area,
         "always the commoner": 0.5},
    ]  # fmt: skip
    print_table(rows)
    write_result(options.json, {"learnbrief": rows})


if __name__ == "__main__":
    main()
