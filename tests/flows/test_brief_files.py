"""A stored brief as files: what is asked for stands there whole, and what was lost is made again."""

from pathlib import Path

import pytest

from learnbrief.corpus import drafts
from learnbrief.corpus.errors import FilesHeld, NotAllowed
from learnbrief.corpus.store import open_store
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.brief_files import brief_bytes, evidence_bytes, held_back, write_again, write_brief_files
from learnbrief.flows.stages.briefs import make_brief
from learnbrief.flows.stages.scopes import parse_scope, unfinished_events
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.brief.brief import brief_json
from tests.outputs import programme
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


@pytest.fixture
def waiting(tmp_path):
    """A brief on eight sources, of which nobody has confirmed any."""
    opened = open_store(tmp_path / "learnbrief.db")
    for document in programme.DOCUMENTS:
        opened.documents.add(document)
        opened.excerpts.put(
            document, [one for one in programme.EXCERPTS.values() if one.document_id == document.document_id]
        )
    brief, published = build(), build(view="published")
    opened.briefs.put(
        brief.id, title=brief.title, status="draft", scope={}, run_id=brief.made.run,
        value=brief_json(brief), published=brief_json(published),
    )  # fmt: skip
    yield Workspace(tmp_path), opened, brief
    opened.close()


def _confirm(store, documents):
    for document in documents:
        store.privacy.confirm(document.document_id, document.version, "Evaluator")


def test_nothing_is_published_of_a_source_that_nobody_has_confirmed(waiting):
    """What only machines have looked at may still hold a name; what has left the room cannot be called back."""
    workspace, store, brief = waiting
    _confirm(store, programme.DOCUMENTS[1:])

    for publish in (
        lambda: write_brief_files(workspace, store, brief.id, view="published"),
        lambda: brief_bytes(store, brief.id, "html", view="published"),
        lambda: evidence_bytes(store, brief.id, "pdf", view="published"),
    ):
        with pytest.raises(NotAllowed, match="nobody has confirmed that names are removed from Harbour workshop 1"):
            publish()
    assert not list(workspace.briefs.glob("*-published"))
    assert brief_bytes(store, brief.id, "html", view="internal")


def test_it_is_published_once_each_is_confirmed(waiting):
    workspace, store, brief = waiting
    _confirm(store, programme.DOCUMENTS)

    assert (write_brief_files(workspace, store, brief.id, view="published") / "brief.html").is_file()


def test_the_message_is_one_line_however_many_wait(waiting):
    _, store, brief = waiting

    with pytest.raises(NotAllowed) as caught:
        brief_bytes(store, brief.id, "html", view="published")
    assert str(caught.value).count(";") == 1
    assert "and 5 more; confirm them in the app, under De-identification" in str(caught.value)


def test_a_published_folder_that_has_to_wait_again_is_taken_away(waiting):
    """A word masked later makes the files anew; what nobody has confirmed does not come back with them."""
    workspace, store, brief = waiting
    _confirm(store, programme.DOCUMENTS)
    folder = write_brief_files(workspace, store, brief.id, view="published")
    write_again(workspace, store, brief.id)
    assert folder.is_dir()

    elsewhere = Workspace(workspace.root / "restored")
    published = elsewhere.brief_folder(folder.name)
    published.mkdir(parents=True)
    with store.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM privacy_check")
    write_again(elsewhere, store, brief.id)

    assert not published.exists()


@pytest.fixture
def held_by_word(monkeypatch):
    """Windows lets nobody replace a file that Word has open: brief.docx, until the test lets go of it."""
    replace, held = Path.replace, {"brief.docx"}

    def refuse(draft, target):
        if Path(target).name in held:
            raise PermissionError(13, "The process cannot access the file because it is being used by another process")
        return replace(draft, target)

    monkeypatch.setattr(drafts, "PAUSES", (0.0,))
    monkeypatch.setattr(Path, "replace", refuse)
    return held


def test_a_file_that_word_has_open_is_named_and_all_others_are_written(kept, held_by_word):
    """The whole month stopped for one open document, and nobody was told which."""
    workspace, store, brief = kept
    held = set(held_by_word)
    held_by_word.clear()
    folder = write_brief_files(workspace, store, brief.id, formats=["docx", "md"], view="published")
    for name in ("brief.json", "brief.md"):
        (folder / name).write_text("earlier", encoding="utf-8")
    held_by_word |= held

    with pytest.raises(FilesHeld, match=r"brief\.docx could not be written; close it where it is open"):
        write_brief_files(workspace, store, brief.id, view="published")
    assert "earlier" not in (folder / "brief.md").read_text(encoding="utf-8")
    assert len(held_back([folder])) == 1

    held_by_word.clear()
    write_brief_files(workspace, store, brief.id, view="published")
    assert held_back([folder]) == []
    assert (folder / "brief.json").read_text(encoding="utf-8") == brief_json(brief)


def test_a_run_goes_on_past_a_brief_that_word_has_open(tagged, tagged_store, held_by_word):
    """It is kept in the store, logged, and found unfinished by the next run."""
    held = set(held_by_word)
    held_by_word.clear()
    run_id = analyse_scope(tagged, tagged_store, parse_scope("event:harbour-day-one"))
    folder = make_brief(tagged, tagged_store, run_id, formats=["docx"])
    (folder / "brief.json").write_text("{}", encoding="utf-8")
    held_by_word |= held

    assert make_brief(tagged, tagged_store, run_id) == folder
    assert "brief.docx could not be written" in tagged_store.logbook.all()[-1][1]
    assert "harbour-day-one" in unfinished_events(tagged, tagged_store)
