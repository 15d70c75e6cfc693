"""What an excerpt's heading and neighbours add to codebook-only tags, and how right tags are by score.

On a finished demo workspace: the plan's passages, and the second coding of twelve sources.

    PYTHONPATH=. .venv/bin/python benchmarks/surroundings.py --data WORKSPACE [--json OUT]
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from _common import print_table, remembering, write_result

from learnbrief.corpus.codebook import Facet, default_codebook
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.protocols import Encoder
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.tagging import Tagger, context, neighbours
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger
from tests.e2e.demo_programme import STANCES, Demo, coded_rows, planted_passages

LEVELS = (0.5, 0.6, 0.7, 0.8)
ALONE = context.Weights(beside=0.0, above=0.0)

Meant = Mapping[str, frozenset[str]]
"""Per excerpt id, the themes and stances that a person meant."""


def meant_by_plan(demo: Demo) -> Meant:
    """The plan's passages, by the excerpts that carry them."""
    found: dict[str, set[str]] = {}
    for _, passage in planted_passages():
        for one in demo.passages[passage["id"]]:
            found.setdefault(one.excerpt_id, set()).update([*passage["themes"], passage["stance"]])
    return {key: frozenset(value) for key, value in found.items()}


def meant_by_coding(demo: Demo) -> Meant:
    """The second coding, by its excerpts."""
    found = {}
    for row in coded_rows():
        (first, *_) = demo.excerpts_at(row["document"], row["fragment"])
        found[first.excerpt_id] = frozenset(filter(None, [*row["themes"].split(";"), row["stance"]]))
    return found


def ranking(excerpts: Sequence[Excerpt], meant: Meant, encoder: Encoder) -> list[dict[str, Any]]:
    """Average precision over all pairs of excerpt and label, with more and more of the surroundings."""
    from sklearn.metrics import average_precision_score, roc_auc_score

    beside, some = neighbours(excerpts), [one for one in excerpts if one.excerpt_id in meant]
    rows = []
    for facet, full in context.WEIGHTS.items():
        tagger = CodebookTagger.fit([one for one in default_codebook().themes if one.facet is facet], encoder)
        truth = np.array([[theme in meant[one.excerpt_id] for theme in tagger.themes] for one in some])
        steps = {"own words": ALONE, "and neighbours": replace(ALONE, beside=full.beside), "and heading": full}
        for name, weights in steps.items():
            scores = context.in_context(tagger, some, beside, encoder, weights=weights)
            row = {
                "facet": facet.value,
                "read": name,
                "average_precision": average_precision_score(truth.ravel(), scores.ravel()),
            }
            if facet is Facet.STANCE:
                barrier, enabler = (tagger.themes.index(one) for one in ("barrier", "enabler"))
                either = truth[:, barrier] != truth[:, enabler]
                lean = scores[either, enabler] - scores[either, barrier]
                row["auc_barrier_enabler"] = float(roc_auc_score(truth[either, enabler], lean))
            rows.append(row)
    return rows


def by_score(excerpts: Sequence[Excerpt], meant: Meant, encoder: Encoder) -> list[dict[str, Any]]:
    """Precision and recall of the tags from each score on."""
    some = [one for one in excerpts if one.excerpt_id in meant]
    tags = Tagger(default_codebook(), encoder).tag(some, beside=neighbours(excerpts))
    rows = []
    for facet in Facet:
        stance = facet is Facet.STANCE
        wanted = {(key, name) for key, names in meant.items() for name in names if (name in STANCES) is stance}
        for level in LEVELS:
            said = {
                (tag.excerpt_id, tag.theme) for tag in tags if (tag.theme in STANCES) is stance and tag.score >= level
            }
            right = len(said & wanted)
            rows.append(
                {
                    "facet": facet.value,
                    "from": level,
                    "precision": right / max(1, len(said)),
                    "recall": right / len(wanted),
                }
            )
    return rows


def main() -> None:
    """Print both tables for both codings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a finished demo workspace")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    demo, encoder, found = Demo(given.data, 0, ""), remembering(default_encoder()), {}
    for name, meant in (("plan", meant_by_plan(demo)), ("second coding", meant_by_coding(demo))):
        found[name] = {
            "excerpts": len(meant),
            "learnbrief": ranking(demo.excerpts, meant, encoder),
            "by_score": by_score(demo.excerpts, meant, encoder),
        }
        print(name, len(meant))
        print_table(found[name]["learnbrief"])
        print_table(found[name]["by_score"])
    write_result(given.json, {"data": "the demo's plan and coding", **found})


if __name__ == "__main__":
    main()
