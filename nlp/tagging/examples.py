"""Coded excerpts as further examples of their themes, before any theme can be learned: a weight on the codebook's similarities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.codebook import Codebook, Facet, Theme
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger
from learnbrief.nlp.tagging.context import Beside, in_context
from learnbrief.nlp.tagging.features import Numbers
from learnbrief.nlp.tagging.reasons import Reasons, Teacher
from learnbrief.nlp.tagging.ridge import Lessons, Ridge
from learnbrief.nlp.tagging.teachers import Coded

EASE = 8.0
"""How far a coded excerpt may be missed: with less, ranking gains a little more, but one set in five is refused (`first_25.py --choose`)."""
MOST = 1000  # coded excerpts that join: beyond, the themes that matter have long been learned
FEWEST_SOURCES = 2  # with one, nothing is left when it is left out, and nothing is shown to hold


@dataclass(frozen=True, slots=True)
class Examples:
    """What coded excerpts add to the similarities of one facet: where the codebook was wrong of them, what is like them moves too."""

    facet: Facet
    themes: tuple[str, ...]
    texts: tuple[str, ...]
    sources: tuple[str, ...]
    """The document of each text."""
    vectors: Vectors
    weights: Numbers
    """One row per text, one column per theme: how loudly it speaks for or against."""
    left_out: Numbers
    """What each text's similarities get from the other sources: coding never answers for itself."""
    shown: NDArray[np.bool_]
    """Which text may be shown as the reason for which theme: it carries it, and nobody has to code it blind."""
    before: float
    """Average precision of the codebook over these excerpts."""
    after: float
    """The same with what the other sources add."""

    @property
    def kept(self) -> bool:
        """Whether they join: only where ranking does not get worse by it."""
        return self.after >= self.before

    @property
    def key(self) -> str:
        """Changes with what they add."""
        return content_hash("\n".join([*self.themes, *self.sources, *self.texts, self.weights.tobytes().hex()]))


class Joined:
    """Examples beside the codebook's tagger of their facet."""

    def __init__(self, examples: Examples, tagger: CodebookTagger) -> None:
        self._texts = examples.texts
        features = tagger.ridge.features
        lessons = Lessons(features, features(examples.texts), examples.vectors)
        # themes by name: the codebook may have been edited since
        self._column = [examples.themes.index(one) if one in examples.themes else -1 for one in tagger.themes]
        self._ridge: Ridge = lessons.weighted(self._as_now(examples.weights))
        self._left_out, self._shown = self._as_now(examples.left_out), self._as_now(examples.shown) > 0
        known = zip(examples.sources, examples.texts, strict=True)
        self._row = {place: row for row, place in enumerate(known)}

    def _as_now(self, columns: NDArray[Any]) -> Numbers:
        """By the tagger's themes; one that was not there adds nothing."""
        return np.concatenate([columns, np.zeros((len(columns), 1))], axis=1)[:, self._column]

    def added(self, excerpts: Sequence[Excerpt], vectors: Vectors) -> Numbers:
        """What is added to each excerpt's similarities; an excerpt that is among the examples gets it from other sources alone."""
        found = self._ridge.scores([one.text for one in excerpts], vectors)
        for row, one in enumerate(excerpts):
            own = self._row.get((one.document_id, one.text))
            if own is not None:
                found[row] = self._left_out[own]
        return found

    @cached_property
    def reasons(self) -> Reasons:
        """Which coded excerpt spoke loudest."""
        return Reasons(self._ridge, tuple(Teacher(text, "coded excerpt") for text in self._texts), self._shown)

    @cached_property
    def explains(self) -> frozenset[int]:
        """Columns of the themes for which an example can be shown."""
        return frozenset(np.flatnonzero(self._shown.any(axis=0)).tolist())


def examples_of(
    coded: Sequence[Coded],
    excerpts: Mapping[str, Excerpt],
    beside: Beside,
    codebook: Codebook,
    encoder: Encoder,
    *,
    ease: float = EASE,
) -> tuple[Examples, ...]:
    """What coding so far would add, a value per facet of which enough is coded to try it with a source left out."""
    here = sorted((one for one in coded if one.excerpt_id in excerpts), key=lambda one: content_hash(one.excerpt_id))
    by_facet = [[theme for theme in codebook.themes if theme.facet is facet] for facet in Facet]
    found = [_of_facet(here[:MOST], excerpts, beside, themes, encoder, ease) for themes in by_facet]
    return tuple(one for one in found if one is not None)


def _of_facet(
    coded: Sequence[Coded],
    excerpts: Mapping[str, Excerpt],
    beside: Beside,
    themes: Sequence[Theme],
    encoder: Encoder,
    ease: float,
) -> Examples | None:
    slugs = [theme.slug for theme in themes]
    some = [one for one in coded if any(one.knows(slug) or slug in one.themes for slug in slugs)]
    truth = np.array([[slug in one.themes for slug in slugs] for one in some], dtype=bool)
    known = np.array([[one.knows(slug) for slug in slugs] for one in some], dtype=bool) | truth
    if not truth.any() or truth[known].all() or len({one.source for one in some}) < FEWEST_SOURCES:
        return None
    tagger = CodebookTagger.fit(themes, encoder)
    base = in_context(tagger, [excerpts[one.excerpt_id] for one in some], beside, encoder)
    texts, features = tuple(one.text for one in some), tagger.ridge.features
    lessons = Lessons(features, features(texts), encoder.encode(texts))
    missed = np.where(known, truth - base, 0.0)  # of what nobody decided nothing is to be mended
    sources = tuple(one.source for one in some)
    taught = lessons.learned(missed, ease=np.full(len(some), ease), sources=sources)
    seen = truth & np.array([not one.blind for one in some])[:, None]
    return Examples(
        tagger.facet,
        tagger.themes,
        texts,
        sources,
        lessons.vectors,
        taught.ridge.by_meaning,
        taught.left_out,
        seen,
        _precision(truth[known], base[known]),
        _precision(truth[known], (base + taught.left_out)[known]),
    )


def _precision(truth: NDArray[np.bool_], scores: Numbers) -> float:
    from sklearn.metrics import average_precision_score

    return float(average_precision_score(truth, scores))
