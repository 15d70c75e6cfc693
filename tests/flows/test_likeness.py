"""Passages that only likeness points out wait for a person as the others do, from the run that encoded them on."""

import pytest

from learnbrief.corpus.store.clues import OPEN, SHOWN
from learnbrief.flows.stages.analyse import keep_codebook
from learnbrief.flows.stages.clues import point_out
from learnbrief.flows.stages.encoding import encode, unencoded
from learnbrief.flows.stages.ingest import new_files, open_desk, take_in
from learnbrief.flows.stages.redaction import hide
from learnbrief.flows.stages.tagging import tag
from tests.flows.conftest import WEBINAR

TELLING = "My twin sister was the porter who got trapped in the lift with the bishop."
FOLDER = "Lantern talk"


@pytest.fixture
def talk(workspace, store):
    """One webinar in which somebody is known by what happened to them."""
    folder = workspace.material / FOLDER
    folder.mkdir(parents=True)
    told = f"{WEBINAR}\n00:01:00.000 --> 00:01:09.000\n<v Bettina Quorn>{TELLING}\n"
    (folder / "talk.vtt").write_text(told, encoding="utf-8")
    (folder / "about.toml").write_text(
        'event = "Talk"\ndate = 2025-03-20\ncollaborative = "none"\nkind = "webinar transcript"\n', "utf-8"
    )
    take_in(workspace, store, [one.content_hash for one in new_files(workspace, store)])
    keep_codebook(workspace, store)
    return next(one.document_id for one in store.documents.latest().values() if TELLING in one.text)


def by_likeness(store, document_id):
    document = store.documents.get(document_id)
    clues = store.clues.of(document_id, document.version)
    return [(document.text[one.start : one.end], one.status) for one in clues if one.kind == "likeness"]


def run(workspace, store):
    encode(workspace, store, unencoded(workspace, store))
    tag(workspace, store)


def test_a_run_points_it_out_once_its_vectors_are_there(workspace, store, talk):
    """A brief waits for a person wherever somebody may be known; nothing is read a second time for it."""
    assert by_likeness(store, talk) == []
    run(workspace, store)
    assert by_likeness(store, talk) == [(TELLING, OPEN)]


def test_what_a_person_let_stand_stands_through_runs_and_new_versions(workspace, store, talk):
    """Asked again after every run, people would stop reading what they are asked."""
    run(workspace, store)
    (clue,) = (one for one in store.clues.of(talk, 1) if one.kind == "likeness")
    store.clues.set_status(clue, SHOWN)
    point_out(store, store.excerpts.current())
    assert by_likeness(store, talk) == [(TELLING, SHOWN)]

    text = store.documents.get(talk).text
    at = text.index("easy")
    hide(open_desk(workspace, store), talk, at, at + len("easy"), kind="name", everywhere=False)
    assert by_likeness(store, talk) == [(TELLING, SHOWN)]
