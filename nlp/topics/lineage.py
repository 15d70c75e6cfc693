"""Which topic is which: identity from one run to the next, and what became of those that are gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learnbrief.corpus.finding import Topic
from learnbrief.corpus.identity import stable_id

SPLIT_SHARE = 0.2
"""A part that took less than this of a topic's excerpts is not told as a split: excerpts may wander."""


@dataclass(frozen=True, slots=True)
class Descent:
    """Where a group comes from: the topic it continues, if any, and its history in words."""

    continues: Topic | None
    history: str


def descents(groups: Mapping[int, Sequence[str]], previous: Sequence[Topic]) -> dict[int, Descent]:
    """For every group of excerpt ids, what it was before: kept, merged, split or new.

    A topic lives on in the group that holds most of its excerpts; where two topics end up in one
    group, the larger share gives id and label.
    """
    shared = _shared(groups, previous)
    heir = {old: max(parts, key=lambda group: (parts[group], -group)) for old, parts in shared.items() if parts}
    return {group: _descent(group, shared, heir, previous) for group in groups}


def _shared(groups: Mapping[int, Sequence[str]], previous: Sequence[Topic]) -> dict[int, dict[int, int]]:
    home = {excerpt: group for group, members in groups.items() for excerpt in members}
    shared: dict[int, dict[int, int]] = {}
    for old, topic in enumerate(previous):
        parts = shared.setdefault(old, {})
        for excerpt in topic.excerpts:
            if excerpt in home:
                parts[home[excerpt]] = parts.get(home[excerpt], 0) + 1
    return shared


def _descent(
    group: int, shared: Mapping[int, Mapping[int, int]], heir: Mapping[int, int], previous: Sequence[Topic]
) -> Descent:
    inherited = sorted((old for old in heir if heir[old] == group), key=lambda old: (-shared[old][group], old))
    if len(inherited) > 1:
        return Descent(previous[inherited[0]], "merged from " + ", ".join(previous[old].label for old in inherited))
    if inherited:
        return Descent(previous[inherited[0]], "kept")
    parents = [old for old, parts in shared.items() if parts.get(group, 0) >= SPLIT_SHARE * sum(parts.values()) > 0]
    if parents:
        origin = max(parents, key=lambda old: (shared[old][group], -old))
        return Descent(None, f"split from {previous[origin].label}")
    return Descent(None, "new")


def gone(groups: Mapping[int, Sequence[str]], previous: Sequence[Topic]) -> tuple[Topic, ...]:
    """Previous topics of which no group holds an excerpt any more."""
    present = {excerpt for members in groups.values() for excerpt in members}
    return tuple(topic for topic in previous if present.isdisjoint(topic.excerpts))


def new_id(members: Sequence[str], parent_theme: str | None) -> str:
    """The id of a topic founded on these excerpts; it stays when others join."""
    return stable_id("topic", parent_theme, sorted(members))
