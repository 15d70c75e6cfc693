"""A workspace as a worker on another machine has it: its settings and its store, and no folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from learnbrief.flows.workspace.settings import Settings
from learnbrief.flows.workspace.workspace import Workspace

NOWHERE = Path("/this-worker-has-no-workspace")


@dataclass(frozen=True, slots=True)
class Site:
    """What a worker is given with its part: what to do it with; material, register and key stay where they are."""

    settings: Settings
    store_url: str

    @property
    def workspace(self) -> Workspace:
        """Whatever looks for a file in it fails."""
        place = Workspace(NOWHERE)
        vars(place)["settings"] = self.settings  # where the file's would be kept once read
        return place


_site: ContextVar[Site | None] = ContextVar("site", default=None)


def site() -> Site | None:
    """Where this code works, if it is not in a workspace's folder."""
    return _site.get()


@contextmanager
def working_at(chosen: Site) -> Iterator[None]:
    """Inside, `opened` gives what the site has, whichever folder it is asked for."""
    mark = _site.set(chosen)
    try:
        yield
    finally:
        _site.reset(mark)
