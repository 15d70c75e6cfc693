"""Long work asked for in the app is done by the worker, with nobody watching."""

import os
import subprocess
import sys
import time

import pytest

from learnbrief.corpus.store import open_store

WAIT = 240.0


def _worker(workspace, api):
    command = [sys.executable, "-m", "learnbrief.flows.web.jobs", str(workspace.root)]
    return subprocess.Popen(command, env={**os.environ, "PREFECT_API_URL": api, "OMP_NUM_THREADS": "2"})


def _until(store, job_id, statuses):
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        job = store.jobs.get(job_id)
        if job.status in statuses:
            return job
        time.sleep(0.2)
    raise AssertionError(f"the job is still {store.jobs.get(job_id).status}")


@pytest.fixture
def store(programme):
    """The programme's store, as the app holds it open."""
    opened = open_store(programme.store_url)
    yield opened
    opened.close()


def test_a_run_asked_for_is_done_told_and_survives_its_worker(programme, store, prefect_api):
    """The browser may be closed, the machine may go down: the job is done when it comes back."""
    job_id = store.jobs.ask("run", {}, asked_by="Robin")
    first = _worker(programme, prefect_api)
    _until(store, job_id, {"running"})
    first.kill()
    first.wait()
    assert store.jobs.get(job_id).status == "running"

    second = _worker(programme, prefect_api)
    try:
        done = _until(store, job_id, {"done", "failed"})
        wrong = _until(store, store.jobs.ask("brief", {"scope": "planet:x"}), {"done", "failed"})
    finally:
        second.terminate()
        second.wait()

    assert (done.status, done.message) == ("done", "")
    assert done.result is not None
    assert sorted(done.result["briefs"]) == sorted(path.name for path in programme.briefs.iterdir())
    assert len(done.result["briefs"]) == 3
    assert done.progress["done"] == done.progress["of"]
    assert (wrong.status, "event:E" in (wrong.message or "")) == ("failed", True)


def test_a_worker_ends_with_the_app_that_started_it(programme, prefect_api):
    """No process stays behind on a laptop."""
    script = (
        "import subprocess, sys, time;"
        f"worker = subprocess.Popen([sys.executable, '-m', 'learnbrief.flows.web.jobs', {str(programme.root)!r}]);"
        "print(worker.pid, flush=True); time.sleep(6)"
    )
    app = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert app.stdout is not None
    pid = int(app.stdout.readline())
    app.stdout.close()
    app.wait()

    until = time.monotonic() + 60
    while _alive(pid) and time.monotonic() < until:
        time.sleep(0.2)
    assert not _alive(pid)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
