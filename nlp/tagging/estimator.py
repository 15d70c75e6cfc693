"""The learned tagger as scikit-learn knows classifiers: fit, predict, predict_proba, in pipelines and cross-validation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import (
    assert_all_finite,
    check_consistent_length,
    check_is_fitted,
    column_or_1d,
    validate_data,
)

from learnbrief.corpus.codebook import Codebook, Facet
from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.nlp.encode import remembering_encoder
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger
from learnbrief.nlp.tagging.features import Numbers
from learnbrief.nlp.tagging.learned_tagger import EASE_CODED, TARGET, Decided, FacetModel, learn_facet
from learnbrief.nlp.tagging.ridge import Lessons, Taught
from learnbrief.nlp.tagging.teachers import Coded
from learnbrief.nlp.tagging.thresholds import AS_IT_IS, Calibration, HeldOut, review_cuts, sure_cuts

PRECOMPUTED = "precomputed"
"""As an encoder: X holds vectors of yours, a row per text, and words play no part."""
NO_WORDS = "text"
"""Stands for every text of which only the vector is known: the same word in all of them tells none apart."""


class ThemeTagger(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Themes on texts, learned from coding: words, letters and meaning in one kernel ridge, calibrated on sources left out.

    X is a sequence of texts, or a matrix of vectors with `encoder="precomputed"`. y is a table of 0 and 1 with a column per
    theme, several of which may apply to a text, or one label per text. An empty cell (NaN) of the table says that nobody
    decided: it teaches nothing.

    Args:
        codebook: its definitions and examples teach too, which helps while little is coded. Themes are then the codebook's;
            columns of y are slugs, and themes without a column count as undecided. None: y alone teaches.
        encoder: 'default', the folder of a sentence-transformers model, an object with `name` and `encode`, or
            'precomputed'.
        target: share of the tags told by `sure` that should be right.
    """

    def __init__(self, codebook: Codebook | None = None, *, encoder: Any = "default", target: float = TARGET) -> None:
        self.codebook = codebook
        self.encoder = encoder
        self.target = target

    def fit(self, X: Any, y: Any, groups: Any = None) -> "ThemeTagger":
        """Learn from coded texts; `groups` names each text's source, so that whole sources are left out when cuts are set.

        Raises:
            ValueError: X or y is of another shape, or holds what is neither 0, 1 nor empty.
        """
        texts, vectors = self._read(X, first=True)
        if y is None:
            raise ValueError("ThemeTagger requires y to be passed, but the target y is None")
        said = _Said.of(y, self.codebook)
        check_consistent_length(vectors, said.truth, groups)
        sources = [str(one) for one in (range(len(texts)) if groups is None else groups)]
        self.classes_ = said.classes
        self.single_ = said.single
        self.models_ = (
            (_learned(texts, vectors, said, sources, self.target),)
            if self.codebook is None
            else self._with_codebook(self.codebook, texts, said, sources)
        )
        return self

    def predict(self, X: Any) -> NDArray[Any]:
        """0 and 1 per text and theme, or one label per text where y was labels.

        A theme applies from the score at which coded texts were told apart best, which for a rare theme lies below a
        probability of one half.
        """
        decided = self._decided(X)
        if not self.single_:
            return np.asarray(decided.applies, dtype=np.int64)
        labels: NDArray[Any] = self.classes_[decided.probability.argmax(axis=1)]
        return labels

    def predict_proba(self, X: Any) -> Numbers:
        """How probable it is that a coder would give each theme; a column per theme, in the order of `classes_`."""
        probability = self._decided(X).probability
        return probability / probability.sum(axis=1, keepdims=True) if self.single_ else probability

    def sure(self, X: Any) -> NDArray[np.bool_]:
        """Which themes may be told without a look: of such tags, the target share was right on sources left out."""
        return self._decided(X).sure

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = self._precomputed
        tags.input_tags.one_d_array = tags.input_tags.string = not self._precomputed
        tags.classifier_tags.multi_label = tags.target_tags.multi_output = True
        return tags

    @property
    def _precomputed(self) -> bool:
        return isinstance(self.encoder, str) and self.encoder == PRECOMPUTED

    def _read(self, X: Any, *, first: bool = False) -> tuple[list[str], Vectors]:
        """The texts and their vectors at unit length."""
        if self._precomputed:
            if self.codebook is not None:
                raise ValueError("a codebook is read with an encoder; leave it out, or give texts and an encoder")
            given = validate_data(self, X, reset=first, dtype=np.float64)
            length = np.linalg.norm(given, axis=1, keepdims=True)
            return [NO_WORDS] * len(given), given / np.where(length > 0, length, 1)
        texts = _texts_of(X)
        return texts, _encoder(self.encoder).encode(texts)

    def _decided(self, X: Any) -> Decided:
        check_is_fitted(self)
        texts, vectors = self._read(X)
        found = [one.decide(texts, vectors) for one in self.models_]
        column = {theme: place for place, theme in enumerate(_themes(self.models_))}
        order = [column[str(theme)] for theme in self.classes_] if self.codebook else list(column.values())
        probability, applies, sure = (
            np.concatenate([getattr(one, name) for one in found], axis=1)[:, order]
            for name in ("probability", "applies", "sure")
        )
        return Decided(probability, applies, sure)

    def _with_codebook(
        self, codebook: Codebook, texts: Sequence[str], said: "_Said", sources: Sequence[str]
    ) -> tuple[FacetModel, ...]:
        """A model for each facet, taught as the app teaches its own."""
        slugs = said.classes
        coded = [
            Coded(text, frozenset(slugs[truth > 0]), source, decided=frozenset(slugs[known]))
            for text, truth, known, source in zip(texts, said.truth, said.known, sources, strict=True)
        ]
        facets = [[one for one in codebook.themes if one.facet is facet] for facet in Facet]
        encoder = _encoder(self.encoder)
        return tuple(
            learn_facet(coded, themes, CodebookTagger.fit(themes, encoder), encoder, target=self.target)[0]
            for themes in facets
            if themes
        )


