"""Which part of very much material is looked at closely: a draw that is nearly the same again when something is added."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.identity import content_hash

MOST = 6_000
"""More than any set that topics were measured on (docs/decisions/topics-method.md): below it nothing is left to chance."""
SHARE = 10
"""One source, a survey of the whole programme say, is at first at most one in so many of the draw: a matter needs several."""


def drawn(texts: Sequence[str], most: int = MOST, *, sources: Sequence[str] | None = None) -> NDArray[np.int64]:
    """Rows in order: all of them, or as many as may be, in line by a hash of their words.

    With `sources` whole ones are taken, by a hash of their names: what share of the sources uses a word then stays what it is.
    Whoever is in line keeps the place whatever else there is, so a month that adds a tenth replaces a tenth of the draw.
    """
    if len(texts) <= most:
        return np.arange(len(texts), dtype=np.int64)
    told_by = texts if sources is None else sources
    by_words = sorted((content_hash(text), row) for row, text in enumerate(texts))
    seen: Counter[str] = Counter()
    in_line = []
    for place, (_, row) in enumerate(by_words):
        turn = seen[told_by[row]] // max(1, most // SHARE)
        seen[told_by[row]] += 1
        in_line.append((turn, content_hash(told_by[row]), place, row))
    return np.array(sorted(row for *_, row in sorted(in_line)[:most]), dtype=np.int64)


def in_words(size: int, most: int = MOST) -> str:
    """How many were looked at, for whoever reads how topics were made."""
    return (
        f"{size} excerpts" if size <= most else f"{size} excerpts: found in {most} drawn of them, joined by the others"
    )
