"""One app, one worker, one schedule and one run at a time in a workspace; the system frees a lock however its holder ends."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from learnbrief.corpus.errors import NotAllowed
from learnbrief.flows.workspace.workspace import atomic_write

FOREVER = -1.0
LOOK_AGAIN = 0.25
"""Seconds between two tries while waiting for a lock."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds a lock, so that a person can find it."""

    host: str
    process: int
    since: str

    @classmethod
    def here(cls) -> "Holder":
        """This process, from now on."""
        return cls(socket.gethostname(), os.getpid(), f"{datetime.now():%H:%M on %d %B %Y}")

    def __str__(self) -> str:
        return f"process {self.process} on {self.host}, since {self.since}"


@contextmanager
def locked(path: Path, what: str, *, patience: float = 0.0) -> Iterator[Holder]:
    """Inside, nobody else holds this lock, on whatever machine they see the folder from.

    Raises:
        NotAllowed: somebody else held it for all of `patience`; `what` says in the message what they are at.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock, record = FileLock(path), path.with_suffix(".json")
    try:
        lock.acquire(timeout=patience, poll_interval=LOOK_AGAIN)
    except Timeout as err:
        raise NotAllowed(f"{what} ({_holder(record)})") from err
    try:
        me = Holder.here()
        # beside the lock and not in it: on Windows nobody else can read a locked file
        atomic_write(record, json.dumps(asdict(me)), mode=0o600)
        yield me
    finally:
        record.unlink(missing_ok=True)
        lock.release()


def is_held(path: Path) -> bool:
    """Whether somebody holds this lock."""
    if not path.exists():
        return False
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:  # a folder that can only be read, in which nobody works
        return False
    lock.release()
    return False


def _holder(record: Path) -> str:
    """Who holds the lock, in words."""
    try:
        return str(Holder(**json.loads(record.read_text(encoding="utf-8"))))
    except (OSError, ValueError, TypeError):
        return "it began this moment"  # the lock is taken and its holder has not said yet who it is
