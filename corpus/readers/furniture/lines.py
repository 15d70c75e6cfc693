"""Lines that are about the paper and not from anybody, told by their words and by where they stand."""

import re
from collections.abc import Sequence

from learnbrief.corpus.readers.furniture.edges import EDGE_KINDS
from learnbrief.corpus.readers.furniture.kinds import KINDS, Furniture
from learnbrief.corpus.sentences import sentences, words_in

LONGEST = 30
"""Words of a furniture line; only disclaimers come near it."""
LONGEST_AT_EDGE = 45
"""Words of one at the head or foot of a paper, where people explain at length who typed it and from what."""
_CHARACTERS = 400
"""No such line is longer; a long one is not worth the patterns' time."""
_HEAD_WORDS = 12
"""Words of a running head; a longer line that ends in 'page 3' refers to a page."""


def furniture_in(line: str, *, at_edge: bool = False) -> Furniture | None:
    """The kind of furniture a line is, where every sentence of it is; words that only mention a date or hall are none."""
    plain = line.strip(" *_[]()")
    longest = LONGEST_AT_EDGE if at_edge else LONGEST
    if not plain or len(plain) > _CHARACTERS or words_in(plain) > longest:
        return None
    whole = _kind_of(plain, KINDS)
    if whole is not None:
        return whole
    # The looser kinds end in 'and whatever follows': they are asked sentence by sentence, or they would swallow the next.
    allowed = KINDS + EDGE_KINDS if at_edge else KINDS
    kinds = [_kind_of(plain[start:end], allowed) for start, end in sentences(plain)]
    return kinds[0] if all(kinds) else None


def _kind_of(sentence: str, kinds: Sequence[Furniture]) -> Furniture | None:
    plain = sentence.strip().rstrip(".").strip()
    return next((kind for kind in kinds if kind.pattern.fullmatch(plain)), None)


def running_heads(lines: Sequence[str], title: str | None) -> set[str]:
    """Lines that printing put at the edge of a page: the title again, or a line that ends in 'page 3'."""
    paged = re.compile(r".*[|,;:–—-] ?page \d{1,4}(?: of \d{1,4})?")
    found = set()
    for line in lines:
        plain = _plain(line)
        if words_in(line) <= _HEAD_WORDS and (paged.fullmatch(plain) or (title and _is_title(plain, _plain(title)))):
            found.add(line)
    return found


def _is_title(line: str, title: str) -> bool:
    """The title again, with or without a page number beside it."""
    return bool(title) and re.sub(r"^\d{1,4}[ |,–-]+|[ |,–-]+\d{1,4}$", "", line) == title


def _plain(line: str) -> str:
    return " ".join(line.casefold().split())
