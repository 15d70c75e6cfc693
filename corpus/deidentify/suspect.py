"""A stretch of text that may name somebody, before anybody has decided."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suspect:
    """A stretch of text that may name somebody."""

    start: int
    end: int
    kind: str
    """'person', or 'name' where it may as well be a place or a product."""
    rule: str
    certain: bool = False
