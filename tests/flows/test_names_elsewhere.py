"""What one source calls an organisation is hidden in all of them, in whatever order they came."""

import re
import shutil

import pytest

from learnbrief.corpus.store import open_store
from learnbrief.flows.orchestration.flows import ingest
from learnbrief.flows.stages.ingest import open_desk
from learnbrief.flows.stages.read_ahead import AHEAD
from learnbrief.flows.stages.redaction import decide_marks
from learnbrief.flows.workspace.workspace import Workspace, atomic_write, new_workspace

HEAD = "Kind: workshop notes\nDate: 2025-03-04\n\n"
SHORT = f"Event: A day at High Tarn\n{HEAD}We asked the matrons, High Tarn and Calderbrook why the letter goes out late, and nobody knew.\n"
NAMED = f"{HEAD}Staff of High Tarn Hospital and of Calderbrook Infirmary drew the pathway on the wall together.\n"
PLAIN = f"{HEAD}The letter was read aloud, and people laughed at the second sentence of it.\n"
"""Fictional, as all of it is."""


def put(workspace, **notes):
    for event, text in notes.items():
        path = workspace.material / event / f"Visit to Calderbrook {event}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def held(workspace):
    """Everything of every source as it stands, with the numbers drawn for it left out."""
    store = open_store(workspace.store_url)
    try:
        return {
            one.event_id: [
                re.sub(r"\b(Hospital|Name) (?:[A-Z]|\d+)\b", r"\1", said)
                for said in (one.text, one.origin, store.events.get(one.event_id).title)
            ]
            for one in store.documents.latest().values()
        }
    finally:
        store.close()


@pytest.fixture
def programme(tmp_path):
    return new_workspace(tmp_path / "one")


@pytest.mark.parametrize("runs", [("early", "late"), ("late", "early"), ("early late",)])
def test_the_same_is_hidden_whichever_source_came_first(runs, programme):
    """Which files came in March and which in April is chance; what a reader may learn from them must not be."""
    material = {"early": SHORT, "late": NAMED}
    put(programme, aside=PLAIN)
    ingest(programme.root)
    for run in runs:
        put(programme, **{event: material[event] for event in run.split()})
        ingest(programme.root)

    found = held(programme)
    assert found["early"][0].endswith(
        "matrons, [Hospital] and [Hospital] why the letter goes out late, and nobody knew."
    )
    assert found["late"][0].endswith("Staff of [Hospital] and of [Hospital] drew the pathway on the wall together.")
    assert found["early"][2] == "A day at [Hospital]"
    assert "Calderbrook" not in found["aside"][1] + found["early"][1] + found["late"][1]
    assert {found[event][1] for event in found} == {f"Visit to [Hospital] {event}.txt" for event in found}


def test_a_second_workspace_with_the_first_one_s_key_holds_the_same_excerpts(programme, tmp_path):
    """A programme that moves takes its key along: ids of excerpts, and all coding on them, hang on the text."""
    put(programme, early=SHORT, late=NAMED)
    ingest(programme.root)
    moved = new_workspace(tmp_path / "two")
    shutil.copytree(programme.material, moved.material, dirs_exist_ok=True)
    shutil.copy(programme.restricted / "key.json", moved.restricted)
    ingest(moved.root)

    first, second = (open_store(one.store_url) for one in (programme, moved))
    assert first.excerpts.current() == second.excerpts.current()
    assert {one.version for one in first.documents.latest().values()} == {1}
    first.close()
    second.close()


def test_what_was_hidden_late_waits_for_a_person_and_can_be_shown_again(programme):
    """A rule hides, people decide: an approved text that changed unseen would be worse than a name that stayed."""
    put(programme, early=SHORT)
    ingest(programme.root)
    put(programme, late=NAMED)
    ingest(programme.root)
    store = open_store(programme.store_url)
    document = next(one for one in store.documents.latest().values() if one.event_id == "early")
    marks = [mark for mark in store.privacy.of(document.document_id, document.version) if mark.type == "organisation"]

    assert {mark.status for mark in marks} == {"flagged"}
    assert store.check() == []

    desk = open_desk(programme, store)
    assert {desk.originals.at(mark.document_id, mark.version, mark.start, mark.end) for mark in marks} == {
        "High Tarn",
        "Calderbrook",
    }
    decide_marks(desk, document.document_id, {marks[0].mark_id: False})
    put(programme, third=NAMED.replace("High Tarn Hospital", "Ulvermoss Hospital"))
    store.close()
    ingest(programme.root)

    assert held(programme)["early"][0].startswith("Event: A day at High Tarn\n")
    assert "matrons, [Hospital] and [Hospital]" in held(programme)["early"][0]


def test_a_run_with_nothing_new_to_say_of_names_makes_no_version(programme):
    """Every new version is another text to confirm."""
    put(programme, early=SHORT, late=NAMED)
    ingest(programme.root)
    put(programme, third=PLAIN)
    ingest(programme.root)
    store = open_store(programme.store_url)

    assert {one.version for one in store.documents.latest().values()} == {1}
    store.close()


def test_nothing_that_was_read_ahead_stays_in_memory(programme):
    """Names stand in it, and the app's worker lives for weeks."""
    put(programme, early=SHORT, late=NAMED, twin=NAMED, broken=PLAIN)
    atomic_write(programme.material / "broken" / "notes.docx", "no archive")
    ingest(Workspace(programme.root).root)

    assert not AHEAD._waiting
