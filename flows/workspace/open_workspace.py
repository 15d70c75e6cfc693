"""A workspace with its store open for as long as one stage needs it, and one run at a time in it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from learnbrief.corpus.drafts import sweep
from learnbrief.corpus.errors import ReadOnly, StoreUnreachable
from learnbrief.corpus.store import Store, open_store
from learnbrief.flows.workspace.elsewhere import site
from learnbrief.flows.workspace.locks import locked
from learnbrief.flows.workspace.workspace import Workspace

PATIENCE = 1800.0
"""Seconds a scheduled run waits for another to end before it gives up."""


@contextmanager
def opened(root: Path) -> Iterator[tuple[Workspace, Store]]:
    """The workspace as it is now, with its store; connections are given back at the end."""
    if (elsewhere := site()) is not None:
        with closing(open_store(elsewhere.store_url)) as store:
            yield elsewhere.workspace, store
        return
    workspace = Workspace(Path(root))
    workspace.make_folders()
    with closing(store_of(workspace)) as store:
        yield workspace, store


def store_of(workspace: Workspace) -> Store:
    """The workspace's store, made where there has been none; one that is gone is not replaced by an empty one.

    Raises:
        StoreUnreachable: it is gone, and what was made from it is still there.
    """
    if workspace.settings.store.url is None and not _holds_anything(workspace.database):
        made = [*workspace.briefs.glob("*/brief.json"), *(workspace.restricted / "originals").glob("*.json")]
        if made:
            raise StoreUnreachable(
                f"{workspace.database.name} is gone from {workspace.root}, where {len(made)} files were made from it: put it "
                "back, or restore a backup; to begin anew, take the folders briefs and restricted/originals away"
            )
    return open_store(workspace.store_url)


def _holds_anything(database: Path) -> bool:
    """A file of no bytes is what a program that synchronises leaves of one that it could not fetch."""
    return database.is_file() and database.stat().st_size > 0


def refuse_read_only(workspace: Workspace) -> None:
    """Whoever would write in a folder that can only be read is told before any work is done."""
    if workspace.read_only:
        raise ReadOnly(
            f"{workspace.root} can be read and not written: 'learnbrief status', 'search', 'export' and 'app' show what is in "
            "it; for anything else ask for the right to write, or work on a copy of the folder"
        )


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """No other run works in this workspace meanwhile; the system frees the lock however a process ends.

    What an earlier process left half-written when it was killed is gone: it may hold names, or the whole key.
    """
    workspace = Workspace(Path(root))
    refuse_read_only(workspace)
    busy = "another run has been at work in this workspace for half an hour; try again when it ends"
    with locked(workspace.lock_file("run"), busy, patience=PATIENCE):
        sweep(workspace.root)
        yield
