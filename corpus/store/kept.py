"""What is dear to work out is kept in memory as long as what it was made of is the same."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """One thing and what it was made of; nothing older is held."""

    def __init__(self) -> None:
        self._last: tuple[Any, Made] | None = None

    def of(self, key: Any, make: Callable[[], Made]) -> Made:
        """The thing made of `key`, which was read before: what changes while it is made is seen by the next who asks."""
        last = self._last  # read once: pages are answered beside each other
        if last is None or last[0] != key:
            last = self._last = (key, make())
        return last[1]
