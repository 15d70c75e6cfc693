"""What to review next, and why: named reasons first come first, with a random blind share that keeps figures honest."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

import numpy as np

from learnbrief.corpus.blind import Reserve
from learnbrief.corpus.tag import Review
from learnbrief.nlp.board import Board, Doubt, Flags, Heard

ENOUGH = 20
"""Coded excerpts from which a theme can be learned; below, each one counts."""


BLIND = "drawn at random: code it without suggestions, so that figures stay honest"
SEEN = "drawn at random, but you were shown what is suggested: your coding counts as any other"


class Need(StrEnum):
    """The named reasons to look at an excerpt, and the names of the queues."""

    UNCERTAIN = "uncertain"
    DISAGREE = "disagree"
    RARE = "rare"
    UNDER_HEARD = "under-heard"
    BLIND = "blind"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One excerpt to review with the reason for its place."""

    excerpt_id: str
    need: Need
    reason: str
    weight: float
    """Sum of all its reasons; nothing to compare between queues."""
    sample: str | None = None
    """Name of the random sample in which it is coded blind; it is kept with the review."""


@dataclass(frozen=True, slots=True)
class Order:
    """What comes first; a reason that weighs nothing is still told. Others than the shipped one are for comparison."""

    weights: Mapping[Need, float]
    near_sure: bool = False
    """Whether the uncertain is what is nearly sure, instead of what is nearly not suggested."""


SHIPPED = Order(dict.fromkeys(Need, 1.0))


def review_queue(
    board: Board,
    said: Iterable[tuple[str, Review]],
    *,
    reserve: Reserve,
    only: Need | None = None,
    names: Mapping[str, str] | None = None,
    within: Collection[str] | None = None,
    order: Order = SHIPPED,
) -> list[QueueItem]:
    """Excerpts that a coder has still to review, in the order to take them; the same input gives the same order.

    `said` is what stands of what people said, each with the excerpt of now that it is about. What is reserved for blind
    coding comes evenly between the rest and is offered for no other reason. `names` gives themes and collaboratives the
    words a reader knows; `within` are the excerpts that a filter leaves.
    """
    inside = np.ones(len(board.ids), dtype=np.bool_) if within is None else board.rows(within)
    blind = _blind(board, inside, reserve)
    if only is Need.BLIND:
        return blind
    heard = board.heard(said)
    doubts = _doubts(board, heard, inside, near_sure=order.near_sure)
    told: Mapping[Need, Doubt] = doubts if only is None else {only: doubts[only]}
    left = inside & ~heard.finished & ~board.rows(reserve.share.drawn)
    rest = _in_order(board, told, left, order, reserve.share.seed)
    words = _Reasons(board, told, heard.confirmed, names or {})
    items = [words.item(row, weight) for row, weight in rest]
    return items if only else interleaved(items, blind, reserve.share.part)


def _in_order(
    board: Board, doubts: Mapping[Need, Doubt], left: Flags, order: Order, seed: int
) -> list[tuple[int, float]]:
    """Rows for which anything speaks, with their weight, the heaviest first."""
    spoken_for = np.zeros(len(board.ids), dtype=np.bool_)
    total = np.zeros(len(board.ids))
    for need, doubt in doubts.items():
        spoken_for |= ~np.isnan(doubt.weight)
        total = total + order.weights.get(need, 0.0) * np.nan_to_num(doubt.weight)
    rows = np.flatnonzero(left & spoken_for)
    rows = rows[np.lexsort((board.draws(seed)[rows], -total[rows]))]
    return list(zip(rows.tolist(), total[rows].tolist(), strict=True))


def _blind(board: Board, inside: Flags, reserve: Reserve) -> list[QueueItem]:
    return [
        QueueItem(one, Need.BLIND, BLIND if sample else SEEN, 0.0, sample)
        for one in reserve.left()
        if (row := board.row.get(one)) is not None and inside[row]
        for sample in [reserve.sample(one)]
    ]


def _doubts(board: Board, heard: Heard, inside: Flags, *, near_sure: bool) -> dict[Need, Doubt]:
    """Every reason for every excerpt, in the order in which weights are added up."""
    open_ = board.open(heard, inside)
    return {
        Need.UNCERTAIN: board.uncertain(open_, near_sure=near_sure),
        Need.DISAGREE: board.methods_disagree(open_),
        Need.RARE: board.rare(open_, heard.confirmed, enough=ENOUGH),
        Need.UNDER_HEARD: board.under_heard(heard.finished, inside),
    }


class _Reasons:
    """Why an excerpt stands where it stands, in words; there are few different ones, so each is written once."""

    def __init__(
        self, board: Board, doubts: Mapping[Need, Doubt], confirmed: Mapping[str, int], names: Mapping[str, str]
    ) -> None:
        self._ids, self._board, self._confirmed, self._names = board.ids, board, confirmed, names
        self._columns = [(need, one.weight.tolist(), one.about.tolist()) for need, one in doubts.items()]
        self._written: dict[tuple[tuple[Need, int], ...], str] = {}

    def item(self, row: int, weight: float) -> QueueItem:
        """One excerpt with the two reasons that weigh most."""
        found = [
            (-weights[row], need, about[row]) for need, weights, about in self._columns if weights[row] == weights[row]
        ]
        found.sort()
        told = tuple((need, about) for _, need, about in found[:2])
        if told not in self._written:
            self._written[told] = "; ".join(self._words(*one) for one in told)
        return QueueItem(self._ids[row], told[0][0], self._written[told], weight)

    def _words(self, need: Need, about: int) -> str:
        if need is Need.UNDER_HEARD:
            return f"little from {self._name(self._board.places[about])} has been reviewed"
        theme = self._board.themes[about]
        if need is Need.UNCERTAIN:
            return f"the model is unsure about {self._name(theme)}"
        if need is Need.DISAGREE:
            return f"two methods disagree about {self._name(theme)}"
        count = self._confirmed.get(theme, 0)
        return f"{self._name(theme)} has {count or 'no'} coded excerpt{'' if count == 1 else 's'} yet"

    def _name(self, slug: str) -> str:
        """A slug without a name is shown as it is."""
        return self._names.get(slug, slug)


def interleaved(rest: Sequence[QueueItem], blind: Sequence[QueueItem], share: float) -> list[QueueItem]:
    """Blind items evenly between the others, so that the sample grows however early a coder stops."""
    if not 0 < share < 1:
        return [*rest, *blind]
    between = max(1, round((1 - share) / share))
    mixed: list[QueueItem] = []
    left = iter(blind)
    for at in range(0, len(rest), between):
        mixed += [*islice(left, 1), *rest[at : at + between]]
    return [*mixed, *left]
