"""A month on PostgreSQL says what it says on SQLite, to the letter."""

import shutil
from pathlib import Path

import pytest

from learnbrief.flows.orchestration.start import run_after_workshop, run_month
from learnbrief.flows.workspace.demo import demo_workspace
from learnbrief.flows.workspace.workspace import Workspace, atomic_write
from tests.e2e.conftest import brief_values


def on_postgres(files: Workspace, url: str, folder: Path) -> Workspace:
    """The same programme with its store on a server."""
    place = Workspace(Path(shutil.copytree(files.root, folder)))
    kept = place.settings_file.read_text(encoding="utf-8")
    atomic_write(place.settings_file, f'{kept}\n[store]\nurl = "{url}"\n')
    return Workspace(place.root)


def briefed(workspace: Workspace, month: str, formats: str) -> dict[str, dict[str, object]]:
    """Every brief that the workshops and the month leave."""
    run_after_workshop(workspace, how="direct")
    run_month(workspace, month, formats=formats, how="direct")
    return brief_values(workspace)


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.parametrize("programme", ["small", pytest.param("demo", marks=pytest.mark.nightly)])
def test_a_month_is_the_same_on_either_database(programme, workspace, new_postgres, tmp_path):
    """A programme that outgrows a file moves to a server: not one number of its briefs may move with it."""
    files = workspace if programme == "small" else demo_workspace(tmp_path / "demo")
    month, formats = ("2025-03", "") if programme == "small" else ("2025-06", "md,docx")
    server = on_postgres(files, new_postgres(), tmp_path / "server")
    expected = briefed(files, month, formats)
    shutil.rmtree(server.restricted, ignore_errors=True)
    server.restricted.mkdir()
    shutil.copy(files.restricted / "key.json", server.restricted)  # the same pseudonyms

    found = briefed(server, month, formats)

    assert len(expected) >= 4
    assert found == expected
    assert not server.database.exists()
