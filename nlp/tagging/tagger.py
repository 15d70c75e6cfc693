"""Every theme an excerpt supports, with its band and the reason; an off-topic excerpt gets none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.codebook import Codebook, Facet
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import ModelUnavailable
from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.corpus.tag import FAIRLY_SURE, WORTH_A_LOOK, Band, Reason, ScoreKind, Tag
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger
from learnbrief.nlp.tagging.context import Beside, in_context, neighbours, told_by_heading
from learnbrief.nlp.tagging.examples import Joined
from learnbrief.nlp.tagging.features import Numbers
from learnbrief.nlp.tagging.learned_tagger import Decided, FacetModel, LearnedTagger
from learnbrief.nlp.tagging.reasons import Reasons, Teacher


def tag_excerpts(
    excerpts: Sequence[Excerpt], codebook: Codebook, encoder: Encoder, *, learned: LearnedTagger | None = None
) -> list[Tag]:
    """Tags in the bands 'sure' and 'review', in the order of the excerpts, best first; for batches keep a `Tagger`."""
    return Tagger(codebook, encoder, learned=learned).tag(excerpts, beside=neighbours(excerpts))


class Tagger:
    """The learned tagger speaks for the themes it has taken over, the codebook for all others."""

    def __init__(self, codebook: Codebook, encoder: Encoder, *, learned: LearnedTagger | None = None) -> None:
        if learned is not None and learned.encoder != encoder.name:
            raise ModelUnavailable(
                f"the learned tagger was taught with encoder {learned.encoder}, this is {encoder.name}; "
                "train again: learnbrief learn"
            )
        self._encoder, self._model_id = encoder, learned.model_id if learned else ""
        self._stances = {theme.slug for theme in codebook.stances}
        self._taken_over = frozenset(learned.taken_over if learned else ()) & {theme.slug for theme in codebook.themes}
        facets = [[theme for theme in codebook.themes if theme.facet is facet] for facet in Facet]
        by_codebook = [
            CodebookTagger.fit(themes, encoder)
            for themes in facets
            if any(theme.slug not in self._taken_over for theme in themes)
        ]
        joining = {one.facet: one for one in (learned.examples if learned else ()) if one.kept}
        self._by_codebook = [
            (
                tagger,
                _codebook_reasons(tagger),
                Joined(joining[tagger.facet], tagger) if tagger.facet in joining else None,
            )
            for tagger in by_codebook
        ]
        self._by_learning = [
            (model, _learned_reasons(model))
            for model in (learned.facets if learned else ())
            if self._taken_over & set(model.themes)
        ]

    def tag(self, excerpts: Sequence[Excerpt], *, beside: Beside | None = None) -> list[Tag]:
        """Tags in the bands 'sure' and 'review', in the order of the excerpts, best first.

        `beside` holds what stands next to each excerpt in its source, in this batch or not: the codebook reads it too.
        A stance is how something is said of a theme: where no theme is sure, no stance is.
        """
        if not excerpts:
            return []
        texts = [excerpt.text for excerpt in excerpts]
        vectors = self._encoder.encode(texts)
        tags = [
            tag
            for answer in self._answers(excerpts, beside or {}, vectors)
            for tag in _tags(answer, texts, vectors, excerpts)
        ]
        place = {excerpt.excerpt_id: number for number, excerpt in enumerate(excerpts)}
        tags.sort(key=lambda tag: (place[tag.excerpt_id], -tag.score, tag.theme))
        return _humble_stances(tags, self._stances)

    def _answers(self, excerpts: Sequence[Excerpt], beside: Beside, vectors: Vectors) -> Iterator["_Answer"]:
        for tagger, why, joined in self._by_codebook:
            score = in_context(tagger, excerpts, beside, self._encoder)
            answer = _by_codebook(tagger, why, self._taken_over, score)
            yield _with_examples(answer, tagger, joined, score, joined.added(excerpts, vectors)) if joined else answer
        texts, headings = [one.text for one in excerpts], [one.heading for one in excerpts]
        for model, why in self._by_learning:
            yield _by_learning(model, why, self._taken_over, self._model_id, model.decide(texts, vectors, headings))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one teacher says of some themes."""

    themes: tuple[str, ...]
    speaks: NDArray[np.bool_]
    """The themes it may speak for."""
    why: Reasons
    score: Numbers
    applies: NDArray[np.bool_]
    sure: NDArray[np.bool_]
    kind: ScoreKind
    method: str
    joined: Joined | None = None
    """Coded excerpts that spoke too."""
    by_examples: NDArray[np.bool_] | None = None
    """What applies by their word alone."""


