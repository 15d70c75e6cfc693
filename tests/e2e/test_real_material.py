"""Real meetings and notes give briefs; runs where LEARNBRIEF_DATA names the folder that holds them."""

import os
from pathlib import Path

import pytest

from learnbrief.corpus.store import open_store
from tests.e2e import real_material
from tests.e2e.conftest import brief_values

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("LEARNBRIEF_DATA" not in os.environ, reason="LEARNBRIEF_DATA names no folder of real material"),
]


@pytest.mark.parametrize(("build", "events"), [("committee", 1), ("zoom", 9), ("notes", 6)])
def test_real_material_gives_briefs_whose_every_quote_holds(build, events, learnbrief, tmp_path):
    """Nobody wrote these files for us."""
    workspace = getattr(real_material, build)(Path(os.environ["LEARNBRIEF_DATA"]), tmp_path / build)
    done = learnbrief("run", "-w", workspace.root, code=None)

    assert done.returncode in (0, 1), done.stderr
    assert len(brief_values(workspace)) == events
    store = open_store(workspace.store_url)
    skipped = [entry["reason"] for entry in store.skipped.all()]
    store.close()
    assert all("same content" in reason or "no words" in reason for reason in skipped), skipped
    learnbrief("doctor", "--store", "-w", workspace.root)
