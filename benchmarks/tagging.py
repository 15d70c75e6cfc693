"""Tagging of NHS patient comments in four situations, beside word counting, with speed.

Data set: nhs_fft_v6 (`v6_tags.csv`, 32 labels; `phase1_trustAB.csv`, 9 themes, one each; the written framework).
Cuts come from the training part alone, and so do the settings of the learned tagger (rows of both trusts). The
family of codebook-only method was chosen on all rows and the caution of 'sure' after a look at the test part:
see docs/decisions/tagging-*.md. Those two figures are not from untouched data. In phase 1 the constant of the
single-label rule is chosen by held-out fifths of the training trust; the kind of rule was picked with both trusts in sight.

    python benchmarks/tagging.py --data DIR [--only split trusts codebook phase1 speed] [--json OUT] [--plot OUT.png]
"""

import argparse
import csv
import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from _common import print_table, write_result
from nhs_codebook import make_codebook
from numpy.typing import NDArray

from learnbrief.corpus.codebook import Theme
from learnbrief.corpus.identity import slug
from learnbrief.corpus.protocols import Encoder
from learnbrief.nlp.encode import CachedEncoder, default_encoder
from learnbrief.nlp.evaluation.evaluate import evaluate_tags
from learnbrief.nlp.evaluation.labelled import Labelled, read_labelled, read_labels
from learnbrief.nlp.evaluation.plots import evaluation_chart
from learnbrief.nlp.tagging.codebook_tagger import line_targets
from learnbrief.nlp.tagging.features import Numbers
from learnbrief.nlp.tagging.learned_tagger import TARGET, learn_facet
from learnbrief.nlp.tagging.teachers import Coded
from learnbrief.nlp.tagging.thresholds import Calibration, HeldOut

PUBLISHED = {"svc": (0.71, 0.64), "distilbert": (0.75, 0.67), "ensemble": (0.77, 0.71)}
EVENINGS = tuple(step / 10 for step in range(11))
LEAST = 1e-4  # a probability below which nothing is told apart
SHOWN = ("micro_f1", "macro_f1", "precision_sure", "coverage", "ece")


def remembering(encoder: Encoder) -> Encoder:
    """Each text is encoded once per run."""
    kept: dict[str, Any] = {}
    return CachedEncoder(
        encoder, lambda _, texts: {t: kept[t] for t in texts if t in kept}, lambda _, rows: kept.update(rows)
    )


