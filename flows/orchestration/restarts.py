"""How long to wait before a part that died is begun again."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Restarts:
    """Longer and longer for what dies as soon as it begins: the disk may be full, or the installation broken."""

    first: float
    longest: float
    _pause: float = field(init=False)

    def __post_init__(self) -> None:
        self._pause = self.first / 2

    def after(self, lived: float) -> float:
        """Seconds to wait for a part that lived for so many; one that went well for long begins at the first again."""
        self._pause = self.first if lived > self.longest else min(2 * self._pause, self.longest)
        return self._pause
