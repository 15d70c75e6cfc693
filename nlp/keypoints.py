"""Which quote makes which point: how well each of several short statements sums up what somebody said.

Likeness of vectors alone mostly says that both are on the topic. Centred vectors say what is particular: a quote beside the
other quotes, a statement beside the other statements. The weights were learned on ArgKP's training topics and are reported on
others (benchmarks/keypoints.py).
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.services import Vectors
from nlp.findings.words import word_rows

Scores = NDArray[np.float64]

SIGNALS = (
    "like beside its own side",
    "like beside all that is said",
    "like beside the other statements",
    "shared words",
    "shared words beside the other statements",
    "length",
)
WEIGHTS: Mapping[str, float] = {
    "like beside its own side": -9.27,
    "like beside all that is said": 10.01,
    "like beside the other statements": 5.22,
    "shared words": -0.57,
    "shared words beside the other statements": 11.44,
    "length": 0.49,
}
"""Learned with `benchmarks/keypoints.py --learn`."""


def centred(rows: Vectors, *, around: Vectors | None = None) -> Vectors:
    """Rows less the mean of those around them, back at unit length: what each says that the others do not."""
    around = rows if around is None else around
    moved = rows - around.mean(axis=0) if len(around) > 1 else rows
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.where(lengths < 1e-9, 1, lengths), dtype=np.float32)


def signals(
    quotes: Sequence[str],
    statements: Sequence[str],
    quote_vectors: Vectors,
    statement_vectors: Vectors,
    *,
    background: Vectors | None = None,
) -> Scores:
    """One number per quote, statement and entry of SIGNALS.

    The quotes are those of one side of a matter; `background` holds vectors of all that is said on it, the other side included.
    """
    own, others = centred(quote_vectors), quote_vectors if background is None else background
    rows = word_rows([*quotes, *statements])
    words = np.asarray((rows[: len(quotes)] @ rows[len(quotes) :].T).toarray(), dtype=np.float64)
    lengths = np.log1p([len(quote.split()) for quote in quotes])
    return np.stack(
        [
            own @ centred(statement_vectors, around=quote_vectors).T,
            centred(quote_vectors, around=others) @ centred(statement_vectors, around=others).T,
            own @ centred(statement_vectors).T,
            words,
            words - words.mean(axis=1, keepdims=True),
            np.broadcast_to(np.asarray(lengths)[:, None], words.shape),
        ],
        axis=-1,
    )


def match(
    quotes: Sequence[str],
    statements: Sequence[str],
    quote_vectors: Vectors,
    statement_vectors: Vectors,
    *,
    background: Vectors | None = None,
    weights: Mapping[str, float] = WEIGHTS,
) -> Scores:
    """One score per quote and statement: the higher, the better the statement sums the quote up."""
    if not quotes or not statements:
        return np.zeros((len(quotes), len(statements)))
    seen = signals(quotes, statements, quote_vectors, statement_vectors, background=background)
    return np.asarray(seen @ np.array([weights[name] for name in SIGNALS]))
