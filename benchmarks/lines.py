"""Our labelled lines: what they teach lines of other batches, how heavily they should, and how far two codings of them agree.

Every line is scored by a tagger that its whole batch did not teach; the codebook alone stands beside it. Settings of the
codebook's tagger (`EASE`, `LOUDNESS_OF`) are chosen here and nowhere else. The second coding (`lines_second_coding.tsv`) was
made from the text alone by others than wrote the lines, of one kind with them: no human ceiling.

    PYTHONPATH=. .venv/bin/python benchmarks/lines.py [--json OUT]
"""

import argparse
import csv
from pathlib import Path
from typing import Any

import numpy as np
from _common import print_table, remembering, write_result

from learnbrief.corpus.codebook import Facet, Theme, default_codebook
from learnbrief.corpus.protocols import Encoder
from learnbrief.nlp.agreement.sets import set_alpha
from learnbrief.nlp.encode import encoder_from
from learnbrief.nlp.tagging.codebook_tagger import EASE, LOUDNESS_OF, line_targets
from learnbrief.nlp.tagging.features import Numbers
from learnbrief.nlp.tagging.labelled_lines import LabelledLine, labelled_lines, lines_for
from learnbrief.nlp.tagging.ridge import teach

EASES = (0.5, 1.0, 4.0, 16.0)
LOUDNESSES = (0.0, 0.25, 0.5, 0.75, 1.0)
SECOND = Path(__file__).with_name("lines_second_coding.tsv")


def left_out(facet: Facet, encoder: Encoder) -> list[dict[str, Any]]:
    """One row per setting: lines scored without their batch."""
    themes = [theme for theme in default_codebook().themes if theme.facet is facet]
    _, own, own_targets = line_targets(themes)
    lines = lines_for(themes)
    marks = np.array([[theme.slug in line.carries(facet) for theme in themes] for line in lines], dtype=float)
    texts, targets = [*own, *(line.text for line in lines)], np.concatenate([own_targets, marks])
    vectors, cues, count = encoder.encode(texts), facet is Facet.STANCE, len(own)
    alone = teach(own, vectors[:count], own_targets, ease=np.full(count, EASE), sources=own, cues=cues)
    scores = alone.evened((own_targets > 0).sum(axis=0)).ridge.scores(texts[count:], vectors[count:])
    rows = [{"facet": facet.value, "teachers": "codebook alone"} | figures(scores, marks, themes)]
    sources = [*own, *(f"batch {line.batch}" for line in lines)]
    for ease in EASES:
        every = np.concatenate([np.full(count, EASE), np.full(len(lines), ease)])
        taught = teach(texts, vectors, targets, ease=every, sources=sources, cues=cues)
        for loudness in LOUDNESSES if ease == EASE else (LOUDNESS_OF[facet],):
            even = taught.evened((targets > 0).sum(axis=0), loudness).left_out[count:]
            name = {"facet": facet.value, "teachers": "and lines", "ease": ease, "loudness": loudness}
            rows.append(name | figures(even, marks, themes))
    return rows


def figures(scores: Numbers, marks: Numbers, themes: list[Theme]) -> dict[str, float]:
    """Average precision, and how often the likeliest of a line's themes is right, every theme counting alike."""
    from sklearn.metrics import average_precision_score, roc_auc_score

    likeliest, single = scores.argmax(axis=1), marks.sum(axis=1) == 1
    slugs = [theme.slug for theme in themes]
    found = {
        "ap_micro": float(average_precision_score(marks.ravel(), scores.ravel())),
        "ap_macro": float(average_precision_score(marks, scores, average="macro")),
        "likeliest_balanced": float(
            np.mean([(likeliest[single & (marks[:, at] > 0)] == at).mean() for at in range(len(slugs))])
        ),
    }
    if "barrier" in slugs:
        barrier, enabler = slugs.index("barrier"), slugs.index("enabler")
        either = marks[:, barrier] != marks[:, enabler]
        lean = scores[either, enabler] - scores[either, barrier]
        found["auc_barrier_enabler"] = float(roc_auc_score(marks[either, enabler], lean))
    return found


def agreement() -> list[dict[str, Any]]:
    """Krippendorff's alpha with the MASI distance between the lines' labels and the second coding."""
    ours = {(line.text, line.heading): line for line in labelled_lines()}
    with SECOND.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        _agreed(ours, rows, column, facet) for column, facet in (("themes", Facet.TOPIC), ("stances", Facet.STANCE))
    ]


def _agreed(
    ours: dict[tuple[str, str], LabelledLine], rows: list[dict[str, str]], column: str, facet: Facet
) -> dict[str, Any]:
    both = [
        (ours[row["text"], row["heading"]].carries(facet), frozenset(filter(None, row[column].split(","))))
        for row in rows
    ]
    alpha = set_alpha(both, sources=[str(at) for at in range(len(both))])
    return {"facet": facet.value, "lines": len(both), "same set": sum(one == other for one, other in both) / len(both),
            "alpha": alpha.value, "low": alpha.low, "high": alpha.high}  # fmt: skip


def main() -> None:
    """Print and write both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    agreed, encoder = agreement(), remembering(encoder_from("default"))
    print_table(agreed)
    table = [row for facet in Facet for row in left_out(facet, encoder)]
    print_table(table)
    write_result(options.json, {"learnbrief": table, "agreement": agreed, "lines": len(labelled_lines())})


if __name__ == "__main__":
    main()
