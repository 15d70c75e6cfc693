"""How good is the tagger on labelled text: figures by theme, beside the floors that word counting reaches."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from corpus.codebook import Codebook, Facet, Theme
from corpus.identity import slug
from corpus.services import Encoder, Vectors
from nlp.encode import CachedEncoder
from nlp.tagging.baselines import tfidf_codebook, tfidf_svc
from nlp.tagging.codebook import CodebookTagger
from nlp.tagging.features import Numbers
from nlp.tagging.figures import Marks, Said, figures
from nlp.tagging.labelled import Labelled
from nlp.tagging.learned import TARGET, learn_facet
from nlp.tagging.teachers import Coded

Step = Callable[[str], None]
"""Told what begins; texts are told of in parts."""

LEAK_WORDS = 3  # an example of fewer words ('very good') is something anybody may write


def evaluate_tags(
    test: Labelled,
    encoder: Encoder,
    *,
    train: Labelled | None = None,
    codebook: Codebook | None = None,
    target: float = TARGET,
    step: Step = lambda what: None,
) -> dict[str, Any]:
    """Our tagger and the floors on the same rows; without training rows the codebook is the only teacher."""
    started = time.perf_counter()
    encoder = _remembering(encoder, step)
    notes = []
    if train is None:
        test, note = _without_leaks(test, codebook)
        notes += note
    themes, note = _themes(test.labels, codebook)
    notes += note
    said = _ours(test, train, themes, encoder, target, step)
    step("counting words for comparison")
    floors = _floors(test, train, themes, described=codebook is not None)
    answers = {"learnbrief": said, **floors}
    result: dict[str, Any] = {
        name: found and figures(test.truth, found, test.labels, test.sources) for name, found in answers.items()
    }
    step("done")
    overlap = set(test.sources) & set(train.sources) if train else set()
    if overlap:
        notes.append(f"{len(overlap)} groups stand on both sides: figures are too good; split by source")
    return result | {
        "rows": len(test.texts),
        "labels": len(test.labels),
        "seconds": round(time.perf_counter() - started, 1),
        "train_rows": len(train.texts) if train else 0,
        "target": target,
        "encoder": encoder.name,
        "notes": notes,
    }


def _remembering(encoder: Encoder, step: Step) -> CachedEncoder:
    kept: dict[str, Any] = {}

    def put(_: str, rows: Mapping[str, Any]) -> None:
        kept.update(rows)
        step(f"reading texts ({len(kept):,} so far)")

    return CachedEncoder(encoder, lambda _, texts: {text: kept[text] for text in texts if text in kept}, put)


def _themes(labels: Sequence[str], codebook: Codebook | None) -> tuple[list[Theme], list[str]]:
    """The codebook's themes for these labels; a label it does not have is known by its name alone."""
    known = {theme.slug: theme for theme in codebook.themes} if codebook else {}
    bare = [label for label in labels if label not in known]
    themes = [
        known.get(label) or Theme(slug(label) or f"label-{number}", label.replace("-", " "), "")
        for number, label in enumerate(labels, 1)
    ]
    if not codebook or not bare:
        return themes, []
    few = ", ".join(bare[:5]) + (", ..." if len(bare) > 5 else "")
    return themes, [f"{len(bare)} labels are not in the codebook and are known by name only: {few}"]


def _without_leaks(test: Labelled, codebook: Codebook | None) -> tuple[Labelled, list[str]]:
    """A row that holds one of the codebook's examples word for word would only test memory."""
    examples = {_words(example) for theme in codebook.themes for example in theme.examples} if codebook else set()
    distinctive = [example for example in examples if example.count(" ") > LEAK_WORDS]  # blanks at both ends
    kept = [row for row, text in enumerate(test.texts) if not any(one in _words(text) for one in distinctive)]
    left_out = len(test.texts) - len(kept)
    if not left_out or not kept:
        return test, []
    return test.rows(kept), [f"{left_out} rows left out: they hold an example of the codebook word for word"]


def _words(text: str) -> str:
    return " ".join(["", *re.findall(r"[^\W_]+", text.lower()), ""])


def _ours(
    test: Labelled, train: Labelled | None, themes: Sequence[Theme], encoder: Encoder, target: float, step: Step
) -> Said:
    shape = test.truth.shape
    applies, sure, score = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool), np.zeros(shape)
    vectors = encoder.encode(test.texts)
    for facet in Facet:
        columns = [column for column, theme in enumerate(themes) if theme.facet is facet]
        if columns:
            step(f"learning {len(columns)} {facet} themes")
            found = _facet(test, vectors, train, [themes[column] for column in columns], columns, encoder, target)
            applies[:, columns], sure[:, columns], score[:, columns] = found
    return Said(applies, sure, score)


def _facet(
    test: Labelled,
    vectors: Vectors,
    train: Labelled | None,
    themes: Sequence[Theme],
    columns: Sequence[int],
    encoder: Encoder,
    target: float,
) -> tuple[Marks, Marks, Numbers]:
    if train is None:
        tagger = CodebookTagger.fit(themes, encoder)
        similar = tagger.scores(test.texts, vectors, encoder)
        return similar >= tagger.review, similar >= tagger.sure, np.clip(similar, 0, 1)
    coded = [
        Coded(text, frozenset(theme.slug for theme, column in zip(themes, columns, strict=True) if row[column]), source)
        for text, row, source in zip(train.texts, train.truth, train.sources, strict=True)
    ]
    model, _ = learn_facet(coded, themes, None, encoder, target=target)
    decided = model.decide(test.texts, vectors)
    return decided.applies, decided.sure, decided.probability


def _floors(
    test: Labelled, train: Labelled | None, themes: Sequence[Theme], *, described: bool
) -> dict[str, Said | None]:
    return {
        "tfidf_svc": Said(tfidf_svc(train.texts, train.truth, test.texts)) if train else None,
        "tfidf_codebook": Said(tfidf_codebook(themes, test.texts)) if described else None,
    }
