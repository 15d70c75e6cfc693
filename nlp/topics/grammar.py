"""Noun phrases as people said them, by spaCy."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus.language import english

if TYPE_CHECKING:
    from spacy.language import Language

_MASKED = re.compile(r"\[[^\]\n]{1,40}\]|\b(?:Person|Table|Group|Respondent) \d+\b")

_NOTHING = """
other others many more most much few several some any all both such same different various own certain whole
lot lots bit kind sort type way ways thing things something anything everything nothing stuff part couple
number one ones time times day days week weeks month months year years example point okay yeah yes
"""
NAMING_NOTHING = frozenset(_NOTHING.split())
"""Words that may not stand alone as a phrase or begin one: they name nothing."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase; `key` is alike for 'waiting list' and 'waiting lists'."""

    key: tuple[str, ...]
    words: str


def unmasked(text: str) -> str:
    """The text without what de-identification put in: 'Person 3' names no topic."""
    return _MASKED.sub(" ", text)


def noun_phrases(texts: Sequence[str]) -> list[list[Phrase]]:
    """The noun phrases of each text, one to four words each, without articles and counting words.

    A sentence of one or two words is passed over: the parser takes 'Perfect.' for a noun.
    """
    documents = _language().pipe([unmasked(text) for text in texts], batch_size=64)
    return [
        [phrase for chunk in document.noun_chunks if len(chunk.sent) > 2 and (phrase := _phrase(chunk))]
        for document in documents
    ]


def nouns(texts: Sequence[str]) -> set[str]:
    """The words that are mostly nouns in these texts, as spoken, in small letters; names of people and places are none."""
    used: Counter[str] = Counter()
    naming: Counter[str] = Counter()
    language = _language()
    with language.select_pipes(disable=[name for name in ("parser", "lemmatizer") if name in language.pipe_names]):
        for document in language.pipe([unmasked(text) for text in texts], batch_size=64):
            used.update(token.lower_ for token in document)
            naming.update(token.lower_ for token in document if token.pos_ == "NOUN")
    return {word for word, times in naming.items() if 2 * times >= used[word]}


def _phrase(chunk: Any) -> Phrase | None:
    words = [token for token in chunk if token.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"} and _plain(token.text)]
    while words and (words[0].lower_ in NAMING_NOTHING or words[0].is_stop):
        words = words[1:]
    if not 1 <= len(words) <= 4 or words[-1].pos_ not in {"NOUN", "PROPN"} or words[-1].lower_ in NAMING_NOTHING:
        return None
    if words[-1].i - words[0].i != len(words) - 1:
        return None
    spoken = " ".join(token.text if token.text.isupper() or _is_name(token) else token.lower_ for token in words)
    return Phrase(tuple(token.lemma_.lower() or token.lower_ for token in words), spoken)


def _is_name(token: Any) -> bool:
    return token.pos_ == "PROPN" and token.is_title and not token.is_sent_start


def _plain(word: str) -> bool:
    return len(set(word)) > 1 and word.replace("-", "").replace("'", "").isalpha()


@cache
def _language() -> "Language":
    return english(exclude=["ner"])
