"""What is in no excerpt at all, and what is put together of two of them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from learnbrief.corpus.remark import Fault, Remark
from learnbrief.nlp.claims.ground import Ground, words_of
from learnbrief.nlp.claims.signs import found, signs
from learnbrief.nlp.language.grammar import parse
from learnbrief.nlp.language.placeholders import neutral
from learnbrief.nlp.language.words import STOP, stem, word_list

if TYPE_CHECKING:
    from spacy.tokens import Token

_PARTS = re.compile(r"[,;:–—]|\b(?:and|but|though|although|while|whereas|yet|or)\b", re.IGNORECASE)
FEWEST_VERBS = 2
"""Verbs of no excerpt that make a remark without a noun: one alone is mostly another word for the same."""
CLEARLY_NEARER = 0.1
"""By how much another finding's evidence must be closer: vectors of short sentences differ by less by chance."""
FEWEST_OF_ANOTHER = 2
"""Stems that a clause must take from a second excerpt: one alone ('ward', 'audit') is how people sum up."""
_EMPTY = STOP | word_list("light_nouns") | word_list("weak_verbs") | word_list("measures") | word_list("everyday")


def inventions(ground: Ground) -> Iterator[Remark]:
    """Nouns and verbs of the claim that no excerpt has in any form, nor one that is near in meaning where an encoder is at hand."""
    missing = [token for token in _unsaid(ground) if not ground.near(token.lower_)]
    if len(missing) >= FEWEST_VERBS or any(token.pos_ == "NOUN" for token in missing):
        told = ", ".join(f"“{word}”" for word in dict.fromkeys(token.lower_ for token in missing))
        yield Remark(Fault.INVENTION, f"Words of your own, in no excerpt: {told}", soft=True)


def _unsaid(ground: Ground) -> "Iterator[Token]":
    have = words_of(f"{ground.whole}\n{ground.about}")
    for token in parse([neutral(ground.digits)])[0]:
        telling = token.pos_ in ("NOUN", "VERB") and token.is_alpha and len(token) > 1 and token.lower_ not in _EMPTY
        if (
            telling
            and stem(token.text) not in have
            and not any(found(terms, token.text) for terms in _heard_elsewhere())
        ):
            yield token


@cache
def _heard_elsewhere() -> tuple[str, ...]:
    """Lists whose words other rules hold against the evidence, and the words of whoever sums up."""
    tables = signs()
    ways = (words for axis in tables["direction"].values() for words in axis.values())
    plain = (
        words for name in ("quantity", "sure", "time", "who", "scope", "summing") for words in tables[name].values()
    )
    return (*plain, *ways, tables["cause"]["strong"])


def joined(ground: Ground) -> Iterator[Remark]:
    """Two facts of different excerpts told as one, in a clause that no single excerpt carries."""
    for part in _PARTS.split(ground.claim):
        words = words_of(part)
        best, most = ground.best(words)
        if best < 0:
            continue
        left = words - words_of(ground.evidence[best].text) - words_of(ground.evidence[best].role)
        there, more = ground.best(left)
        if there >= 0 and min(most, more) >= FEWEST_OF_ANOTHER:
            one, two = (_shown(part, own) for own in (words - left, left & words_of(ground.evidence[there].text)))
            yield Remark(Fault.JOINED, f"No single excerpt says this: “{one}” stands in one, “{two}” in another")
            return


def _shown(part: str, wanted: frozenset[str]) -> str:
    """The words of a clause that have these stems."""
    kept = [word.strip('.,;:!?“”"') for word in part.split()]
    return " ".join(word for word in kept if words_of(word) & wanted)


def nearer(ground: Ground) -> Iterator[Remark]:
    """A claim that lies closer to what stands under another finding than to its own excerpts."""
    close = ground.closeness()
    own = close.pop("", None)
    name = max(close, key=lambda one: close[one], default="")
    if own is not None and name and close[name] > own + CLEARLY_NEARER:
        yield Remark(Fault.NEARNESS, f"It reads closer to the evidence under {name} than to its own", soft=True)
