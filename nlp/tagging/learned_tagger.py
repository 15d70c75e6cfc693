"""The tagger that people's coding teaches, beside the codebook's own lines: from five excerpts on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.codebook import Codebook, Facet, Theme
from learnbrief.corpus.errors import BadCoding
from learnbrief.corpus.identity import content_hash, stable_id
from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger, line_targets
from learnbrief.nlp.tagging.features import Numbers
from learnbrief.nlp.tagging.ridge import Ridge, teach
from learnbrief.nlp.tagging.teachers import Coded
from learnbrief.nlp.tagging.thresholds import Calibration, HeldOut, review_cuts, sure_cuts

EASE_CODED = 0.5  # how far a coded excerpt may be missed
EASE_LINE = 1.0  # and a line of the codebook or of ordinary text: excerpts outweigh them as they grow in number
TARGET = 0.9  # share of the tags shown as sure that should be right
MOST = 8000  # coded excerpts that teach: beyond, the solution outgrows a laptop's memory and patience

FOLDS = 5
STEPS = 2 + FOLDS  # of learning a facet, each told of when done: the ridge, its cuts, and the folds

Told = Callable[[], object]


@dataclass(frozen=True, slots=True)
class FacetModel:
    """What was learned about the themes of one facet."""

    themes: tuple[str, ...]
    ridge: Ridge
    calibration: Calibration
    review: Numbers
    """Per theme, the score from which it applies."""
    sure: Numbers
    """Per theme, the probability from which the target share of tags was right."""
    texts: tuple[str, ...]
    """The teachers' texts, for 'why this tag'."""
    taught: NDArray[np.bool_]
    """Which teacher teaches which theme."""
    coded: int
    """The first so many teachers are coded excerpts, the rest lines."""

    def decide(self, texts: Sequence[str], vectors: Vectors) -> "Decided":
        """What holds of these texts."""
        scores = self.ridge.scores(texts, vectors)
        return decide(scores, self.calibration, self.review, self.sure)


@dataclass(frozen=True, slots=True)
class Decided:
    """Per text and theme: how probable, whether it applies, whether it may be called sure."""

    probability: Numbers
    applies: NDArray[np.bool_]
    sure: NDArray[np.bool_]


def decide(scores: Numbers, calibration: Calibration, review: Numbers, sure: Numbers) -> Decided:
    """A theme applies from its cut on; it is sure only where it applies."""
    probability = calibration(scores)
    applies = scores >= review
    return Decided(probability, applies, applies & (probability >= sure))


@dataclass(frozen=True, slots=True)
class Practice:
    """What a facet's model says of its own teachers, whole sources left out, cuts chosen on other sources."""

    facet: Facet
    themes: tuple[str, ...]
    coded: tuple[Coded, ...]
    held: HeldOut
    decided: Decided
    by_codebook: NDArray[np.bool_]
    """What the codebook alone would have said, which never saw any coding."""


@dataclass(frozen=True, slots=True)
class LearnedTagger:
    """A tagger learned from coding; it speaks only for the themes it has taken over."""

    codebook_version: str
    encoder: str
    target: float
    facets: tuple[FacetModel, ...]
    scores: Mapping[str, Mapping[str, Any]]
    """Held-out figures by theme, and under '' for all tags together."""
    taken_over: frozenset[str] = frozenset()

    @property
    def model_id(self) -> str:
        """Depends on what it was taught and for which themes it speaks."""
        taught = [(content_hash("\n".join(one.texts)), content_hash(one.taught.tobytes())) for one in self.facets]
        return stable_id("m", self.codebook_version, self.encoder, self.target, taught, sorted(self.taken_over))

    def taking_over(self, themes: frozenset[str]) -> "LearnedTagger":
        """The same tagger, speaking for these themes."""
        return replace(self, taken_over=themes)


