"""Given names that are ordinary words (Grace, Will, Precious, Can): told from their place by a small model.

The model adds up one weight for everything that stands around the word (`word_features`) and knows nothing of the word
itself but its sort. The weights were learned from sentences of our own by `benchmarks/training/word_names.py`, which
makes them again; docs/decisions/deidentification-word-names.md says what else was tried.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from learnbrief.corpus.deidentify.word_features import candidates, features
from learnbrief.corpus.deidentify.words import Word

# Chosen on the sentences kept for development. Everything found here is masked until a person decides, so the first
# takes what is more likely an ordinary word than not if a name in so doubtful a place is worth a question.
_LIKELY = 0.25
# Needed in a line of capitals, where they say nothing, and for words like 'can' and 'even', which are seldom names.
_LIKELY_IF_COMMON = 0.4
# Enough where something else says so too: the language model calls it a person, or the text surely names one so.
_LIKELY_IF_AGREED = 0.12
_SURE = 0.8


@dataclass(frozen=True, slots=True)
class WordModel:
    """A logistic regression over what stands around a word."""

    bias: float
    weights: Mapping[str, float]

    def likelihood(self, clues: frozenset[str]) -> float:
        """How likely a word with such surroundings names somebody, between 0 and 1."""
        return 1 / (1 + math.exp(-self.bias - sum(self.weights.get(clue, 0.0) for clue in sorted(clues))))


@cache
def word_model() -> WordModel:
    """The model that is shipped."""
    kept = json.loads(files("learnbrief.corpus.deidentify").joinpath("word_names.json").read_text(encoding="utf-8"))
    return WordModel(kept["bias"], kept["weights"])


def word_names(
    text: str, found: Sequence[Word], skip: frozenset[int], agreed: frozenset[int] = frozenset()
) -> Iterator[int]:
    """Indices of the words of a text that are given names here.

    `skip` are those already dealt with or part of a term that stays, `agreed` those that something else takes for a person.
    """
    clues = {at: features(text, found, at) for at in candidates(text, found) if at not in skip}
    likely = {at: word_model().likelihood(around) for at, around in clues.items()}
    sure = {found[at].key for at, share in likely.items() if share >= _SURE}
    for at, share in likely.items():
        backed = at in agreed or (found[at].key in sure and found[at].capital)
        if share >= (_LIKELY_IF_AGREED if backed else threshold(clues[at])):
            yield at


def threshold(clues: frozenset[str]) -> float:
    """How likely a word with such surroundings must be to be taken for a name by this alone."""
    return _LIKELY_IF_COMMON if clues & {"capitals", "sort small"} else _LIKELY
