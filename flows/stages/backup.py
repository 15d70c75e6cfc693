"""Looking after a workspace: backups, bringing one back, and taking somebody's words out of it."""

import os
import secrets
import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

from learnbrief.corpus.deidentify import Keyfile
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.store import Store
from learnbrief.corpus.withdrawal import PUBLISHED, Withdrawal, forget_document, forget_participant
from learnbrief.flows.stages.brief_files import write_brief_files
from learnbrief.flows.workspace.workspace import SETTINGS_FILE, Workspace
from learnbrief.outputs.brief.brief import evidence_of, read_brief
from learnbrief.outputs.render import FORMATS

KEPT = (SETTINGS_FILE, "codebook.yaml", "participants.csv", "material", "inbox", "briefs", "restricted")
NOT_KEPT = {"uploads", "worker.log"}


def back_up(workspace: Workspace, target: Path) -> Path:
    """The whole workspace in one file that only its owner can read; the store as it is at one moment."""
    if workspace.settings.store.url:
        raise BadInput("the store is a database server's: back it up with pg_dump, and the folder with your own tools")
    if target.exists():
        raise BadInput(f"{target}: is there already; name a new file")
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    copy = workspace.restricted / f".{secrets.token_hex(4)}.db.part"
    try:
        _copy_store(workspace.database, copy)
        with (
            os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out,
            tarfile.open(fileobj=out, mode="w:gz") as archive,
        ):
            archive.add(copy, workspace.database.name)
            for name in KEPT:
                if (workspace.root / name).exists():
                    archive.add(workspace.root / name, name, filter=_wanted)
        draft.replace(target)
    finally:
        copy.unlink(missing_ok=True)
        draft.unlink(missing_ok=True)
    return target


def restore(source: Path, folder: Path) -> Workspace:
    """A workspace from a backup, in a folder of its own; nothing in the file can write outside it."""
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


def forget(
    workspace: Workspace, store: Store, *, participant: str | None = None, document: str | None = None
) -> Withdrawal:
    """Somebody's words, or a source, are gone from store and workspace; briefs that quoted them stand redacted."""
    public = {path.name.removesuffix(PUBLISHED) for path in workspace.briefs.glob(f"*{PUBLISHED}")}
    if document:
        done = forget_document(store, workspace.root, document)
    else:
        keyfile = Keyfile(workspace.restricted / "key.json")
        done = forget_participant(store, workspace.root, participant or "", keyfile=keyfile)
    for old, brief_id in done.briefs.items():
        write_brief_files(workspace, store, brief_id)
        if old in public:
            write_brief_files(workspace, store, brief_id, view="published")
    _show_sources_again(workspace, store, set(done.documents_changed))
    return done


def _show_sources_again(workspace: Workspace, store: Store, changed: set[str]) -> None:
    """Briefs that quote others from a shared source show that source whole: their files are made from it again."""
    for stored in store.briefs.all():
        folder = workspace.brief_folder(stored.brief_id)
        if folder.is_dir() and any(item.document in changed for item in evidence_of(read_brief(stored.value))):
            formats = {name for name, file in FORMATS.items() if (folder / file).exists()}
            shutil.rmtree(folder)
            write_brief_files(workspace, store, stored.brief_id, formats=formats)


def _copy_store(database: Path, copy: Path) -> None:
    with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(copy)) as out:
        live.backup(out)
        out.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def _wanted(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    name = Path(entry.name).name
    return None if name in NOT_KEPT or name.endswith(".part") or not (entry.isfile() or entry.isdir()) else entry
