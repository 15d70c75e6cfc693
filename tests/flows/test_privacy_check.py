"""What would be masked can be seen before anything is taken in."""

import pytest

from learnbrief.corpus.errors import BadInput
from learnbrief.flows.cli import COMMANDS
from learnbrief.flows.stages.privacy_check import check_file


@pytest.fixture
def notes(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("Notes of the day\n\nWe met.\n\nSiobhan Kowalczyk rang 0113 496 0000 about it.\n", encoding="utf-8")
    return path


def test_a_check_says_what_stands_where_and_stores_nothing(notes, tmp_path):
    """A researcher decides whether a file is fit to be taken in before it is."""
    before = sorted(tmp_path.iterdir())

    found = check_file(notes, None)

    assert [(one.line, one.words) for one in found.masked] == [(5, "Siobhan Kowalczyk"), (5, "0113 496 0000")]
    assert "Siobhan" not in found.text
    assert sorted(tmp_path.iterdir()) == before


def test_a_check_in_a_programme_knows_its_register_and_leaves_its_key_alone(notes, workspace):
    """The pseudonym shown is the one that the person would have."""
    workspace.register_file.write_text("name,role\nSiobhan Kowalczyk,nurse\n", encoding="utf-8")
    key = workspace.restricted / "key.json"
    before = key.read_bytes() if key.exists() else None

    found = check_file(notes, workspace)

    assert (found.register, found.masked[0].status) == (1, "replaced")
    assert (key.read_bytes() if key.exists() else None) == before


def test_a_file_that_is_not_there_is_named(tmp_path):
    """One line, with the path as it was typed."""
    with pytest.raises(BadInput, match=r"nowhere\.txt: no such file"):
        COMMANDS["privacy"](check=tmp_path / "nowhere.txt", workspace=None, as_json=False)
