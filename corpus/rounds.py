"""Rounds of double coding: a sample drawn by strata, given to two or more coders who code it blind to each other."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.tag import Action, Review

FEWEST_CODERS = 2
STRATA = {"": "none", "collaborative": "collaborative", "kind": "kind of source", "theme": "theme suggested first"}
"""What a sample may be drawn by, and what pages call it."""


@dataclass(frozen=True, slots=True)
class Round:
    """One sample and who codes it."""

    round_id: str
    by: str
    """Who drew it."""
    made_at: datetime
    stratum: str
    coders: tuple[str, ...]
    excerpts: tuple[str, ...]
    """Ids as they were when it was drawn, in the order to code them."""

    @property
    def sample(self) -> str:
        """As the reviews of its excerpts keep it."""
        return f"round-{self.round_id[:8]}"


def rounds_of(reviews: Iterable[Review]) -> list[Round]:
    """The rounds among these reviews, oldest first; those taken back are not among what stands."""
    return [
        Round(
            one.review_id,
            one.coder,
            one.made_at,
            str(one.payload["stratum"]),
            tuple(one.payload["coders"]),
            tuple(one.payload["excerpts"]),
        )
        for one in reviews
        if one.action is Action.DRAW_ROUND
    ]


def stratified(drawn: Sequence[str], stratum: Callable[[str], Hashable], size: int) -> list[str]:
    """So many of what was drawn, each stratum by its share and by one at least, first drawn first taken.

    By its share, so that figures over the round tell of the whole: equal parts would make rare strata weigh too much.
    """
    groups: Mapping[Hashable, list[str]] = defaultdict(list)
    for excerpt_id in drawn:
        groups[stratum(excerpt_id)].append(excerpt_id)
    size = min(size, len(drawn))
    quotas = {name: max(1.0, size * len(group) / len(drawn)) for name, group in groups.items()}
    taken = dict.fromkeys(groups, 0)
    chosen = set[str]()
    for _ in range(size):  # to whichever stratum lacks most of its share
        open_groups = [name for name in groups if taken[name] < len(groups[name])]
        name = max(open_groups, key=lambda one: (taken[one] == 0, quotas[one] - taken[one], len(groups[one])))
        chosen.add(groups[name][taken[name]])
        taken[name] += 1
    return [excerpt_id for excerpt_id in drawn if excerpt_id in chosen]


def check_coders(coders: Sequence[str]) -> tuple[str, ...]:
    """Who codes, each once.

    Raises:
        BadInput: they are too few to differ.
    """
    found = tuple(dict.fromkeys(coders))
    if len(found) < FEWEST_CODERS:
        raise BadInput("Choose two coders or more: one alone agrees with nobody.")
    return found
