"""Somebody else's codebook: does tagging by a codebook alone carry over to fields that learnbrief was not written for?

Three codebooks of ten themes with fifty coded lines each (`codebooks/`, ours and fictional): a tenants' panel, course feedback, coast path
volunteers. Nothing was chosen on them, and our labelled lines teach none of their themes. Beside the tagger stand two floors: the
cosine of TF-IDF to a theme's entry, and the cosine of the encoder to the nearest of its lines. `coded` are figures on 25 lines after the
other 25 were coded and joined (five draws), beside the codebook alone on the same lines.

    PYTHONPATH=. .venv/bin/python benchmarks/codebooks_elsewhere.py [--json OUT]
"""

import argparse
import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from _common import print_table, remembering, write_result
from first_25 import Bench, at_random, joined
from learning_curve import _excerpt
from sklearn.metrics import average_precision_score

from learnbrief.corpus.codebook import Codebook, Theme, read_codebook
from learnbrief.corpus.errors import BadCoding
from learnbrief.corpus.protocols import Encoder
from learnbrief.nlp.encode import encoder_from
from learnbrief.nlp.evaluation.evaluate import evaluate_tags
from learnbrief.nlp.evaluation.labelled import Labelled
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger
from learnbrief.nlp.tagging.features import Numbers
from learnbrief.nlp.tagging.teachers import teaching_lines

FOLDER = Path(__file__).parent / "codebooks"
FIELDS = ("tenants", "courses", "coast")
CODED, DRAWS = 25, 5


def read_field(name: str, folder: Path = FOLDER) -> tuple[Codebook, Labelled]:
    """A codebook with the lines that were coded with it.

    Raises:
        BadCoding: a line names a theme that the codebook does not have.
    """
    codebook = read_codebook(folder / f"{name}.yaml")
    slugs = tuple(theme.slug for theme in codebook.themes)
    with (folder / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    marks = [set(filter(None, row["themes"].split(","))) for row in rows]
    for number, own in enumerate(marks, 2):
        if own - set(slugs):
            raise BadCoding(
                f"{name}.tsv line {number}: no theme {min(own - set(slugs))!r} in {name}.yaml; use its slugs"
            )
    truth = np.array([[theme in own for theme in slugs] for own in marks])
    sources = tuple(f"line {number}" for number in range(len(rows)))
    return codebook, Labelled(tuple(row["text"] for row in rows), slugs, truth, sources)


def by_words(themes: Sequence[Theme], texts: Sequence[str]) -> Numbers:
    """Cosine of TF-IDF to each theme's whole entry."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    entries = ["\n".join(line.text for line in teaching_lines([theme])) for theme in themes]
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), stop_words="english").fit(entries)
    found: Numbers = (vectorizer.transform(texts) @ vectorizer.transform(entries).T).toarray()
    return found


def by_meaning(themes: Sequence[Theme], texts: Sequence[str], encoder: Encoder) -> Numbers:
    """Cosine of the encoder to the nearest line of each theme."""
    rows = encoder.encode(texts)
    lines = [[line.text for line in teaching_lines([theme])] for theme in themes]
    return np.stack([(rows @ encoder.encode(own).T).max(axis=1) for own in lines], axis=1)


def figures(truth: np.ndarray, scores: Numbers) -> dict[str, float]:
    """How the scores rank, and how often the likeliest theme of a line that has one is right; a tie is broken by the first."""
    some = truth.any(axis=1)
    best = scores[some].argmax(axis=1)
    return {
        "average precision": float(average_precision_score(truth.ravel(), scores.ravel())),
        "macro": float(average_precision_score(truth, scores, average="macro")),
        "likeliest right": float((truth[some][np.arange(some.sum()), best] & (scores[some].max(axis=1) > 0)).mean()),
    }


def alone(codebook: Codebook, lines: Labelled, encoder: Encoder) -> list[dict[str, Any]]:
    """A row for the tagger and for each floor, nothing coded."""
    tagger = CodebookTagger.fit(codebook.themes, encoder)
    ways = {
        "learnbrief": tagger.scores(lines.texts, encoder.encode(lines.texts), encoder),
        "TF-IDF cosine": by_words(codebook.themes, lines.texts),
        "encoder cosine": by_meaning(codebook.themes, lines.texts, encoder),
    }
    at_its_cut = evaluate_tags(lines, encoder, codebook=codebook)
    with_cut = {"learnbrief": at_its_cut["learnbrief"], "TF-IDF cosine": at_its_cut["tfidf_codebook"]}
    return [
        {"way": way}
        | {name: with_cut.get(way, {}).get(name) for name in ("micro_f1", "macro_f1")}
        | figures(lines.truth, scores)
        for way, scores in ways.items()
    ]


def coded(codebook: Codebook, lines: Labelled, encoder: Encoder) -> dict[str, Any]:
    """Half of the lines coded and joined, measured on the other half; means over the draws."""
    tagger, found = CodebookTagger.fit(codebook.themes, encoder), []
    everything = [_excerpt(number, text, "") for number, text in enumerate(lines.texts)]
    row_of = {one.excerpt_id: row for row, one in enumerate(everything)}
    for seed in range(DRAWS):
        order = at_random(everything, seed)
        rest = lines.rows(sorted(row_of[one.excerpt_id] for one in order[CODED:]))
        scores = tagger.scores(rest.texts, encoder.encode(rest.texts), encoder)
        bench = Bench(lines, rest, codebook, encoder, tagger, scores)
        before = average_precision_score(rest.truth.ravel(), scores.ravel())
        found.append({"codebook alone": float(before)} | joined(bench, order[:CODED]))
    names = {"codebook alone": "alone", "ap_micro": "joined", "kept": "joins in", "ap_micro_as_kept": "as it joins"}
    return {told: float(np.mean([row[name] for row in found])) for name, told in names.items()}


def measured(encoder: Encoder) -> Mapping[str, list[dict[str, Any]]]:
    """Both tables over every field, each with the mean of the three."""
    by_codebook, after = [], []
    for name in FIELDS:
        codebook, lines = read_field(name)
        by_codebook += [{"codebook": name, "lines": len(lines.texts)} | row for row in alone(codebook, lines, encoder)]
        after.append({"codebook": name, "coded": CODED, "draws": DRAWS} | coded(codebook, lines, encoder))
    return {"codebook alone": [*by_codebook, *mean_of(by_codebook)], "coded": after}


def mean_of(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The fields' mean, a row per way."""
    found = []
    for way in dict.fromkeys(row["way"] for row in rows):
        some = [row for row in rows if row["way"] == way]
        told = [name for name, value in some[0].items() if isinstance(value, float)]
        found.append(
            {"codebook": "mean", "way": way} | {name: float(np.mean([row[name] for row in some])) for name in told}
        )
    return found


def main() -> None:
    """Print and write both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = measured(remembering(encoder_from("default")))
    for rows in found.values():
        print_table(rows)
    write_result(given.json, found)


if __name__ == "__main__":
    main()
