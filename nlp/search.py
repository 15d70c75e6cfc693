"""Excerpts found by what they mean and by the words they use, in one list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.document import Dated
from learnbrief.corpus.drafts import drafted
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.finding import OfAKind
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.corpus.store.cuts import Piece

FilterValue = str | date | None
WordSearch = Callable[[str, int], list[tuple[str, float]]]
"""Query and limit to excerpt ids holding the words, best first."""

DEPTH = 200
"""How far down each of the two lists is read before they are fused."""
FAR = 10_000
"""How far down the list by word a narrow filter looks: words that more excerpts hold set none of them apart."""
DAMPING = 60
"""Reciprocal rank fusion's constant: how little the first places outweigh the next ones."""
UNRELATED = 0.2
"""Cosine below which MiniLM sees no relation: a search for nonsense finds nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an excerpt can be filtered by."""

    excerpt_id: str
    kind: str
    date: date
    collaborative: str | None = None
    themes: frozenset[str] = frozenset()
    """Slugs of topics and stances that hold of it, as briefs count them."""


class Source(OfAKind, Dated, Protocol):
    """Whatever knows its document's kind and day: a document, or its card."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One excerpt found, and how."""

    excerpt_id: str
    score: float
    """1 for the best by meaning and by word alike."""
    similarity: float | None
    """Cosine with the query, where it was found by meaning."""
    by_words: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What to search in; an absent value does not filter."""

    theme: str | None = None
    stance: str | None = None
    collaborative: str | None = None
    kind: str | None = None
    since: date | None = None
    until: date | None = None
    """Last day included."""

    @classmethod
    def from_mapping(cls, given: Mapping[str, Any]) -> "Filters":
        """Filters as a form or a command line gives them; empty ones do not filter."""
        chosen = {name: value for name, value in given.items() if value not in (None, "")}
        unknown = set(chosen) - set(cls.__slots__)
        if unknown:
            raise BadInput(f"no filter {min(unknown)!r}; search filters by {', '.join(cls.__slots__)}")
        for name in {"since", "until"} & set(chosen):
            chosen[name] = _day(name, chosen[name])
        return cls(**chosen)


class _Columns:
    """Entries turned into columns once, so that a filter is one comparison."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._size = len(entries)
        self._days = np.array([one.date.toordinal() for one in entries], dtype=np.int64)
        self._rows: dict[tuple[str, str], list[int]] = {}
        for row, one in enumerate(entries):
            for key in (
                ("collaborative", one.collaborative or ""),
                ("kind", one.kind),
                *(("theme", t) for t in one.themes),
            ):
                self._rows.setdefault(key, []).append(row)

    def allowed(self, filters: Filters) -> NDArray[np.bool_]:
        """Which rows pass every filter that is given."""
        wanted = [("theme", filters.theme), ("theme", filters.stance), ("kind", filters.kind)]
        wanted.append(("collaborative", filters.collaborative))
        mask = np.ones(self._size, dtype=np.bool_)
        for name, value in wanted:
            if value:
                having = np.zeros(self._size, dtype=np.bool_)
                having[self._rows.get((name, value), [])] = True
                mask &= having
        if filters.since:
            mask &= self._days >= filters.since.toordinal()
        if filters.until:
            mask &= self._days <= filters.until.toordinal()
        return mask


class Search:
    """Excerpts by meaning and by word; used alike by the command line and the app.

    `vectors` has one unit row per entry and may be memory-mapped; `words` is the store's search by word.
    """

    def __init__(self, entries: Sequence[Entry], vectors: Vectors, *, encoder: Encoder, words: WordSearch) -> None:
        if len(entries) != len(vectors):
            raise ValueError(f"{len(entries)} entries but {len(vectors)} vectors")
        self._columns = _Columns(entries)
        self._ids = [entry.excerpt_id for entry in entries]
        self._row = {entry.excerpt_id: row for row, entry in enumerate(entries)}
        self._vectors, self._encoder, self._words = vectors, encoder, words

    def search(
        self, words: str, *, filters: Mapping[str, Any] | None = None, limit: int = 20
    ) -> list[tuple[str, float]]:
        """Excerpt ids with scores, best first."""
        return [(hit.excerpt_id, hit.score) for hit in self.hits(words, filters=filters, limit=limit)]

    def hits(self, words: str, *, filters: Mapping[str, Any] | None = None, limit: int = 20) -> list[Hit]:
        """The best excerpts with how each was found; without words, or with nothing to find, none."""
        if not words.strip() or not self._row:
            return []
        allowed = self._columns.allowed(Filters.from_mapping(filters or {}))
        near = self._by_meaning(words, allowed)
        said = self._by_word(words, allowed)
        ranks = [{row: rank for rank, row in enumerate(rows)} for rows in (near, said)]
        score = {
            row: sum((DAMPING + 1) / (DAMPING + 1 + rank[row]) for rank in ranks if row in rank) / 2
            for row in {*near, *said}
        }
        best = sorted(score, key=lambda row: (-score[row], -near.get(row, 0.0), self._id(row)))[:limit]
        return [Hit(self._id(row), score[row], near.get(row), row in ranks[1]) for row in best]

    def _id(self, row: int) -> str:
        return self._ids[row]

    def _by_meaning(self, words: str, allowed: NDArray[np.bool_]) -> dict[int, float]:
        nearness = self._vectors @ self._encoder.encode([words])[0]
        nearness = np.where(allowed, nearness, -1.0)
        depth = min(DEPTH, len(nearness))
        top = np.argpartition(-nearness, depth - 1)[:depth]
        top = top[np.lexsort((top, -nearness[top]))]
        return {int(row): float(nearness[row]) for row in top if nearness[row] >= UNRELATED}

    def _by_word(self, words: str, allowed: NDArray[np.bool_]) -> list[int]:
        depth = 10 * DEPTH if allowed.mean() > 10 * DEPTH / FAR else FAR
        found = self._words(words, depth)
        rows = [row for one, _ in found if (row := self._row.get(one)) is not None and allowed[row]]
        return rows[:DEPTH]


def entries(
    excerpts: Iterable[Piece], documents: Mapping[str, Source], carried: Mapping[str, frozenset[str]]
) -> list[Entry]:
    """What the store knows of each excerpt, as search filters by it; `carried` are the themes and stances that count."""
    return [
        Entry(
            one.excerpt_id,
            documents[one.document_id].kind.value,
            documents[one.document_id].date,
            one.collaborative,
            carried.get(one.excerpt_id, frozenset()),
        )
        for one in excerpts
    ]


def kept_matrix(folder: Path, ids: Sequence[str], encoder_name: str, build: Callable[[], Vectors]) -> Vectors:
    """The vectors of these excerpts as a memory-mapped file, built once and again only when the excerpts change.

    One file at a time lies in the folder: vectors of a withdrawn excerpt do not outlive the next search.
    """
    path = folder / f"{content_hash(' '.join([encoder_name, *ids]))[:16]}.npy"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.npy"):
            with suppress(PermissionError):  # Windows removes none that a running app has mapped: the next one does
                old.unlink(missing_ok=True)
        with drafted(path, mode=0o600) as file:
            np.save(file, build())
    matrix: Vectors = np.load(path, mmap_mode="r")
    return matrix


def _day(name: str, given: FilterValue) -> date:
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(str(given))
    except ValueError as err:
        raise BadInput(f"{name} {given!r} is not a date; write it as 2025-03-31") from err
