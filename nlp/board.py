"""Evidence and suggestions in columns: what speaks for looking at each excerpt, for all of them at once.

A decision changes the weight of many others (a theme is rarer or less rare, a collaborative more or less heard), so an order
that was kept would be out of date with every key. Laid out like this it is worked out anew within milliseconds.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from learnbrief.corpus.blind import draw
from learnbrief.corpus.tag import Action, Band, Review, ScoreKind, Tag

Numbers: TypeAlias = npt.NDArray[np.float64]
Places: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What people have said so far, beside the columns."""

    decided: Flags
    """Of each suggestion: somebody accepted or rejected it."""
    finished: Flags
    """Of each excerpt: somebody has finished it."""
    confirmed: Counter[str]
    """By theme: how often it was accepted or added, wherever."""


@dataclass(frozen=True, slots=True, eq=False)
class Doubt:
    """One reason for every excerpt: how much it weighs (not a number where it does not apply), and what it is about."""

    weight: Numbers
    about: Places
    """Number of a theme or a collaborative."""


class Board:
    """The columns; they stay as they are until something is cut or suggested otherwise."""

    def __init__(self, evidence: Sequence[tuple[str, str | None]], tags: Iterable[Tag]) -> None:
        """Of these excerpts, each with its collaborative, and of what is suggested for them."""
        self.ids = [excerpt_id for excerpt_id, _ in evidence]
        self.row = {excerpt_id: row for row, excerpt_id in enumerate(self.ids)}
        self.places = sorted({place for _, place in evidence if place})
        numbers = {place: number for number, place in enumerate(self.places)}
        self._place = np.array([numbers.get(place or "", -1) for _, place in evidence], dtype=np.int64)
        known = [tag for tag in tags if tag.band is not Band.NONE and tag.excerpt_id in self.row]
        self.themes = sorted({tag.theme for tag in known})
        self._lay(known)
        self._draws: dict[int, Numbers] = {}

    def _lay(self, tags: Sequence[Tag]) -> None:
        """Suggestions by row and theme; themes are numbered in the order of their names, so that numbers sort as names do."""
        theme = {name: number for number, name in enumerate(self.themes)}
        method = {name: number for number, name in enumerate(sorted({tag.method for tag in tags}))}
        tags = sorted(tags, key=lambda tag: (self.row[tag.excerpt_id], theme[tag.theme], method[tag.method]))
        self._tag_row = np.array([self.row[tag.excerpt_id] for tag in tags], dtype=np.int64)
        self._theme = np.array([theme[tag.theme] for tag in tags], dtype=np.int64)
        self._method = np.array([method[tag.method] for tag in tags], dtype=np.int64)
        self._score = np.array([tag.score for tag in tags], dtype=np.float64)
        self._sure = np.array([tag.band is Band.SURE for tag in tags], dtype=np.bool_)
        self._probable = np.array([tag.score_kind is ScoreKind.PROBABILITY for tag in tags], dtype=np.bool_)
        self._pair = self._tag_row * max(1, len(theme)) + self._theme
        self._kind = self._method * max(1, len(theme)) + self._theme
        self._theme_number = theme

    def draws(self, seed: int) -> Numbers:
        """The number that each excerpt drew, which parts those of equal weight."""
        if seed not in self._draws:
            self._draws = {seed: np.array([draw(seed, one) for one in self.ids], dtype=np.float64)}
        return self._draws[seed]

    def rows(self, excerpt_ids: Iterable[str]) -> Flags:
        """Which excerpts these are."""
        found = np.zeros(len(self.ids), dtype=np.bool_)
        found[[row for one in excerpt_ids if (row := self.row.get(one)) is not None]] = True
        return found

    def heard(self, said: Iterable[tuple[str, Review]]) -> Heard:
        """What stands of what people said, each with the excerpt of now that it is about; empty where its words are gone."""
        decided, finished, confirmed = set[int](), list[str](), Counter[str]()
        wide = max(1, len(self.themes))
        for excerpt_id, review in said:
            if review.action is Action.DONE:
                finished.append(excerpt_id)
            elif review.action in (Action.ACCEPT, Action.REJECT, Action.ADD) and review.theme:
                if review.action is not Action.REJECT:
                    confirmed[review.theme] += 1
                if excerpt_id in self.row and review.theme in self._theme_number:
                    decided.add(self.row[excerpt_id] * wide + self._theme_number[review.theme])
        pairs = np.array(sorted(decided), dtype=np.int64)
        return Heard(np.isin(self._pair, pairs), self.rows(finished), confirmed)

    def open(self, heard: Heard, inside: Flags) -> Flags:
        """Suggestions on these excerpts that nobody has decided on."""
        return inside[self._tag_row] & ~heard.decided

    def uncertain(self, open_: Flags, *, near_sure: bool) -> Doubt:
        """The nearer to where the tagger would say nothing, the more one answer teaches: half of such tags are wrong."""
        begin, end = self._spans(open_)
        chosen = np.flatnonzero(open_ & ~self._sure)
        kind, score = self._kind[chosen], self._score[chosen]
        away = np.abs((end if near_sure else begin)[kind] - score)
        likeness = np.maximum(0.0, 1 - away / np.maximum(end[kind] - begin[kind], 1e-6))
        doubt = np.where(self._probable[chosen], 1 - np.abs(2 * score - 1), likeness)
        order = np.lexsort((self._theme[chosen], doubt, self._tag_row[chosen]))
        last = np.flatnonzero(np.diff(self._tag_row[chosen][order], append=-1))  # the greatest of each row
        return self._doubt(self._tag_row[chosen][order][last], doubt[order][last], self._theme[chosen][order][last])

    def _spans(self, open_: Flags) -> tuple[Numbers, Numbers]:
        """Per method and theme, where suggestions begin and where they become sure, as far as these show it."""
        size = int(self._kind.max(initial=0)) + 1
        least, most, sure = np.full(size, np.inf), np.full(size, -np.inf), np.full(size, np.inf)
        review, surely = open_ & ~self._sure, open_ & self._sure
        np.minimum.at(least, self._kind[review], self._score[review])
        np.maximum.at(most, self._kind[review], self._score[review])
        np.minimum.at(sure, self._kind[surely], self._score[surely])
        end = np.where(np.isfinite(sure), sure, np.where(np.isfinite(most), most, 1.0))
        return np.where(np.isfinite(least), least, end), end

    def methods_disagree(self, open_: Flags) -> Doubt:
        """One method is sure of a theme that another, which speaks for it too, does not see at all."""
        chosen = np.flatnonzero(open_)
        pair, first, count = np.unique(self._pair[chosen], return_index=True, return_counts=True)
        speak = np.zeros(len(self.themes), dtype=np.int64)
        np.add.at(speak, np.unique(self._kind[chosen]) % max(1, len(self.themes)), 1)
        sure = np.logical_or.reduceat(self._sure[chosen], first) if len(first) else np.zeros(0, dtype=np.bool_)
        row, theme = pair // max(1, len(self.themes)), pair % max(1, len(self.themes))
        odd = np.flatnonzero(sure & (count != speak[theme]))
        rows, first = np.unique(row[odd], return_index=True)
        return self._doubt(rows, np.ones(len(rows)), theme[odd][first])

    def rare(self, open_: Flags, confirmed: Mapping[str, int], *, enough: int) -> Doubt:
        """A theme with few coded excerpts learns most from the next one; before any coding every theme is equally rare."""
        counts = np.array([confirmed.get(theme, 0) for theme in self.themes], dtype=np.int64)
        if not confirmed:
            return self._doubt(*(np.zeros(0, dtype=np.int64) for _ in range(3)))
        rank = np.empty(len(counts), dtype=np.int64)
        by_rank = np.lexsort((np.arange(len(counts)), counts))
        rank[by_rank] = np.arange(len(counts))
        chosen = np.flatnonzero(open_ & (counts < enough)[self._theme])
        best = np.full(len(self.ids), len(counts), dtype=np.int64)
        np.minimum.at(best, self._tag_row[chosen], rank[self._theme[chosen]])
        rows = np.flatnonzero(best < len(counts))
        theme = by_rank[best[rows]]
        return self._doubt(rows, 1 - counts[theme] / enough, theme)

    def under_heard(self, finished: Flags, inside: Flags) -> Doubt:
        """Collaboratives whose share of what is reviewed lies below their share of the material."""
        placed = inside & (self._place >= 0)
        material = np.bincount(self._place[placed], minlength=len(self.places))
        reviewed = np.bincount(self._place[placed & finished], minlength=len(self.places))
        if not reviewed.sum():
            return self._doubt(*(np.zeros(0, dtype=np.int64) for _ in range(3)))
        share = material / material.sum()
        behind = 1 - np.divide(reviewed / reviewed.sum(), share, out=np.ones(len(share)), where=share > 0)
        rows = np.flatnonzero(placed)
        rows = rows[behind[self._place[rows]] > 0]
        return self._doubt(rows, 0.5 * behind[self._place[rows]], self._place[rows])

    def _doubt(self, rows: Places, weight: npt.NDArray[Any], about: Places) -> Doubt:
        weights, abouts = np.full(len(self.ids), np.nan), np.full(len(self.ids), -1, dtype=np.int64)
        weights[rows], abouts[rows] = weight, about
        return Doubt(weights, abouts)
