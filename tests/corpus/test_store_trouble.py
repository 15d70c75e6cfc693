"""A store that cannot be used is told in one line with the remedy, whichever database it is and whatever is wrong with it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from sqlalchemy import text

from learnbrief.corpus.errors import (
    BadSettings,
    BrokenStore,
    NotAllowed,
    ReadOnly,
    StoreBusy,
    StoreUnreachable,
)
from learnbrief.corpus.store import open_store, sqlite_file
from tests.corpus.conftest import document
from tests.postgres import new_database

AS_A_READER = """
import sys
from learnbrief.corpus.errors import LearnbriefError
from learnbrief.corpus.store import open_store
try:
    store = open_store(sys.argv[1])
    print(store.documents.ids(), store.database.read_only)
    store.jobs.ask("run", {})
except LearnbriefError as err:
    print(type(err).__name__, err)
"""


@pytest.fixture
def kept(tmp_path):
    """A store with one document in it, closed."""
    path = tmp_path / "learnbrief.db"
    store = open_store(path)
    store.documents.add(document())
    store.close()
    return path


def read_by_another(path):
    """What somebody who may not write here reads of a store, and what they are told when they try to write."""
    # root writes wherever it likes, unless that right is taken from the process
    tied = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] if os.geteuid() == 0 else []
    if tied and shutil.which("setpriv") is None:
        pytest.skip("root may write everywhere, and setpriv, which takes that right away, is not installed")
    path.parent.chmod(0o555)
    try:
        done = subprocess.run([*tied, sys.executable, "-c", AS_A_READER, str(path)], capture_output=True, text=True)
    finally:
        path.parent.chmod(0o755)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_a_store_that_others_write_to_is_said_to_be_held(kept, monkeypatch):
    """'database is locked' tells a researcher nothing, and forty lines of code before it still less."""
    monkeypatch.setattr(sqlite_file, "PATIENCE", 0.1)
    store = open_store(kept)
    with closing(sqlite3.connect(kept)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match=r"learnbrief\.db is held by another program .* try again"):
            store.jobs.ask("run", {})
        with pytest.raises(StoreBusy), store.writing():
            pass
        other.rollback()

    store.jobs.ask("run", {})
    store.close()


def test_a_store_that_was_overwritten_is_said_to_be_damaged(kept):
    """A disk or a synchronising program did it; a backup is the remedy."""
    content = bytearray(kept.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    kept.write_bytes(content)
    with pytest.raises(BrokenStore, match=r"learnbrief\.db .* is damaged; restore a backup"):
        open_store(kept).documents.latest()


def test_a_record_that_is_no_record_any_more_is_said_to_be_damaged(kept):
    """SQLite does not look at what stands in a cell: bytes that are no JSON, or no text at all, come back as they are."""
    with closing(sqlite3.connect(kept)) as other:
        other.execute("UPDATE document SET passages = '[{'")
        other.commit()
    store = open_store(kept)
    with pytest.raises(BrokenStore, match="restore a backup"):
        store.documents.latest()
    with store.transaction() as connection:
        connection.execute(text("UPDATE document SET passages = '[]', title = CAST(x'ff00fe' AS TEXT)"))
    with pytest.raises(BrokenStore, match="restore a backup"):
        store.documents.latest()
    store.close()


def test_a_store_that_vanishes_is_told_and_not_made_anew(kept):
    """A drive was pulled out, or the file was moved: nobody may work on in an empty store, or in one that lies nowhere."""
    store = open_store(kept)
    store.jobs.ask("run", {})
    away = kept.with_name("moved.db")
    kept.rename(away)
    with pytest.raises(StoreUnreachable, match=r"learnbrief\.db cannot be reached: .*; see that its folder is there"):
        store.jobs.ask("month", {})
    assert not kept.exists()

    away.rename(kept)
    assert len(store.jobs.all()) == 1
    store.close()


def test_a_store_that_was_put_back_meanwhile_is_the_one_that_is_used(kept, tmp_path):
    """After a backup was copied into place, the app must show it and not the file that is gone."""
    older = tmp_path / "older.db"
    shutil.copy(kept, older)
    store = open_store(kept)
    store.jobs.ask("run", {})
    for end in ("-wal", "-shm"):
        kept.with_name(kept.name + end).unlink(missing_ok=True)
    older.replace(kept)

    assert store.jobs.all() == []
    store.close()


def test_a_store_that_may_only_be_read_is_read(kept):
    """On a share of somebody else's, or a disc: looking must work, and writing must be told."""
    read, told = read_by_another(kept)

    assert read == "['d-one'] True"
    assert told.startswith("ReadOnly learnbrief.db can be read and not written: ask for the right")
    assert sorted(path.name for path in kept.parent.iterdir()) == ["learnbrief.db"]


