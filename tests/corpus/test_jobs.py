"""The queue of long work: each job is done once, by one worker, and no dead worker holds one for ever."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from learnbrief.corpus.errors import LeaseLost, NotFound, StaleEdit
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.jobs import LEASE


def silent_since_its_lease(store, job_id):
    """As if its worker had given no sign of life for longer than a lease; waiting for one would be told by a busy machine's clock."""
    seen = (datetime.now(UTC) - timedelta(seconds=LEASE + 1)).isoformat(timespec="microseconds")
    with store.transaction() as connection:
        connection.execute(update(schema.job).where(schema.job.c.job_id == job_id).values(seen_at=seen))


def test_a_job_is_taken_told_of_and_done(store):
    """What the page shows is what the worker wrote."""
    job_id = store.jobs.ask("run", {"event": "kick-off"}, asked_by="Ada")
    job = store.jobs.take("w1")
    assert (job.job_id, job.status, job.worker) == (job_id, "running", "w1")
    assert store.jobs.take("w2") is None

    store.jobs.tell(job, message="reading", progress={"done": 1, "of": 2})
    assert (store.jobs.get(job_id).message, store.jobs.get(job_id).progress) == ("reading", {"done": 1, "of": 2})
    store.jobs.finish(job, result={"briefs": ["b1"]})
    done = store.jobs.get(job_id)
    assert (done.status, done.result, done.message, done.worker) == ("done", {"briefs": ["b1"]}, "", None)
    assert store.jobs.take("w1") is None


def test_of_many_workers_one_has_the_job(store):
    """Two apps on one database must not brief the same event twice at once."""
    store.jobs.ask("run", {})
    together = threading.Barrier(4)

    def take(worker):
        together.wait()
        return store.jobs.take(worker)

    with ThreadPoolExecutor(4) as pool:
        taken = [job for job in pool.map(take, ["w1", "w2", "w3", "w4"]) if job]
    assert len(taken) == 1


def test_a_job_whose_worker_fell_silent_is_told_and_offered_and_not_repeated_unasked(store):
    """'At work' for ever was a lie; and work that kills its worker would kill the next one too."""
    job_id = store.jobs.ask("run", {"event": "kick-off"})
    job = store.jobs.take("w1")
    store.jobs.tell(job, message="reading", progress={"done": 1, "of": 2})
    assert store.jobs.get(job_id).status == "running"
    silent_since_its_lease(store, job_id)
    assert [one.status for one in store.jobs.all()] == ["stopped"]
    assert store.jobs.take("w2") is None

    store.jobs.again(job_id)
    waiting = store.jobs.get(job_id)
    assert (waiting.status, waiting.message, waiting.progress) == ("waiting", None, {})
    assert store.jobs.take("w2").parameters == {"event": "kick-off"}


def test_a_sign_of_life_keeps_the_lease(store):
    """A stage that takes long is not a death."""
    job_id = store.jobs.ask("run", {})
    job = store.jobs.take("w1")
    silent_since_its_lease(store, job_id)
    assert store.jobs.beat(job)
    assert store.jobs.get(job_id).status == "running"


def test_a_worker_that_was_given_up_changes_nothing_any_more(store):
    """It may come back from a laptop's sleep while another does its job."""
    job_id = store.jobs.ask("run", {})
    sleeper = store.jobs.take("w1")
    silent_since_its_lease(store, job_id)
    store.jobs.again(job_id)
    other = store.jobs.take("w2")

    for write in (
        lambda: store.jobs.tell(sleeper, message="still here"),
        lambda: store.jobs.finish(sleeper, result={}),
        lambda: store.jobs.fail(sleeper, "no"),
        lambda: store.jobs.give_back(sleeper),
    ):
        with pytest.raises(LeaseLost):
            write()
    assert not store.jobs.beat(sleeper)
    assert store.jobs.get(job_id) == other


def test_a_worker_that_is_asked_to_stop_gives_its_job_back(store):
    """Whoever closes the app in the evening finds the work done the next day."""
    job_id = store.jobs.ask("run", {})
    store.jobs.give_back(store.jobs.take("w1"))

    assert store.jobs.get(job_id).status == "waiting"
    assert store.jobs.take("w2").job_id == job_id


def test_the_next_worker_of_a_place_knows_the_last_one_to_be_gone(store):
    """It holds the lock, so nobody waits a minute to be told; workers elsewhere go on undisturbed."""
    here, there = store.jobs.ask("run", {}), store.jobs.ask("month", {})
    store.jobs.take("here/1")
    store.jobs.take("there/1")
    store.jobs.end_leases("here/")

    assert (store.jobs.get(here).status, store.jobs.get(there).status) == ("stopped", "running")


def test_what_waits_runs_or_is_done_is_not_asked_for_again(store):
    """A second click on the button must not undo the first."""
    job_id = store.jobs.ask("run", {})
    with pytest.raises(StaleEdit, match="waiting already"):
        store.jobs.again(job_id)
    job = store.jobs.take("w1")
    with pytest.raises(StaleEdit, match="running already"):
        store.jobs.again(job_id)
    store.jobs.fail(job, "The folder is empty.")

    store.jobs.again(job_id)
    assert store.jobs.get(job_id).status == "waiting"
    with pytest.raises(NotFound):
        store.jobs.again("nothing")
