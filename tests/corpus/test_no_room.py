"""A full disk is told in words that a person can act on, and costs nothing that was kept before."""

from contextlib import contextmanager
from importlib.resources import as_file, files

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from learnbrief.corpus.errors import NoRoom
from learnbrief.corpus.store import open_store
from learnbrief.corpus.store.database import Database

resource = pytest.importorskip("resource", reason="Windows knows no limit on files")


@contextmanager
def no_room():
    """Nothing can be written to any file, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_told_and_harms_nothing(tmp_path):
    """A traceback of the database's tells a researcher nothing; a line that names the remedy does."""
    store = open_store(tmp_path / "learnbrief.db")
    kept = store.jobs.ask("run", {})
    with no_room(), pytest.raises(NoRoom, match=r"no room left to write learnbrief\.db: make room"):
        store.jobs.ask("month", {})

    assert [job.job_id for job in store.jobs.all()] == [kept]
    store.jobs.ask("month", {})
    assert len(store.jobs.all()) == 2
    store.close()


def test_a_sign_of_life_that_finds_no_room_harms_nothing(tmp_path):
    """The lease runs out, and that is what the page shows; the work itself may still end well."""
    store = open_store(tmp_path / "learnbrief.db")
    store.jobs.ask("run", {})
    job = store.jobs.take("w1")
    with no_room():
        assert not store.jobs.beat(job)

    assert store.jobs.beat(job)
    store.close()


def test_a_job_that_an_older_release_left_at_work_is_offered_again(tmp_path):
    """Its worker is long gone; an update must not leave it standing there for ever."""
    database = Database(tmp_path / "old.db")
    with as_file(files("learnbrief.corpus.store") / "migrations") as scripts, database.engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(scripts))
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        row = "INSERT INTO job VALUES (1, 'j1', 'run', '{}', 'running', NULL, '{}', 'x', NULL, 'x', 'x', NULL, NULL)"
        connection.execute(text(row))
    database.engine.dispose()
    store = open_store(tmp_path / "old.db")

    assert store.jobs.get("j1").status == "stopped"
    store.jobs.again("j1")
    assert store.jobs.take("w1").job_id == "j1"
    store.close()
