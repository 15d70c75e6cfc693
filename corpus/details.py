"""Kind, event, date and collaborative of a source: told by option, listing, about.toml or the file itself, never guessed."""

import csv
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

from learnbrief.corpus.dates import parse_date
from learnbrief.corpus.document import Collaborative, Event, Kind
from learnbrief.corpus.errors import BadInput, MissingDetails
from learnbrief.corpus.identity import slug
from learnbrief.corpus.kinds import kind_called
from learnbrief.corpus.places import PlaceNames
from learnbrief.corpus.readers.decode import read_text_file
from learnbrief.corpus.readers.how import How, columns_from, roles_from
from learnbrief.corpus.readers.transcripts.shapes import NONE, Shape, shape_from
from learnbrief.corpus.readers.transcripts.shapes import shapes as builtin_shapes
from learnbrief.corpus.recordings import is_recording

FIELDS = ("kind", "event", "date", "collaborative")
ALSO = ("author", "title", "recording", "shape", "roles", "columns", "asked")
"""Details that a source may have and need not."""
HOW = ("kind", "shape", "roles", "columns")
"""Details that bear on how a file is read."""
NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_COLLABORATIVE = frozenset({"none", "no", "all", "cohort", "whole cohort", "programme", "n/a", "-"})


@dataclass(frozen=True, slots=True)
class Details:
    """What a document must know of itself before it is stored."""

    kind: Kind
    event: Event
    author: str | None = None
    """As given: a name before de-identification."""
    title: str | None = None
    recording: str | None = None
    """Address of the sound or film that it was written from: http, https, or a path beside the workspace."""
    shape: str | None = None
    """Where label, time and words stand in a transcript, as somebody told it; 'none' where nobody is named."""
    roles: str | None = None
    """In what capacity labels speak: 'Priya = facilitator; Owen = presenter'."""
    columns: str | None = None
    """What columns of a survey are: 'C = question; What is your role? = role'."""
    asked: int | None = None
    """To how many people the feedback form was given, whether or not they answered."""


@dataclass(frozen=True, slots=True)
class _Told:
    value: str
    where: str


def resolve_details(
    path: Path,
    *,
    options: Mapping[str, str] = NOTHING,
    about: Mapping[str, str] = NOTHING,
    listing: Mapping[str, str] = NOTHING,
    header: Mapping[str, str] = NOTHING,
    collaboratives: Sequence[Collaborative] = (),
) -> Details:
    """The details of a source; what is told nearest to the command wins, and what nobody tells is asked for by name.

    `listing` is the file's row of material.csv; its key 'line' says where it stands. With `collaboratives` given,
    a collaborative that is not among them is an error; a programme without any asks for none.
    """
    row = f"material.csv line {listing['line']}" if listing.get("line") else "material.csv"
    sources = ((options, "option"), (listing, row), (about, "about.toml"), (header, "its own header"))
    told = {name: found for name in (*FIELDS, *ALSO) if (found := _first(name, sources))}
    # A wrong value is told before a missing one: else it would wait with the file and be complained of much later.
    kind = _kind(path, told["kind"]) if "kind" in told else None
    held = _date(path, told["date"]) if "date" in told else None
    collaborative = _collaborative(path, told["collaborative"], collaboratives) if "collaborative" in told else None
    missing = [name for name in wanted(collaboratives) if name not in told]
    if missing or kind is None or held is None:
        raise MissingDetails(_ask(path, missing))
    event = told["event"].value
    return Details(
        kind=kind,
        event=Event(event_id(event, held, collaborative), event, held, collaborative),
        author=told["author"].value if "author" in told else None,
        title=told["title"].value if "title" in told else None,
        recording=_recording(path, told["recording"]) if "recording" in told else None,
        shape=told["shape"].value if "shape" in told else None,
        roles=told["roles"].value if "roles" in told else None,
        columns=told["columns"].value if "columns" in told else None,
        asked=_asked(path, told["asked"]) if "asked" in told else None,
    )


def how_to_read(
    path: Path,
    *,
    options: Mapping[str, str] = NOTHING,
    listing: Mapping[str, str] = NOTHING,
    about: Mapping[str, str] = NOTHING,
    shapes: Sequence[Shape] = (),
) -> How:
    """What is told of a file outside it that bears on how it is read; `shapes` are the workspace's own."""
    sources = ((options, "option"), (listing, "material.csv"), (about, "about.toml"))
    told = {name: found.value if (found := _first(name, sources)) else "" for name in HOW}
    if told["shape"] and told["shape"] != NONE:
        shape_from(told["shape"], (*shapes, *builtin_shapes()))  # a shape that is none is told before the file is read
    return How(
        path.name,
        kind_called(told["kind"]),
        told["shape"],
        roles_from(path, told["roles"]),
        tuple(shapes),
        columns_from(path, told["columns"]),
    )


def wanted(collaboratives: Sequence[Collaborative]) -> tuple[str, ...]:
    """The details that somebody must tell: where no collaborative is configured, none is meant and none is asked for."""
    return FIELDS if collaboratives else tuple(name for name in FIELDS if name != "collaborative")


