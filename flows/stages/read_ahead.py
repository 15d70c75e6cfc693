"""Files of the material as they are read: with what is told beside them, and once, though a run looks at each twice."""

from pathlib import Path

from learnbrief.corpus.details import how_to_read, nearby, read_listing
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.readers import Reading, read
from learnbrief.flows.stages.incoming import Incoming
from learnbrief.flows.workspace.workspace import Workspace

ROOM = 4_000_000
"""Characters that may wait: some 80 long transcripts. Files beyond are read again, which is slow for scans alone."""


class ReadAhead:
    """Files that were read for the names in them and wait, in memory alone, until they are taken in."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[Path, str, str], Reading] = {}

    def clear(self) -> None:
        """What a run left that was cut short is not kept: names stand in it."""
        self._waiting.clear()

    def look(self, workspace: Workspace, incoming: Incoming) -> Reading:
        """The file, which waits from now on if there is room."""
        reading = _read(workspace, incoming)
        held = sum(len(one.source.text) for one in self._waiting.values())
        if held + len(reading.source.text) <= ROOM:
            self._waiting[_key(workspace, incoming)] = reading
        return reading

    def take(self, workspace: Workspace, incoming: Incoming) -> Reading:
        """The file, which waits no longer."""
        return self._waiting.pop(_key(workspace, incoming), None) or _read(workspace, incoming)


AHEAD = ReadAhead()
"""Of this process."""


def _key(workspace: Workspace, incoming: Incoming) -> tuple[Path, str, str]:
    return incoming.path, incoming.content_hash, told_by(workspace, incoming)


def _read(workspace: Workspace, incoming: Incoming) -> Reading:
    about, listing = told_beside(workspace, incoming.path)
    return read(incoming.path, how_to_read(incoming.path, about=about, listing=listing, shapes=workspace.shapes))


def told_beside(workspace: Workspace, path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """What about.toml beside a file and material.csv beside it, or over all the material, tell of it."""
    about, listing = nearby(path)
    over_all = workspace.material / "material.csv"
    if not listing and over_all.is_file() and path.is_relative_to(workspace.material):
        listing = read_listing(over_all).get(path.relative_to(workspace.material).as_posix(), {})
    return about, listing


def told_by(workspace: Workspace, incoming: Incoming) -> str:
    """Changes when about.toml or material.csv tell the file differently."""
    try:
        about, listing = told_beside(workspace, incoming.path)
    except BadInput as err:  # told when the file is taken in; until then it only has to differ from before
        return content_hash(str(err))[:12]
    told = {key: value for key, value in listing.items() if key != "line"}
    own = workspace.shapes_file.read_bytes() if workspace.shapes_file.exists() else b""
    return content_hash(repr((sorted(about.items()), sorted(told.items()))).encode() + own)[:12]
