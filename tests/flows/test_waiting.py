"""Who takes material in beside people at their pages waits for them, and they never for each other."""

import threading
from datetime import date

import pytest
from sqlalchemy import text

from learnbrief.corpus.document import Event
from learnbrief.corpus.store import open_store
from learnbrief.flows.stages.ingest import new_files, take_in

EVENT = "harbour-day-one"


@pytest.mark.postgres
def test_a_source_is_taken_in_while_somebody_writes_on_its_event(workspace, new_postgres_store):
    """Each held what the other waited for, and PostgreSQL ended one of the two: a run, or what a person had just saved."""
    url = new_postgres_store()
    person, run = open_store(url), open_store(url)
    wanted = [one for one in new_files(workspace, run) if one.path.name == "notes.md"]
    told = []

    def taking_in():
        told.append(take_in(workspace, run, [one.content_hash for one in wanted]))

    beside = threading.Thread(target=taking_in)
    with person.writing() as connection:
        beside.start()
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while beside.is_alive() and not connection.execute(waiting).scalar():
            beside.join(0.05)
        person.events.put(Event(EVENT, "As a person calls it", date(2025, 3, 4), "harbour"))
    beside.join()

    assert told == [[EVENT]], "the run was ended"
    assert [one.title for one in run.events.all()] == ["As a person calls it"]
    assert len(run.documents.ids()) == 1
    person.close()
    run.close()
