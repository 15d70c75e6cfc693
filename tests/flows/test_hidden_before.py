"""A file that changes on disk is read anew; what a person hid in it by hand must not show again for that."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from learnbrief.corpus.protocols import Stretch
from learnbrief.corpus.store import open_store
from learnbrief.flows.stages.ingest import new_files, take_in
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.workspace import Workspace
from tests.flows.conftest import make_programme, take_all_in

NOTES = """\
Kind: workshop notes
Date: 2025-03-04
Collaborative: harbour

Table 1
- The lady with the harp told us that the forms came too late
- We asked the big one who sits by the door, and were told to wait
- The boat we row is the big one, the only Somali anaesthetist we have told us
"""


def read_in(workspace, store):
    take_in(workspace, store, [one.content_hash for one in new_files(workspace, store)])


@pytest.fixture(scope="module")
def noted_once(tmp_path_factory):
    """A programme with notes in which names and telling words stand that no rule is sure of, taken in."""
    place = make_programme(tmp_path_factory.mktemp("noted") / "small-steps")
    notes_in(place).write_text(NOTES, encoding="utf-8")
    with closing(open_store(place.store_url)) as opened:
        take_all_in(place, opened)
    return place.root


def notes_in(workspace):
    return workspace.material / "harbour-day-one" / "second.txt"


@pytest.fixture
def workspace(noted_once, tmp_path):
    """A copy of it, to be changed at will."""
    return Workspace(Path(shutil.copytree(noted_once, tmp_path / "small-steps")))


@pytest.fixture
def notes(workspace):
    """The file of the notes."""
    return notes_in(workspace)


def document(store):
    return next(one for one in store.documents.latest().values() if "came too late" in one.text)


def hide(workspace, store, words, *, kind="detail", everywhere=False):
    now = document(store)
    start = now.text.index(words)
    stretch = Stretch(now.document_id, now.version, start, start + len(words))
    Services(workspace, store).redact(stretch, type=kind, everywhere=everywhere, coder="Robin")


def every_text(store):
    """All that is kept of the document, in every version from the one that hides the words."""
    now = document(store)
    texts = [store.documents.get(now.document_id, one).text for one in range(2, now.version + 1)]
    return "\n".join([*texts, *(one.text for one in store.excerpts.of(now.document_id))])


def change(notes, old, new):
    written = notes.read_text(encoding="utf-8")
    assert old in written
    notes.write_text(written.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("everywhere", [True, False], ids=["everywhere", "here"])
def test_words_hidden_by_hand_stay_hidden_when_the_file_changes(workspace, store, notes, everywhere):
    """Somebody adds a line to their notes weeks later; the person who was hidden must not come back with it."""
    hide(workspace, store, "The lady with the harp", everywhere=everywhere)
    change(notes, "Table 1\n", "Table 1\n- A line that was added later\n")
    read_in(workspace, store)

    assert "A line that was added later" in document(store).text
    assert "[detail] told us that the forms" in document(store).text
    assert "harp" not in every_text(store)
    change(notes, "Table 1\n", "Table 1\n- And one more\n")
    read_in(workspace, store)
    assert "And one more" in document(store).text
    assert "harp" not in every_text(store)
    assert store.check() == []


def test_words_stay_hidden_where_their_line_was_rewritten_and_where_they_stand_anew(workspace, store, notes):
    """The place is not the line: whoever was hidden is hidden in the words around it as they are now."""
    hide(workspace, store, "The lady with the harp")
    change(notes, "harp told us that the forms", "harp said again that all forms of hers")
    change(notes, "Table 1\n", "Table 1\n- The lady with the harp asked for tea\n")
    notes.write_text(notes.read_text(encoding="utf-8").replace("came too late", "came too late, really"))
    read_in(workspace, store)

    text = document(store).text
    assert "[detail] said again that all forms" in text
    assert "[detail] asked for tea" in text


def test_words_hidden_when_only_what_is_told_of_the_file_changes(workspace, store, notes):
    """A date put right in about.toml reads the same file again."""
    hide(workspace, store, "The lady with the harp")
    (notes.parent / "about.toml").write_text('event = "Harbour day one, mended"\n', encoding="utf-8")
    read_in(workspace, store)

    assert document(store).version == 3
    assert "harp" not in every_text(store)


def test_a_word_hidden_at_one_place_alone_still_stands_at_the_others(workspace, store, notes):
    """'The big one' is a colleague in one line and a boat in the next: hiding both would take words from the reader."""
    hide(workspace, store, "the big one")
    change(notes, "Table 1\n", "Table 1\n- A line that was added later\n")
    read_in(workspace, store)

    text = document(store).text
    assert "We asked [detail] who sits" in text
    assert "The boat we row is the big one" in text


def test_what_was_pointed_out_and_hidden_stays_hidden_and_can_be_taken_back(workspace, store, notes):
    """The decision is the person's: it lasts through a new file, and its undoing still finds the place."""
    now = document(store)
    clue = next(one for one in store.clues.of(now.document_id, now.version) if one.kind == "only one")
    services = Services(workspace, store)
    services.privacy.decide_clues([clue], instead="a colleague", coder="Robin")
    change(notes, "Table 1\n", "Table 1\n- A line that was added later\n")
    read_in(workspace, store)

    assert "[a colleague]" in document(store).text
    assert "Somali" not in every_text(store)
    act = next(one.payload["act"] for one in reversed(store.reviews.all()) if "act" in one.payload)
    services.privacy.take_back(act, coder="Robin")
    assert "the only Somali anaesthetist we have" in document(store).text


def test_a_file_whose_hidden_words_nobody_knows_any_more_is_not_read_anew(workspace, store, notes):
    """Without restricted/ nothing tells what to hide: the text that is kept stays, and one line says why."""
    hide(workspace, store, "The lady with the harp")
    (workspace.restricted / "originals" / f"{document(store).document_id}.json").unlink()
    change(notes, "Table 1\n", "Table 1\n- A line that was added later\n")
    read_in(workspace, store)

    (entry,) = store.skipped.all()
    assert "hidden by a person" in entry["reason"]
    assert "backup" in entry["reason"]
    assert "harp" not in document(store).text
