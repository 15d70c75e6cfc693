"""Tagging from the written codebook alone: its lines teach, and labelled lines of ours; ordinary text is what they are held against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.codebook import Facet, Theme
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.corpus.sentences import sentences
from learnbrief.nlp.encode import behind
from learnbrief.nlp.shipped import Weights, weights_for
from learnbrief.nlp.tagging.features import Numbers
from learnbrief.nlp.tagging.labelled_lines import lines_for
from learnbrief.nlp.tagging.ridge import LOUDNESS, Lessons, Ridge
from learnbrief.nlp.tagging.teachers import Line, background, teaching_lines

EASE = 1.0
"""How far a line may be missed: of the codebook by its own lines left out in turn, of ours by whole batches (benchmarks/lines.py)."""
LOUDNESS_OF = {Facet.TOPIC: LOUDNESS, Facet.STANCE: 0.5}
"""Four times as many of our lines are barriers as actions, which says nothing of the material; chosen like `EASE`."""
OF_A_SENTENCE = 0.5  # share of the best sentence in the score of a text of several
UPPER = 0.75  # share of the lines, each left out in turn (ours by batches), that stay below the cut for sure


@dataclass(frozen=True, slots=True)
class CodebookTagger:
    """Similarity to a set of themes, with the cuts that part its bands."""

    facet: Facet
    themes: tuple[str, ...]
    teachers: tuple[tuple[str, str], ...]
    """Text and source of each line and ordinary sentence, for 'why this tag'."""
    taught: NDArray[np.bool_]
    """Which teacher may be shown as the reason for which theme: the codebook's lines."""
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
        """Teach the lines of these themes; each line left out in turn says where the bands begin.

        Three thousand teachers take seconds: the same themes and encoder are learned once in a process, and what our own
        codebook teaches comes with learnbrief.
        """
        kept = _LAST.get(themes[0].facet)
        if kept is None or not kept.holds_for(themes, encoder):
            kept = _LAST[themes[0].facet] = Learned.of(themes, encoder)
        return kept.tagger


@dataclass(frozen=True, slots=True)
class Learned:
    """A tagger with what it was learned from: an encoder's name alone is no proof that its vectors are the same."""

    themes: tuple[Theme, ...]
    encoder_name: str
    encoder: Encoder
    tagger: CodebookTagger

    @classmethod
    def of(cls, themes: Sequence[Theme], encoder: Encoder) -> "Learned":
        """Learned now, or taken from what comes with us."""
        tagger = Teaching.of(themes).tagger(encoder, weights_for(encoder))
        return cls(tuple(themes), encoder.name, behind(encoder), tagger)

    def holds_for(self, themes: Sequence[Theme], encoder: Encoder) -> bool:
        """Whether these themes and this encoder would teach the same."""
        if self.themes != tuple(themes) or self.encoder_name != encoder.name:
            return False
        # the default encoder is one object in a process: only others' vectors have to be held against each other
        if behind(encoder) is self.encoder:
            return True
        return np.array_equal(encoder.encode(Teaching.of(themes).texts), self.tagger.ridge.teachers)


_LAST: dict[Facet, Learned] = {}


@dataclass(frozen=True, slots=True)
class Teaching:
    """What themes of one facet are taught with."""

    facet: Facet
    themes: tuple[str, ...]
    texts: list[str]
    own: list[str]
    """Where each of the first texts comes from, those of the codebook and ordinary ones; a labelled line has none."""
    sources: list[str]
    """What is left out together."""
    targets: Numbers

    @classmethod
    def of(cls, themes: Sequence[Theme]) -> "Teaching":
        """The lines of these themes, ordinary text and the labelled lines that go with them."""
        lines, own, own_targets = line_targets(themes)
        texts, targets, sources = _with_labelled(themes, own, own_targets)
        said = {line.text: line.source for line in lines}
        origins = [said.get(text, "ordinary text") for text in own]
        return cls(themes[0].facet, tuple(theme.slug for theme in themes), texts, origins, sources, targets)

    def key(self, encoder: str) -> str:
        """Changes with anything that changes what is learned."""
        told = [encoder, repr(EASE), repr(LOUDNESS_OF[self.facet]), self.targets.astype(np.uint8).tobytes().hex()]
        return content_hash("\n".join([*told, *self.themes, *self.sources, *self.texts]))

    def read(self, encoder: Encoder) -> Lessons:
        """The texts, ready to be learned from."""
        return Lessons.read(self.texts, encoder.encode(self.texts), cues=self.facet is Facet.STANCE)

    def weights(self, lessons: Lessons) -> Weights:
        """How loudly each text speaks for each theme, and the cuts: the long part."""
        ease = np.full(len(self.texts), EASE)
        taught = lessons.learned(self.targets, ease=ease, sources=self.sources).evened(
            (self.targets > 0).sum(axis=0), LOUDNESS_OF[self.facet]
        )
        return Weights(taught.ridge.by_meaning, *_cuts(taught.left_out, self.targets))

    def tagger(self, encoder: Encoder, known: Mapping[str, Weights]) -> CodebookTagger:
        """The tagger, with the weights among those known, where they are there."""
        lessons = self.read(encoder)
        weights = known.get(self.key(encoder.name)) or self.weights(lessons)
        origins = [*self.own, *["labelled line"] * (len(self.texts) - len(self.own))]
        reasons = self.targets > 0
        reasons[len(self.own) :] = (
            False  # a reason is a line that the reader finds in the codebook, and can change there
        )
        return CodebookTagger(
            self.facet,
            self.themes,
            tuple(zip(self.texts, origins, strict=True)),
            reasons,
            lessons.weighted(weights.by_teacher),
            weights.review,
            weights.sure,
        )


def _with_labelled(themes: Sequence[Theme], own: list[str], targets: Numbers) -> tuple[list[str], Numbers, list[str]]:
    """The codebook's texts and, after them, our labelled lines, with what they teach and what is left out together."""
    already = set(own)
    more = [line for line in lines_for(themes) if line.text not in already]
    marks = [[theme.slug in line.carries(themes[0].facet) for theme in themes] for line in more]
    every = np.concatenate([targets, np.array(marks, dtype=np.float64).reshape(-1, len(themes))])
    return [*own, *(line.text for line in more)], every, [*own, *(f"batch {line.batch}" for line in more)]


def teaching_texts(themes: Sequence[Theme]) -> list[str]:
    """Every text whose vector is needed to learn these themes of one facet."""
    _, own, targets = line_targets(themes)
    return _with_labelled(themes, own, targets)[0]


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
    """Worth a look: where the lines are told apart best. Sure: among their best, above all text that belongs to no theme."""
    ordinary = left_out[~targets.any(axis=1)].max(axis=1, initial=-1.0)
    review, sure = _best_cut(left_out, targets), float(np.quantile(left_out[targets > 0], UPPER))
    return review, max(sure, float(ordinary.max(initial=review)), review)


def _best_cut(scores: Numbers, targets: Numbers) -> float:
    """The cut with the highest F1 over all pairs of text and theme."""
    order = np.argsort(-scores, axis=None)
    hits = np.cumsum(targets.ravel()[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + targets.sum())
    return float(scores.ravel()[order][int(f1.argmax())])