def _themes(models: Sequence[FacetModel]) -> list[str]:
    return [theme for model in models for theme in model.themes]


def _encoder(given: str | Encoder) -> Encoder:
    return remembering_encoder(given) if isinstance(given, str) else given


def _texts_of(X: Any) -> list[str]:
    """The texts of a list, array or column."""
    texts = [X] if isinstance(X, str) else list(np.asarray(X, dtype=object).ravel() if np.ndim(X) < 2 else X)
    if isinstance(X, str) or not texts or np.ndim(X) > 1:
        raise ValueError("X must be a sequence of texts with at least one in it, such as a column of a table")
    for row, text in enumerate(texts):
        if not isinstance(text, str):
            raise ValueError(f"X, row {row}: is {type(text).__name__} and no text; leave the row out")
    return texts


@dataclass(frozen=True, slots=True)
class _Said:
    """What coders said of each text."""

    classes: NDArray[Any]
    truth: Numbers
    """One row per text, one column per class."""
    known: NDArray[np.bool_]
    single: bool
    """One label per text."""

    @classmethod
    def of(cls, y: Any, codebook: Codebook | None) -> "_Said":
        table, names = np.asarray(y), getattr(y, "columns", None)
        if names is None and codebook is None and (table.ndim < 2 or table.shape[1] == 1):
            return cls._labels(y)
        if table.ndim != 2:
            raise ValueError("y must be a table with a column per theme of the codebook")
        values = table.astype(np.float64)
        if not np.isin(values[~np.isnan(values)], (0, 1)).all():
            raise ValueError("y must hold 0, 1 or nothing (NaN) in every cell")
        if codebook is not None:
            return cls._of_codebook(values, names, codebook)
        classes = np.arange(values.shape[1]) if names is None else np.array(list(names), dtype=object)
        return cls(classes, np.nan_to_num(values), ~np.isnan(values), single=False)

    @classmethod
    def _labels(cls, y: Any) -> "_Said":
        labels = column_or_1d(y, warn=True)
        assert_all_finite(labels, input_name="y")
        check_classification_targets(labels)
        classes, rows = np.unique(labels, return_inverse=True)
        truth = np.eye(len(classes))[rows]
        return cls(classes, truth, np.ones(truth.shape, dtype=bool), single=True)

    @classmethod
    def _of_codebook(cls, values: Numbers, names: Any, codebook: Codebook) -> "_Said":
        slugs = [theme.slug for theme in codebook.themes]
        columns = slugs if names is None else [str(name) for name in names]
        if strangers := [name for name in columns if name not in codebook]:
            raise ValueError(f"y has the column {strangers[0]!r}, which is no theme of the codebook")
        if len(columns) != values.shape[1]:
            raise ValueError(f"y has {values.shape[1]} columns, the codebook {len(slugs)} themes; name the columns")
        every = np.full((len(values), len(slugs)), np.nan)
        every[:, [slugs.index(name) for name in columns]] = values
        return cls(np.array(slugs, dtype=object), np.nan_to_num(every), ~np.isnan(every), single=False)


def _learned(texts: Sequence[str], vectors: Vectors, said: _Said, sources: Sequence[str], target: float) -> FacetModel:
    """What coded texts alone teach, without a codebook's lines."""
    taught = _by_what_is_known(Lessons.read(texts, vectors), said, sources)
    held = HeldOut(taught.left_out, said.truth, said.known)
    shape = 0, len(said.classes)
    none = HeldOut(np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=bool))
    calibration = Calibration.fit(held)
    if said.single:
        # of labels that exclude each other the likeliest is told: steps would make equals of unequals
        calibration = replace(calibration, steps=AS_IT_IS)
    review, sure = review_cuts(held, none), sure_cuts(held, calibration(held.scores), target=target)
    themes = tuple(str(one) for one in said.classes)
    return FacetModel(
        themes, taught.ridge, calibration, review, sure, tuple(texts), said.truth * said.known > 0, len(texts)
    )


def _by_what_is_known(lessons: Lessons, said: _Said, sources: Sequence[str]) -> Taught:
    """The ridge in which a text speaks only for the themes that somebody decided on; themes known of the same texts are solved together."""
    weights, left_out = np.zeros(said.truth.shape), np.zeros(said.truth.shape)
    patterns, pattern_of = np.unique(said.known.T, axis=0, return_inverse=True)
    for number, known in enumerate(patterns):
        rows, themes = np.flatnonzero(known), np.flatnonzero(pattern_of.ravel() == number)
        if not len(rows):
            continue  # of themes that nobody decided on nothing is learned
        part = Lessons(lessons.features, lessons.sparse[rows], lessons.vectors[rows])
        place, theirs = np.ix_(rows, themes), [sources[int(row)] for row in rows]
        taught = part.learned(said.truth[place], ease=np.full(len(rows), EASE_CODED), sources=theirs)
        weights[place], left_out[place] = taught.ridge.by_meaning, taught.left_out
    return Taught(lessons.weighted(weights), left_out).evened((said.truth * said.known).sum(axis=0))
