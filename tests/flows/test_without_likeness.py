"""Where likeness cannot be asked who may be known, the status says so: silence would be taken for 'nothing found'."""

import pytest

from learnbrief.flows.cli.status import _show
from learnbrief.flows.web.overview import overview
from learnbrief.flows.workspace.workspace import Workspace


@pytest.mark.parametrize(("encoder", "told"), [("default", False), ("better", True), ("/models/our-own", True)])
def test_the_status_says_what_another_encoder_cannot_look_for(workspace, store, monkeypatch, capsys, encoder, told):
    """The weights hold for one encoder; whoever chose another was told nowhere that a clue was gone."""
    monkeypatch.setenv("LEARNBRIEF_ANALYSIS__ENCODER", encoder)
    _show(overview(Workspace(workspace.root), store))  # settings are read once

    assert ("Not looked for: who may be known" in capsys.readouterr().out) is told
