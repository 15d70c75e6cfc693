"""A workspace with its store open for as long as one stage needs it, and one run at a time in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from learnbrief.corpus.store import Store, open_store
from learnbrief.flows.workspace.locks import locked
from learnbrief.flows.workspace.workspace import Workspace

PATIENCE = 1800.0
"""Seconds a scheduled run waits for another to end before it gives up."""


@contextmanager
def opened(root: Path) -> Iterator[tuple[Workspace, Store]]:
    """The workspace as it is now, with its store; connections are given back at the end."""
    workspace = Workspace(Path(root))
    workspace.make_folders()
    store = open_store(workspace.store_url)
    try:
        yield workspace, store
    finally:
        store.close()


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """No other run works in this workspace meanwhile; the system frees the lock however a process ends."""
    busy = "another run has been at work in this workspace for half an hour; try again when it ends"
    with locked(Workspace(Path(root)).lock_file("run"), busy, patience=PATIENCE):
        yield
