"""A file of the material, before anything of it is read."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from learnbrief.corpus.identity import stable_id


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file in `material/<event>/`."""

    path: Path
    folder: str
    """The event's folder."""
    name: str
    """Its place within that folder."""
    content_hash: str

    @property
    def document_id(self) -> str:
        """Lives as long as the file keeps its place, through every change of content."""
        return stable_id("d", self.folder, self.name)


def hash_of(path: Path) -> str:
    """Of its content; a file that was not touched is not read again."""
    facts = path.stat()
    return _hash_once(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=4096)
def _hash_once(path: Path, _changed: int, _size: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
