"""Do themes that a codebook lacks come back as emerging topics? Themes are held out, the rest tags, the residue is searched.

Data sets: nhs_fft_v6 (the written framework, comments of patients), clustering (bills: topics with their subtopics' names
as the codebook). Every theme is held out once, a quarter of them at a time. A told topic is *about* the theme that most
of its excerpts carry, where half or more do. `right`: share of told topics that are about a held-out theme; `found`: share
of held-out themes (10 excerpts or more) that some told topic is about; `purity`: share of excerpts in told topics that
carry a held-out theme, beside `chance`, their share of all. At most ten topics are told.

    python benchmarks/emerging.py --data DIR [--most 1200] [--json OUT]
"""

import argparse
import csv
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from _clusters import Labels, bertopic_defaults
from _common import print_table, write_result
from nhs_codebook import make_codebook

from learnbrief.corpus.codebook import Codebook, Theme
from learnbrief.corpus.document import Excerpt, Mode, Voice
from learnbrief.corpus.identity import slug
from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.corpus.tag import EffectiveTag, TagStatus
from learnbrief.nlp.encode import CachedEncoder, default_encoder
from learnbrief.nlp.tagging import Tagger
from learnbrief.nlp.topics import emerging, residue

FOLDS = 4
TOLD = 10
FEWEST = 10
"""Excerpts from which a held-out theme should be found."""


@dataclass(frozen=True)
class Fold:
    """One codebook with a quarter of its themes gone, and what is known of the excerpts."""

    excerpts: Sequence[Excerpt]
    vectors: Vectors
    truth: Sequence[frozenset[str]]
    codebook: Codebook
    held_out: frozenset[str]
    tags: Sequence[EffectiveTag]

    def left(self) -> list[int]:
        """Rows of the residue."""
        kept = {one.excerpt_id for one in residue(self.excerpts, self.tags, self.codebook)}
        return [row for row, one in enumerate(self.excerpts) if one.excerpt_id in kept]


Told = list[list[int]]
Method = Callable[[Fold], Told]


