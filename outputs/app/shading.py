"""How dark a cell of a table of counts is."""

from collections.abc import Callable, Iterable


def shade_of(counts: Iterable[int | None]) -> Callable[[int | None], str]:
    """A class for the depth of a cell's colour; the number stands in the cell too."""
    most = max((n for n in counts if n), default=1)

    def shade(n: int | None) -> str:
        return f"some s{1 + (4 * n - 1) // most}" if n else "none"

    return shade