def _recording(path: Path, told: _Told) -> str:
    if not is_recording(told.value):
        raise BadInput(
            f"{path.name}: {told.where} says recording is {told.value!r}; give an http or https address, or a file's path"
            " from the workspace"
        )
    return told.value


def _asked(path: Path, told: _Told) -> int:
    if not told.value.isdecimal() or not int(told.value):
        raise BadInput(
            f"{path.name}: {told.where} says asked is {told.value!r}; write how many forms were given out, as 25"
        )
    return int(told.value)


def event_id(title: str, held: date, collaborative: str | None) -> str:
    """The same title on the same day in the same collaborative is the same event: 'harbour-2025-03-14-data-day'."""
    return "-".join(part for part in (collaborative, held.isoformat(), slug(title) or "event") if part)


def _first(name: str, sources: Sequence[tuple[Mapping[str, str], str]]) -> _Told | None:
    for source, where in sources:
        value = str(source.get(name) or "").strip()
        if value:
            return _Told(value, f"--{name}" if where == "option" else where)
    return None


def _ask(path: Path, missing: Sequence[str]) -> str:
    options = " ".join(f"--{name} {_example(name)}" for name in missing)
    return (
        f"{path.name}: {', '.join(missing)} not told; add {options}, or give "
        f"{'it' if len(missing) == 1 else 'them'} in about.toml or material.csv beside the file, or in its first lines"
    )


def _example(name: str) -> str:
    return {"kind": "workshop_notes", "event": "'...'", "date": "2025-03-14", "collaborative": "SLUG (or none)"}[name]


def _kind(path: Path, told: _Told) -> Kind:
    kind = kind_called(told.value)
    if kind is None:
        known = ", ".join(kind.value for kind in Kind)
        raise BadInput(f"{path.name}: {told.where} says kind is {told.value!r}; use one of {known}")
    return kind


def _collaborative(path: Path, told: _Told, known: Sequence[Collaborative]) -> str | None:
    if told.value.casefold() in _NO_COLLABORATIVE:
        return None
    if found := PlaceNames(known).meant(told.value):
        return found
    if known:
        names = ", ".join(collaborative.slug for collaborative in known)
        raise BadInput(f"{path.name}: {told.where} says collaborative is {told.value!r}; use one of {names}, or none")
    if not (wanted := slug(told.value)):
        raise BadInput(f"{path.name}: {told.where} says collaborative is {told.value!r}; use letters or digits")
    return wanted


def _date(path: Path, told: _Told) -> date:
    try:
        return parse_date(told.value)
    except ValueError as err:
        raise BadInput(f"{path.name}: {told.where} says date is {told.value!r}, {err}; write it as 2025-03-14") from err


def read_about(path: Path, name: str = "") -> dict[str, str]:
    """The details in an about.toml, with what its table [files."name"] says of that one file laid over them."""
    text, _ = read_text_file(path)
    try:
        loaded = tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise BadInput(f'{path.name}: is not TOML ({err}); write lines like date = "2025-03-14"') from err
    files = loaded.pop("files", {})
    if not isinstance(files, dict) or not all(isinstance(told, dict) for told in files.values()):
        raise BadInput(f"{path.name}: 'files' must be tables like [files.\"notes.md\"]")
    told = {**loaded, **files.get(name, {})}
    unknown = sorted(set(told) - {*FIELDS, *ALSO})
    if unknown:
        known = ", ".join((*FIELDS, *ALSO))
        raise BadInput(f"{path.name}: has a key {unknown[0]!r} that we do not know; it may hold {known}")
    return {key: _as_text(value) for key, value in told.items()}


def _as_text(value: Any) -> str:
    """A value as material.csv would hold it: a table of roles or columns is 'Priya = facilitator; Owen = presenter'."""
    if isinstance(value, dict):
        return "; ".join(f"{name} = {role}" for name, role in value.items())
    return value.isoformat() if isinstance(value, date) else str(value)


def read_listing(path: Path) -> dict[str, dict[str, str]]:
    """The rows of a material.csv by file name, each with its details and the 'line' it stands on."""
    text, _ = read_text_file(path)
    reader = csv.DictReader(StringIO(text.lstrip("\ufeff"), newline=""))
    columns = {column: (column or "").strip().casefold() for column in reader.fieldnames or ()}
    if "file" not in columns.values():
        raise BadInput(f"{path.name}: line 1 needs a column 'file', and may have {', '.join((*FIELDS, *ALSO))}")
    rows: dict[str, dict[str, str]] = {}
    for row in reader:
        told = {columns[key]: value.strip() for key, value in row.items() if key in columns and isinstance(value, str)}
        name = told.pop("file", "")
        if not name:
            continue
        if name in rows:
            raise BadInput(
                f"{path.name}: lines {rows[name]['line']} and {reader.line_num} both tell of {name!r}; keep one"
            )
        rows[name] = {**told, "line": str(reader.line_num)}
    return rows


def nearby(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """What about.toml and material.csv in the file's own folder tell of it: (about, listing)."""
    about, listing = path.parent / "about.toml", path.parent / "material.csv"
    rows = read_listing(listing) if listing.is_file() else {}
    return (read_about(about, path.name) if about.is_file() else {}), rows.get(path.name, {})
