"""Real material from outside the repository as workspaces: nothing of it is copied into the repository."""

import json
import shutil
from pathlib import Path

from learnbrief.flows.workspace.workspace import Workspace, new_workspace


def _stamp(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.000"


def meeting_as_vtt(meeting: Path) -> str:
    """A QMSum meeting as a transcript with voice tags, each word taking four tenths of a second."""
    turns = json.loads(meeting.read_text(encoding="utf-8"))["meeting_transcripts"]
    cues, at = ["WEBVTT"], 0.0
    for turn in turns:
        words = " ".join(turn["content"].split())
        until = at + max(1.0, 0.4 * len(words.split()))
        cues.append(f"{_stamp(at)} --> {_stamp(until)}\n<v {' '.join(turn['speaker'].split())}>{words}</v>")
        at = until
    return "\n\n".join(cues) + "\n"


def _about(folder: Path, kind: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "about.toml").write_text(f'kind = "{kind}"\ndate = 2026-01-15\ncollaborative = "none"\n')


def committee(data: Path, root: Path) -> Workspace:
    """One committee meeting."""
    workspace = new_workspace(root)
    folder = workspace.material / "committee"
    _about(folder, "webinar transcript")
    source = data / "qmsum_committee" / "val" / "education_0.json"
    (folder / "meeting.vtt").write_text(meeting_as_vtt(source), encoding="utf-8")
    return workspace


def zoom(data: Path, root: Path) -> Workspace:
    """The nine Zoom meetings."""
    workspace = new_workspace(root)
    for path in sorted((data / "zoom_vtt").glob("*/transcript.vtt")):
        _about(workspace.material / path.parent.name, "webinar transcript")
        shutil.copy(path, workspace.material / path.parent.name / path.name)
    return workspace


def notes(data: Path, root: Path) -> Workspace:
    """The community notes, one event per community."""
    workspace = new_workspace(root)
    for path in sorted((data / "notes").rglob("*.md")):
        community = path.relative_to(data / "notes").parts[0]
        _about(workspace.material / community, "workshop notes")
        shutil.copy(path, workspace.material / community / path.name)
    return workspace
