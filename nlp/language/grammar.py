"""English grammar at the point of use: spaCy behind two small questions."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from corpus.language import english

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@cache
def _parser() -> "Language":
    return english(exclude=["ner", "lemmatizer"])


def parse(texts: Sequence[str]) -> "list[Doc]":
    """Each text with parts of speech and who depends on whom."""
    return list(_parser().pipe(texts, batch_size=64))
