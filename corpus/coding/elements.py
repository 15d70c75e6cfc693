"""The XML of REFI-QDA, as far as every part of a project is read alike: names without namespaces, GUIDs, texts, positions."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnbrief.corpus.errors import BadCoding, HostileFile
from learnbrief.corpus.readers.decode import decode

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def parsed(content: bytes, path: Path) -> "Element":
    """The root of an exchange file."""
    from lxml import etree  # only exchange files need it

    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as err:
        raise BadCoding(f"{path.name}: is damaged ({err}); export it again") from err
    if root.getroottree().docinfo.internalDTD is not None:
        raise HostileFile(f"{path.name}: declares XML entities, which no exchange file does; do not open it")
    return root


def name_of(element: "Element") -> str:
    """The tag without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def all_of(element: "Element", steps: str) -> list[Any]:
    """The elements down a path of names, in whatever namespace."""
    found: list[Any] = [element]
    for step in steps.split("/"):
        found = [child for one in found for child in one if name_of(child) == step or (step == "*" and name_of(child))]
    return found


def guid_of(element: "Element", name: str = "guid") -> str:
    """A GUID that an element has or leads to, however it is written."""
    return (element.get(name) or "").strip("{} ").upper()


def called(element: "Element") -> str:
    """A source's name; some programs give only the path of its text."""
    path = (
        (element.get("plainTextPath") or element.get("path") or "")
        .removeprefix("internal://")
        .removeprefix("relative://")
    )
    return (element.get("name") or "").strip() or Path(path.replace("\\", "/")).name


def text_of(element: "Element", parts: Mapping[str, bytes]) -> str | None:
    """The source's text without a byte-order mark, which no program counts; its line ends as they are counted."""
    written = all_of(element, "PlainTextContent")
    if written:
        return written[0].text or ""
    name = (element.get("plainTextPath") or "").rpartition("/")[2].lower()
    elsewhere = (part for part in parts if part.rpartition("/")[2] == name)  # a path beside the project: its last part
    held = f"sources/{name}"
    content = parts.get(held if held in parts else next(elsewhere, "")) if name else None
    return None if content is None else decode(content, name)[0].lstrip("\ufeff") if content else ""


def point_in(text: str, written: str | None, *, in_utf16: bool) -> int:
    """A position in code points; -1 for one that lies outside the text."""
    if not (written or "").isdecimal():
        return -1
    place = int(written or 0)
    if in_utf16:
        place = len(text.encode("utf-16-le")[: 2 * place].decode("utf-16-le", errors="ignore"))
    return place if place <= len(text) else -1
