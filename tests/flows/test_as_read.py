"""What reading a file lost is told by commands too, and outlasts the run that read it."""

import json
import sys

import pytest

from learnbrief.flows.cli import main
from learnbrief.flows.stages.ingest import new_files, reading_warnings, take_in

PAGE = "<html><body><nav>Home and contact</nav><p>The lifts were broken and two people went home.</p></body></html>"
HEADER = 'kind = "workshop_notes"\ndate = 2025-05-06\ncollaborative = "harbour"\n'


@pytest.fixture
def with_page(workspace):
    """A workspace whose newest file lost its navigation; the file's name names somebody."""
    folder = workspace.material / "lifts"
    folder.mkdir()
    (folder / "about.toml").write_text(HEADER)
    (folder / "Olumide Farrant lifts.html").write_text(PAGE)
    return workspace


def test_a_warning_is_stored_with_its_source_and_without_the_name_in_the_files_name(with_page, store):
    """The reader says 'FILE: ...'; a file's name may name whoever wrote it, and the store holds no names."""
    take_in(with_page, store, [one.content_hash for one in new_files(with_page, store)])
    documents = store.documents.latest().values()
    [document] = [one for one in documents if one.event_id == "lifts"]

    assert document.warnings == ("navigation, page header and footer left out",)
    [line] = reading_warnings([document])
    assert line == f"lifts/{document.origin}: navigation, page header and footer left out"
    assert "Farrant" not in line


def test_status_says_what_reading_left_out(with_page, store, monkeypatch, capsys):
    """Weeks later somebody asks what the briefs rest on; the run's own words are gone by then."""
    take_in(with_page, store, [one.content_hash for one in new_files(with_page, store)])
    said = []
    for words in (["status", "--json"], ["status"]):
        monkeypatch.setattr(sys, "argv", ["learnbrief", *words, "-w", str(with_page.root)])
        with pytest.raises(SystemExit):
            main()
        said.append(capsys.readouterr().out)

    assert [line for line in json.loads(said[0])["warnings"] if "navigation" in line and line.startswith("lifts/")]
    assert "As read: lifts/" in said[1]
