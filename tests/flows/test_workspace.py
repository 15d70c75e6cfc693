"""The user's folder."""

import stat
from pathlib import Path

import pytest

from learnbrief.corpus.errors import BadInput
from learnbrief.flows.workspace.workspace import Workspace, atomic_write, find_workspace, new_workspace


def test_restricted_and_material_open_for_their_owner_only(tmp_path):
    """Names of people lie there."""
    workspace = new_workspace(tmp_path / "ours")

    for folder in (workspace.restricted, workspace.material, workspace.inbox):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(workspace.register_file.stat().st_mode) == 0o600


def test_new_never_overwrites(tmp_path):
    """A second 'new' on the same folder must not cost anybody their settings."""
    new_workspace(tmp_path / "ours")
    with pytest.raises(BadInput, match="not an empty folder"):
        new_workspace(tmp_path / "ours")


def test_a_workspace_is_found_from_within(tmp_path, monkeypatch):
    """Commands work anywhere inside the folder, as git's do."""
    workspace = new_workspace(tmp_path / "ours")
    monkeypatch.chdir(workspace.material)
    monkeypatch.delenv("LEARNBRIEF_WORKSPACE", raising=False)

    assert find_workspace() == workspace


def test_outside_a_workspace_the_remedy_is_told(tmp_path, monkeypatch):
    """'learnbrief run' in the wrong folder is the commonest mistake."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LEARNBRIEF_WORKSPACE", raising=False)
    with pytest.raises(BadInput, match="learnbrief new"):
        find_workspace()


def test_a_write_that_fails_leaves_the_old_file_and_no_draft(tmp_path):
    """Nobody sees half a file."""
    path = tmp_path / "brief.json"
    atomic_write(path, "old")
    with pytest.raises(UnicodeEncodeError):
        atomic_write(path, "\ud800")

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_codebook_is_the_default_where_the_file_was_removed(tmp_path):
    """Deleting a file one does not need is no error."""
    workspace = new_workspace(tmp_path / "ours")
    kept = workspace.codebook
    workspace.codebook_file.unlink()

    assert Workspace(Path(workspace.root)).codebook == kept
