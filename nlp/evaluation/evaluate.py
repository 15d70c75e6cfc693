"""How good is the tagger on labelled text: figures by theme, beside the floors that word counting reaches."""

import re
import time
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from learnbrief.corpus.codebook import Codebook, Facet, Theme
from learnbrief.corpus.errors import BadCoding
from learnbrief.corpus.identity import slug
from learnbrief.corpus.protocols import Encoder
from learnbrief.corpus.sentences import sentences
from learnbrief.nlp.encode import CachedEncoder
from learnbrief.nlp.evaluation.baselines import tfidf_codebook, tfidf_svc
from learnbrief.nlp.evaluation.figures import Said, figures
from learnbrief.nlp.evaluation.labelled import Labelled
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger, line_targets
from learnbrief.nlp.tagging.learned_tagger import STEPS, TARGET, Decided, FacetModel, learn_facet
from learnbrief.nlp.tagging.teachers import Coded

LEAK_WORDS = 3  # an example of fewer words ('very good') is something anybody may write
AT_A_TIME = 128  # texts between two words to the watcher


class Watcher(Protocol):
    """Somebody who is told how far the measuring is."""

    def stage(self, name: str, total: int) -> None:
        """A stage of this many steps begins."""
        ...

    def advance(self, steps: int = 1) -> None:
        """Steps of the current stage are done."""
        ...


class Unwatched:
    """Nobody is looking."""

    def stage(self, name: str, total: int) -> None:
        """Nothing to tell."""

    def advance(self, steps: int = 1) -> None:
        """Nothing to tell."""


def evaluate_tags(
    test: Labelled,
    encoder: Encoder,
    *,
    train: Labelled | None = None,
    codebook: Codebook | None = None,
    target: float = TARGET,
    watcher: Watcher | None = None,
) -> dict[str, Any]:
    """Our tagger and the floors on the same rows; without training rows the codebook is the only teacher."""
    started = time.perf_counter()
    encoder, watcher = _remembering(encoder), watcher or Unwatched()
    notes = [*test.notes, *(train.notes if train else ())]
    if train is None:
        test, note = _without_leaks(test, codebook)
        notes += note
        notes += ["questions are not read: only a tagger that learns from coded answers (--train) does"] * bool(
            test.questions
        )
    themes, note = _themes(test.labels, codebook)
    notes += note
    _encode_all(test, train, themes, encoder, watcher)
    said = _ours(test, train, themes, encoder, target, watcher)
    floors = _floors(test, train, themes, watcher, described=codebook is not None)
    answers = {"learnbrief": said, **floors}
    result: dict[str, Any] = {
        name: found and figures(test.truth, found, test.labels, test.sources) for name, found in answers.items()
    }
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


def _remembering(encoder: Encoder) -> CachedEncoder:
    kept: dict[str, Any] = {}

    def put(_: str, rows: Mapping[str, Any]) -> None:
        kept.update(rows)

    return CachedEncoder(encoder, lambda _, texts: {text: kept[text] for text in texts if text in kept}, put)


def _encode_all(
    test: Labelled, train: Labelled | None, themes: Sequence[Theme], encoder: Encoder, watcher: Watcher
) -> None:
    """Every text once, before anything is learned: this is where most of the time goes."""
    texts = [*test.texts, *(train.texts if train else _sentences(test.texts))]
    for facet in Facet:
        own = [theme for theme in themes if theme.facet is facet]
        texts += line_targets(own)[1] if own else []
    distinct = sorted(dict.fromkeys(texts), key=len)  # texts of a length are encoded fastest together
    watcher.stage("Encoding texts", len(distinct))
    for start in range(0, len(distinct), AT_A_TIME):
        part = distinct[start : start + AT_A_TIME]
        encoder.encode(part)
        watcher.advance(len(part))


def _sentences(texts: Sequence[str]) -> list[str]:
    """The sentences of the texts that have several."""
    return [text[start:end] for text in texts if len(spans := sentences(text)) > 1 for start, end in spans]


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
    if len(bare) == len(labels):
        slugs = ", ".join(list(known)[:5]) + (", ..." if len(known) > 5 else "")
        raise BadCoding(
            f"the codebook has none of the labels ({few}); name label columns by its slugs ({slugs}) or leave it out"
        )
    return themes, [f"{len(bare)} labels are not among the codebook's slugs and are known by name only: {few}"]


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
    test: Labelled, train: Labelled | None, themes: Sequence[Theme], encoder: Encoder, target: float, watcher: Watcher
) -> Said:
    shape = test.truth.shape
    applies, sure, score = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool), np.zeros(shape)
    for facet in Facet:
        columns = [column for column, theme in enumerate(themes) if theme.facet is facet]
        if not columns:
            continue
        own = [themes[column] for column in columns]
        watcher.stage(f"Learning {len(columns)} {facet} themes", STEPS if train else 1)
        if train is None:
            found = _by_codebook(test.texts, CodebookTagger.fit(own, encoder), encoder)
            watcher.advance()
        else:
            model, _ = learn_facet(_coded(train, own, columns), own, None, encoder, target=target, told=watcher.advance)
            found = _by_learning(test, model, encoder, watcher)
        applies[:, columns], sure[:, columns], score[:, columns] = found.applies, found.sure, found.probability
    return Said(applies, sure, score)


def _coded(train: Labelled, themes: Sequence[Theme], columns: Sequence[int]) -> list[Coded]:
    questions = train.questions or [None] * len(train.texts)
    return [
        Coded(
            text,
            frozenset(theme.slug for theme, column in zip(themes, columns, strict=True) if row[column]),
            source,
            question=question,
        )
        for text, row, source, question in zip(train.texts, train.truth, train.sources, questions, strict=True)
    ]


def _by_codebook(texts: Sequence[str], tagger: CodebookTagger, encoder: Encoder) -> Decided:
    similar = tagger.scores(texts, encoder.encode(texts), encoder)
    return Decided(np.clip(similar, 0, 1), similar >= tagger.review, similar >= tagger.sure)


def _by_learning(test: Labelled, model: FacetModel, encoder: Encoder, watcher: Watcher) -> Decided:
    watcher.stage("Tagging texts", len(test.texts))
    parts = []
    for start in range(0, len(test.texts), AT_A_TIME):
        some = test.texts[start : start + AT_A_TIME]
        parts.append(model.decide(some, encoder.encode(some), test.questions[start : start + AT_A_TIME]))
        watcher.advance(len(some))
    return Decided(
        np.concatenate([part.probability for part in parts]),
        np.concatenate([part.applies for part in parts]),
        np.concatenate([part.sure for part in parts]),
    )


def _floors(
    test: Labelled, train: Labelled | None, themes: Sequence[Theme], watcher: Watcher, *, described: bool
) -> dict[str, Said | None]:
    watcher.stage("Counting words for comparison", (len(themes) if train else 0) + described)
    by_training = tfidf_svc(train.texts, train.truth, test.texts, told=watcher.advance) if train else None
    by_codebook = tfidf_codebook(themes, test.texts) if described else None
    watcher.advance(int(described))
    return {
        "tfidf_svc": None if by_training is None else Said(by_training),
        "tfidf_codebook": None if by_codebook is None else Said(by_codebook),
    }
