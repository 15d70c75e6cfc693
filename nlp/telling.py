"""What says who somebody is without a name, told by likeness: a clue beside the rules, which know only the words that they list.

One weight for each number of an excerpt's vector, learned from sentences of ours by `benchmarks/training/telling.py`. The vectors are
in the store anyway once excerpts are encoded, so that asking costs next to nothing. The weights hold for one encoder.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from learnbrief.corpus.errors import ModelUnavailable
from learnbrief.corpus.protocols import Encoder, Telling, Vectors
from learnbrief.nlp.encode import Get
from learnbrief.nlp.language.placeholders import neutral
from learnbrief.nlp.learned_weights import LearnedWeights

FILE = Path(__file__).with_name("telling_weights.json")


@dataclass(frozen=True, slots=True)
class TellingWeights(LearnedWeights):
    """A logistic regression over an excerpt's vector."""

    enough: float
    """From here on an excerpt is pointed out; chosen where the model was learned."""

    def tells(self, rows: Vectors) -> Sequence[bool]:
        """Of each row, whether what it stands for is to be pointed out."""
        told: list[bool] = (self.lean(rows) >= self.enough).tolist()
        return told


@cache
def telling_weights() -> TellingWeights:
    """The weights that come with learnbrief."""
    return TellingWeights.kept_in(FILE)


def by_kept_vectors(get: Get) -> Telling:
    """Tells of texts whose vectors a cache holds (`get`, as of a store); of others, and under another encoder, it says no."""

    def tells(texts: Sequence[str]) -> Sequence[bool]:
        weights, read = telling_weights(), [neutral(text) for text in texts]
        kept = get(weights.encoder, list(dict.fromkeys(read)))
        known = [text for text in dict.fromkeys(read) if text in kept]
        if not known:
            return [False] * len(texts)
        told = dict(zip(known, weights.tells(np.stack([kept[text] for text in known])), strict=True))
        return [told.get(text, False) for text in read]

    return tells


def by_encoding(encoder: Encoder) -> Telling:
    """Tells of any text, which it encodes.

    Raises:
        ModelUnavailable: the encoder is missing, or is not the one that the weights hold for.
    """
    weights = telling_weights()
    if encoder.name != weights.encoder:
        raise ModelUnavailable(
            f"what tells who somebody is was learned for {weights.encoder}, and the settings name {encoder.name}"
        )

    def tells(texts: Sequence[str]) -> Sequence[bool]:
        return weights.tells(encoder.encode([neutral(text) for text in texts])) if texts else []

    return tells
