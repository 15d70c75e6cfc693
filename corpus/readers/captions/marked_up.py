"""XML of transcribers, parsed without entities and network: what every reader of such a file asks of it."""

from pathlib import Path
from typing import Any

from learnbrief.corpus.errors import HostileFile, UnreadableSource
from learnbrief.corpus.readers.decode import read_bytes


def parsed(path: Path, root: str, remedy: str) -> Any:
    """The root element of an XML file, which has to be called `root`."""
    from lxml import etree

    try:
        found = etree.fromstring(read_bytes(path), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as err:
        raise UnreadableSource(f"{path.name}: is damaged ({err}); {remedy}") from err
    if found.getroottree().docinfo.internalDTD is not None:
        raise HostileFile(f"{path.name}: declares XML entities, which no transcript does; do not open it")
    if local(found) != root:
        raise UnreadableSource(f"{path.name}: is XML of another kind; {remedy}")
    return found


def local(element: Any) -> str:
    """An element's name without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def named(element: Any, name: str) -> list[Any]:
    """Every element below that is called so, in whatever namespace."""
    return [one for one in element.iter() if local(one) == name]


def attribute(element: Any, name: str) -> str:
    """An attribute in whatever namespace; empty where it is not there."""
    return next((str(value).strip() for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