def test_what_was_written_last_is_read_or_asked_for_and_never_passed_over(kept):
    """It lies in a log beside the file: read without it, a store would look whole and lack the last decisions."""
    writer = open_store(kept)
    writer.documents.add(document(document_id="d-two"))
    assert read_by_another(kept)[0] == "['d-one', 'd-two'] True"

    cut_short = kept.parent / "copied"
    cut_short.mkdir()
    for end in ("", "-wal"):
        shutil.copy(kept.with_name(kept.name + end), cut_short)
    writer.close()
    (told,) = read_by_another(cut_short / kept.name)
    assert told.startswith("ReadOnly learnbrief.db can only be read here, and what was written last waits")


def test_a_store_of_another_release_that_may_only_be_read_is_told(kept):
    """It would have to be brought up to date first."""
    with closing(sqlite3.connect(kept)) as other:
        other.execute("UPDATE alembic_version SET version_num = '0001'")
        other.commit()
    (told,) = read_by_another(kept)

    assert told.startswith("ReadOnly learnbrief.db was written by an earlier release")


def test_a_store_of_a_newer_release_is_left_alone(kept):
    """Alembic's 'can't locate revision' is no remedy."""
    with closing(sqlite3.connect(kept)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()
    with pytest.raises(NotAllowed, match="newer release of learnbrief; install that one"):
        open_store(kept)


@pytest.mark.parametrize("url", ["mysql://somebody@host/base", "postgresql+psycopg://host:port/base", "sqlite://"])
def test_an_address_that_leads_nowhere_is_told(url):
    """It stands in the settings, and the line to mend is named."""
    with pytest.raises(BadSettings, match=r"url under \[store\]"):
        open_store(url)


def test_a_server_that_does_not_answer_is_told_without_the_password():
    """The line may be read out over the telephone."""
    with pytest.raises(StoreUnreachable, match="see that the server runs") as caught:
        open_store("postgresql://someone:hush@127.0.0.1:1/learnbrief?connect_timeout=2")
    assert "hush" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.postgres
def test_a_server_that_goes_away_and_comes_back_is_told_and_used_again(postgres_url):
    """A restart for an update must not leave an app behind that fails on every page."""
    url = new_database(postgres_url)
    store, other = open_store(url), open_store(url)
    store.jobs.ask("run", {})
    end_others = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )

    def struck():
        with store.transaction() as connection:
            with other.transaction() as theirs:
                theirs.execute(end_others)
            connection.execute(text("SELECT 1"))

    with pytest.raises(StoreUnreachable, match="see that the server runs"):
        struck()
    assert len(store.jobs.all()) == 1
    store.close()
    other.close()


@pytest.mark.postgres
def test_a_server_that_lets_somebody_only_read_is_told(postgres_url):
    """A replica, or an account without the right."""
    url = new_database(postgres_url)
    store = open_store(url)

    def barred():
        with store.transaction() as connection:
            connection.execute(text("SET TRANSACTION READ ONLY"))
            store.jobs.ask("run", {})

    with pytest.raises(ReadOnly, match="can be read and not written"):
        barred()
    assert store.jobs.all() == []
    store.close()


@pytest.mark.postgres
def test_an_account_or_a_database_that_is_not_there_is_told(postgres_url):
    """Both stand in the settings."""
    for wrong in (
        postgres_url.replace("learnbrief@", "nobody_at_all:hush@"),
        postgres_url.replace("/postgres?", "/no_such_base?"),
    ):
        with pytest.raises(StoreUnreachable, match="address, user and password under") as caught:
            open_store(wrong)
        assert "hush" not in str(caught.value)
