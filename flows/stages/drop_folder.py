"""The folder that files are dropped into: each is filed once nobody writes to it any more, and no file stops another."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from learnbrief.corpus.errors import BadInput
from learnbrief.flows.stages.inbox import details_told, files_in, put_into_material, remove_with_row
from learnbrief.flows.stages.ingest import BESIDE, FAULTS
from learnbrief.flows.workspace.workspace import Workspace

SETTLED = 5.0
"""Seconds for which size and time of a file must stand still: a slow network folder is written in bursts."""

Facts = tuple[tuple[int, int], ...]
"""(size, time of change in nanoseconds) of a file and of what bears on how it is read."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one look into the folder came to."""

    filed: tuple[Path, ...] = ()
    """Where the files are that were moved into their events' folders."""
    arriving: int = 0
    """Files that somebody may still be writing."""
    failed: tuple[str, ...] = ()
    """Errors met for the first time, by name; which file it was `status` tells, for names of files name people."""


@dataclass(slots=True)
class _Seen:
    """A file as it was at the latest look."""

    facts: Facts
    since: float
    waits: bool = False
    """It was read and lacks details, so it is not read again until something changes."""
    error: str = ""


@dataclass(slots=True)
class DropFolder:
    """Looks into a workspace's inbox again and again, and remembers what it saw there."""

    root: Path
    settled: float = SETTLED
    clock: Callable[[], float] = time.monotonic
    _seen: dict[Path, _Seen] = field(default_factory=dict)

    def look(self) -> Look:
        """Files what is whole and has all its details; whatever is wrong with one file, the others are seen to."""
        workspace = Workspace(self.root)  # settings may have changed since the last look
        paths = files_in([workspace.inbox])
        for gone in self._seen.keys() - set(paths):
            del self._seen[gone]
        filed: list[Path] = []
        failed: list[str] = []
        for path in paths:
            try:
                if self._is_whole(workspace, path):
                    filed.append(self._file(workspace, path))
            except BadInput:  # it waits; `waiting` tells why
                self._seen[path].waits = True
            except (OSError, *FAULTS) as err:  # may pass by itself, so it is tried again at every look
                failed += self._first_time(path, type(err).__name__)
        arriving = sum(not one.waits and not one.error for one in self._seen.values())
        return Look(tuple(filed), arriving, tuple(failed))

    def _is_whole(self, workspace: Workspace, path: Path) -> bool:
        """Whether the file stood still through two looks far enough apart, nobody writes to it, and it is not to wait."""
        now, facts = self.clock(), _facts(workspace, path)
        seen = self._seen.get(path)
        if seen is None or seen.facts != facts:
            self._seen[path] = _Seen(facts, now)
            return False
        return now - seen.since >= self.settled and not seen.waits and not is_being_written(path)

    def _file(self, workspace: Workspace, path: Path) -> Path:
        """The file lies in its event's folder, byte for byte, and no longer here."""
        content = path.read_bytes()
        details = details_told(workspace, path)
        before = set((workspace.material / details.event.event_id).glob("*"))
        target = put_into_material(workspace, path, details)
        if target.read_bytes() != content or _facts(workspace, path) != self._seen[path].facts:
            if target not in before:  # somebody wrote after all: half a file must not be taken in
                remove_with_row(target)
            raise BlockingIOError(f"{path.name} changed while it was filed")
        remove_with_row(path)
        del self._seen[path]
        return target

    def _first_time(self, path: Path, error: str) -> list[str]:
        """The error, unless it was told of this file already."""
        seen = self._seen.setdefault(path, _Seen((), self.clock()))
        known, seen.error = seen.error == error, error
        return [] if known else [error]


def _facts(workspace: Workspace, path: Path) -> Facts:
    bearing = (*(path.parent / name for name in sorted(BESIDE)), workspace.settings_file, workspace.shapes_file)
    stats = (path.stat(), *(one.stat() for one in bearing if one.exists()))
    return tuple((one.st_size, one.st_mtime_ns) for one in stats)


def is_being_written(path: Path) -> bool:
    """Whether a process of this machine has the file open to write, as far as the system tells.

    Linux grants a read lease only on a file that nobody writes; elsewhere, and on network folders, time has to do.
    """
    try:
        import fcntl
    except ImportError:  # Windows, which lets nobody read a file that is being copied
        return False
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    file = os.open(path, os.O_RDONLY)
    try:
        # should somebody open it this very moment we are sent a signal: by default one that would end us
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    except OSError:  # no leases on this file system, or the file is another user's
        return False
    finally:
        os.close(file)
    return False
