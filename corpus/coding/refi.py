"""REFI-QDA files that other programs write: projects (.qdpx) with their coding, and codebooks (.qdc)."""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from learnbrief.corpus.coding.elements import all_of, called, guid_of, name_of, parsed, point_in, text_of
from learnbrief.corpus.coding.memos import Memo, Notes, read_notes
from learnbrief.corpus.errors import BadCoding
from learnbrief.corpus.readers.decode import read_bytes
from learnbrief.corpus.readers.guard import MAX_ARCHIVE, check_package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
MACHINE = "learnbrief (suggested)"
"""The user under whom our exports tell suggestions of a model: never a person's coding."""
OURS = "learnbrief"
"""The origin that our exports name."""
UNCODED = "selections with neither a code nor a memo"
STANCES_CODE = "stances"
_SPACE = UUID("6f0e8f0a-3c52-5d0b-9f0e-0f6c1b6e7a11")


def guid(*parts: object) -> str:
    """The same parts have the same GUID in every export."""
    return str(uuid5(_SPACE, "/".join(map(str, parts)))).upper()


@dataclass(frozen=True, slots=True)
class Code:
    """One code of another program's codebook."""

    guid: str
    name: str
    description: str = ""
    parent: str | None = None
    """GUID of the code above it."""
    codable: bool = True
    placed: bool = True
    """Whether the file tells what lies under what; a plain list of codes does not."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A stretch of a source that somebody gave a code."""

    start: int
    end: int
    """Half-open code points in the source's text."""
    code: str
    user: str
    """GUID of whoever coded it; empty where nobody is named."""


@dataclass(frozen=True, slots=True)
class Source:
    """One text of a project with what was coded in it."""

    guid: str
    name: str
    text: str
    selections: tuple[Selection, ...]
    memos: tuple[Memo, ...] = ()
    """What people wrote beside its words, and beside all of it."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project of another program, as far as it is about coding texts."""

    users: Mapping[str, str]
    """Names by GUID."""
    codes: tuple[Code, ...]
    sources: tuple[Source, ...]
    notes: tuple[str, ...]
    """What it holds beside and we have no place for."""
    without_words: tuple[tuple[str, int], ...] = ()
    """Sources with codings that mark no words (an area of a page, a stretch of sound, a text that is not there), and how many."""
    memos: tuple[Memo, ...] = ()
    """What people wrote beside codes, and beside the whole."""


def read_project(path: Path) -> Project:
    """The project in a .qdpx file, or in a .qde file with its sources beside it."""
    parts = _beside(path) if path.suffix.lower() == ".qde" else _unpacked(path)
    root = parsed(_project_part(parts, path), path)
    if name_of(root) != "Project":
        raise BadCoding(
            f"{path.name}: its project file is of another kind; export it again as REFI-QDA project (.qdpx)"
        )
    origin, left = root.get("origin") or "", Counter[str]()
    listed = all_of(root, "Sources/*")
    notes = read_notes(root, parts, ours=origin == OURS)
    sources = tuple(found for one in listed for found in _sources(one, parts, left, notes))
    areas = tuple((called(one), count) for one in listed if (count := len(list(_without_words(one, parts)))))
    for what, words in (("Links/*", "links"), ("Sets/*", "sets"), ("Cases/*", "cases")):
        left[words] += len(all_of(root, what))
    if origin == OURS:  # its sets are events and its cases whoever was heard: known here, where they come from
        left -= Counter({"sets": left["sets"], "cases": left["cases"], UNCODED: left[UNCODED]})
    users = {guid_of(one): (one.get("name") or one.get("id") or "").strip() for one in all_of(root, "Users/User")}
    codes = tuple(_codes(all_of(root, "CodeBook/Codes/Code")))
    told = tuple(f"{count} {what}" for what, count in left.items() if count)
    return Project(users, codes, sources, told, areas, notes.beside_codes_and_project(root))


def read_codes(path: Path) -> tuple[tuple[Code, ...], tuple[str, ...]]:
    """The codes in a .qdc file, and what it holds beside and we have no place for."""
    root = parsed(read_bytes(path), path)
    if name_of(root) != "CodeBook":
        raise BadCoding(f"{path.name}: is no REFI-QDA codebook; export it again as codebook (.qdc)")
    codes = tuple(_codes(all_of(root, "Codes/Code")))
    if not codes:
        raise BadCoding(f"{path.name}: holds no codes; export the codebook again with its codes")
    sets, colours = len(all_of(root, "Sets/*")), sum(one.get("color") is not None for one in root.iter())
    left = [f"{count} {what}" for count, what in ((sets, "sets"), (colours, "colours of codes")) if count]
    return codes, tuple(left)