def nhs(folder: Path) -> tuple[list[str], list[frozenset[str]], list[Theme]]:
    """Comments with the framework's themes; 'not assigned' is none."""
    themes = [theme for theme in make_codebook(folder).themes if theme.slug != "not-assigned"]
    with (folder / "v6_tags.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["text"].strip()]
    return (
        [row["text"] for row in rows],
        [frozenset(theme.slug for theme in themes if row[theme.slug] == "1") for row in rows],
        themes,
    )


def bills(folder: Path) -> tuple[list[str], list[frozenset[str]], list[Theme]]:
    """Summaries of bills, their first 600 characters: an excerpt is no longer."""
    lines = (folder / "bills_subset.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    below: dict[str, set[str]] = {}
    for row in rows:
        below.setdefault(row["topic"], set()).add(row["subtopic"])
    themes = [Theme(slug(name), name, "", include=tuple(sorted(names))) for name, names in sorted(below.items())]
    return [row["summary"][:600] for row in rows], [frozenset({slug(row["topic"])}) for row in rows], themes


def folds(folder: Path, encoder: Encoder, most: int | None) -> Iterator[Fold]:
    """Every theme is held out once; common and rare ones are spread over the folds."""
    texts, truth, themes = nhs(folder) if (folder / "v6_tags.csv").is_file() else bills(folder)
    keep = sorted(np.random.default_rng(0).permutation(len(texts))[:most].tolist())
    texts, truth = [texts[row] for row in keep], [truth[row] for row in keep]
    sizes = Counter(theme for carried in truth for theme in carried)
    order = sorted(themes, key=lambda theme: (-sizes[theme.slug], theme.slug))
    excerpts = [_alone(number, text) for number, text in enumerate(texts)]
    vectors = encoder.encode(texts)
    for fold in range(FOLDS):
        held_out = frozenset(theme.slug for theme in order[fold::FOLDS])
        codebook = Codebook(tuple(theme for theme in themes if theme.slug not in held_out))
        tags = [
            EffectiveTag(tag.excerpt_id, tag.theme, TagStatus.SUGGESTED, tag.band, tag.score, tag.score_kind)
            for tag in Tagger(codebook, encoder).tag(excerpts)
        ]
        yield Fold(excerpts, vectors, truth, codebook, held_out, tags)


def _alone(number: int, text: str) -> Excerpt:
    voice = Voice(f"v{number}", "unnamed voice", "document")
    return Excerpt(f"d{number}", 1, 0, len(text), text, voice, Mode.NOTE, True)


def ours(fold: Fold, encoder: Encoder) -> Told:
    """What a brief would tell."""
    rows = fold.left()
    found = emerging(
        [fold.excerpts[row] for row in rows], fold.vectors[rows], fold.tags, fold.codebook, encoder
    ).emerging
    number = {one.excerpt_id: row for row, one in enumerate(fold.excerpts)}
    return [[number[one] for one in topic.excerpts] for topic in found]


def kmeans_on_residue(fold: Fold) -> Told:
    """Ten groups of the same residue."""
    from sklearn.cluster import KMeans

    rows = fold.left()
    return _largest(rows, KMeans(TOLD, n_init=4, random_state=0).fit_predict(fold.vectors[rows]))


def bertopic_on_all(fold: Fold) -> Told:
    """BERTopic's defaults on everything: what one gets without a codebook."""
    return _largest(
        list(range(len(fold.excerpts))), bertopic_defaults([one.text for one in fold.excerpts], fold.vectors)
    )


def bertopic_on_residue(fold: Fold) -> Told:
    """BERTopic's defaults on the same residue."""
    rows = fold.left()
    return _largest(rows, bertopic_defaults([fold.excerpts[row].text for row in rows], fold.vectors[rows]))


def _largest(rows: Sequence[int], labels: Labels) -> Told:
    groups = [[rows[at] for at in np.flatnonzero(labels == label)] for label in range(int(labels.max()) + 1)]
    return sorted((group for group in groups if group), key=len, reverse=True)[:TOLD]


def score(fold: Fold, told: Told) -> dict[str, float]:
    """The figures of one fold."""
    sizes = Counter(theme for carried in fold.truth for theme in carried)
    should = {theme for theme in fold.held_out if sizes[theme] >= FEWEST}
    subjects = [_about(fold, group) for group in told]
    rows = [row for group in told for row in group]
    return {
        "told": len(told),
        "right": sum(subject in fold.held_out for subject in subjects) / max(len(told), 1),
        "found": len(should & set(subjects)) / len(should),
        "purity": sum(bool(fold.truth[row] & fold.held_out) for row in rows) / max(len(rows), 1),
        "chance": sum(bool(carried & fold.held_out) for carried in fold.truth) / len(fold.truth),
        "share_told": len(rows) / len(fold.truth),
    }


def _about(fold: Fold, group: Sequence[int]) -> str | None:
    carried = Counter(theme for row in group for theme in sorted(fold.truth[row]))
    theme, times = carried.most_common(1)[0] if carried else ("", 0)
    return theme if times >= len(group) / 2 else None


def main() -> None:
    """Print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of nhs_fft_v6 or clustering")
    parser.add_argument("--most", type=int, help="use this many texts, drawn with a seed")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    kept: dict[str, Any] = {}
    encoder = CachedEncoder(
        default_encoder(),
        lambda _, texts: {text: kept[text] for text in texts if text in kept},
        lambda _, rows: kept.update(rows),
    )
    methods: dict[str, Method] = {
        "learnbrief": lambda fold: ours(fold, encoder),
        "kmeans_on_residue": kmeans_on_residue,
        "bertopic_on_residue": bertopic_on_residue,
        "bertopic_on_all": bertopic_on_all,
    }
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in methods}
    texts = 0
    for fold in folds(options.data, encoder, options.most):
        texts = len(fold.excerpts)
        for name, method in methods.items():
            start = time.perf_counter()
            told = method(fold)
            rows[name].append({**score(fold, told), "seconds": time.perf_counter() - start})
    found = {name: {key: float(np.mean([row[key] for row in own])) for key in own[0]} for name, own in rows.items()}
    print(f"{texts} texts, {FOLDS} codebooks with a quarter of their themes held out, means:")
    print_table([{"method": name, **figures} for name, figures in found.items()])
    write_result(options.json, {"data": options.data.name, "texts": texts, "folds": FOLDS, **found, "by_fold": rows})


if __name__ == "__main__":
    main()
