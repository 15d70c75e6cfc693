"""Pairs: how likely any two excerpts of a material speak of one matter, by their words and by the company they keep.

The first look (likely.py) holds every two against each other as wholes. Those it finds likeliest are held against each other
word by word; and two excerpts that are both likely of the matter of the same others are likely of one matter, though they call it by
different names. Learned, like the first look, from the planned points of thirteen fictional programmes: it finds half of what carries
a point where the first look finds two fifths (mean average precision .50 and .42; benchmarks/training/matters.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from learnbrief.nlp.findings.central import by_source, units
from learnbrief.nlp.findings.gather import BLOCK, Likeness, Material, Row
from learnbrief.nlp.findings.likely import likely, shared_and_much
from learnbrief.nlp.findings.wordwise import Wordwise

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

READ = 2_000
"""Excerpts, the most central first, that are held against each other more than once; of the rest the first look stands."""
CLOSEST = 40
"""Of each, how many of the likeliest are."""
TINY = 1e-5


@dataclass(frozen=True, slots=True)
class Pairs:
    """How likely any two excerpts speak of one matter."""

    material: Material
    place: NDArray[np.int64]
    """Of each excerpt its row among those that were read again, or -1; shape (excerpts,)."""
    again: Likeness
    """Of those how likely any two do; shape (read, read)."""
    wordwise: Wordwise | None
    """None for an encoder that does not tell its tokens."""

    @classmethod
    def of(cls, material: Material, wordwise: Wordwise | None, central: NDArray[np.float32]) -> "Pairs":
        """Reads again what is most central; without an encoder that tells its tokens, by the company kept alone."""
        read = np.sort(np.argsort(-central, kind="stable")[:READ])
        place = np.full(len(central), -1, dtype=np.int64)
        place[read] = np.arange(len(read))
        weights = material.weights
        if len(read) < 2:
            return cls(
                material, np.full(len(central), -1, dtype=np.int64), np.zeros((0, 0), dtype=np.float32), wordwise
            )
        close, first = _first_look(material, read.tolist())
        if wordwise is None:
            lean, by = first, weights.company
        else:
            lean, by = _word_by_word(material, wordwise, read.tolist(), close), weights.company_met
        return cls(material, place, in_company(lean, close, by), wordwise)

    def likely(self, rows: Sequence[int], columns: Sequence[int]) -> Likeness:
        """How likely excerpts speak of one matter, 0 to 1; shape (rows, columns)."""
        of_rows, of_columns = self.place[list(rows)], self.place[list(columns)]
        read, reads = of_rows >= 0, of_columns >= 0
        if read.all() and reads.all():
            return np.asarray(self.again[np.ix_(of_rows, of_columns)], dtype=np.float32)
        found = likely(self.material, rows, columns)
        found[np.ix_(read, reads)] = self.again[np.ix_(of_rows[read], of_columns[reads])]
        return found

    def together(self, rows: Sequence[int], columns: Sequence[int]) -> Likeness:
        """How likely excerpts are heard as one: less so two of one source, which goes on about a thing without saying it again."""
        unit = units(self.material)
        lean = leaning(self.likely(rows, columns))
        own = unit[list(rows)][:, None] == unit[list(columns)][None, :]
        lean -= self.material.weights.own_source * own
        found = np.asarray(1 / (1 + np.exp(-lean)), dtype=np.float32)
        found[np.asarray(rows)[:, None] == np.asarray(columns)[None, :]] = 1.0
        return found


def _first_look(material: Material, read: Sequence[int]) -> "tuple[NDArray[np.bool_], Likeness]":
    """Which pairs the first look finds likeliest of either, and how it leans on them; shapes (read, read)."""
    close = np.zeros((len(read), len(read)), dtype=np.bool_)
    lean = np.zeros(close.shape, dtype=np.float32)
    for start in range(0, len(read), BLOCK):
        rows = range(start, min(start + BLOCK, len(read)))
        found = likely(material, [read[row] for row in rows], read)
        found[np.arange(len(rows)), list(rows)] = 0.0
        best = np.argsort(-found, axis=1, kind="stable")[:, :CLOSEST]
        np.put_along_axis(close[start : start + len(rows)], best, True, axis=1)
        lean[start : start + len(rows)] = leaning(found)
    close |= close.T
    np.fill_diagonal(close, False)
    return close, lean


def _word_by_word(material: Material, wordwise: Wordwise, read: Sequence[int], close: NDArray[np.bool_]) -> Likeness:
    """How the words of two, each read where it stands, lean on whether they speak of one matter; shape (read, read)."""
    weights = material.weights
    others = [np.flatnonzero(row) for row in close]
    met = np.zeros(close.shape, dtype=np.float32)
    for row, (places, found) in enumerate(
        zip(others, wordwise.meetings([material.excerpts[at].text for at in read], others), strict=True)
    ):
        met[row, places] = found
    shared, much = shared_and_much(material, read)
    met_by, words_by, much_by, bias = weights.word_by_word
    return np.asarray(met_by * (met + met.T) / 2 + words_by * shared + much_by * much + bias, dtype=np.float32)


def in_company(lean: Likeness, close: NDArray[np.bool_], by: tuple[float, float, float, float]) -> Likeness:
    """The likelihood from how two lean and from how far the same others are likely of the matter of both; shape (n, n).

    `by` holds what the lean adds, what the company adds, the bias, and the lean of a pair that is close to neither.
    """
    from scipy.sparse import csr_matrix

    of_lean, of_company, bias, apart = by
    likely_of = csr_matrix(np.where(close, 1 / (1 + np.exp(-lean)), 0).astype(np.float32))
    found = of_lean * np.where(close, lean, apart) + of_company * company(likely_of) + bias
    again = np.asarray(1 / (1 + np.exp(-found)), dtype=np.float32).round(4)
    np.fill_diagonal(again, 1.0)
    return again


def company(likely_of: "csr_matrix") -> Likeness:
    """How far two are likely of the matter of the same others: the cosine of their rows, without the two themselves; shape (n, n)."""
    squared = likely_of.multiply(likely_of)
    total = np.asarray(squared.sum(axis=1), dtype=np.float32).ravel()
    own = np.asarray(squared.toarray(), dtype=np.float32)
    lengths = np.sqrt(np.maximum(total[:, None] - own, TINY)) * np.sqrt(np.maximum(total[None, :] - own.T, TINY))
    return np.asarray((likely_of @ likely_of.T).toarray() / lengths, dtype=np.float32)


def leaning(found: Likeness) -> Likeness:
    """The logit of a probability."""
    kept = np.clip(found, TINY, 1 - TINY)
    return np.asarray(np.log(kept / (1 - kept)), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Likeliest:
    """Of each of some excerpts, what speaks likeliest of the same matter in every other source."""

    rows: tuple[int, ...]
    share: Likeness
    """How likely it does; nought in an excerpt's own source, and where it hardly may. Shape (rows, sources)."""
    at: NDArray[np.int64]
    """Where it stands; shape (rows, sources)."""

    @property
    def expected(self) -> Row:
        """How many other sources are to be expected on the matter of each; shape (rows,)."""
        return np.asarray(self.share.sum(axis=1), dtype=np.float32).round(3)


def likeliest(pairs: Pairs, unit: NDArray[np.int64], rows: Sequence[int]) -> Likeliest:
    """Asks every other source, by its number in `unit`, for its likeliest excerpt."""
    columns, present, begins = by_source(unit)
    ends = [*begins[1:], len(columns)]
    share = np.zeros((len(rows), len(present)), dtype=np.float32)
    at = np.zeros(share.shape, dtype=np.int64)
    for start in range(0, len(rows), BLOCK):
        some = list(rows[start : start + BLOCK])
        found = pairs.likely(some, columns.tolist())
        found[unit[some][:, None] == unit[columns][None, :]] = 0.0
        for number, (begin, end) in enumerate(zip(begins, ends, strict=True)):
            best = found[:, begin:end].argmax(axis=1)
            share[start : start + BLOCK, number] = found[np.arange(len(some)), begin + best]
            at[start : start + BLOCK, number] = columns[begin + best]
    share[share < pairs.material.weights.near_floor] = 0.0
    return Likeliest(tuple(rows), np.round(share, 4), at)
