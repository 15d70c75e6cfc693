"""A stored brief as files: what is asked for stands there whole, and what was lost is made again."""

import pytest

from learnbrief.corpus.store import open_store
from learnbrief.flows.stages.brief_files import evidence_bytes, write_brief_files
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.brief.brief import brief_json
from tests.outputs.conftest import build


@pytest.fixture
def kept(tmp_path):
    """A workspace whose store holds one brief; its published view needs no sources."""
    workspace = Workspace(tmp_path)
    opened = open_store(tmp_path / "learnbrief.db")
    brief = build(view="published")
    text = brief_json(brief)
    opened.briefs.put(
        brief.id, title=brief.title, status="draft", scope={}, run_id=brief.made.run, value=text, published=text
    )
    yield workspace, opened, brief
    opened.close()


def test_paper_brings_its_evidence_into_the_folder(kept):
    workspace, store, brief = kept

    folder = write_brief_files(workspace, store, brief.id, formats=["docx"], view="published")

    assert {file.name for file in folder.iterdir()} == {"brief.json", "brief.html", "brief.docx", "evidence.docx"}


def test_evidence_that_was_deleted_is_made_again(kept):
    """Half of a format is none: the brief says that the rest stands beside it."""
    workspace, store, brief = kept
    folder = write_brief_files(workspace, store, brief.id, formats=["docx"], view="published")
    (folder / "evidence.docx").unlink()

    write_brief_files(workspace, store, brief.id, view="published", formats=["docx"])

    assert (folder / "evidence.docx").is_file()


def test_the_evidence_can_be_had_by_itself(kept):
    _, store, brief = kept

    assert evidence_bytes(store, brief.id, "pdf", view="published").startswith(b"%PDF")
