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

from learnbrief.corpus.deidentify.word_features import HOLIDAYS, candidates, features
from learnbrief.corpus.deidentify.words import Word, word_set

# Chosen on the sentences kept for development. Everything found here is masked until a person decides, so the first
# takes what is more likely an ordinary word than not if a name in so doubtful a place is worth a question.
_LIKELY = 0.28
# Needed in a line of capitals, where they say nothing, for words like 'can' and 'even', which are seldom names, and for
# days, months and seasons, which any plan is full of.
_LIKELY_IF_COMMON = 0.4
# Needed for the words that any text is full of: outside a place for people 'Time to do it properly' is about time.
_LIKELY_IF_EVERYDAY = 0.55
# Enough where something else says so too: the language model calls it a person, or the text surely names one so.
_LIKELY_IF_AGREED = 0.12
_SURE = 0.8
_EVERYDAY = word_set("""
aim are arm ask baby ball bank bear best better bin blue book boss boy bus cash chance circle dad don doubt easy
eleven ever evidence fact fan fight fire first fish floor force forget forward frame future game general
given gold green gun guy hang happy harm honest ice job kind last learn life light line long loss man me mile mind
moment money my never new nice nine no not odd off oil ok order page pan perfect phone pin power problem question
quick rain remember rest rich safe sale sat sea senior seven sharp silence simple skill skip smile soft song sorry
spring start story style sure tears ten than thank thanks thin ties till time tin tiny together tone top touch tough
toy trouble try turn up urgent value van wait want ward watch welcome wild win wish yes you choice difficult doctor fee gap good heart kid matter mistake month net own patient pet quiet sad save security service
sign special thursday tip useful view way wednesday winter worry worth
""")
"""Words of the commonest in English; as names they are rare, and each that is masked in vain spoils a text."""
_PLACES_FOR_PEOPLE = frozenset(
    {"before title", "before addressing", "before named", "before kin", "before post", "after speaking"}
    | {"listed with clear name", "list of people"}
)
"""Where a name stands: after a title or a greeting, before a verb of speaking, among names."""


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
        word, around = found[at], clues[at]
        small = "sort small" in around
        # 'Fairer Together' and 'Easter' are people to the language model too, and one Mine who wanted something makes no other one
        backed = at in agreed or (word.key in sure and word.capital and not small)
        backed = backed and not _is_everyday(word.key, around) and word.key not in HOLIDAYS
        enough = _LIKELY if small else _LIKELY_IF_AGREED
        if share >= (enough if backed else threshold(word.key, around)):
            yield at


def threshold(key: str, clues: frozenset[str]) -> float:
    """How likely a folded word with such surroundings must be to be taken for a name by this alone."""
    if _is_everyday(key, clues):
        return _LIKELY_IF_EVERYDAY
    return _LIKELY_IF_COMMON if clues & {"capitals", "sort small", "sort season"} else _LIKELY


def _is_everyday(key: str, clues: frozenset[str]) -> bool:
    """Whether a word is one of the commonest, and nothing around it is what stands around people."""
    return key in _EVERYDAY and not clues & _PLACES_FOR_PEOPLE
