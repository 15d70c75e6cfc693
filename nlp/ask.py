"""What in the material bears on a question: each excerpt with how likely it does, judged together with its neighbours.

An exchange answers a question where a single sentence only names it, so what stands around an excerpt counts too. The
weights were learned on QMSum's training meetings, cut as we cut, and are reported on others (benchmarks/ask.py).
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.protocols import Vectors
from learnbrief.nlp.extracts import asked_words, nearby
from learnbrief.nlp.language.words import rarity, stems
from learnbrief.nlp.search import UNRELATED

Scores = NDArray[np.float64]

SIGNALS = ("meaning", "meaning beside", "meaning around", "words", "words beside", "words around")
WEIGHTS = {
    "meaning": 1.01,
    "meaning beside": 2.02,
    "meaning around": 4.03,
    "words": 2.02,
    "words beside": 8.07,
    "words around": 12.1,
}
"""Chosen on the training meetings for the evidence among the first 20, and scaled so that the result is a likelihood."""
INTERCEPT = -6.83
CUT = 0.06
"""Least likelihood of the best excerpts together; 95 of 100 questions on what the training meetings discuss pass it."""
FLOOR = 0.1
"""Least likelihood of what is counted besides those: on the training meetings .42 of it is evidence, and it holds .47 of that."""
BEST = 3
"""Excerpts that together tell whether anything answers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The material read once, so that many questions can be asked of it."""

    places: tuple[tuple[int, int], ...]
    """Half-open runs of rows that stand together: one source, or what stands under one heading of it."""
    vectors: Vectors
    stems: tuple[frozenset[str], ...]
    weights: Mapping[str, float]


def read_material(texts: Sequence[str], together: Sequence[Hashable], vectors: Vectors) -> Asked:
    """Excerpts in the order in which they were said; `together` tells of each which run it belongs to."""
    held = [stems(text) for text in texts]
    starts = [row for row, key in enumerate(together) if row == 0 or key != together[row - 1]]
    places = tuple(zip(starts, [*starts[1:], len(texts)], strict=True))
    return Asked(places, vectors, tuple(map(frozenset, held)), rarity(texts))


def signals(material: Asked, question: str, vector: NDArray[np.float32]) -> Scores:
    """One row per excerpt and one column per entry of SIGNALS; `vector` is the question's.

    None of them is set against the other excerpts of the material: a question that nothing answers must look so.
    """
    meaning = np.asarray(material.vectors @ vector, dtype=np.float64)
    words = _words(material, question)
    around = [_around(material, values, reach) for values in (meaning, words) for reach in (2, 8)]
    return np.stack([meaning, *around[:2], words, *around[2:]], axis=1)


def _words(material: Asked, question: str) -> Scores:
    """The share of what is asked about that an excerpt names, rare words counting more."""
    asked = Counter({word: material.weights.get(word, 0.0) for word in asked_words(question)})
    # a word that nobody used weighs as much as the rarest: asked for, and not there
    rarest = max(material.weights.values(), default=1.0)
    total = sum(weight or rarest for weight in asked.values()) or 1.0
    return np.array([sum(asked[word] for word in held & asked.keys()) / total for held in material.stems])


def _around(material: Asked, values: Scores, reach: int) -> Scores:
    return np.concatenate([nearby(values[start:end], reach) for start, end in material.places])


def likelihood(
    material: Asked, question: str, vector: NDArray[np.float32], *, weights: Mapping[str, float] = WEIGHTS
) -> Scores:
    """Of each excerpt, how likely it bears on the question, in 0..1."""
    found = signals(material, question, vector)
    raw = found @ np.array([weights[name] for name in SIGNALS]) + INTERCEPT
    own = (found[:, SIGNALS.index("meaning")] >= UNRELATED) | (found[:, SIGNALS.index("words")] > 0)
    return np.where(own, 1 / (1 + np.exp(-raw)), 0.0)


def strongest(likely: Scores) -> float:
    """How strongly the material as a whole answers: its best excerpts together, since one may be there by chance."""
    return float(np.sort(likely)[-BEST:].mean()) if len(likely) else 0.0


def bearing(material: Asked, question: str, vector: NDArray[np.float32]) -> list[int]:
    """Rows of the excerpts that bear on the question, likeliest first; none where nothing does."""
    likely = likelihood(material, question, vector)
    if strongest(likely) < CUT:
        return []
    order = np.argsort(-likely, kind="stable")
    return [int(row) for place, row in enumerate(order) if likely[row] >= (CUT if place < BEST else FLOOR)]
