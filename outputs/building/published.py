"""The published view: one place where a brief loses what could show who said what."""

from collections.abc import Sequence

from corpus.document import Participant
from outputs.brief import Brief


def publish(brief: Brief, *, participants: Sequence[Participant]) -> Brief:
    """The brief as others may read it."""
    raise NotImplementedError
