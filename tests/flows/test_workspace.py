"""The user's folder."""

import stat
from pathlib import Path

import pytest

from learnbrief.corpus.errors import BadInput, BrokenStore, StoreUnreachable
from learnbrief.flows.stages.backup import back_up
from learnbrief.flows.workspace.open_workspace import alone, store_of
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


def test_a_store_that_is_gone_is_told_and_no_empty_one_is_put_in_its_place(tagged):
    """'0 documents' is what a researcher saw whose file had been moved, and the next run took a year in again."""
    tagged.database.unlink()
    with pytest.raises(StoreUnreachable, match=r"learnbrief\.db is gone from .*: put it back, or restore a backup"):
        store_of(tagged)
    with pytest.raises(StoreUnreachable):
        back_up(tagged, tagged.root.parent / "kept.tar.gz")
    assert not tagged.database.exists()

    tagged.database.touch()
    with pytest.raises(StoreUnreachable):
        store_of(tagged)


def test_a_damaged_store_is_not_backed_up_as_if_it_were_well(tagged):
    """The backup would take the place of the last good one."""
    content = bytearray(tagged.database.read_bytes())
    content[8192:] = b"\xa5" * (len(content) - 8192)
    tagged.database.write_bytes(content)
    with pytest.raises(BrokenStore, match="is damaged"):
        back_up(tagged, tagged.root.parent / "kept.tar.gz")
    assert not (tagged.root.parent / "kept.tar.gz").exists()


def test_a_run_begins_by_sweeping_what_a_killed_one_left(tagged):
    """A draft of the key holds every name; nothing else would ever find it."""
    left = [
        tagged.restricted / ".key.json.3f2a99aa.part",
        tagged.restricted / "originals" / ".d-1.json.aa00aa00.part",
        tagged.cache / ".vectors.npy.00ff00ff.part",
    ]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.write_text("ottoline vane-smythe")
    (tagged.briefs / ".event-x.3f2a99aa.part").mkdir(parents=True)
    with alone(tagged.root):
        assert not list(tagged.root.rglob("*.part"))
