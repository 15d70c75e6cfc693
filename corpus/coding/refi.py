"""REFI-QDA files that other programs write: projects (.qdpx) with their coding, and codebooks (.qdc)."""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from learnbrief.corpus.errors import BadCoding, HostileFile
from learnbrief.corpus.readers.decode import decode, read_bytes
from learnbrief.corpus.readers.guard import MAX_ARCHIVE, check_package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
MACHINE = "learnbrief (suggested)"
"""The user under whom our exports tell suggestions of a model: never a person's coding."""
OURS = "learnbrief"
"""The origin that our exports name."""
UNCODED = "memos beside selections without a code"
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
    """Sources with codings that mark no words (an area of a page, a stretch of sound), and how many."""


def read_project(path: Path) -> Project:
    """The project in a .qdpx file, or in a .qde file with its sources beside it."""
    parts = _beside(path) if path.suffix.lower() == ".qde" else _unpacked(path)
    root = _parsed(_project_part(parts, path), path)
    if _name(root) != "Project":
        raise BadCoding(
            f"{path.name}: its project file is of another kind; export it again as REFI-QDA project (.qdpx)"
        )
    origin, left = root.get("origin") or "", Counter[str]()
    listed = _all(root, "Sources/*")
    sources = tuple(found for one in listed for found in _sources(one, parts, left, origin))
    areas = tuple((_called(one), count) for one in listed if (count := len(list(_without_words(one)))))
    for what, words in (("Notes/*", "notes"), ("Links/*", "links"), ("Sets/*", "sets"), ("Cases/*", "cases")):
        left[words] += len(_all(root, what))
    if origin == OURS:  # its sets are events and its cases whoever was heard: known here, where they come from
        left -= Counter({"sets": left["sets"], "cases": left["cases"], UNCODED: left[UNCODED]})
    users = {_guid(one): (one.get("name") or one.get("id") or "").strip() for one in _all(root, "Users/User")}
    codes = tuple(_codes(_all(root, "CodeBook/Codes/Code")))
    return Project(users, codes, sources, tuple(f"{count} {what}" for what, count in left.items() if count), areas)


def read_codes(path: Path) -> tuple[tuple[Code, ...], tuple[str, ...]]:
    """The codes in a .qdc file, and what it holds beside and we have no place for."""
    root = _parsed(read_bytes(path), path)
    if _name(root) != "CodeBook":
        raise BadCoding(f"{path.name}: is no REFI-QDA codebook; export it again as codebook (.qdc)")
    codes = tuple(_codes(_all(root, "Codes/Code")))
    if not codes:
        raise BadCoding(f"{path.name}: holds no codes; export the codebook again with its codes")
    sets, colours = len(_all(root, "Sets/*")), sum(one.get("color") is not None for one in root.iter())
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


def _parsed(content: bytes, path: Path) -> "Element":
    from lxml import etree  # only exchange files need it

    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as err:
        raise BadCoding(f"{path.name}: is damaged ({err}); export it again") from err
    if root.getroottree().docinfo.internalDTD is not None:
        raise HostileFile(f"{path.name}: declares XML entities, which no exchange file does; do not open it")
    return root


def _name(element: "Element") -> str:
    """The tag without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(element: "Element", steps: str) -> list[Any]:
    """The elements down a path of names, in whatever namespace."""
    found: list[Any] = [element]
    for step in steps.split("/"):
        found = [child for one in found for child in one if _name(child) == step or (step == "*" and _name(child))]
    return found


def _guid(element: "Element", name: str = "guid") -> str:
    return (element.get(name) or "").strip("{} ").upper()


def _codes(elements: list[Any], parent: str | None = None) -> Iterator[Code]:
    """Codes above those below them."""
    for one in elements:
        words = "\n".join(described.text or "" for described in _all(one, "Description")).strip()
        codable = (one.get("isCodable") or "true").lower() not in ("false", "0")
        yield Code(_guid(one), " ".join((one.get("name") or "").split()), words, parent, codable)
        yield from _codes(_all(one, "Code"), _guid(one))


def _sources(element: "Element", parts: Mapping[str, bytes], left: Counter[str], origin: str) -> Iterator[Source]:
    """The texts of a source: its own, or those that a PDF, a picture or a recording is written out as."""
    written = (
        [element]
        if _name(element) == "TextSource"
        else [*_all(element, "Representation"), *_all(element, "Transcript")]
    )
    left["codes on whole sources, which say nothing of a passage"] += len(_all(element, "Coding"))
    found = [_source(one, element, parts, left, origin) for one in written]
    if not any(found):
        left["sources that are no plain text (PDF, picture, sound, film)"] += 1
    yield from (source for source in found if source is not None)


def _source(
    written: "Element", element: "Element", parts: Mapping[str, bytes], left: Counter[str], origin: str
) -> Source | None:
    text = _text(written, parts)
    if text is None:
        return None
    if origin.startswith("ATLAS"):  # it counts a line end as one, however it is written
        text = text.replace("\r\n", "\n")
    in_utf16 = origin.startswith("NVivo")  # it counts as Windows does, against the standard
    places = {_guid(one): one.get("position") for one in _all(written, "SyncPoint")}
    selections = []
    for one in (*_all(written, "PlainTextSelection"), *_all(written, "TranscriptSelection")):
        codings = _all(one, "Coding")
        left[UNCODED] += not codings
        ends = (
            ((one.get("startPosition"), one.get("endPosition")))
            if _name(one) == "PlainTextSelection"
            else (places.get(_guid(one, "fromSyncPoint")), places.get(_guid(one, "toSyncPoint")))
        )
        start, end = (_point(text, place, in_utf16=in_utf16) for place in ends)
        for coding in codings:
            user = _guid(coding, "creatingUser") or _guid(one, "creatingUser")
            selections += [Selection(start, end, _guid(code, "targetGUID"), user) for code in _all(coding, "CodeRef")]
    return Source(_guid(element), _called(element), text, tuple(selections))


def _called(element: "Element") -> str:
    """A source's name; some programs give only the path of its text."""
    path = (
        (element.get("plainTextPath") or element.get("path") or "")
        .removeprefix("internal://")
        .removeprefix("relative://")
    )
    return (element.get("name") or "").strip() or Path(path.replace("\\", "/")).name


def _without_words(element: "Element") -> Iterator["Element"]:
    """Codings of areas of a page or picture, and of stretches of sound or film."""
    for kind in ("PDFSelection", "PictureSelection", "AudioSelection", "VideoSelection"):
        yield from _all(element, f"{kind}/Coding")


def _text(element: "Element", parts: Mapping[str, bytes]) -> str | None:
    """The source's text without a byte-order mark, which no program counts; its line ends as they are counted."""
    written = _all(element, "PlainTextContent")
    if written:
        return written[0].text or ""
    name = (element.get("plainTextPath") or "").rpartition("/")[2].lower()
    content = parts.get(f"sources/{name}") if name else None
    return None if content is None else decode(content, name)[0].lstrip("\ufeff") if content else ""


def _point(text: str, written: str | None, *, in_utf16: bool) -> int:
    """A position in code points; -1 for one that lies outside the text."""
    if not (written or "").isdecimal():
        return -1
    place = int(written or 0)
    if in_utf16:
        place = len(text.encode("utf-16-le")[: 2 * place].decode("utf-16-le", errors="ignore"))
    return place if place <= len(text) else -1
