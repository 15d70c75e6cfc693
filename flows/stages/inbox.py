"""Putting files where they belong: into their event's folder when all is told of them, else into the inbox to wait."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from os.path import isfile
from pathlib import Path

from learnbrief.corpus.details import (
    ALSO,
    FIELDS,
    NOTHING,
    Details,
    how_to_read,
    nearby,
    read_listing,
    resolve_details,
    wanted,
)
from learnbrief.corpus.document import Collaborative, Event
from learnbrief.corpus.errors import BadInput, MissingDetails, SameContent
from learnbrief.corpus.filenames import free_name
from learnbrief.corpus.identity import content_hash, slug
from learnbrief.corpus.readers import READERS, Reading, read
from learnbrief.corpus.readers.transcripts.shapes import Shape
from learnbrief.corpus.store import Store
from learnbrief.flows.stages.header import PlaceColumn, header_of, place_column
from learnbrief.flows.stages.ingest import BESIDE, FAULTS
from learnbrief.flows.stages.member_checks import with_its_brief
from learnbrief.flows.workspace.workspace import Workspace, atomic_write

DETAILS = (*FIELDS, *ALSO)
LISTED = ("file", *DETAILS)


@dataclass(frozen=True, slots=True)
class Put:
    """Where a file is now."""

    path: Path
    event_id: str | None
    """None: it waits in the inbox."""
    reason: str = ""
    """Why it waits."""
    namesakes: tuple[str, ...] = ()
    """Other events of the same name, where this file began one more."""


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files given, and those of the folders given that could be material, in order."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            # isfile: a folder that may be listed and not entered must not stop a look at the others
            found += [one for one in sorted(path.rglob("*")) if isfile(one) and _could_be_material(one)]
        elif path.is_file():
            found.append(path)
        else:
            raise BadInput(f"{path}: no such file or folder; check the path")
    return found


def _could_be_material(path: Path) -> bool:
    return path.name not in BESIDE and not path.name.startswith((".", "~$")) and path.suffix.lower() in READERS


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file on its way in, read once, with everything that is told of it."""

    path: Path
    reading: Reading
    options: Mapping[str, str]
    listing: Mapping[str, str]
    about: Mapping[str, str]

    def details(self, collaboratives: Sequence[Collaborative]) -> Details:
        """Its details; what nobody tells is an error that asks for it."""
        return resolve_details(
            self.path,
            options=self.options,
            listing=self.listing,
            about=self.about,
            header=header_of(self.reading, collaboratives),
            collaboratives=collaboratives,
        )

    def missing(self, collaboratives: Sequence[Collaborative]) -> list[str]:
        """The details that nobody tells."""
        told = (self.options, self.listing, self.about, header_of(self.reading, collaboratives))
        return [name for name in wanted(collaboratives) if not any(source.get(name) for source in told)]

    def place_column(self, collaboratives: Sequence[Collaborative]) -> PlaceColumn | None:
        """The column from which a survey's collaboratives are taken, where nobody and nothing else tells one."""
        told = (self.options, self.listing, self.about, self.reading.details)
        if any(source.get("collaborative") for source in told):
            return None
        return place_column(self.reading, collaboratives)

    @property
    def asks_who_leads(self) -> bool:
        """Whether it is a talk of several people none of whom is marked as leading it, and nobody told who does."""
        told = any(source.get("roles") for source in (self.options, self.listing, self.about))
        return self.reading.nobody_leads and not told

    @property
    def told_beside_it(self) -> dict[str, str]:
        """What is told of it outside the file, and would be lost with a bare copy of the file."""
        layers = (self.about, self.listing, self.options)
        return {name: value for layer in layers for name, value in layer.items() if name in DETAILS and value}


def arrival(
    path: Path,
    options: Mapping[str, str] = NOTHING,
    *,
    remembered: Mapping[str, str] = NOTHING,
    shapes: Sequence[Shape] = (),
) -> Arrival:
    """The file with what options, its neighbours and itself tell; reads it, so a bad one is told now.

    `remembered` is what was told when it was put aside earlier; anything beside the file now goes before it.
    """
    about, listing = nearby(path)
    about = {**remembered, **about}
    how = how_to_read(path, options=options, listing=listing, about=about, shapes=shapes)
    return Arrival(path, read(path, how), options, listing, about)


def arriving(workspace: Workspace, store: Store, path: Path, options: Mapping[str, str]) -> Arrival:
    """A file that somebody adds, with what was told when it was added before and had to wait."""
    twin = store.documents.by_content(content_hash(path.read_bytes()))
    if twin is not None:
        raise SameContent(f"{path.name}: its content is already taken in, as {store.documents.get(twin).origin}")
    remembered: dict[str, str] = {}
    for waited in _waiting_copies(workspace, path.read_bytes()):
        about, listing = nearby(waited)
        remembered |= about | listing
    arrived = arrival(path, options, remembered=remembered, shapes=workspace.shapes)
    return replace(arrived, reading=with_its_brief(store, arrived.reading, path.name))


