"""What the pages say of long work: where it is, that it stopped, and how it goes on."""

import errno
import os
import re
import sqlite3
from contextlib import closing

import pytest

from learnbrief.corpus.store import sqlite_file
from tests.outputs.app.conftest import post


def begun(store, worker="worker"):
    """A job that a worker is at."""
    store.jobs.ask("run", {"event": "kick-off"}, asked_by="Ada")
    return store.jobs.take(worker)


def test_progress_is_told_to_whoever_comes_back(browser, store):
    """The browser may be closed while the work goes on."""
    job = begun(store)
    store.jobs.tell(job, message="Reading and de-identifying", progress={"done": 1, "of": 4})
    assert 'value="1"' in browser.get(f"/material/jobs/{job.job_id}").text

    store.jobs.finish(job, result={"briefs": ["b1"]})
    text = browser.get(f"/material/jobs/{job.job_id}").text
    assert 'href="/briefs/b1"' in text
    assert "every 1s" not in text


def test_work_whose_worker_died_is_told_in_plain_words_and_started_again_with_one_button(browser, store):
    """'At work, the work goes on' stood there for ever."""
    job = begun(store, "here/1")
    store.jobs.end_leases("here/")
    page = browser.get(f"/material/jobs/{job.job_id}").text
    assert "stopped half way" in page
    assert "the work goes on" not in page
    assert "every 1s" not in page
    assert "stopped half way" in browser.get("/").text
    assert "At work" not in browser.get("/").text
    assert "stopped half way" in browser.get("/material").text
    (button,) = re.findall(r'action="(/material/jobs/[^"]+/again)"', page)

    assert "waiting for its turn" in post(browser, button).text
    assert store.jobs.take("here/2").parameters == {"event": "kick-off"}
    assert post(browser, button).status_code == 409


def test_what_failed_is_asked_for_again_on_its_own_page(browser, store):
    """Whoever mended what the line names need not look for the form that it came from."""
    job = begun(store)
    store.jobs.fail(job, "notes.docx: is damaged; save it again in Word")
    page = browser.get(f"/material/jobs/{job.job_id}").text

    assert "notes.docx: is damaged" in page
    assert "Start it again" in page
    post(browser, f"/material/jobs/{job.job_id}/again")
    assert store.jobs.get(job.job_id).status == "waiting"


@pytest.mark.parametrize("path", ["/material/jobs/nothing", "/material/jobs/nothing/again"])
def test_work_that_is_not_there_is_said_to_be_none(browser, path):
    """An old bookmark."""
    assert (browser.get(path) if path.endswith("nothing") else post(browser, path)).status_code == 404


def test_a_full_disk_is_a_page_in_plain_words(browser, services):
    """A person can make room; 'something went wrong in learnbrief itself' sends nobody to do it."""

    def full(*_args, **_others):
        raise OSError(errno.ENOSPC, "No space left on device")

    services.search = full
    answer = browser.get("/explore?words=board")

    assert answer.status_code == 507
    assert "make room" in answer.text


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.EIO])
def test_a_file_that_cannot_be_had_is_a_page_in_plain_words(browser, services, number):
    """A share that went away, or a file that Word has open, is nothing that learnbrief did wrong."""

    def gone(*_args, **_others):
        raise OSError(number, os.strerror(number))

    services.search = gone
    answer = browser.get("/explore?words=board")

    assert answer.status_code == 503
    assert "see that its folder is there and connected" in answer.text


def test_a_store_that_is_held_or_gone_is_a_page_in_plain_words(browser, store, monkeypatch):
    """And the app is well again as soon as the store is."""
    monkeypatch.setattr(sqlite_file, "PATIENCE", 0.1)
    path = store.database.file.path
    store.close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = post(browser, "/who", name="Grace")
        assert (answer.status_code, "held by another program" in answer.text) == (503, True)
        other.rollback()

    path.rename(path.with_name("away.db"))
    answer = browser.get("/")
    assert (answer.status_code, "see that its folder is there" in answer.text) == (503, True)
    path.with_name("away.db").rename(path)
    assert browser.get("/").status_code == 200


def test_the_hub_is_asked_for_with_one_button(browser, store):
    """Who signs briefs has no terminal; the worker builds it."""
    assert 'action="/briefs/hub"' in browser.get("/briefs").text
    post(browser, "/briefs/hub")
    job = store.jobs.take("worker")
    page = browser.get(f"/material/jobs/{job.job_id}").text

    assert (job.kind, job.parameters) == ("hub", {})
    assert "Building the knowledge hub" in page
