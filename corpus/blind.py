"""What is reserved for blind coding: drawn once, hidden from whoever has not coded it yet."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from learnbrief.corpus.document import Excerpt

BLIND_SHARE = 1 / 3
"""Of the evidence, drawn at random for blind coding: the more of it, the sooner a learned theme can pass its gate."""

FIRST = 25
"""Excerpts with which coding begins: some ten minutes."""
AT_RANDOM = 8
"""Of these, drawn at random and coded blind, a third as of all: figures begin on the first day."""
MILESTONES = (10, FIRST)
"""Coded excerpts after which it is told what would change."""


def draw(seed: int, excerpt_id: str) -> float:
    """A number in 0..1 that looks random and is the same on every machine."""
    return int.from_bytes(hashlib.sha256(f"{seed} {excerpt_id}".encode()).digest()[:7]) / 2**56


@dataclass(frozen=True, slots=True)
class RandomShare:
    """Evidence drawn at random, in one order for all coders, so that two who work on it meet on the same excerpts."""

    seed: int
    part: float
    """Of the evidence; in 0..1."""
    drawn: Mapping[str, float]
    """Excerpt id to the number it drew, lowest first."""

    @property
    def name(self) -> str:
        """As the reviews of its excerpts keep it."""
        return f"random-{self.seed}"

    def __contains__(self, excerpt_id: str) -> bool:
        return excerpt_id in self.drawn

    def first(self, size: int) -> list[str]:
        """Ids of so many, in the order of the draw: a larger sample holds the smaller."""
        return list(self.drawn)[:size]


def random_share(excerpts: Iterable[Excerpt], *, seed: int, part: float = BLIND_SHARE) -> RandomShare:
    """The evidence that is drawn; whether an excerpt is does not change when others are added."""
    return share_of((excerpt.excerpt_id for excerpt in excerpts if excerpt.evidence), seed=seed, part=part)


def share_of(
    ids: Iterable[str], *, seed: int, part: float = BLIND_SHARE, first_ids: Mapping[str, str] = MappingProxyType({})
) -> RandomShare:
    """The same of evidence told by its ids.

    `first_ids` tells under which id an excerpt was first cut, where its document has a newer version: it drew then.
    """
    numbers = {excerpt_id: draw(seed, first_ids.get(excerpt_id, excerpt_id)) for excerpt_id in ids}
    within = sorted((number, excerpt_id) for excerpt_id, number in numbers.items() if number < part)
    return RandomShare(seed, part, {excerpt_id: number for number, excerpt_id in within})


@dataclass(frozen=True, slots=True)
class Reserve:
    """What one coder has still to code blind, and what they cannot code blind any more."""

    share: RandomShare
    hidden: frozenset[str]
    """Excerpts of which no theme, side or headline is shown until this coder has coded them, under every id they had."""
    seen: frozenset[str] = frozenset()
    """Excerpts of which the coder was shown what was suggested, or decided: coding them afterwards is not blind."""

    def sample(self, excerpt_id: str) -> str | None:
        """Name of the random sample in which this coder can code an excerpt blind; none where they no longer can."""
        return self.share.name if excerpt_id in self.share and excerpt_id not in self.seen else None

    def left(self) -> list[str]:
        """What is still to be coded, in the order of the draw; what can no longer be coded blind comes last."""
        waiting = [excerpt_id for excerpt_id in self.share.drawn if excerpt_id in self.hidden]
        return sorted(waiting, key=lambda excerpt_id: excerpt_id in self.seen)
