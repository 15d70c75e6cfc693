"""Which part of very much material is looked at closely: a draw that is nearly the same again when something is added."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.identity import content_hash

MOST = 6_000
"""More than any set that topics were measured on (docs/decisions/topics-method.md): below it nothing is left to chance."""


def drawn(texts: Sequence[str], most: int = MOST) -> NDArray[np.int64]:
    """Rows in order: all of them, or as many as may be, by a hash of their words.

    A text keeps its place in line whatever else there is, so a month that adds a tenth replaces a tenth of the draw.
    """
    if len(texts) <= most:
        return np.arange(len(texts), dtype=np.int64)
    in_line = sorted(range(len(texts)), key=lambda row: (content_hash(texts[row]), row))
    return np.array(sorted(in_line[:most]), dtype=np.int64)


def in_words(size: int, most: int = MOST) -> str:
    """How many were looked at, for whoever reads how topics were made."""
    return (
        f"{size} excerpts" if size <= most else f"{size} excerpts: found in {most} drawn of them, joined by the others"
    )
