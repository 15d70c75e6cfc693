"""The user's folder: what lies where, how it is made, and how files are written into it."""

import os
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from learnbrief.corpus.codebook import Codebook, default_codebook, read_codebook
from learnbrief.corpus.drafts import atomic_write as atomic_write  # files of a workspace are written so, and only so
from learnbrief.corpus.errors import BadInput

if TYPE_CHECKING:
    from learnbrief.corpus.readers.transcripts.shapes import Shape
    from learnbrief.flows.workspace.settings import Settings

SETTINGS_FILE = "learnbrief.toml"


@dataclass(frozen=True)
class Workspace:
    """One programme's folder on disk; every path in it is named here and nowhere else."""

    root: Path

    @property
    def settings_file(self) -> Path:
        """learnbrief.toml."""
        return self.root / SETTINGS_FILE

    @property
    def codebook_file(self) -> Path:
        """codebook.yaml."""
        return self.root / "codebook.yaml"

    @property
    def register_file(self) -> Path:
        """participants.csv."""
        return self.root / "participants.csv"

    @property
    def shapes_file(self) -> Path:
        """shapes.toml: shapes of transcripts that the programme adds to ours; most have none."""
        return self.root / "shapes.toml"

    @property
    def material(self) -> Path:
        """One folder per event."""
        return self.root / "material"

    @property
    def inbox(self) -> Path:
        """Files dropped here are filed by event; those that lack details wait."""
        return self.root / "inbox"

    @property
    def briefs(self) -> Path:
        """One folder per brief."""
        return self.root / "briefs"

    @property
    def hub(self) -> Path:
        """What the programme adds to its knowledge hub: hub/resources, hub/about.md."""
        return self.root / "hub"

    @property
    def hub_site(self) -> Path:
        """Where the hub is built unless somebody names another folder."""
        return self.hub / "site"

    @property
    def handouts(self) -> Path:
        """Packs for events and drafts of blogs, a folder per brief."""
        return self.root / "handouts"

    @property
    def board_resources(self) -> Path:
        """Two pages for each question that boards ask, out of all approved briefs."""
        return self.handouts / "boards"

    @property
    def restricted(self) -> Path:
        """Originals and the key to the pseudonyms; readable by its owner alone."""
        return self.root / "restricted"

    @property
    def prefect_home(self) -> Path:
        """Prefect's own records of runs: ids and states, never texts."""
        return self.root / ".prefect"

    @property
    def cache(self) -> Path:
        """What can be made again from the store; a withdrawal empties it."""
        return self.root / ".cache"

    @property
    def database(self) -> Path:
        """The store, unless settings name another."""
        return self.root / "learnbrief.db"

    @cached_property
    def settings(self) -> "Settings":
        """Settings as they stand in the file and the environment."""
        from learnbrief.flows.workspace.settings import read_settings  # pydantic: keep `--help` fast

        return read_settings(self.settings_file)

    @cached_property
    def codebook(self) -> Codebook:
        """The workspace's codebook; the default one where the file was removed."""
        return read_codebook(self.codebook_file) if self.codebook_file.exists() else default_codebook()

    @cached_property
    def shapes(self) -> "tuple[Shape, ...]":
        """The programme's own shapes of transcripts."""
        from learnbrief.corpus.readers.transcripts.shapes import read_shapes  # the readers: keep `--help` fast

        return read_shapes(self.shapes_file) if self.shapes_file.exists() else ()

    @property
    def store_url(self) -> str:
        """What `open_store` is given."""
        return self.settings.store.url or str(self.database)

    def lock_file(self, name: str) -> Path:
        """What whoever works alone in the workspace locks: the app, its worker, the schedule, a run."""
        return self.prefect_home / f"{name}.lock"

    def brief_folder(self, brief_id: str) -> Path:
        """Where a brief's files stand."""
        return self.briefs / brief_id

    @property
    def read_only(self) -> bool:
        """The folder is there and nothing can be written into it: somebody else's, or on a medium that is closed."""
        return self.root.is_dir() and not os.access(self.root, os.W_OK)

    def make_folders(self) -> None:
        """Every folder of the workspace exists, and `restricted` and `material` open for their owner only.

        One that can only be read stays as it is.
        """
        if self.read_only:
            return
        self.root.mkdir(parents=True, exist_ok=True)
        for folder in (self.material, self.inbox, self.briefs, self.restricted, self.prefect_home):
            folder.mkdir(exist_ok=True)
        for private in (self.restricted, self.material, self.inbox):
            private.chmod(0o700)


def workspace_around(folder: Path) -> "Workspace | None":
    """The workspace that a folder lies in, if it lies in one."""
    found = next((one for one in (folder, *folder.parents) if (one / SETTINGS_FILE).is_file()), None)
    return Workspace(found) if found else None


def find_workspace(given: Path | None = None) -> Workspace:
    """The workspace at `given`, at LEARNBRIEF_WORKSPACE, or around the current folder."""
    from_environment = os.environ.get("LEARNBRIEF_WORKSPACE")
    start = given or (Path(from_environment) if from_environment else None)
    if start is not None:
        if not (start / SETTINGS_FILE).is_file():
            said_by = "" if given else "LEARNBRIEF_WORKSPACE names "
            raise BadInput(f"{said_by}{start}: no {SETTINGS_FILE} there; 'learnbrief new {start}' makes a workspace")
        return Workspace(start.resolve())
    if (around := workspace_around(Path.cwd())) is not None:
        return around
    raise BadInput(
        f"no {SETTINGS_FILE} in this folder or above it; 'learnbrief new DIR' makes a workspace, '-w DIR' names one"
    )


def new_workspace(root: Path) -> Workspace:
    """A workspace with commented settings, the default codebook and an empty register; never overwrites one."""
    from learnbrief.corpus.deidentify.register import COLUMNS
    from learnbrief.flows.workspace.settings import NEW_SETTINGS

    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise BadInput(f"{root}: is not an empty folder; name a new one")
    workspace = Workspace(root.resolve())
    workspace.make_folders()
    atomic_write(workspace.settings_file, NEW_SETTINGS)
    atomic_write(
        workspace.codebook_file, files("learnbrief.corpus").joinpath("codebook.yaml").read_text(encoding="utf-8")
    )
    atomic_write(workspace.register_file, ",".join(COLUMNS) + "\n", mode=0o600)
    return workspace


def check_target(target: Path) -> None:
    """Refuses a place where no file can be made, before any work is done for it and in the words it was given in."""
    if target.is_dir():
        raise BadInput(f"{target}: is a folder; name a file in it")
    if not target.parent.is_dir():
        raise BadInput(f"{target.parent}: no such folder; make it first, or name another")
