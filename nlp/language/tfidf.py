"""Texts to unit rows in which a rare word weighs more, and one that a text repeats counts less each time.

The figures are scikit-learn's `TfidfVectorizer` with `sublinear_tf`, to the last bit (a test holds the two together). It is not
used here because importing it takes a second and 60 MB of every run, mostly for statistics that nobody asks for, and because it
takes each word to pieces anew at every place where it stands.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import DTypeLike, NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Terms = Callable[[str], Iterable[str]]
"""What a text is counted by, each as often as it says it."""
_WORD = re.compile(r"(?u)\b\w[\w'’]*\b")


class Tfidf:
    """A vocabulary and how rare each of its terms is, learned once; a text's row depends on the text alone."""

    def __init__(self, terms: Terms, *, dtype: DTypeLike = np.float64) -> None:
        self.terms, self.dtype = terms, np.dtype(dtype)
        self.vocabulary: dict[str, int] = {}
        self.rarity: NDArray[Any] = np.zeros(0, dtype=self.dtype)
        """From 1 for what every text holds."""

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn from these texts."""
        self.fit_transform(texts)
        return self

    def fit_transform(self, texts: Sequence[str]) -> "csr_matrix":
        """Learn from these texts; one row for each of them."""
        met = defaultdict[str, int]()
        met.default_factory = met.__len__  # a term that is new gets the next column
        counts = self._counts(texts, met)
        if not met:
            raise ValueError("no text holds a term to learn from")
        self.vocabulary = {term: at for at, term in enumerate(sorted(met))}
        # Rows stay in the order in which terms were met: sums over them must not differ in their last bit.
        counts.indices = np.array([self.vocabulary[term] for term in met], dtype=counts.indices.dtype)[counts.indices]
        counts.has_sorted_indices = False
        found_in = np.bincount(counts.indices, minlength=len(met)).astype(self.dtype)
        self.rarity = np.log(np.full_like(found_in, len(texts) + 1) / (found_in + 1.0)) + 1.0
        return self._weighted(counts)

    def transform(self, texts: Sequence[str]) -> "csr_matrix":
        """One row per text; what was not learned is left out."""
        return self._weighted(self._counts(texts, self.vocabulary))

    def _counts(self, texts: Sequence[str], place: Mapping[str, int]) -> "csr_matrix":
        from scipy.sparse import csr_matrix

        learning = isinstance(place, defaultdict)
        columns: list[int] = []
        times: list[int] = []
        ends = [0]
        for text in texts:
            counted = Counter(self.terms(text))
            known = counted if learning else {term: count for term, count in counted.items() if term in place}
            columns.extend(map(place.__getitem__, known))
            times.extend(known.values())
            ends.append(len(columns))
        shape = (len(texts), len(place))
        made = csr_matrix((np.array(times, dtype=self.dtype), np.array(columns, dtype=np.int32), ends), shape=shape)
        made.sort_indices()
        return made

    def _weighted(self, counts: "csr_matrix") -> "csr_matrix":
        """Counts as unit rows, weighted."""
        weights = (np.log(counts.data) + 1.0) * self.rarity[counts.indices]
        row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        # one after the other, in double precision: numpy's own sum over a row adds in pairs
        lengths = np.sqrt(np.bincount(row, weights=weights * weights, minlength=counts.shape[0]))
        counts.data = (weights / np.where(lengths == 0.0, 1.0, lengths)[row]).astype(self.dtype)
        return counts


def words_and_pairs(text: str) -> list[str]:
    """The words of a text in small letters, and each two that follow each other."""
    words = _WORD.findall(text.lower())
    return [*words, *map(" ".join, pairwise(words))]


@dataclass(frozen=True, slots=True)
class Letters:
    """Runs of so many letters within words; a blank stands for a word's edge. A value: what counts by it can be kept in a file."""

    shortest: int
    longest: int

    def __call__(self, text: str) -> Iterable[str]:
        """The runs of a text, in order."""
        return chain.from_iterable(_runs(word, self.shortest, self.longest) for word in text.lower().split())


@lru_cache(maxsize=40_000)  # words of one language: most are met again, and each makes a dozen runs
def _runs(word: str, shortest: int, longest: int) -> tuple[str, ...]:
    edged, found = f" {word} ", list[str]()
    for length in range(shortest, longest + 1):
        last = max(len(edged) - length, 0)
        found.extend(edged[at : at + length] for at in range(last + 1))
        if not last:
            break  # a short word counts once
    return tuple(found)
