"""Looking after a workspace: backups, and bringing one back."""

import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

from learnbrief.corpus.drafts import drafted, scratch, sweep_beside
from learnbrief.corpus.errors import BadInput, BrokenStore
from learnbrief.corpus.store.trouble import in_words
from learnbrief.flows.workspace.open_workspace import refuse_read_only, store_of
from learnbrief.flows.workspace.workspace import SETTINGS_FILE, Workspace, check_target

KEPT = (SETTINGS_FILE, "codebook.yaml", "participants.csv", "material", "inbox", "briefs", "restricted")
NOT_KEPT = {"uploads", "worker.log"}


def back_up(workspace: Workspace, target: Path) -> Path:
    """The whole workspace in one file that only its owner can read; the store as it is at one moment."""
    if workspace.settings.store.url:
        raise BadInput("the store is a database server's: back it up with pg_dump, and the folder with your own tools")
    check_target(target)
    if target.exists():
        raise BadInput(f"{target}: is there already; name a new file")
    refuse_read_only(workspace)
    store_of(workspace).close()  # what is no store, or is gone, is told; and a new workspace has one to keep
    sweep_beside(target)
    # the copy holds everything: it lies where only the owner can look
    with scratch(workspace.restricted / "backup") as folder, drafted(target, mode=0o600) as out:
        copy = folder / workspace.database.name
        _copy_store(workspace.database, copy)
        with tarfile.open(fileobj=out, mode="w:gz") as archive:
            archive.add(copy, copy.name)
            for name in KEPT:
                if (workspace.root / name).exists():
                    archive.add(workspace.root / name, name, filter=_wanted)
    return target


def restore(source: Path, folder: Path) -> Workspace:
    """A workspace from a backup, in a folder of its own; nothing in the file can write outside it."""
    if not source.is_file():
        raise BadInput(f"{source}: no such file; check the path")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"{folder}: is not an empty folder; name a new one")
    try:
        with tarfile.open(source, "r:gz") as archive:
            if SETTINGS_FILE not in archive.getnames():
                raise BadInput(f"{source.name}: is no backup of a workspace")
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, OSError) as err:
        raise BadInput(f"{source.name}: cannot be read as a backup ({err})") from err
    workspace = Workspace(folder.resolve())
    workspace.make_folders()
    return workspace


def _copy_store(database: Path, copy: Path) -> None:
    with (
        in_words(database.name, is_file=True),
        closing(sqlite3.connect(database)) as live,
        closing(sqlite3.connect(copy)) as out,
    ):
        live.backup(out)
        out.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        if out.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise BrokenStore(f"{database.name} is damaged, and nothing was backed up; restore an earlier backup")


def _wanted(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    name = Path(entry.name).name
    return None if name in NOT_KEPT or name.endswith(".part") or not (entry.isfile() or entry.isdir()) else entry
