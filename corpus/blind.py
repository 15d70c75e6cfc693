"""What is reserved for blind coding: drawn once, hidden from whoever has not coded it yet."""

import hashlib
from collections.abc import Iterable

from learnbrief.corpus.document import Excerpt

BLIND_SHARE = 1 / 3
"""Of the evidence, drawn at random for blind coding: the more of it, the sooner a learned theme can pass its gate."""


def draw(seed: int, excerpt_id: str) -> float:
    """A number in 0..1 that looks random and is the same on every machine."""
    return int.from_bytes(hashlib.sha256(f"{seed} {excerpt_id}".encode()).digest()[:7]) / 2**56


def random_sample(excerpts: Iterable[Excerpt], *, share: float, seed: int) -> set[str]:
    """Ids of the excerpts in the random sample; an excerpt's place in it does not change when others are added."""
    return {excerpt.excerpt_id for excerpt in excerpts if draw(seed, excerpt.excerpt_id) < share}


def reserved(
    excerpts: Iterable[Excerpt], finished: Iterable[str], *, seed: int, share: float = BLIND_SHARE
) -> frozenset[str]:
    """Evidence whose theme, side and headline a coder must not see before having coded it.

    `finished` are the excerpts that this coder is done with: whoever has decided is no longer led by a suggestion.
    """
    sample = random_sample((excerpt for excerpt in excerpts if excerpt.evidence), share=share, seed=seed)
    return frozenset(sample.difference(finished))
