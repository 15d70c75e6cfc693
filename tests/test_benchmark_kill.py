"""What benchmarks/kill.py holds a killed run against tells every kind of difference: one that saw none would prove nothing."""

import json
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

pytest.importorskip("psutil")
if sys.platform == "win32":
    pytest.skip("Windows knows neither SIGKILL nor fork", allow_module_level=True)

from kill import faults, half_briefs

from learnbrief.corpus.store import open_store
from learnbrief.flows.workspace.workspace import new_workspace


@pytest.fixture
def twins(tmp_path):
    """A workspace with one brief, and its copy."""
    place = new_workspace(tmp_path / "whole")
    (place.register_file).write_text("name\nOttoline Vane-Smythe\n", encoding="utf-8")
    open_store(place.database).close()
    folder = place.brief_folder("b-1")
    folder.mkdir()
    (folder / "brief.json").write_text(json.dumps({"id": "b-1", "made": {"at": "2025-01-01"}}), encoding="utf-8")
    (folder / "brief.html").write_text("<p>whole</p>", encoding="utf-8")
    (folder / "brief.pdf").write_bytes(b"%PDF ... %%EOF")
    return place.root, Path(shutil.copytree(place.root, tmp_path / "other"))


def spoil_store(other):
    store = open_store(other / "learnbrief.db")
    store.skipped.put("x", "y")
    store.logbook.add("z")
    store.briefs.put("b-2", title="B", status="draft", scope={}, run_id="r", value="{}")
    store.close()


SPOILED = {
    "store: briefs": spoil_store,
    "briefs": lambda other: (other / "briefs" / "b-1" / "brief.json").write_text('{"made": {"at": ""}, "id": "b-2"}'),
    "files: briefs/b-1/brief.html": lambda other: (other / "briefs" / "b-1" / "brief.html").unlink(),
    "torn: brief.pdf": lambda other: (other / "briefs" / "b-1" / "brief.pdf").write_bytes(b"%PDF ..."),
    "left: restricted/.key.json.3f2a99aa.part": lambda other: (
        other / "restricted" / ".key.json.3f2a99aa.part"
    ).write_text("{}"),
    "left: .prefect/server.log": lambda other: (other / ".prefect" / "server.log").write_text("Ottoline Vane-Smythe"),
}


def test_equal_workspaces_show_no_difference(twins):
    assert faults(twins[1], twins[0]) == []


@pytest.mark.parametrize("told", SPOILED)
def test_a_difference_is_told(twins, told):
    SPOILED[told](twins[1])

    assert told in faults(twins[1], twins[0])


def test_a_brief_that_shows_before_it_is_whole_is_told(twins):
    (twins[1] / "briefs" / "b-1" / "brief.json").unlink()

    assert half_briefs(twins[1]) == ["b-1"]
