"""The words of signs.toml, found in a text: how many, which way, how surely, why, when, how far, who."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def signs() -> Mapping[str, Any]:
    """The lists as they stand in the file."""
    return tomllib.loads(files("learnbrief.nlp.claims").joinpath("signs.toml").read_text(encoding="utf-8"))


@cache
def _pattern(terms: str) -> re.Pattern[str]:
    """Any of these terms as whole words, the longest first."""
    known = sorted((term.strip() for term in terms.split(";")), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(_term, known))})(?!\w)", re.IGNORECASE)


def _term(term: str) -> str:
    words = re.escape(term).replace(r"\ \*\ ", r"\s(?:[\w'’]+\s){1,6}?").replace(r"\*", r"\w*")
    return words.replace(r"\ ", r"\s+")


def found(terms: str, text: str) -> list[str]:
    """The terms that stand in a text, as they stand there and in its order."""
    return [match.group() for match in _pattern(terms).finditer(text)]


def classes(of: Mapping[str, str], text: str) -> dict[str, str]:
    """Which lines of a table a text has a word of, each with the first; a longer term leaves nothing of itself to a shorter one."""
    hits = sorted(
        (-len(match.group()), match.start(), name, match.group())
        for name, terms in of.items()
        for match in _pattern(terms).finditer(text)
    )
    taken: list[tuple[int, int]] = []
    kept: list[tuple[int, str, str]] = []
    for size, start, name, words in hits:
        end = start - size
        if not any(start < stop and begin < end for begin, stop in taken):
            taken.append((start, end))
            kept.append((start, name, words))
    first: dict[str, str] = {}
    for _, name, words in sorted(kept):
        first.setdefault(name, words)
    return first


def without(text: str, terms: str) -> str:
    """A text with a blank for each of these terms."""
    return _pattern(terms).sub(" ", text)
