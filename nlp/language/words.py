"""Words as we count them: content words, cut to a stem, weighted by how rare they are here."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from learnbrief.corpus.apostrophes import straight as straight  # asked for here by whatever else counts words
from learnbrief.nlp.language.tfidf import Tfidf

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_LISTS = Path(__file__).parent / "lists"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a list beside this module; its first line tells what the list is for."""
    lines = (_LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


STOP = word_list("function_words") | word_list("fillers")
"""Words that are no content of any text."""
PEOPLE = word_list("people") | word_list("everyday_people")
"""They say who was met, not what was found."""
LIGHT = frozenset[str]().union(*map(word_list, ("light_nouns", "measures", "occasions", "everyday", "everyday_people")))
"""Words that two excerpts of any programme share without saying the same."""


def plain(word: str) -> str:
    """A word in small letters, with a typewriter's apostrophe and without the 's of an owner."""
    word = straight(word.lower())
    return word if word in STOP else word.removesuffix("'s")


@cache
def stem(word: str) -> str:
    """A word cut so that its everyday forms meet: 'boards' and 'board', 'caring' and 'care', but not 'car'."""
    from snowballstemmer.english_stemmer import EnglishStemmer  # the package would take PyStemmer where it finds it

    return str(EnglishStemmer().stemWord(plain(word)))  # one for each word, since a stemmer keeps its word: threads


def content_words(text: str) -> list[str]:
    """The words of a text that are not only grammar or filling, in small letters and in order."""
    words = (plain(word) for word in _WORD.findall(text))
    return [word for word in words if len(word) > 1 and word not in STOP]


def stems(text: str) -> list[str]:
    """The content words of a text, as stems, in order."""
    return [stem(word) for word in content_words(text)]


def rarity(texts: Sequence[str]) -> dict[str, float]:
    """How much a stem tells: the fewer texts hold it, the more; from 1 for what every text holds."""
    if not any(map(stems, texts)):
        return {}
    counter = Tfidf(stems).fit(texts)
    return dict(zip(counter.vocabulary, counter.rarity.tolist(), strict=True))


def word_rows(texts: Sequence[str]) -> "csr_matrix":
    """One unit row of weighted stems per text; shared words give the product of two rows its size."""
    from scipy.sparse import csr_matrix

    if not any(map(stems, texts)):
        return csr_matrix((len(texts), 1), dtype="float64")
    return Tfidf(stems).fit_transform(texts)
