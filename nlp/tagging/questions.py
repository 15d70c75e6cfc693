"""The question is part of the answer: 'Nothing' is praise under 'What could be better?' and a complaint under 'What was good?'.

The learned tagger hears coded answers to the same question louder than others, and knows what is usually said to it. Only
questions and headings under which enough was coded count; what stands under any other is tagged as if it stood alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.protocols import Vectors
from learnbrief.nlp.tagging.features import Numbers, meaning_alike
from learnbrief.nlp.tagging.ridge import SAME_QUESTION, USUAL, WHATEVER, Ridge
from learnbrief.nlp.tagging.teachers import Coded

ENOUGH_ANSWERS = 40  # coded under a question before it counts: fewer say little of what is usual
ENOUGH_SOURCES = 2  # from one source alone, no score of a left-out source would know the question
MOST_QUESTIONS = 12  # the commonest: each costs the tagger a column of words

NONE = -1
"""The number of no question, or of one that does not count."""


def as_asked(question: str | None) -> str:
    """A question so that the same one, in capitals or on two lines, is the same."""
    return " ".join((question or "").split()).casefold()


def counting(coded: Sequence[Coded]) -> tuple[str, ...]:
    """The questions under which enough was coded, commonest first."""
    answers: dict[str, list[str]] = {}
    for one in coded:
        if asked := as_asked(one.question):
            answers.setdefault(asked, []).append(one.source)
    enough = [
        asked
        for asked, sources in answers.items()
        if len(sources) >= ENOUGH_ANSWERS and len(set(sources)) >= ENOUGH_SOURCES
    ]
    return tuple(sorted(enough, key=lambda asked: (-len(answers[asked]), asked))[:MOST_QUESTIONS])


def numbered(questions: Sequence[str | None], counted: Sequence[str]) -> NDArray[np.intp]:
    """Which of the counted questions each one is, or `NONE`."""
    number = {asked: at for at, asked in enumerate(counted)}
    return np.array([number.get(as_asked(question), NONE) for question in questions], dtype=np.intp)


@dataclass(frozen=True, slots=True)
class AskedRidge:
    """A ridge whose teachers were likened with their questions, and what each question adds to its score."""

    ridge: Ridge
    asked: NDArray[np.intp]
    """Per teacher the number of its question, or `NONE`."""
    by_words: tuple[Numbers, ...]
    """Per question the words of its own answers: one row per feature, one column per theme."""

    @classmethod
    def of(cls, ridge: Ridge, texts: Sequence[str], asked: NDArray[np.intp]) -> "AskedRidge":
        """From the ridge and its teachers' texts: what a question adds follows from the weights of its answers."""
        parts = []
        for question in range(int(asked.max(initial=NONE)) + 1):
            rows = np.flatnonzero(asked == question).tolist()
            known = ridge.features([texts[row] for row in rows])
            parts.append(np.asarray(known.T @ ridge.by_meaning[rows]))
        return cls(ridge, asked, tuple(parts))

    def scores(self, texts: Sequence[str], vectors: Vectors, asked: NDArray[np.intp]) -> Numbers:
        """One row per text, one column per theme; every text answers one of the questions."""
        scores = WHATEVER * self.ridge.scores(texts, vectors)
        for question in np.unique(asked):
            rows, own = np.flatnonzero(asked == question).tolist(), self.asked == question
            weights = self.ridge.by_meaning[own]
            words = self.ridge.features([texts[row] for row in rows]) @ self.by_words[question]
            meaning = meaning_alike(vectors[rows], self.ridge.teachers[own]) @ weights
            scores[rows] += SAME_QUESTION * (words + meaning) + USUAL * weights.sum(axis=0)
        return scores