def details_told(workspace: Workspace, path: Path, options: Mapping[str, str] = NOTHING) -> Details:
    """The details of a file from options, its neighbours and its own header."""
    collaboratives = workspace.settings.as_programme().collaboratives
    return arrival(path, options, shapes=workspace.shapes).details(collaboratives)


def put_into_material(workspace: Workspace, path: Path, details: Details) -> Path:
    """A copy of the file in its event's folder, and beside it in material.csv what was told of it."""
    folder = workspace.material / details.event.event_id
    folder.mkdir(parents=True, exist_ok=True)
    content = path.read_bytes()
    target = free_name(folder, path.name, content)
    atomic_write(target, content, mode=0o600)
    put_row(folder / "material.csv", target.name, _as_told(details))
    return target


def put_into_inbox(workspace: Workspace, arrived: Arrival) -> Path:
    """A copy of the file in the inbox, and beside it in material.csv what was told of it so far."""
    content = arrived.path.read_bytes()
    target = free_name(workspace.inbox, arrived.path.name, content)
    atomic_write(target, content, mode=0o600)
    if arrived.told_beside_it:
        put_row(workspace.inbox / "material.csv", target.name, arrived.told_beside_it)
    return target


def add_file(workspace: Workspace, arrived: Arrival) -> Put:
    """The file put where it belongs; what is not told of it keeps it waiting, anything else wrong is an error."""
    try:
        details = arrived.details(workspace.settings.as_programme().collaboratives)
    except MissingDetails as err:
        return Put(put_into_inbox(workspace, arrived), None, str(err))
    copies, namesakes = _waiting_copies(workspace, arrived.path.read_bytes()), _namesakes(workspace, details.event)
    target = put_into_material(workspace, arrived.path, details)
    for waited in copies:
        remove_with_row(waited)
    return Put(target, details.event.event_id, namesakes=namesakes)


def _namesakes(workspace: Workspace, event: Event) -> tuple[str, ...]:
    """Events that differ from one about to begin in nothing but day or collaborative: people may mean one and the same."""
    if (workspace.material / event.event_id).exists():
        return ()
    same = re.compile(rf"(?:.+-)?\d{{4}}-\d\d-\d\d-{re.escape(slug(event.title) or 'event')}")
    return tuple(sorted(one.name for one in workspace.material.glob("*/") if same.fullmatch(one.name)))


def waiting(workspace: Workspace) -> list[tuple[Path, str]]:
    """Each file in the inbox with the reason why it waits."""
    paths = (one for one in sorted(workspace.inbox.rglob("*")) if one.name not in BESIDE)
    found = ((path, _why_it_waits(workspace, path)) for path in paths if not path.name.startswith((".", "~$")))
    return [(path, reason) for path, reason in found if reason]


def _why_it_waits(workspace: Workspace, path: Path) -> str:
    """Empty where nothing keeps the file from being filed, or it is a folder."""
    try:
        if path.is_file():
            details_told(workspace, path)
    except BadInput as err:
        return str(err)
    except OSError as err:
        return f"{path.name}: cannot be read ({err.strerror}); see who may read it, and whether its disk or network answers"
    except FAULTS as err:
        return f"{path.name}: learnbrief failed on it ({type(err).__name__}); save it in another format"
    return ""


def _waiting_copies(workspace: Workspace, content: bytes) -> list[Path]:
    """Files of the inbox that hold this very content, under whatever name."""
    return [
        path
        for path in files_in([workspace.inbox])
        if path.stat().st_size == len(content) and path.read_bytes() == content
    ]


def remove_with_row(path: Path) -> None:
    """Neither the file nor its row in the listing beside it stays behind."""
    path.unlink()
    listing = path.parent / "material.csv"
    rows = read_listing(listing) if listing.is_file() else {}
    if rows.pop(path.name, None) is None:
        return
    if rows:
        _write_listing(listing, rows)
    else:
        listing.unlink()


def _as_told(details: Details) -> dict[str, str]:
    """Details as a row of material.csv tells them."""
    return {
        "kind": details.kind.value,
        "event": details.event.title,
        "date": details.event.date.isoformat(),
        "collaborative": details.event.collaborative or "none",
        "author": details.author or "",
        "title": details.title or "",
        "recording": details.recording or "",
        "shape": details.shape or "",
        "roles": details.roles or "",
        "columns": details.columns or "",
        "asked": str(details.asked or ""),
    }


def put_row(listing: Path, name: str, told: Mapping[str, str]) -> None:
    """The file's row in material.csv, replacing an earlier one."""
    rows = read_listing(listing) if listing.is_file() else {}
    _write_listing(listing, {**rows, name: told})


def _write_listing(listing: Path, rows: Mapping[str, Mapping[str, str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, LISTED, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({"file": one, **told} for one, told in rows.items())
    atomic_write(listing, out.getvalue(), mode=0o600)
