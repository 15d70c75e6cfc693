"""Tagging from the written codebook alone: its lines are the only teachers, ordinary text is what they are held against."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.codebook import Facet, Theme
from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.corpus.sentences import sentences
from learnbrief.nlp.tagging.features import Numbers
from learnbrief.nlp.tagging.ridge import Ridge, teach
from learnbrief.nlp.tagging.teachers import Line, background, teaching_lines

EASE = 1.0  # how far a line of the codebook may be missed; from the codebooks' own lines, left out in turn
OF_A_SENTENCE = 0.5  # share of the best sentence in the score of a text of several
UPPER = 0.75  # share of the codebook's own lines, each left out in turn, that stay below the cut for sure


@dataclass(frozen=True, slots=True)
class CodebookTagger:
    """Similarity to a set of themes, with the cuts that part its bands."""

    facet: Facet
    themes: tuple[str, ...]
    teachers: tuple[tuple[str, str], ...]
    """Text and source of each line and ordinary sentence, for 'why this tag'."""
    taught: NDArray[np.bool_]
    """Which teacher teaches which theme."""
    ridge: Ridge
    review: float
    sure: float

    def scores(self, texts: Sequence[str], vectors: Vectors, encoder: Encoder) -> Numbers:
        """Similarity of each text, half of it that of its best sentence: a line of the codebook is one sentence too."""
        whole = self.ridge.scores(texts, vectors)
        spans = {row: found for row, text in enumerate(texts) if len(found := sentences(text)) > 1}
        parts = [texts[row][start:end] for row, found in spans.items() for start, end in found]
        if not parts:
            return whole
        by_part = self.ridge.scores(parts, encoder.encode(parts))
        edges = np.cumsum([0, *map(len, spans.values())])
        for row, start, end in zip(spans, edges, edges[1:], strict=False):
            whole[row] += OF_A_SENTENCE * (by_part[start:end].max(axis=0) - whole[row])
        return whole

    @classmethod
    def fit(cls, themes: Sequence[Theme], encoder: Encoder) -> "CodebookTagger":
        """Teach the lines of these themes; each line left out in turn says where the bands begin."""
        lines, texts, targets = line_targets(themes)
        taught = teach(
            texts,
            encoder.encode(texts),
            targets,
            ease=np.full(len(texts), EASE),
            sources=texts,
            cues=themes[0].facet is Facet.STANCE,
        ).evened((targets > 0).sum(axis=0))
        review, sure = _cuts(taught.left_out, targets)
        source = {line.text: line.source for line in lines}
        teachers = tuple((text, source.get(text, "ordinary text")) for text in texts)
        return cls(
            themes[0].facet, tuple(theme.slug for theme in themes), teachers, targets > 0, taught.ridge, review, sure
        )


def line_targets(themes: Sequence[Theme]) -> tuple[tuple[Line, ...], list[str], Numbers]:
    """The themes' lines, all texts that teach (each once, ordinary ones last) and what they teach of each theme."""
    lines = teaching_lines(themes)
    column = {theme.slug: index for index, theme in enumerate(themes)}
    ordinary = () if themes[0].facet is Facet.STANCE else background()  # ordinary text has stances too
    texts = list(dict.fromkeys([*(line.text for line in lines), *ordinary]))
    row = {text: index for index, text in enumerate(texts)}
    targets = np.zeros((len(texts), len(themes)))
    for line in lines:
        targets[row[line.text], column[line.theme]] = 1.0
    return tuple(lines), texts, targets


def _cuts(left_out: Numbers, targets: Numbers) -> tuple[float, float]:
    """Worth a look: where the codebook's own lines are told apart best. Sure: among their best, above all ordinary text."""
    ordinary = left_out[~targets.any(axis=1)].max(axis=1, initial=-1.0)
    review, sure = _best_cut(left_out, targets), float(np.quantile(left_out[targets > 0], UPPER))
    return review, max(sure, float(ordinary.max(initial=review)), review)


def _best_cut(scores: Numbers, targets: Numbers) -> float:
    """The cut with the highest F1 over all pairs of text and theme."""
    order = np.argsort(-scores, axis=None)
    hits = np.cumsum(targets.ravel()[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + targets.sum())
    return float(scores.ravel()[order][int(f1.argmax())])
