"""The first excerpts to code: chosen so that they stand for all that was said, with some drawn at random and coded blind."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.blind import AT_RANDOM, FIRST, Reserve, draw
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.protocols import Vectors
from learnbrief.nlp.queue import BLIND, SEEN, Need, QueueItem, interleaved
from learnbrief.nlp.tagging.features import meaning_alike

MOST_COMPARED = 2000
"""Excerpts compared with each other, drawn at random where there are more: 17 of them stand for a sample as for the whole."""
WORTH_A_CHOICE = 2 * FIRST
"""Evidence from which a choice among it is worth making."""


def first_set(
    evidence: Sequence[Excerpt], vectors: Vectors, reserve: Reserve, *, rests_on: Collection[str] = ()
) -> list[QueueItem]:
    """The set, the same for every coder and however much of it is coded; none where there is hardly more to code.

    What is chosen is never of the share that is drawn at random, so that it never enters the gate. Themes and sides as
    suggested were tried as a reason to choose and made it worse: they are what coding is to mend. `rests_on` are
    excerpts on which findings rest, which is told.
    """
    if len(evidence) < WORTH_A_CHOICE:
        return []
    some = sorted(range(len(evidence)), key=lambda row: draw(reserve.share.seed, evidence[row].excerpt_id))
    rows = some[:MOST_COMPARED]  # the share that is drawn has the lowest numbers, so its first are among them
    here = [evidence[row] for row in rows]
    at_random = [one for one in here if one.excerpt_id in reserve.share][:AT_RANDOM]
    open_to_choice = np.array([one.excerpt_id not in reserve.share for one in here])
    taken = np.array([one in at_random for one in here])
    chosen, stands_for = spread(vectors[rows], open_to_choice, taken, FIRST - len(at_random))
    items = [_chosen(here[row], count, rests_on) for row, count in zip(chosen, stands_for, strict=True)]
    blind = [_drawn(one, reserve) for one in at_random]
    return interleaved(items, blind, len(blind) / FIRST)


def spread(
    vectors: Vectors, open_to_choice: NDArray[np.bool_], taken: NDArray[np.bool_], count: int
) -> tuple[list[int], list[int]]:
    """So many rows to which all others lie nearest (greedy facility location), beside those taken; and for how many each stands."""
    near = meaning_alike(vectors, vectors).astype(np.float32)
    near = np.maximum(near - near.mean(), 0)  # likeness as any two have it stands for nothing
    nearest: NDArray[np.float32] = near[taken].max(axis=0, initial=0.0)
    chosen: list[int] = []
    for _ in range(min(count, int(open_to_choice.sum()))):
        gain = np.maximum(near - nearest, 0).sum(axis=1)
        gain[~open_to_choice] = -1.0
        gain[chosen] = -1.0
        chosen.append(int(gain.argmax()))
        nearest = np.maximum(nearest, near[chosen[-1]])
    by = near[chosen]
    closest = np.where(by.max(axis=0, initial=0.0) > 0, by.argmax(axis=0), -1) if chosen else np.zeros(0)
    return chosen, [int((closest == at).sum()) - 1 for at in range(len(chosen))]


def _chosen(excerpt: Excerpt, stands_for: int, rests_on: Collection[str]) -> QueueItem:
    reason = (
        f"it stands for {stands_for} other{'' if stands_for == 1 else 's'}, to which nothing in the set lies nearer"
    )
    if excerpt.excerpt_id in rests_on:
        reason += "; a finding rests on it"
    return QueueItem(excerpt.excerpt_id, Need.FIRST, reason, float(stands_for))


def _drawn(excerpt: Excerpt, reserve: Reserve) -> QueueItem:
    sample = reserve.sample(excerpt.excerpt_id)
    return QueueItem(excerpt.excerpt_id, Need.BLIND, BLIND if sample else SEEN, 0.0, sample)
