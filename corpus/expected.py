"""Expected: how many of several sources surely speak of a matter, where of each it is only known how likely it does."""

from collections.abc import Sequence

SURE = 0.75
"""How sure it must be that so many do. Over thirty headlines of six programmes no number was above that of the sources in which two readers
found the point (docs/decisions/findings-14-pairs.md)."""


def at_least(shares: Sequence[float], sure: float = SURE) -> int:
    """The most of which it is still so sure that at least so many speak of it, each by itself (the Poisson binomial distribution)."""
    or_more = [1.0]  # by how many: the chance that so many, or more, of those looked at so far speak of it
    for share in shares:
        or_more = [
            1.0,
            *(here + (fewer - here) * share for fewer, here in zip(or_more, [*or_more[1:], 0.0], strict=True)),
        ]
    return max(many for many, chance in enumerate(or_more) if chance >= sure - 1e-9)