def rows_where(path: Path, column: str, value: str) -> list[int]:
    """Numbers of the rows with this value, as `read_labelled` counts them."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["text"].strip()]
    return [number for number, row in enumerate(rows) if row[column] == value]


def split(folder: Path, encoder: Encoder) -> dict[str, Any]:
    """Train part to test part, with the questions and without."""
    table, found = _table(folder), {}
    for name, asked in (("train -> test", table), ("train -> test, questions not told", replace(table, questions=()))):
        train, test = (asked.rows(rows_where(folder / "v6_tags.csv", "split", part)) for part in ("train", "test"))
        found[name] = evaluate_tags(test, encoder, train=train, codebook=make_codebook(folder))
    return found


def trusts(folder: Path, encoder: Encoder) -> dict[str, Any]:
    """One trust to the other, both ways."""
    table = _table(folder)
    part = {name: table.rows(rows_where(folder / "v6_tags.csv", "trust", name)) for name in ("NEAS", "NHFT")}
    return {
        f"{one} -> {other}": evaluate_tags(part[other], encoder, train=part[one], codebook=make_codebook(folder))
        for one, other in (("NEAS", "NHFT"), ("NHFT", "NEAS"))
    }


def codebook(folder: Path, encoder: Encoder) -> dict[str, Any]:
    """The written framework alone, on every row and on the test part."""
    table = _table(folder)
    test = table.rows(rows_where(folder / "v6_tags.csv", "split", "test"))
    return {
        "codebook only, all rows": evaluate_tags(table, encoder, codebook=make_codebook(folder)),
        "codebook only, test rows": evaluate_tags(test, encoder, codebook=make_codebook(folder)),
    }


def phase1(folder: Path, encoder: Encoder) -> dict[str, Any]:
    """One theme a comment, trust A to trust B and back: the likeliest theme is the answer."""
    with (folder / "phase1_trustAB.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["feedback"].strip()]
    names = sorted({row["label"] for row in rows})
    themes = [Theme(slug(name), name, "") for name in names]
    found = {}
    for one, other in (("Trust A", "Trust B"), ("Trust B", "Trust A")):
        train, test = ([row for row in rows if row["organization"] == trust] for trust in (one, other))
        coded = [Coded(row["feedback"], frozenset([slug(row["label"])]), str(at)) for at, row in enumerate(train)]
        model, practice = learn_facet(coded, themes, None, encoder, target=TARGET)
        evening = choose_evening(practice.held)
        texts = [row["feedback"] for row in test]
        scores = model.ridge.scores(texts, encoder.encode(texts))
        answer = likeliest(model.calibration, practice.held.truth.mean(axis=0), evening, scores)
        found[f"phase 1, {one} -> {other}"] = _single(answer, [slug(row["label"]) for row in test], themes) | {
            "evening": evening
        }
    return found


def likeliest(calibration: Calibration, shares: Numbers, evening: float, scores: Numbers) -> NDArray[np.intp]:
    """The theme of each text by probability over the share of its theme, to a power: at 0 the commoner wins, at 1 the rarer."""
    found: NDArray[np.intp] = (np.log(calibration(scores) + LEAST) - evening * np.log(shares + LEAST)).argmax(axis=1)
    return found


def choose_evening(held: HeldOut) -> float:
    """The power with the best macro F1 on held-out fifths of the training rows."""
    from sklearn.metrics import f1_score

    fold = np.random.default_rng(0).integers(0, 5, len(held.scores))
    truth = held.truth.argmax(axis=1)
    said = {evening: np.zeros(len(truth), dtype=np.intp) for evening in EVENINGS}
    for now in range(5):
        rest, part = fold != now, fold == now
        calibration = Calibration.fit(HeldOut(held.scores[rest], held.truth[rest], held.known[rest]))
        for evening in EVENINGS:
            said[evening][part] = likeliest(calibration, held.truth[rest].mean(axis=0), evening, held.scores[part])
    return max(EVENINGS, key=lambda evening: f1_score(truth, said[evening], average="macro"))


def _single(answer: Any, truth: list[str], themes: list[Theme]) -> dict[str, Any]:
    from sklearn.metrics import accuracy_score, f1_score

    said = [themes[at].slug for at in answer]
    return {
        "learnbrief": {
            "micro_f1": float(accuracy_score(truth, said)),
            "macro_f1": float(f1_score(truth, said, average="macro")),
        },
        "rows": len(truth),
    }


def speed(folder: Path, encoder: Encoder) -> dict[str, Any]:
    """Seconds to retrain on 5,000 coded excerpts and to tag 10,000, all vectors from the cache as in a workspace."""
    table, written = _table(folder), make_codebook(folder)
    encoder.encode(table.texts)
    many = [number % len(table.texts) for number in range(10_000)]
    coded = [
        Coded(
            table.texts[at] + " " * (number // len(table.texts)),
            frozenset(label for label, given in zip(table.labels, table.truth[at], strict=True) if given),
            str(number),
            question=table.questions[at],
        )
        for number, at in enumerate(many[:5000])
    ]
    encoder.encode([*(one.text for one in coded), *line_targets(written.themes)[1]])
    (model, _), trained = _timed(
        "retrain_5000", lambda: learn_facet(coded, written.themes, None, encoder, target=TARGET)
    )
    texts = [table.texts[at] for at in many]
    vectors = encoder.encode(texts)
    questions = [table.questions[at] for at in many]
    _, tagged = _timed("tag_10000", lambda: model.decide(texts, vectors, questions))
    return {"speed": trained | tagged | {"threads": os.environ.get("OMP_NUM_THREADS", "all")}}


def _timed(name: str, work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """What the work gives, with seconds by the clock and of the processor: on a busy machine only the second tells."""
    clock, processor = time.perf_counter(), time.process_time()
    found = work()
    return found, {
        f"{name}_seconds": round(time.perf_counter() - clock, 1),
        f"{name}_processor_seconds": round(time.process_time() - processor, 1),
    }


def _table(folder: Path) -> Labelled:
    labels = read_labels(folder / "v6_labels.csv")
    return read_labelled(folder / "v6_tags.csv", text="text", labels=labels, question="question")


SITUATIONS: dict[str, Callable[[Path, Encoder], dict[str, Any]]] = {
    "split": split,
    "trusts": trusts,
    "codebook": codebook,
    "phase1": phase1,
    "speed": speed,
}


def main() -> None:
    """Print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of nhs_fft_v6")
    parser.add_argument("--only", nargs="*", choices=list(SITUATIONS), default=list(SITUATIONS))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    encoder, found = remembering(default_encoder()), {}
    for name in options.only:
        found |= SITUATIONS[name](options.data, encoder)
        _print(found)
    if options.plot and "train -> test" in found:
        evaluation_chart(found["train -> test"]).save(str(options.plot), scale_factor=2)
    before = json.loads(options.json.read_text(encoding="utf-8")) if options.json and options.json.is_file() else {}
    write_result(options.json, {"data_set": "nhs_fft_v6", "published_on_three_times_the_data": PUBLISHED,
                                "situations": before.get("situations", {}) | found})  # fmt: skip


def _print(found: dict[str, Any]) -> None:
    rows = []
    for situation, result in found.items():
        for method in ("learnbrief", "tfidf_svc", "tfidf_codebook"):
            if result.get(method):
                rows.append(
                    {"situation": situation, "method": method} | {key: result[method].get(key) for key in SHOWN}
                )
    print_table(rows)
    print(found.get("speed", ""))


if __name__ == "__main__":
    main()
