"""From coding to a tagger: learn, measure on held-out sources, and decide theme by theme who speaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.codebook import Codebook, Facet
from learnbrief.corpus.protocols import Encoder
from learnbrief.nlp.agreement.coefficients import kappa
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger
from learnbrief.nlp.tagging.learned_tagger import TARGET, LearnedTagger, Practice, check_coding, learn_facet
from learnbrief.nlp.tagging.teachers import Coded

ENOUGH_POSITIVES = 20
ENOUGH_SOURCES = 5


@dataclass(frozen=True, slots=True)
class Takeover:
    """Whether the learned tagger speaks for a theme from now on, and why."""

    theme: str
    takes_over: bool
    why: str
    positives: int
    sources: int
    learned: float | None
    """Cohen's kappa with the coders on the blind share; none where it is not defined."""
    codebook: float | None


def train(
    coded: Sequence[Coded], codebook: Codebook, encoder: Encoder, *, target: float = TARGET
) -> tuple[LearnedTagger, tuple[Takeover, ...]]:
    """A tagger taught by this coding, speaking for the themes that pass the gate, and the gate's decisions."""
    check_coding(coded, codebook)
    models, practices = [], []
    for facet in Facet:
        themes = [theme for theme in codebook.themes if theme.facet is facet]
        if not any(one.knows(theme.slug) or theme.slug in one.themes for one in coded for theme in themes):
            continue
        by_codebook = CodebookTagger.fit(themes, encoder)
        model, practice = learn_facet(coded, themes, by_codebook, encoder, target=target)
        models.append(model)
        practices.append(practice)
    decisions = tuple(decision for practice in practices for decision in decide_takeover(practice))
    scores = {theme: figures for practice in practices for theme, figures in held_out_figures(practice).items()}
    tagger = LearnedTagger(codebook.version, encoder.name, target, tuple(models), scores)
    return tagger.taking_over(frozenset(one.theme for one in decisions if one.takes_over)), decisions


def decide_takeover(practice: Practice) -> list[Takeover]:
    """Theme by theme: take over only with enough blind coding and better agreement on it than the codebook has."""
    blind = np.array([one.blind for one in practice.coded], dtype=bool)
    return [_decide(practice, column, blind & practice.held.known[:, column]) for column in range(len(practice.themes))]


def _decide(practice: Practice, column: int, rows: NDArray[np.bool_]) -> Takeover:
    truth = practice.held.truth[rows, column] > 0
    sources = {one.source for one, row in zip(practice.coded, rows, strict=True) if row}
    positive = {
        one.source
        for one, row, said in zip(practice.coded, rows, practice.held.truth[:, column], strict=True)
        if row and said > 0
    }
    learned = kappa(truth, practice.decided.applies[rows, column])
    codebook = kappa(truth, practice.by_codebook[rows, column])
    enough = truth.sum() >= ENOUGH_POSITIVES and len(positive) >= ENOUGH_SOURCES
    better = enough and learned is not None and learned > (codebook or 0.0)
    if not enough:
        why = (
            f"stays with the codebook: {truth.sum()} blind-coded excerpts in {len(positive)} of {len(sources)} sources "
            f"carry it, about {ENOUGH_POSITIVES} in {ENOUGH_SOURCES} are needed"
        )
    elif better:
        why = f"learned agrees better with coders on the blind share: kappa {learned:.2f} against {codebook or 0.0:.2f}"
    else:
        why = f"stays with the codebook: learned agrees no better on the blind share ({learned or 0.0:.2f} against {codebook or 0.0:.2f})"
    return Takeover(practice.themes[column], better, why, int(truth.sum()), len(positive), learned, codebook)


def held_out_figures(practice: Practice) -> dict[str, dict[str, Any]]:
    """Precision, recall, F1 and kappa by theme on sources that did not teach."""
    return {theme: _figures(practice, column) for column, theme in enumerate(practice.themes)}


def _figures(practice: Practice, column: int) -> dict[str, Any]:
    known = practice.held.known[:, column]
    truth = practice.held.truth[known, column] > 0
    applies, sure = practice.decided.applies[known, column], practice.decided.sure[known, column]
    hits = int((truth & applies).sum())
    return {
        "coded": int(known.sum()),
        "positives": int(truth.sum()),
        "precision": hits / int(applies.sum()) if applies.any() else None,
        "recall": hits / int(truth.sum()) if truth.any() else None,
        "f1": 2 * hits / int(applies.sum() + truth.sum()) if applies.any() or truth.any() else None,
        "kappa": kappa(truth, applies),
        "sure": int(sure.sum()),
        "sure_right": int((truth & sure).sum()),
    }
