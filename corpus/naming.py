"""Naming: whether a text names a thing, the same for whoever finds things, counts them and publishes them."""

import re
from functools import lru_cache


def names(words: str, text: str) -> bool:
    """Whether a thing's words stand in a text, in the singular or the plural: 'interpreter' in 'two interpreters', 'link worker' in 'link-workers'."""
    return _pattern(words).search(text) is not None


@lru_cache(maxsize=1_024)
def _pattern(words: str) -> re.Pattern[str]:
    *before, last = words.split()
    many = rf"{re.escape(last)}(?:s|es)?"
    for ending, plural in (("y", "ies"), ("fe", "ves"), ("f", "ves")):
        if last.endswith(ending):
            many = rf"(?:{many}|{re.escape(last.removesuffix(ending))}{plural})"
            break
    joined = r"[\s-]+".join([*map(re.escape, before), many])
    return re.compile(rf"\b{joined}\b", re.IGNORECASE)
