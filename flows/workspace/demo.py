"""The fictional programme, copied out of learnbrief into a workspace of the user's own."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from learnbrief.corpus.errors import BadInput
from learnbrief.flows.workspace.workspace import Workspace, atomic_write

MARK = ".learnbrief-demo"
"""Says that a folder is a demo of ours, which may be run again."""


def demo_workspace(root: Path) -> Workspace:
    """The demo in this folder, as shipped; a folder that holds anything else is left alone."""
    workspace = Workspace(root.resolve())
    if (workspace.root / MARK).is_file():
        return workspace
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise BadInput(f"{root}: is not empty and is no demo of ours; name another folder: learnbrief demo DIR")
    workspace.make_folders()
    for place, source in _shipped(files("learnbrief.corpus").joinpath("demo", "workspace")):
        target = workspace.root / place
        target.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(target, source.read_bytes(), mode=0o600 if place == "participants.csv" else 0o644)
    if not workspace.codebook_file.exists():
        atomic_write(workspace.codebook_file, files("learnbrief.corpus").joinpath("codebook.yaml").read_bytes())
    atomic_write(workspace.root / MARK, "A fictional programme made by 'learnbrief demo'.\n")
    return workspace


def _shipped(folder: Traversable, under: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        place = f"{under}{entry.name}"
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _shipped(entry, f"{place}/")
        else:
            yield place, entry
