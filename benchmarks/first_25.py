"""What the first coded excerpts add to the codebook's suggestions: 25 chosen to stand for all, 25 drawn at random, none.

Data set: nhs_fft_v6 (`v6_tags.csv`, 32 labels). A simulated coder who knows the truth codes what
`learnbrief.nlp.first.first_set` offers of 1,000 comments of the training part, its eight random ones included; what
is coded joins the codebook's lines by `learnbrief.nlp.tagging.examples`. Average precision
is that of the test part. `--choose`
compares ways to choose and how far examples may be missed, on seven and three tenths of the training part: there all was decided.

    python benchmarks/first_25.py --data DIR [--choose] [--seeds 5] [--json OUT]
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from _common import print_table, remembering, write_result
from learning_curve import _excerpt, _parts
from nhs_codebook import make_codebook
from tagging import _table

from learnbrief.corpus.blind import AT_RANDOM, FIRST, Reserve, draw, random_share
from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.protocols import Encoder
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.evaluation.labelled import Labelled
from learnbrief.nlp.first import first_set
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger
from learnbrief.nlp.tagging.examples import EASE, Joined, examples_of
from learnbrief.nlp.tagging.features import Numbers
from learnbrief.nlp.tagging.teachers import Coded

POOL = 1000
FIGURES = ("ap_micro", "ap_macro", "kept", "ap_micro_as_kept", "ap_macro_as_kept")
"""With what is coded joined; in what share of the seeds it joins by itself; and what there is where it joins only then."""
EASES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)


@dataclass(frozen=True, slots=True)
class Bench:
    """What all ways share."""

    pool: Labelled
    test: Labelled
    codebook: Codebook
    encoder: Encoder
    tagger: CodebookTagger
    alone: Numbers
    """The codebook's similarities of the test part."""

    @classmethod
    def of(cls, folder: Path, encoder: Encoder, *, choose: bool) -> "Bench":
        """Read and scored once."""
        table, codebook = _table(folder), make_codebook(folder)
        pool, test = (table.rows(rows) for rows in _parts(table, folder, choose=choose))
        tagger = CodebookTagger.fit(codebook.themes, encoder)
        return cls(
            pool, test, codebook, encoder, tagger, tagger.scores(test.texts, encoder.encode(test.texts), encoder)
        )


def at_random(pool: Sequence[Excerpt], seed: int) -> list[Excerpt]:
    """As the draw gives them."""
    return sorted(pool, key=lambda one: draw(seed, f"random {one.excerpt_id}"))


def as_shipped(bench: Bench, pool: Sequence[Excerpt], seed: int) -> list[Excerpt]:
    """In the order of the app."""
    share = random_share(pool, seed=seed)
    by_id = {one.excerpt_id: one for one in pool}
    vectors = bench.encoder.encode([one.text for one in pool])
    return [by_id[item.excerpt_id] for item in first_set(pool, vectors, Reserve(share, frozenset(share.drawn)))]


def by_suggestions(bench: Bench, pool: Sequence[Excerpt], seed: int) -> list[Excerpt]:
    """Eight at random, then each time the one whose suggested themes were met least so far."""
    first = at_random(pool, seed)
    chosen, rest = first[:AT_RANDOM], first[AT_RANDOM:]
    texts = [one.text for one in rest]
    suggested = bench.tagger.scores(texts, bench.encoder.encode(texts), bench.encoder) >= bench.tagger.review
    met = np.zeros(suggested.shape[1])
    for _ in range(FIRST - AT_RANDOM):
        best = int((suggested / (1 + met) ** 2).sum(axis=1).argmax())
        chosen.append(rest[best])
        met += suggested[best]
        suggested[best] = False
    return chosen


def courses(bench: Bench, seeds: int, *, choose: bool) -> Iterator[dict[str, Any]]:
    """A row per way, size and seed."""
    alone = _precision(bench.test.truth, bench.alone)
    kept = {f"{name}_as_kept": value for name, value in alone.items()}
    yield {"way": "none", "coded": 0, "seed": 0, "kept": True} | alone | kept
    for seed in range(seeds):
        everything = [_excerpt(number, text, "") for number, text in enumerate(bench.pool.texts)]
        pool = sorted(everything, key=lambda one: draw(seed, one.excerpt_id + "pool"))[:POOL]
        ways = {"at random": at_random(pool, seed), "as shipped": as_shipped(bench, pool, seed)}
        if choose:
            ways["by suggested themes"] = by_suggestions(bench, pool, seed)
        for way, order in ways.items():
            for size in (10, FIRST):
                yield {"way": way, "coded": size, "seed": seed} | joined(bench, order[:size])
        for ease in EASES if choose else ():
            row = {"way": f"chosen, ease {ease:g}", "coded": FIRST, "seed": seed}
            yield row | joined(bench, ways["as shipped"], ease=ease)


def joined(bench: Bench, coded: Sequence[Excerpt], *, ease: float = EASE) -> dict[str, Any]:
    """What suggestions on the test part are worth with this coding."""
    truth = dict(zip(bench.pool.texts, bench.pool.truth, strict=True))
    told = [
        Coded(
            one.text,
            frozenset(label for label, given in zip(bench.pool.labels, truth[one.text], strict=True) if given),
            one.document_id,
            excerpt_id=one.excerpt_id,
        )
        for one in coded
    ]
    (found,) = examples_of(told, {one.excerpt_id: one for one in coded}, {}, bench.codebook, bench.encoder, ease=ease)
    # numbered behind the pool: nothing of the test part may be taken for one of the examples
    test = [_excerpt(len(bench.pool.texts) + number, text, "") for number, text in enumerate(bench.test.texts)]
    added = Joined(found, bench.tagger).added(test, bench.encoder.encode(bench.test.texts))
    with_it, alone = (_precision(bench.test.truth, scores) for scores in (bench.alone + added, bench.alone))
    gets = with_it if found.kept else alone  # what the app would do by itself of what was coded
    return {"kept": found.kept} | with_it | {f"{name}_as_kept": value for name, value in gets.items()}


def _precision(truth: Any, scores: Numbers) -> dict[str, float]:
    from sklearn.metrics import average_precision_score

    some = truth.any(axis=0)
    return {
        "ap_micro": float(average_precision_score(truth.ravel(), scores.ravel())),
        "ap_macro": float(average_precision_score(truth[:, some], scores[:, some], average="macro")),
    }


def means(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Over the seeds, with the share of them in which examples joined."""
    found = []
    for way, coded in dict.fromkeys((row["way"], row["coded"]) for row in rows):
        some = [row for row in rows if (row["way"], row["coded"]) == (way, coded)]
        figures = {name: float(np.mean([row[name] for row in some])) for name in FIGURES}
        found.append({"way": way, "coded": coded, "seeds": len(some)} | figures)
    return found


def main() -> None:
    """Print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of nhs_fft_v6")
    parser.add_argument("--choose", action="store_true", help="compare ways inside the training part")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    bench = Bench.of(options.data, remembering(default_encoder()), choose=options.choose)
    rows = means(list(courses(bench, options.seeds, choose=options.choose)))
    print_table(rows)
    before = json.loads(options.json.read_text(encoding="utf-8")) if options.json and options.json.is_file() else {}
    key = "choice" if options.choose else "learnbrief"
    write_result(options.json, before | {"data_set": "nhs_fft_v6", key: rows})


if __name__ == "__main__":
    main()
