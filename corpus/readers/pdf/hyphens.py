"""Hyphens at the end of a line: the printer's go, a word's own stay."""

import re
from collections.abc import Iterable

from learnbrief.corpus.deidentify.lexicon import in_dictionary
from learnbrief.corpus.deidentify.words import fold, word_set

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:[-\u2010\u2011][^\W\d_]+)*")
_BROKEN = re.compile(r"((?:[^\W\d_]+[-\u2010\u2011])*[^\W\d_]+)[-\u2010]$")
_HYPHENS = re.compile(r"[-\u2010\u2011]")
_KEEPS_ITS_HYPHEN = word_set(
    "non self semi anti post pre cross mid ex quasi vice multi inter intra well co pro sub ultra micro"
)
"""First parts that are not always words by themselves and stand before a hyphen."""


def words_within(lines: Iterable[str]) -> frozenset[str]:
    """Words as the document spells them where no line end broke them."""
    return frozenset(_spelt(word) for line in lines for word in _WORD.findall(line)[1:-1])


def mended(text: str, more: str, written: frozenset[str] = frozenset()) -> str:
    """Two lines as one: a word broken over the line end is whole again, one that is spelt with a hyphen keeps it."""
    text, more = text.rstrip(), more.lstrip()
    broken, after = _BROKEN.search(text), _WORD.match(more)
    if not broken or not after:
        return f"{text} {more}"
    keeps = not more[0].islower() or _is_spelt_with_hyphen(broken.group(1), after.group(), written)
    return (text if keeps else text[:-1]) + more


def _is_spelt_with_hyphen(before: str, after: str, written: frozenset[str]) -> bool:
    """The document's own spelling elsewhere decides; else the dictionary says which of the two are words."""
    if _spelt(f"{before}-{after}") in written:
        return True
    if _spelt(before + after) in written:
        return False
    first, second = _HYPHENS.split(before)[-1], _HYPHENS.split(after)[0]
    if len(first) == 1 or (first.casefold(), second[0]) == (
        "co",
        "o",
    ):  # e-survey; co-ordinate, as British spelling has it
        return True
    if not _is_word(second):
        return False
    if in_dictionary(f"{first}-{second}".casefold()):
        return True
    if first != before:  # 'board-to-' and 'ward' are no 'toward'
        return _is_word(first)
    return not _is_word(first + second) and (first.casefold() in _KEEPS_ITS_HYPHEN or _is_word(first))


def _is_word(part: str) -> bool:
    return len(part) > 1 and in_dictionary(fold(part))


def _spelt(word: str) -> str:
    return _HYPHENS.sub("-", word.casefold())