def learn_facet(
    coded: Sequence[Coded],
    themes: Sequence[Theme],
    codebook: CodebookTagger | None,
    encoder: Encoder,
    *,
    target: float,
    told: Told = lambda: None,
) -> tuple[FacetModel, Practice]:
    """The facet's model, and what it says of its teachers when their sources are left out.

    The codebook's own tagger guesses what nobody decided, and is what the model has to beat. `told` hears of
    each of the `STEPS`.
    """
    slugs = tuple(theme.slug for theme in themes)
    coded = _at_most(coded)
    _, line_texts, line_marks = line_targets(themes)
    texts = [one.text for one in coded]
    vectors = encoder.encode(texts)
    truth = np.array([[theme in one.themes for theme in slugs] for one in coded], dtype=np.float64)
    known = np.array([[one.knows(theme) or theme in one.themes for theme in slugs] for one in coded])
    similar = codebook.scores(texts, vectors, encoder) if codebook else np.zeros(truth.shape)
    by_codebook = similar >= codebook.review if codebook else np.zeros(truth.shape, dtype=bool)
    guessed = np.where(by_codebook, np.clip(similar, 0, 1), 0.0)
    taught = teach(
        [*texts, *line_texts],
        np.concatenate([vectors, encoder.encode(line_texts)]),
        np.concatenate([np.where(known, truth, guessed), line_marks]),
        ease=np.concatenate([np.full(len(texts), EASE_CODED), np.full(len(line_texts), EASE_LINE)]),
        sources=[*(f"source {one.source}" for one in coded), *(f"line {row}" for row in range(len(line_texts)))],
        cues=themes[0].facet is Facet.STANCE,
    ).evened((truth * known).sum(axis=0) + line_marks.sum(axis=0))
    told()
    held = HeldOut(taught.left_out[: len(texts)], truth, known)
    held_lines = HeldOut(taught.left_out[len(texts) :], line_marks, np.ones(line_marks.shape, dtype=bool))
    calibration, review, sure = _settle(held, held_lines, target)
    told()
    model = FacetModel(
        slugs,
        taught.ridge,
        calibration,
        review,
        sure,
        (*texts, *line_texts),
        np.concatenate([truth * known, line_marks]) > 0,
        len(texts),
    )
    decided = _cross_fitted(held, held_lines, [one.source for one in coded], target, told)
    practice = Practice(themes[0].facet, slugs, tuple(coded), held, decided, by_codebook)
    return model, practice


def _settle(held: HeldOut, lines: HeldOut, target: float) -> tuple[Calibration, Numbers, Numbers]:
    calibration = Calibration.fit(held)
    return calibration, review_cuts(held, lines), sure_cuts(held, calibration(held.scores), target=target)


def _cross_fitted(held: HeldOut, lines: HeldOut, sources: Sequence[str], target: float, told: Told) -> Decided:
    """Decisions on each fifth of the sources with calibration and cuts from the other fifths."""
    fold = np.array([int(content_hash(source)[:8], 16) % FOLDS for source in sources])
    shape = held.scores.shape
    probability, applies, sure = np.zeros(shape), np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for now in range(FOLDS):
        told()
        rest, part = fold != now, fold == now
        if not rest.any() or not part.any():
            continue  # where one fifth holds everything, there is nothing to choose cuts on, and nothing is claimed
        settled = _settle(HeldOut(held.scores[rest], held.truth[rest], held.known[rest]), lines, target)
        decided = decide(held.scores[part], *settled)
        probability[part], applies[part], sure[part] = decided.probability, decided.applies, decided.sure
    return Decided(probability, applies, sure)


def _at_most(coded: Sequence[Coded]) -> list[Coded]:
    if len(coded) <= MOST:
        return list(coded)
    return sorted(coded, key=lambda one: content_hash(one.source + one.text))[:MOST]


def check_coding(coded: Sequence[Coded], codebook: Codebook) -> None:
    """Refuse coding that cannot teach this codebook."""
    if not coded:
        raise BadCoding("nothing is coded yet; review some excerpts first (learnbrief app), or import coding")
    strangers = sorted({theme for one in coded for theme in one.themes if theme not in codebook})
    if strangers:
        raise BadCoding(f"coding uses the theme {strangers[0]!r}, which the codebook does not have; add it or recode")
