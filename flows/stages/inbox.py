"""Putting files where they belong: into their event's folder when all is told of them, else into the inbox to wait."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from learnbrief.corpus.details import ALSO, FIELDS, Details, nearby, read_listing, resolve_details
from learnbrief.corpus.document import Collaborative
from learnbrief.corpus.errors import BadInput, MissingDetails, SameContent
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.readers import READERS, read
from learnbrief.corpus.store import Store
from learnbrief.flows.workspace.workspace import Workspace, atomic_write

LISTED = ("file", *FIELDS, *ALSO)
NOT_MATERIAL = {"about.toml", "material.csv"}


@dataclass(frozen=True, slots=True)
class Put:
    """Where a file is now."""

    path: Path
    event_id: str | None
    """None: it waits in the inbox."""
    reason: str = ""
    """Why it waits."""


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files given, and those of the folders given that could be material, in order."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += [one for one in sorted(path.rglob("*")) if one.is_file() and _could_be_material(one)]
        elif path.is_file():
            found.append(path)
        else:
            raise BadInput(f"{path}: no such file or folder; check the path")
    return found


def _could_be_material(path: Path) -> bool:
    return path.name not in NOT_MATERIAL and not path.name.startswith((".", "~$")) and path.suffix.lower() in READERS


def details_told(path: Path, options: Mapping[str, str], collaboratives: Iterable[Collaborative]) -> Details:
    """The details of a file from options, its neighbours and its own header; reads it, so a bad one is told now."""
    about, listing = nearby(path)
    header = read(path).details
    return resolve_details(
        path, options=options, about=about, listing=listing, header=header, collaboratives=tuple(collaboratives)
    )


def missing_details(path: Path, options: Mapping[str, str]) -> list[str]:
    """The details that nobody tells of a file."""
    about, listing = nearby(path)
    told = (options, listing, about, read(path).details)
    return [name for name in FIELDS if not any(source.get(name) for source in told)]


def put_into_material(workspace: Workspace, path: Path, details: Details) -> Path:
    """A copy of the file in its event's folder, and beside it in material.csv what was told of it."""
    folder = workspace.material / details.event.event_id
    folder.mkdir(parents=True, exist_ok=True)
    content = path.read_bytes()
    target = _free_name(folder, path.name, content)
    atomic_write(target, content, mode=0o600)
    _list(folder / "material.csv", target.name, details)
    return target


def put_into_inbox(workspace: Workspace, path: Path) -> Path:
    """A copy of the file in the inbox."""
    content = path.read_bytes()
    target = _free_name(workspace.inbox, path.name, content)
    atomic_write(target, content, mode=0o600)
    return target


def add_file(workspace: Workspace, store: Store, path: Path, options: Mapping[str, str]) -> Put:
    """The file put where it belongs; what is not told of it keeps it waiting, anything else wrong is an error."""
    twin = store.documents.by_content(content_hash(path.read_bytes()))
    if twin is not None:
        raise SameContent(f"{path.name}: its content is already taken in, as {store.documents.get(twin).origin}")
    try:
        details = details_told(path, options, workspace.settings.as_programme().collaboratives)
    except MissingDetails as err:
        return Put(put_into_inbox(workspace, path), None, str(err))
    waited = workspace.inbox / path.name
    if waited.is_file() and waited.resolve() != path.resolve() and waited.read_bytes() == path.read_bytes():
        waited.unlink()
    return Put(put_into_material(workspace, path, details), details.event.event_id)


def file_inbox(workspace: Workspace) -> list[Path]:
    """Moves out of the inbox what everything is told of; the others stay. Returns where the moved ones are."""
    filed = []
    for path in files_in([workspace.inbox]):
        try:
            details = details_told(path, {}, workspace.settings.as_programme().collaboratives)
        except BadInput:  # it waits; `waiting` tells why
            continue
        filed.append(put_into_material(workspace, path, details))
        path.unlink()
    return filed


def waiting(workspace: Workspace) -> list[tuple[Path, str]]:
    """Each file in the inbox with the reason why it waits."""
    found = []
    for path in sorted(workspace.inbox.rglob("*")):
        if path.is_file() and path.name not in NOT_MATERIAL and not path.name.startswith((".", "~$")):
            try:
                details_told(path, {}, workspace.settings.as_programme().collaboratives)
            except BadInput as err:
                found.append((path, str(err)))
    return found


def _free_name(folder: Path, name: str, content: bytes) -> Path:
    """The name itself, or with a number where another file has it; the same content keeps the same name."""
    stem, suffix = Path(name).stem, Path(name).suffix
    for number in range(1, 10_000):
        target = folder / (name if number == 1 else f"{stem}-{number}{suffix}")
        if not target.exists() or target.read_bytes() == content:
            return target
    raise BadInput(f"{name}: too many files of this name in {folder.name}; rename it")


def _list(listing: Path, name: str, details: Details) -> None:
    """The file's row in material.csv, replacing an earlier one."""
    rows = read_listing(listing) if listing.is_file() else {}
    rows[name] = {
        "kind": details.kind.value,
        "event": details.event.title,
        "date": details.event.date.isoformat(),
        "collaborative": details.event.collaborative or "none",
        "author": details.author or "",
        "title": details.title or "",
        "recording": details.recording or "",
    }
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, LISTED, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({"file": one, **told} for one, told in rows.items())
    atomic_write(listing, out.getvalue(), mode=0o600)
