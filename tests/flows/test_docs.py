"""Documentation that cannot rot: every command and every setting stands in docs/commands.md."""

from pathlib import Path
from types import GenericAlias
from typing import get_args

import pytest

from learnbrief.flows.cli import COMMANDS
from learnbrief.flows.workspace.settings import Settings

TEXT = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_documented(name):
    """A command nobody can read about is not there."""
    assert f"`learnbrief {name}" in TEXT


def _settings():
    for section, field in Settings.model_fields.items():
        kind = get_args(field.annotation)[0] if isinstance(field.annotation, GenericAlias) else field.annotation
        for key, value in kind.model_fields.items():
            yield section, key, value.description


@pytest.mark.parametrize(("section", "key", "meaning"), list(_settings()))
def test_every_setting_is_documented_in_its_own_words(section, key, meaning):
    """The table says what the settings say of themselves."""
    rows = [
        line
        for line in TEXT.splitlines()
        if line.startswith(("| `[" + section, "| `[[" + section)) and f"`{key}`" in line
    ]

    assert len(rows) == 1
    assert meaning in rows[0]
