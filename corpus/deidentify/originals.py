"""What stood where a replacement stands now: kept in `restricted/` and nowhere else."""

from collections.abc import Sequence
from pathlib import Path

from learnbrief.corpus.deidentify.keyfile import read_restricted, write_restricted
from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.identity import slug, stable_id


class Originals:
    """The restricted words of every document version, one file per document."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, document_id: str, version: int, kept: Sequence[tuple[int, int, str]]) -> None:
        """Keep what stood at each place of this version's frozen text: (start, end, original)."""
        path = self._path(document_id)
        versions = read_restricted(path) if path.exists() else {}
        versions[str(version)] = [list(one) for one in kept]
        write_restricted(path, versions)

    def of(self, document_id: str, version: int) -> list[tuple[int, int, str]]:
        """(start, end, original) of each replacement in a version, in order."""
        path = self._path(document_id)
        versions = read_restricted(path) if path.exists() else {}
        return [(start, end, original) for start, end, original in versions.get(str(version), [])]

    def at(self, document_id: str, version: int, start: int, end: int) -> str:
        """What stood at one place."""
        for begin, stop, original in self.of(document_id, version):
            if (begin, stop) == (start, end):
                return original
        raise NotFound(f"restricted/ has no original for {document_id} v{version} at {start}-{end}")

    def remove(self, document_id: str) -> None:
        """Forget a document's originals for good."""
        self._path(document_id).unlink(missing_ok=True)

    def _path(self, document_id: str) -> Path:
        name = document_id if document_id == slug(document_id) else stable_id("d", document_id)
        return self._folder / f"{name}.json"
