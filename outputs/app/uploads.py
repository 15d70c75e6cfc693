"""Files added in the browser: kept in the restricted folder, and listed, until they are taken in or removed."""

import re
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.filenames import free_name

BATCH = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Batch:
    """What somebody added at once and nobody has taken in yet."""

    batch_id: str
    files: tuple[str, ...]
    since: str
    """When it was added, as the store keeps times."""


class Uploads:
    """The batches that wait in one workspace; originals hold names, so they lie in `restricted/` alone."""

    def __init__(self, workspace: Path) -> None:
        self._folder = workspace / "restricted" / "uploads"

    def keep(self, files: Sequence[tuple[str, bytes]]) -> tuple[str, list[str]]:
        """Keeps every file of one upload, or none; the batch's id, and what became of names that came twice."""
        batch_id = secrets.token_hex(8)
        folder = self._folder / batch_id
        folder.mkdir(mode=0o700, parents=True)
        told = []
        try:
            for name, content in files:
                target = free_name(folder, name, content)
                if target.name != name:
                    told.append(f"There are two files called {name}; one is kept as {target.name}.")
                elif target.exists():
                    told.append(f"{name} came twice with the same content; it is kept once.")
                target.write_bytes(content)
        except BaseException:  # half an upload would lie there in clear, and nobody would know of it
            shutil.rmtree(folder)
            raise
        return batch_id, told

    def folder(self, batch_id: str) -> Path:
        """Where a batch lies."""
        folder = self._folder / batch_id
        if not BATCH.fullmatch(batch_id) or not folder.is_dir():
            raise NotFound("These files are no longer waiting; add them again.")
        return folder

    def files(self, batch_id: str) -> list[Path]:
        """The files of a batch, by name."""
        return sorted(self.folder(batch_id).iterdir())

    def waiting(self) -> list[Batch]:
        """Every batch with anything in it, newest first."""
        found = []
        for folder in self._folder.glob("*"):
            files = tuple(sorted(path.name for path in folder.iterdir())) if folder.is_dir() else ()
            if files:
                since = datetime.fromtimestamp(folder.stat().st_ctime, tz=UTC).isoformat()
                found.append(Batch(folder.name, files, since))
        return sorted(found, key=lambda one: one.since, reverse=True)

    def leave_out(self, batch_id: str, name: str) -> bool:
        """Forgets one file; whether others of its batch still wait."""
        wanted = next((path for path in self.files(batch_id) if path.name == name), None)
        if wanted is None:
            raise NotFound("That file is no longer waiting.")
        wanted.unlink()
        return not self.forget_if_empty(batch_id)

    def forget_if_empty(self, batch_id: str) -> bool:
        """The folder goes with its last file."""
        if self.files(batch_id):
            return False
        self.folder(batch_id).rmdir()
        return True

    def remove(self, batch_id: str) -> int:
        """Forgets a whole batch; how many files that were."""
        count = len(self.files(batch_id))
        shutil.rmtree(self.folder(batch_id))
        return count