def _unpacked(path: Path) -> dict[str, bytes]:
    """The parts of the package by their names in lower case: some programs write 'Sources' for 'sources'."""
    raw = read_bytes(path, MAX_ARCHIVE)
    try:
        with zipfile.ZipFile(BytesIO(raw)) as package:
            check_package(package, path.name)
            wanted = [one for one in package.namelist() if one.lower().endswith((".qde", ".txt"))]
            return {name.lower(): package.read(name) for name in wanted}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as err:
        raise BadCoding(f"{path.name}: is not a REFI-QDA project ({err}); export it again as .qdpx") from err


def _beside(path: Path) -> dict[str, bytes]:
    """A project that was unpacked: the .qde file and the texts in the folder 'sources' beside it."""
    folders = [one for one in path.parent.iterdir() if one.is_dir() and one.name.lower() == "sources"]
    texts = [one for folder in folders for one in folder.iterdir() if one.suffix.lower() == ".txt"]
    return {"project.qde": read_bytes(path)} | {f"sources/{one.name.lower()}": read_bytes(one) for one in texts}


def _project_part(parts: Mapping[str, bytes], path: Path) -> bytes:
    """project.qde, or the one .qde there is: ATLAS.ti names it after the project."""
    found = [name for name in parts if name.endswith(".qde") and "/" not in name]
    name = "project.qde" if "project.qde" in found else found[0] if len(found) == 1 else ""
    if not name:
        raise BadCoding(f"{path.name}: holds no project.qde; export it again as REFI-QDA project (.qdpx)")
    return parts[name]


def _codes(elements: list[Any], parent: str | None = None) -> Iterator[Code]:
    """Codes above those below them."""
    for one in elements:
        words = "\n".join(described.text or "" for described in all_of(one, "Description")).strip()
        codable = (one.get("isCodable") or "true").lower() not in ("false", "0")
        yield Code(guid_of(one), " ".join((one.get("name") or "").split()), words, parent, codable)
        yield from _codes(all_of(one, "Code"), guid_of(one))


def _sources(element: "Element", parts: Mapping[str, bytes], left: Counter[str], notes: Notes) -> Iterator[Source]:
    """The texts of a source: its own, or those that a PDF, a picture or a recording is written out as."""
    written = (
        [element]
        if name_of(element) == "TextSource"
        else [*all_of(element, "Representation"), *all_of(element, "Transcript")]
    )
    left["codes on whole sources, which say nothing of a passage"] += len(all_of(element, "Coding"))
    found = [_source(one, element, parts, left, notes) for one in written]
    if not any(found):
        left["sources that are no plain text (PDF, picture, sound, film)"] += 1
    yield from (source for source in found if source is not None)


def _source(
    written: "Element", element: "Element", parts: Mapping[str, bytes], left: Counter[str], notes: Notes
) -> Source | None:
    text = text_of(written, parts)
    if text is None:
        return None
    origin = element.getroottree().getroot().get("origin") or ""
    if origin.startswith("ATLAS"):  # it counts a line end as one, however it is written
        text = text.replace("\r\n", "\n")
    in_utf16 = origin.startswith("NVivo")  # it counts as Windows does, against the standard
    places = {guid_of(one): one.get("position") for one in all_of(written, "SyncPoint")}
    selections = []
    memos = list(notes.beside(element))
    for one in (*all_of(written, "PlainTextSelection"), *all_of(written, "TranscriptSelection")):
        codings = all_of(one, "Coding")
        ends = (
            ((one.get("startPosition"), one.get("endPosition")))
            if name_of(one) == "PlainTextSelection"
            else (places.get(guid_of(one, "fromSyncPoint")), places.get(guid_of(one, "toSyncPoint")))
        )
        start, end = (point_in(text, place, in_utf16=in_utf16) for place in ends)
        beside = [replace(memo, start=start, end=end) for memo in notes.beside(one, *codings)]
        memos += beside
        left[UNCODED] += not codings and not beside
        for coding in codings:
            user = guid_of(coding, "creatingUser") or guid_of(one, "creatingUser")
            selections += [
                Selection(start, end, guid_of(code, "targetGUID"), user) for code in all_of(coding, "CodeRef")
            ]
    return Source(guid_of(element), called(element), text, tuple(selections), tuple(memos))


def _without_words(element: "Element", parts: Mapping[str, bytes]) -> Iterator["Element"]:
    """Codings of areas of a page or picture, of stretches of sound or film, and of a text that the file does not hold."""
    for one in (element, *all_of(element, "Representation"), *all_of(element, "Transcript")):
        marked = [*all_of(one, "PlainTextSelection/Coding"), *all_of(one, "TranscriptSelection/Coding")]
        if marked and text_of(one, parts) is None:
            yield from marked
    for kind in ("PDFSelection", "PictureSelection", "AudioSelection", "VideoSelection"):
        yield from all_of(element, f"{kind}/Coding")
