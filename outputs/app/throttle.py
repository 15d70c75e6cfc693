"""How often somebody may try a password: guessing must take longer than a password lasts."""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

WINDOW = 15 * 60.0
"""Seconds for which a failure counts."""
OF_A_NAME, OF_AN_ADDRESS = 5, 20
"""Failures in that time after which a name, or all names from one address, have to wait: a team shares an address."""
MOST_KEPT = 10_000
"""Names and addresses remembered at once, or a flood of invented names would fill the memory."""


@dataclass(slots=True)
class Attempts:
    """Failed sign-ins of one running app, by name and by address; a restart forgets them."""

    clock: Callable[[], float] = time.monotonic
    _failed: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    _lock: Lock = field(default_factory=Lock)

    def wait(self, name: str, address: str) -> int:
        """Minutes until this name may be tried from this address again; nought where it may be now."""
        with self._lock:
            return max(self._minutes(*limit) for limit in self._limits(name, address))

    def fail(self, name: str, address: str) -> None:
        """Another password did not fit."""
        with self._lock:
            if len(self._failed) > MOST_KEPT:
                old = self.clock() - WINDOW
                for key in [key for key, times in self._failed.items() if times[-1] < old]:
                    del self._failed[key]
            for key, _ in self._limits(name, address):
                self._failed[key].append(self.clock())

    def forget(self, name: str) -> None:
        """Somebody signed in under the name; what an address failed at with others stands."""
        with self._lock:
            self._failed.pop(("name", name.casefold()), None)

    def _limits(self, name: str, address: str) -> list[tuple[tuple[str, str], int]]:
        return [(("name", name.casefold()), OF_A_NAME), (("address", address), OF_AN_ADDRESS)]

    def _minutes(self, key: tuple[str, str], most: int) -> int:
        now = self.clock()
        recent = [one for one in self._failed.get(key, ()) if one > now - WINDOW]
        if len(recent) < most:
            return 0
        return max(1, -int(-(recent[-most] + WINDOW - now) // 60))
