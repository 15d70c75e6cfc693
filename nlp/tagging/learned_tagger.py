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
from learnbrief.nlp.tagging.examples import Examples
from learnbrief.nlp.tagging.features import Numbers
from learnbrief.nlp.tagging.questions import NONE, AskedRidge, counting, numbered
from learnbrief.nlp.tagging.ridge import Lessons, Ridge, Taught
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
class AskedModel:
    """What was learned of answers to the questions that count, beside what was learned of texts alone."""

    questions: tuple[str, ...]
    ridge: AskedRidge
    calibration: Calibration
    review: Numbers
    sure: Numbers


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
    asked: AskedModel | None = None
    """Speaks for answers to questions under which enough was coded."""

    def decide(self, texts: Sequence[str], vectors: Vectors, questions: Sequence[str | None] = ()) -> "Decided":
        """What holds of these texts; `questions` are what each stands under, where anything is known of that."""
        found = decide(self.ridge.scores(texts, vectors), self.calibration, self.review, self.sure)
        rows, asked = self.answers(questions)
        if self.asked is None or not len(rows):
            return found
        scores = self.asked.ridge.scores([texts[int(row)] for row in rows], vectors[rows], asked)
        own = decide(scores, self.asked.calibration, self.asked.review, self.asked.sure)
        return found.with_rows(rows, own)

    def answers(self, questions: Sequence[str | None]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Which texts answer a question that counts, and which question each of these does."""
        asked = numbered(questions, self.asked.questions if self.asked else ())
        rows = np.flatnonzero(asked != NONE)
        return rows, asked[rows]


@dataclass(frozen=True, slots=True)
class Decided:
    """Per text and theme: how probable, whether it applies, whether it may be called sure."""

    probability: Numbers
    applies: NDArray[np.bool_]
    sure: NDArray[np.bool_]

    def with_rows(self, rows: NDArray[np.intp], other: "Decided") -> "Decided":
        """The same, but for these rows, of which the other decided."""
        probability, applies, sure = self.probability.copy(), self.applies.copy(), self.sure.copy()
        probability[rows], applies[rows], sure[rows] = other.probability, other.applies, other.sure
        return Decided(probability, applies, sure)


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
    examples: tuple[Examples, ...] = ()
    """What coding adds to the codebook's similarities, for the themes that are still the codebook's."""

    @property
    def model_id(self) -> str:
        """Depends on what it was taught and for which themes it speaks."""
        taught = [
            (content_hash("\n".join(one.texts)), content_hash(one.taught.tobytes()), *_asked_of(one))
            for one in self.facets
        ]
        told = [self.codebook_version, self.encoder, self.target, taught, sorted(self.taken_over)]
        return stable_id("m", *told, *(one.key for one in self.examples))

    def taking_over(self, themes: frozenset[str]) -> "LearnedTagger":
        """The same tagger, speaking for these themes."""
        return replace(self, taken_over=themes)


def _asked_of(model: FacetModel) -> tuple[str, ...]:
    """What tells a model that knows questions from one that does not."""
    return (content_hash("\n".join(model.asked.questions)),) if model.asked else ()


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
    coded = _at_most(coded)
    room = _Room.of(coded, themes, codebook, encoder)
    taught = room.learned()
    told()
    held, lines = room.held(taught), room.held_lines(taught)
    settled = _settle(held, lines, target)
    told()
    decided = _cross_fitted(held, lines, [one.source for one in coded], target, told)
    asked = _learn_asked(coded, room, target)
    if asked is not None:
        held, decided = held.with_rows(asked.rows, asked.held), decided.with_rows(asked.rows, asked.decided)
    model = FacetModel(
        room.themes,
        taught.ridge,
        *settled,
        room.texts,
        np.concatenate([room.truth * room.known, room.line_marks]) > 0,
        len(coded),
        asked.model if asked else None,
    )
    return model, Practice(themes[0].facet, room.themes, tuple(coded), held, decided, room.by_codebook)


@dataclass(frozen=True, slots=True)
class _Room:
    """All that teaches one facet, read once: coded excerpts first, then lines."""

    themes: tuple[str, ...]
    texts: tuple[str, ...]
    sources: tuple[str, ...]
    truth: Numbers
    known: NDArray[np.bool_]
    line_marks: Numbers
    by_codebook: NDArray[np.bool_]
    targets: Numbers
    lessons: Lessons

    @classmethod
    def of(
        cls, coded: Sequence[Coded], themes: Sequence[Theme], codebook: CodebookTagger | None, encoder: Encoder
    ) -> "_Room":
        slugs = tuple(theme.slug for theme in themes)
        _, line_texts, line_marks = line_targets(themes)
        texts = [one.text for one in coded]
        vectors = encoder.encode(texts)
        truth = np.array([[theme in one.themes for theme in slugs] for one in coded], dtype=np.float64)
        known = np.array([[one.knows(theme) or theme in one.themes for theme in slugs] for one in coded])
        similar = codebook.scores(texts, vectors, encoder) if codebook else np.zeros(truth.shape)
        by_codebook = similar >= codebook.review if codebook else np.zeros(truth.shape, dtype=bool)
        guessed = np.where(by_codebook, np.clip(similar, 0, 1), 0.0)
        every = np.concatenate([vectors, encoder.encode(line_texts)])
        return cls(
            slugs,
            (*texts, *line_texts),
            (*(f"source {one.source}" for one in coded), *(f"line {row}" for row in range(len(line_texts)))),
            truth,
            known,
            line_marks,
            by_codebook,
            np.concatenate([np.where(known, truth, guessed), line_marks]),
            Lessons.read([*texts, *line_texts], every, cues=themes[0].facet is Facet.STANCE),
        )

    def learned(self, asked: NDArray[np.intp] | None = None) -> Taught:
        ease = np.concatenate([np.full(len(self.truth), EASE_CODED), np.full(len(self.line_marks), EASE_LINE)])
        taught = self.lessons.learned(self.targets, ease=ease, sources=self.sources, asked=asked)
        return taught.evened((self.truth * self.known).sum(axis=0) + self.line_marks.sum(axis=0))

    def held(self, taught: Taught) -> HeldOut:
        return HeldOut(taught.left_out[: len(self.truth)], self.truth, self.known)

    def held_lines(self, taught: Taught) -> HeldOut:
        marks = self.line_marks
        return HeldOut(taught.left_out[len(self.truth) :], marks, np.ones(marks.shape, dtype=bool))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was learned with the questions, and what it says of its own teachers among the answers."""

    model: AskedModel
    rows: NDArray[np.intp]
    held: HeldOut
    decided: Decided


def _learn_asked(coded: Sequence[Coded], room: _Room, target: float) -> _Asked | None:
    """A second ridge, for answers alone: its scores lie higher than those of texts whose question nobody coded."""
    counted = counting(coded)
    if not counted:
        return None
    asked = numbered([one.question for one in coded], counted)
    everywhere = np.concatenate([asked, np.full(len(room.line_marks), NONE)])
    rows = np.flatnonzero(asked != NONE)
    taught = room.learned(everywhere)
    held, lines = room.held(taught).rows(rows), room.held_lines(taught)
    ridge = AskedRidge.of(taught.ridge, room.texts, everywhere)
    model = AskedModel(counted, ridge, *_settle(held, lines, target))
    decided = _cross_fitted(held, lines, [coded[int(row)].source for row in rows], target, lambda: None)
    return _Asked(model, rows, held, decided)


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
        settled = _settle(held.rows(np.flatnonzero(rest)), lines, target)
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
