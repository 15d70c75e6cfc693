"""How F1 grows with coding: excerpts drawn at random against excerpts the queue would ask for first.

Data set: nhs_fft_v6 (`v6_tags.csv`, 32 labels), train part coded step by step, test part measured. The queue's order
takes the most doubtful excerpts of the model so far, a fifth of each step being random as in the review queue.

    python benchmarks/learning_curve.py --data DIR [--json OUT] [--plot OUT.png]
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from _common import print_table, write_result
from nhs_codebook import make_codebook
from tagging import _table, remembering, rows_where

from corpus.codebook import Codebook
from corpus.services import Encoder
from nlp.encode import default_encoder
from nlp.tagging.baselines import tfidf_svc
from nlp.tagging.codebook import CodebookTagger
from nlp.tagging.features import Numbers
from nlp.tagging.figures import Marks, Said, figures
from nlp.tagging.labelled import Labelled
from nlp.tagging.learned import TARGET, learn_facet
from nlp.tagging.teachers import Coded

SIZES = (0, 25, 50, 100, 250, 500, 1000)
RANDOM_SHARE = 0.2


class Course:
    """One order of coding: what is coded so far, and what the tagger then says."""

    def __init__(self, train: Labelled, test: Labelled, codebook: Codebook, encoder: Encoder, *, seed: int) -> None:
        self.train, self.test, self.codebook, self.encoder = train, test, codebook, encoder
        self.by_codebook = CodebookTagger.fit(codebook.themes, encoder)
        self.random = [int(row) for row in np.random.default_rng(seed).permutation(len(train.texts))]
        self.coded: list[int] = []

    def extend(self, size: int, doubt: Numbers | None) -> None:
        """Code on to this many excerpts: by doubt where there is one, else at random."""
        left = [row for row in self.random if row not in set(self.coded)]
        need = size - len(self.coded)
        at_random = need if doubt is None else round(RANDOM_SHARE * need)
        self.coded += left[:at_random]
        if doubt is not None:
            self.coded += sorted(left[at_random:], key=lambda row: -doubt[row])[: need - at_random]

    def measure(self) -> tuple[Marks, Numbers]:
        """What the tagger says of the test texts, and how doubtful it finds each training text."""
        vectors, others = self.encoder.encode(self.test.texts), self.encoder.encode(self.train.texts)
        if not self.coded:
            cut = self.by_codebook.review
            near = -np.abs(self.by_codebook.ridge.scores(self.train.texts, others) - cut).min(axis=1)
            return self.by_codebook.scores(self.test.texts, vectors, self.encoder) >= cut, near
        some = self.train.rows(self.coded)
        coded = [
            Coded(text, frozenset(label for label, given in zip(some.labels, row, strict=True) if given), str(at))
            for at, (text, row) in enumerate(zip(some.texts, some.truth, strict=True))
        ]
        model, _ = learn_facet(coded, self.codebook.themes, None, self.encoder, target=TARGET)
        probability = model.calibration(model.ridge.scores(self.train.texts, others))
        return model.decide(self.test.texts, vectors).applies, (1 - np.abs(2 * probability - 1)).max(axis=1)


def main() -> None:
    """Print, write and draw the curves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of nhs_fft_v6")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    table, encoder = _table(options.data), remembering(default_encoder())
    path = options.data / "v6_tags.csv"
    train, test = (table.rows(rows_where(path, "split", part)) for part in ("train", "test"))
    codebook = make_codebook(options.data)
    rows = []
    for order in ("random", "queue"):
        course, doubt = Course(train, test, codebook, encoder, seed=0), None
        for size in (*SIZES, len(train.texts)):
            course.extend(size, doubt if order == "queue" else None)
            applies, doubt = course.measure()
            rows.append(_row(order, size, test, applies))
            if order == "random" and size:
                some = train.rows(course.coded)
                rows.append(_row("word counting, random", size, test, tfidf_svc(some.texts, some.truth, test.texts)))
            print(rows[-1], flush=True)
    rows.sort(key=lambda row: (row["order"], row["coded"]))
    print_table(rows)
    write_result(options.json, {"data_set": "nhs_fft_v6", "learnbrief": rows})
    if options.plot:
        _draw(rows, options.plot)


def _row(order: str, size: int, test: Labelled, applies: Marks) -> dict[str, Any]:
    found = figures(test.truth, Said(applies), test.labels, test.sources)
    return {"order": order, "coded": size, "micro_f1": found["micro_f1"], "macro_f1": found["macro_f1"]}


def _draw(rows: list[dict[str, Any]], path: Path) -> None:
    import altair as alt

    chart = (
        alt.Chart(alt.InlineData(values=rows), width=320, height=240)
        .mark_line(point=True)
        .encode(
            x=alt.X("coded:Q", scale=alt.Scale(type="symlog", constant=25), title="Coded excerpts"),
            color=alt.Color("order:N", title="Order"),
        )
    )
    alt.hconcat(
        *(chart.encode(y=alt.Y(f"{figure}:Q", title=title, scale=alt.Scale(domain=[0, 0.8])))
          for figure, title in (("micro_f1", "Micro F1"), ("macro_f1", "Macro F1")))
    ).save(str(path), scale_factor=2)  # fmt: skip


if __name__ == "__main__":
    main()
