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


_PARSED: dict[str, "Doc"] = {}
_REMEMBERED = 2048
"""Texts whose grammar is kept, in some 35 MB: what heads a point, what is measured, what differs and what is central all ask for it."""


def parse(texts: Sequence[str]) -> "list[Doc]":
    """Each text with parts of speech and who depends on whom; whoever asks reads and changes nothing."""
    known = {text: found for text in texts if (found := _PARSED.get(text)) is not None}
    new = [text for text in dict.fromkeys(texts) if text not in known]
    for text, document in zip(new, language().pipe(new, batch_size=64), strict=True):
        # what the steps handed on to each other: most of the memory, asked by nobody
        document.tensor = document.tensor[:0]
        known[text] = document
    if len(_PARSED) + len(new) > _REMEMBERED:
        _PARSED.clear()
    _PARSED.update((text, known[text]) for text in new[-_REMEMBERED:])
    return [known[text] for text in texts]


def nouns(texts: Sequence[str]) -> set[str]:
    """The words that are mostly nouns in these texts, in small letters; names of people and places are none."""
    used: Counter[str] = Counter()
    naming: Counter[str] = Counter()
    for document in language().pipe(texts, batch_size=64, disable=["parser"]):  # the slowest step, not asked here
        used.update(token.lower_ for token in document)
        naming.update(token.lower_ for token in document if token.pos_ == "NOUN")
    return {word for word, times in naming.items() if 2 * times >= used[word]}
