"""Which quote makes which point: how well each of several short statements sums up what somebody said.

Likeness of vectors alone mostly says that both are on the topic. Centred vectors say what is particular: a quote beside the
other quotes, a statement beside the other statements. Beside whole texts we compare the clauses of a quote, and word with word:
a statement that is said in other words has a near word for each of its own. The weights were learned on ArgKP's training
topics and are reported on others (benchmarks/keypoints.py).
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.nlp.language.words import content_words, rarity, stem, word_rows

Scores = NDArray[np.float64]

SIGNALS = (
    "like beside its own side",
    "like beside all that is said",
    "like beside the other statements",
    "a clause like beside its own side",
    "a clause like beside all that is said",
    "near words for the statement",
    "near words for the quote",
    "near words for the quote beside the other statements",
    "shared words",
    "shared words beside the other statements",
    "shared letters",
    "shared letters beside the other statements",
    "like quotes are like it",
    "length",
)
WEIGHTS: Mapping[str, float] = {
    "like beside its own side": -9.92,
    "like beside all that is said": 7.99,
    "like beside the other statements": 3.4,
    "a clause like beside its own side": -1.91,
    "a clause like beside all that is said": 3.66,
    "near words for the statement": 3.65,
    "near words for the quote": -0.36,
    "near words for the quote beside the other statements": 10.51,
    "shared words": -5.6,
    "shared words beside the other statements": 3.05,
    "shared letters": 2.76,
    "shared letters beside the other statements": 3.88,
    "like quotes are like it": 1.14,
    "length": 0.09,
}
"""Learned with `benchmarks/keypoints.py --learn`."""
LIKE_QUOTES = 5

_CLAUSE = re.compile(
    r"[,;:.!?]+\s+|\s+(?=(?:because|since|as it|and|but|which|so|if|when|while|therefore|who|that)\b)", re.IGNORECASE
)


def centred(rows: Vectors, *, around: Vectors | None = None) -> Vectors:
    """Rows less the mean of those around them, back at unit length: what each says that the others do not."""
    around = rows if around is None else around
    moved = rows - around.mean(axis=0) if len(around) > 1 else rows
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.where(lengths < 1e-9, 1, lengths), dtype=np.float32)


def signals(
    quotes: Sequence[str], statements: Sequence[str], encoder: Encoder, *, background: Sequence[str] = ()
) -> Scores:
    """One number per quote, statement and entry of SIGNALS.

    The quotes are those of one side of a matter; `background` is all that is said on it, the other side included.
    """
    said, points = encoder.encode(quotes), encoder.encode(statements)
    everything = encoder.encode(background) if background else said
    own = centred(said)
    beside_all = centred(said, around=everything) @ centred(points, around=everything).T
    beside_others = own @ centred(points).T
    words, letters = _shared_words(quotes, statements), _shared_letters(quotes, statements)
    for_statement, for_quote = _near_words(quotes, statements, encoder)
    lengths = np.log1p([len(quote.split()) for quote in quotes])
    return np.stack(
        [
            own @ centred(points, around=said).T,
            beside_all,
            beside_others,
            *_best_clauses(quotes, points, encoder, everything),
            for_statement,
            for_quote,
            _beside_others(for_quote),
            words,
            _beside_others(words),
            letters,
            _beside_others(letters),
            _like_quotes(own, np.asarray(beside_all + beside_others, dtype=np.float64)),
            np.broadcast_to(np.asarray(lengths)[:, None], words.shape),
        ],
        axis=-1,
    )


def match(
    quotes: Sequence[str],
    statements: Sequence[str],
    encoder: Encoder,
    *,
    background: Sequence[str] = (),
    weights: Mapping[str, float] = WEIGHTS,
) -> Scores:
    """One score per quote and statement: the higher, the better the statement sums the quote up."""
    if not quotes or not statements:
        return np.zeros((len(quotes), len(statements)))
    seen = signals(quotes, statements, encoder, background=background)
    return np.asarray(seen @ np.array([weights[name] for name in SIGNALS]))


def clauses_of(text: str) -> list[str]:
    """A text cut at punctuation and joining words; no part has fewer than four words unless the text has."""
    parts: list[str] = []
    for part in (part.strip() for part in _CLAUSE.split(text)):
        if part and parts and min(len(part.split()), len(parts[-1].split())) < 4:
            parts[-1] += " " + part
        elif part:
            parts.append(part)
    return parts or [text]


def _best_clauses(
    quotes: Sequence[str], points: Vectors, encoder: Encoder, everything: Vectors
) -> tuple[Scores, Scores]:
    """How near the nearest clause of each quote comes to each statement, beside the clauses of its side and beside all."""
    clauses = [(clause, at) for at, quote in enumerate(quotes) for clause in clauses_of(quote)]
    rows, owners = encoder.encode([clause for clause, _ in clauses]), [at for _, at in clauses]
    found = []
    for around in (rows, everything):
        best = np.full((len(quotes), len(points)), -1.0)
        np.maximum.at(best, owners, centred(rows, around=around) @ centred(points, around=around).T)
        found.append(best)
    return found[0], found[1]


def _near_words(quotes: Sequence[str], statements: Sequence[str], encoder: Encoder) -> tuple[Scores, Scores]:
    """How near a word of the quote comes to each word of the statement, and the other way round; rare words count more."""
    texts = [list(dict.fromkeys(content_words(text))) for text in (*quotes, *statements)]
    vocabulary = sorted({word for text in texts for word in text})
    if not vocabulary:
        nothing = np.zeros((len(quotes), len(statements)))
        return nothing, nothing
    rows, place = centred(encoder.encode(vocabulary)), {word: at for at, word in enumerate(vocabulary)}
    rare = rarity(quotes)
    rarest = max(rare.values(), default=1.0)
    weights = np.array([rare.get(stem(word), rarest) - 0.8 for word in vocabulary])
    places = [[place[word] for word in text] for text in texts]
    near = np.maximum(0.0, rows @ rows.T)
    for_statement, for_quote = np.zeros((2, len(quotes), len(statements)))
    for at, said in enumerate(places[: len(quotes)]):
        for to, point in enumerate(places[len(quotes) :]):
            if said and point:
                likeness = near[np.ix_(said, point)]
                for_statement[at, to] = np.average(likeness.max(axis=0), weights=weights[point])
                for_quote[at, to] = np.average(likeness.max(axis=1), weights=weights[said])
    return for_statement, for_quote


def _shared_words(quotes: Sequence[str], statements: Sequence[str]) -> Scores:
    rows = word_rows([*quotes, *statements])
    return np.asarray((rows[: len(quotes)] @ rows[len(quotes) :].T).toarray(), dtype=np.float64)


def _shared_letters(quotes: Sequence[str], statements: Sequence[str]) -> Scores:
    """Cosine over runs of three to five letters: 'privatise' and 'privatisation' share most of theirs."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not any(text.strip() for text in (*quotes, *statements)):
        return np.zeros((len(quotes), len(statements)))
    counter = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    rows = counter.fit_transform([*quotes, *statements])
    return np.asarray((rows[: len(quotes)] @ rows[len(quotes) :].T).toarray(), dtype=np.float64)


def _like_quotes(own: Vectors, likeness: Scores) -> Scores:
    """The likeness that the most similar other quotes have, the nearer ones counting more."""
    if len(own) < 2:
        return likeness
    near = np.asarray(own @ own.T, dtype=np.float64)
    np.fill_diagonal(near, -1.0)
    nearest = np.argsort(-near, axis=1, kind="stable")[:, :LIKE_QUOTES]
    weights = np.maximum(0.0, np.take_along_axis(near, nearest, axis=1)) ** 2 + 1e-6
    return np.asarray((weights[:, :, None] * likeness[nearest]).sum(axis=1) / weights.sum(axis=1, keepdims=True))


def _beside_others(table: Scores) -> Scores:
    return np.asarray(table - table.mean(axis=1, keepdims=True))
