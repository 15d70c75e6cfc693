"""Topics that exist take in what belongs to them, and change shape only on clear evidence.

Everything is grouped afresh, and the fresh groups are read as evidence about the known topics: a group that
is mostly one topic's tells where its new excerpts belong; several such groups within one topic split it; a group
that holds most of two topics merges them. All else stays where people have read it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.protocols import Vectors
from learnbrief.nlp.topics.grouping import SMALLEST, Labels, drop_small, group, in_order, leave_strangers

KNOWN = 0.25
"""A fresh group of which less than this was in topics before is news, not growth."""
OWN = 0.5
"""Share of a fresh group's known excerpts that one topic must hold for the group to be a part of that topic."""
PART = 0.2
LEAST_PART = 5
"""A part that splits off has at least this share of the topic, and at least so many excerpts."""
MOST = 0.6
"""A fresh group that holds this share of each of two topics makes them one."""

Counts = NDArray[np.int64]


def grow(texts: Sequence[str], vectors: Vectors, held: Labels, *, seed: int = 0) -> tuple[Labels, str]:
    """Group numbers that continue `held` (-1 where an excerpt is new), and how they were made."""
    known = len(np.unique(held[held >= 0]))
    fresh = group(texts, vectors, seed=seed, around=known)
    labels = follow(held, fresh.labels)
    labels = np.where(
        held < 0, leave_strangers(vectors, labels), labels
    )  # or each month would press some more noise in
    return in_order(drop_small(labels)), f"{known} known topics grown by {fresh.method}"


def follow(held: Labels, fresh: Labels) -> Labels:
    """The known groups after what the fresh ones tell: grown, split, merged, and joined by new ones."""
    labels = _take_in(held, fresh)
    labels = _split(labels, fresh, shared=_table(held, fresh))
    return in_order(_merge(labels, fresh))


def _table(topics: Labels, groups: Labels) -> Counts:
    """How many excerpts each topic (row) shares with each fresh group (column)."""
    table = np.zeros((int(topics.max(initial=-1)) + 1, int(groups.max(initial=-1)) + 1), dtype=np.int64)
    both = (topics >= 0) & (groups >= 0)
    np.add.at(table, (topics[both], groups[both]), 1)
    return table


def _take_in(held: Labels, groups: Labels) -> Labels:
    """New excerpts go to the topic that most of their fresh group's known excerpts are in; a new group founds a topic."""
    shared, labels = _table(held, groups), held.copy()
    for number in range(shared.shape[1]):
        inside = groups == number
        arrived = inside & (held < 0)
        if shared[:, number].sum() >= KNOWN * inside.sum():
            labels[arrived] = int(shared[:, number].argmax())
        elif arrived.sum() >= SMALLEST:
            labels[arrived] = labels.max() + 1
    return labels


def _split(labels: Labels, groups: Labels, *, shared: Counts) -> Labels:
    """Where several fresh groups are each mostly one topic's, the largest stays the topic and the others leave it."""
    changed = labels.copy()
    for topic in range(len(shared)):
        inside = labels == topic
        least = max(LEAST_PART, PART * inside.sum())
        own = shared[topic] >= np.maximum(OWN * shared.sum(axis=0), 1)
        sizes = np.array([(inside & (groups == number)).sum() for number in range(len(own))])
        parts = [int(number) for number in np.argsort(-sizes, kind="stable") if own[number] and sizes[number] >= least]
        for number in parts[1:]:
            changed[inside & (groups == number)] = changed.max() + 1
    return changed


def _merge(labels: Labels, groups: Labels) -> Labels:
    """Topics that lie mostly in one fresh group become the largest of them."""
    shared, changed = _table(labels, groups), labels.copy()
    sizes = np.bincount(labels[labels >= 0], minlength=len(shared))
    for number in range(shared.shape[1]):
        within = [
            topic for topic in range(len(shared)) if sizes[topic] and shared[topic, number] >= MOST * sizes[topic]
        ]
        for topic in within:
            changed[labels == topic] = max(within, key=lambda one: (sizes[one], -one))
    return changed
