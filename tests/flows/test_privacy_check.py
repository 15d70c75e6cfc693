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


def test_a_check_points_out_who_is_known_without_a_name(workspace, tmp_path, capsys):
    """The register's people see no name of theirs in the file, and are known by it all the same."""
    workspace.register_file.write_text("name,role,only one\nSiobhan Kowalczyk,nurse,falls lead\n", encoding="utf-8")
    path = tmp_path / "story.txt"
    path.write_text("A story\n\nThe falls lead was away.\nHe is the only Nepalese porter here.\n", encoding="utf-8")
    found = check_file(path, workspace)
    assert [(one.line, one.words) for one in found.pointed_out] == [(3, "falls lead"), (4, "the only Nepalese porter")]

    COMMANDS["privacy"](check=path, workspace=workspace.root, as_json=False)
    shown = capsys.readouterr().out
    assert "the register says that one person holds this title" in " ".join(shown.split())
    assert "0 places would be masked" in shown
    assert "by rule alone" not in shown


LIKE = "My twin sister was the porter who got trapped in the lift with the bishop."


def test_a_check_points_out_by_likeness_and_says_so_where_it_cannot(workspace, tmp_path, capsys):
    """Whoever reads 'nothing pointed out' must know whether anybody looked."""
    path = tmp_path / "story.txt"
    path.write_text(f"A story\n\n{LIKE}\n", encoding="utf-8")
    (one,) = check_file(path, workspace).pointed_out
    assert (one.line, one.words, check_file(path, workspace).without_likeness) == (3, LIKE, "")

    settings = workspace.settings_file.read_text(encoding="utf-8")
    workspace.settings_file.write_text(f'{settings}\n[analysis]\nencoder = "some/model"\n', encoding="utf-8")
    COMMANDS["privacy"](check=path, workspace=workspace.root, as_json=False)
    shown = " ".join(capsys.readouterr().out.split())
    assert "looked for by rule alone: what tells who somebody is was learned for all-MiniLM-L6-v2" in shown
    assert LIKE not in shown
