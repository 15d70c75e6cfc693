"""How far a run is: stages report here, and whoever watches (a bar, a job row, nobody) is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Progress(Protocol):
    """Somebody who watches a run."""

    def stage(self, name: str, total: int) -> None:
        """A stage of this many steps begins."""
        ...

    def advance(self, steps: int = 1) -> None:
        """Steps of the current stage are done."""
        ...


class Unwatched:
    """Nobody is looking."""

    def stage(self, name: str, total: int) -> None:
        """Nothing to tell."""

    def advance(self, steps: int = 1) -> None:
        """Nothing to tell."""


_watching: ContextVar[Progress | None] = ContextVar("progress", default=None)


def announce(name: str, total: int) -> None:
    """Tells the watcher of a stage, where there is anything to do in it."""
    if total:
        watcher().stage(name, total)


def watcher() -> Progress:
    """Who watches the run that this code is part of."""
    return _watching.get() or Unwatched()


@contextmanager
def watched_by(progress: Progress) -> Iterator[None]:
    """Inside, stages report to `progress`, through Prefect tasks too."""
    mark = _watching.set(progress)
    try:
        yield
    finally:
        _watching.reset(mark)
