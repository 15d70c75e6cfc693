"""Reach: how many other sources of the whole programme may speak of the matter of an excerpt, as far as it had been heard by then.

What a workshop says that other sources say too is what it was held for; what nobody else ever raises is mostly talk by the way. Of eleven
programmes' events, where three sources and more had been heard before, it tells what was planned from what fills up at AUC .81, how
much words tell by themselves at .75 (docs/decisions/findings-14-pairs.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.protocols import Vectors
from learnbrief.nlp.findings.gather import BLOCK, middle_of, particular, rarity_among
from learnbrief.nlp.findings.likely import Words, probability
from learnbrief.nlp.findings.weights import WEIGHTS, Weights
from learnbrief.nlp.language.names import NO_NAMES, Names

FEWEST = 3
"""Other sources from which it says anything."""


@dataclass(frozen=True, slots=True)
class Said:
    """Excerpts with their vectors."""

    excerpts: Sequence[Excerpt]
    vectors: Vectors
    """(excerpts, d) float32."""


def reach(asked: Said, heard: Said, *, names: Names = NO_NAMES, weights: Weights = WEIGHTS) -> dict[str, float]:
    """Of each excerpt asked about, how many sources other than its own are to be expected on its matter; empty where too few were heard.

    By the first look alone: it is asked of every source for every excerpt, and only orders what is told.
    """
    sources = sorted({one.document_id for one in heard.excerpts})
    if len(sources) <= FEWEST or not asked.excerpts:
        return {}
    middle = middle_of(np.vstack([heard.vectors, asked.vectors]), weights.usual)
    rows, columns = particular(asked.vectors, middle), particular(heard.vectors, middle)
    texts = [names.neutral(one.text) for one in (*asked.excerpts, *heard.excerpts)]
    words = Words.of(texts, rarity_among(texts))
    own = np.array([one.document_id for one in asked.excerpts])
    theirs = np.array([one.document_id for one in heard.excerpts])
    others = range(len(own), len(texts))
    found: dict[str, float] = {}
    for start in range(0, len(own), BLOCK):
        some = range(start, min(start + BLOCK, len(own)))
        much = words.much[list(some)][:, None] + words.much[list(others)][None, :]
        likely = probability(rows[list(some)] @ columns.T, words.shared(some, others), much, weights)
        likely[own[list(some)][:, None] == theirs[None, :]] = 0.0
        best = np.stack([likely[:, theirs == source].max(axis=1) for source in sources], axis=1)
        best[best < weights.near_floor] = 0.0
        for at, expected in zip(some, best.sum(axis=1), strict=True):
            found[asked.excerpts[at].excerpt_id] = round(float(expected), 3)
    return found
