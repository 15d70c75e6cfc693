"""What `learnbrief serve` remembers from one start to the next, in small files beside Prefect's records; no names in them."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from learnbrief.flows.workspace.workspace import Workspace, atomic_write

T = TypeVar("T", "Serving", "Told")


@dataclass(frozen=True, slots=True)
class Serving:
    """Written by the process that keeps the others going."""

    since: str
    """When this workspace was first served: nothing is owed from before."""
    restarts: int = 0
    """How often a part had to be begun again since the latest start."""
    restarted_at: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Written by whoever sends mail."""

    run: int
    """Number of the latest run that people were told of, or that needed no telling."""
    trouble: str = ""
    """Why the latest message could not be sent; empty where it could."""
    tried_at: str | None = None
    overdue: str = ""
    """The latest month that people were told is overdue."""
    reminded: str = ""
    """When people were last told what waits for them, or when that was first looked at."""


def serving(workspace: Workspace) -> Serving | None:
    """None where the workspace was never served."""
    return _read(workspace.prefect_home / "serving.json", Serving)


def keep_serving(workspace: Workspace, value: Serving) -> Serving:
    """Kept, and given back."""
    _write(workspace.prefect_home / "serving.json", value)
    return value


def told(workspace: Workspace) -> Told | None:
    """None where nobody was ever told anything."""
    return _read(workspace.prefect_home / "told.json", Told)


def keep_told(workspace: Workspace, value: Told) -> Told:
    """Kept, and given back."""
    _write(workspace.prefect_home / "told.json", value)
    return value


def _read(path: Path, kind: type[T]) -> T | None:
    try:
        return kind(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):  # lost or of another version: begun anew, which does no harm
        return None


def _write(path: Path, value: Serving | Told) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(path, json.dumps(asdict(value)))
