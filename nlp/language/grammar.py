"""English grammar at the point of use: spaCy behind small questions."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from learnbrief.corpus.language import english

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@cache
def language() -> "Language":
    """The one pipeline of the science, without the steps that find names and lemmas, which nothing here asks for."""
    return english(exclude=["ner", "lemmatizer"])


def parse(texts: Sequence[str]) -> "list[Doc]":
    """Each text with parts of speech and who depends on whom."""
    return list(language().pipe(texts, batch_size=64))


def nouns(texts: Sequence[str]) -> set[str]:
    """The words that are mostly nouns in these texts, in small letters; names of people and places are none."""
    used: Counter[str] = Counter()
    naming: Counter[str] = Counter()
    for document in language().pipe(texts, batch_size=64, disable=["parser"]):  # the slowest step, not asked here
        used.update(token.lower_ for token in document)
        naming.update(token.lower_ for token in document if token.pos_ == "NOUN")
    return {word for word, times in naming.items() if 2 * times >= used[word]}