def _codebook_reasons(tagger: CodebookTagger) -> Reasons:
    return Reasons(tagger.ridge, tuple(Teacher(text, source) for text, source in tagger.teachers), tagger.taught)


def _by_codebook(tagger: CodebookTagger, why: Reasons, taken_over: frozenset[str], score: Numbers) -> _Answer:
    return _Answer(
        tagger.themes,
        np.array([theme not in taken_over for theme in tagger.themes]),
        why,
        on_scale(score, tagger.review, tagger.sure),
        score >= tagger.review,
        score >= tagger.sure,
        ScoreKind.SIMILARITY,
        "codebook",
    )


def _with_examples(answer: _Answer, tagger: CodebookTagger, joined: Joined, alone: Numbers, added: Numbers) -> _Answer:
    """What coded excerpts add may bring a tag up for review or take it away; it makes none sure that was not."""
    score = alone + added
    applies = score >= tagger.review
    return replace(
        answer,
        score=on_scale(score, tagger.review, tagger.sure),
        applies=applies,
        sure=answer.sure & (score >= tagger.sure),
        joined=joined,
        by_examples=applies & ~answer.applies,
    )


def on_scale(score: Numbers, review: float, sure: float) -> Numbers:
    """Similarities so that they mean the same in every codebook: where each band begins is fixed."""
    scaled: Numbers = np.interp(score, [0.0, review, sure, 2 * sure], [0.0, WORTH_A_LOOK, FAIRLY_SURE, 1.0])
    return scaled


def _learned_reasons(model: FacetModel) -> Reasons:
    sources = ["coded excerpt"] * model.coded + ["example"] * (len(model.texts) - model.coded)
    teachers = tuple(Teacher(text, source) for text, source in zip(model.texts, sources, strict=True))
    return Reasons(model.ridge, teachers, model.taught)


def _by_learning(
    model: FacetModel, why: Reasons, taken_over: frozenset[str], model_id: str, decided: Decided
) -> _Answer:
    return _Answer(
        model.themes,
        np.array([theme in taken_over for theme in model.themes]),
        why,
        decided.probability,
        decided.applies,
        decided.sure,
        ScoreKind.PROBABILITY,
        model_id,
    )


def _tags(answer: _Answer, texts: Sequence[str], vectors: Vectors, excerpts: Sequence[Excerpt]) -> list[Tag]:
    pairs = [(int(row), int(theme)) for row, theme in np.argwhere(answer.applies & answer.speaks)]
    why: dict[tuple[int, int], Reason] = answer.why(
        texts, vectors, [one for one in pairs if not _by_example(answer, one)]
    )
    if answer.joined is not None:
        known = [one for one in pairs if _by_example(answer, one) and one[1] in answer.joined.explains]
        why |= answer.joined.reasons(texts, vectors, known) if known else {}
    return [
        Tag(
            excerpts[row].excerpt_id,
            answer.themes[theme],
            round(float(np.clip(answer.score[row, theme], 0, 1)), 4),
            answer.kind,
            Band.SURE if answer.sure[row, theme] else Band.REVIEW,
            answer.method,
            _by_its_heading(excerpts[row], answer, theme) or why.get((row, theme)),
        )
        for row, theme in pairs
    ]


def _by_example(answer: _Answer, pair: tuple[int, int]) -> bool:
    return answer.by_examples is not None and bool(answer.by_examples[pair])


def _by_its_heading(excerpt: Excerpt, answer: _Answer, theme: int) -> Reason | None:
    """The heading as the reason, where it names the stance and the codebook speaks."""
    if answer.method != "codebook" or answer.themes[theme] not in told_by_heading(excerpt.heading):
        return None
    return Reason(0, len(excerpt.text), excerpt.heading or "", "heading")


def _humble_stances(tags: Sequence[Tag], stances: set[str]) -> list[Tag]:
    on_topic = {tag.excerpt_id for tag in tags if tag.theme not in stances and tag.band is Band.SURE}
    return [
        replace(tag, band=Band.REVIEW) if tag.theme in stances and tag.excerpt_id not in on_topic else tag
        for tag in tags
    ]
