"""Long work asked for in the app is done by the worker, with nobody watching, and no death of it goes untold."""

import json
import multiprocessing
import os
import resource
import signal
import sys

import pytest

from learnbrief.corpus.store import open_store
from learnbrief.flows.web.jobs import SIGN_OF_LIFE
from learnbrief.flows.workspace.locks import locked
from tests.e2e.conftest import ready_for_prefect
from tests.e2e.demo_programme import environment
from tests.e2e.processes import is_alive, left_running, start, stopped, until
from tests.e2e.warm import warm
from tests.patience import AT_MOST

DEAF = """
import sys, time
from learnbrief.flows.orchestration.start import Done
from learnbrief.flows.stages.progress import announce, watcher
from learnbrief.flows.web import jobs

def swallow():
    # what Prefect does to an interrupt that comes while it writes down how a flow ended
    try:
        time.sleep(600)
    except KeyboardInterrupt:
        pass

def deaf(workspace, asked):
    announce("At work", 1000)
    swallow()
    {then}

jobs.KINDS["run"] = deaf
jobs.SECONDS_TO_STOP = {seconds}
jobs.main()
"""

TELLS_WHEN_IT_FAILED = """
from pathlib import Path
from learnbrief.flows.web import jobs

usual = jobs.KINDS["run"]

def run(workspace, asked):
    try:
        return usual(workspace, asked)
    except Exception:
        (workspace.root / "failed").touch()  # there is room for an empty file on the fullest disk
        raise

jobs.KINDS["run"] = run
jobs.main()
"""


@pytest.fixture
def store(programme):
    """The programme's store, as the app holds it open."""
    opened = open_store(programme.store_url)
    yield opened
    opened.close()


WORKER = "from learnbrief.flows.web import jobs; jobs.main()"


def work(script, root, lives):
    """A worker, in the process that this is called in: it ends when the other end of this pipe does, as its standard input."""
    os.dup2(lives.fileno(), 0)
    os.environ.update(environment())
    sys.argv = ["-c", str(root)]
    exec(compile(script, "<script>", "exec"), {"__name__": "__main__"})


@pytest.fixture
def worker(programme):
    """Starts workers, with the models loaded; none is left. How the app starts its own is in the tests of the app."""
    begun, ends = [], []

    def begin(script=WORKER):
        lives, end = multiprocessing.Pipe(duplex=False)
        begun.append(warm().Process(target=work, args=(script, programme.root, lives)))
        begun[-1].start()
        ends.append(end)
        lives.close()
        return begun[-1]

    yield begin
    for process, end in zip(begun, ends, strict=True):
        process.kill()
        process.join()
        end.close()


def ended(process):
    """Its exit status, once it has come to its end by itself."""
    process.join(AT_MOST)
    return process.exitcode


@pytest.fixture
def app(programme):
    """Opens the app as a person does; none is left."""
    begun = []

    def begin(*options):
        begun.append(start("app", "--no-browser", *options, "-w", programme.root))
        first = begun[-1].stdout.readline()
        assert first.startswith("Prefect's page" if options else "Open this link")
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


def comes_to(store, job_id, *statuses):
    """The job, once it is at one of these."""
    return until(lambda: (job := store.jobs.get(job_id)).status in statuses and job)


def pid_in(programme, record):
    """A process that left its id in the workspace."""
    try:
        return json.loads((programme.prefect_home / record).read_text())["process"]
    except (OSError, ValueError):
        return None


def test_a_run_asked_for_is_done_and_told(programme, store, worker):
    """The browser may be closed meanwhile; a job that cannot be done is told in a line."""
    job_id = store.jobs.ask("run", {}, asked_by="Robin")
    worker()
    done = comes_to(store, job_id, "done", "failed")
    wrong = comes_to(store, store.jobs.ask("brief", {"scope": "planet:x"}), "done", "failed")

    assert (done.status, done.message) == ("done", "")
    assert done.result is not None
    assert sorted(done.result["briefs"]) == sorted(path.name for path in programme.briefs.iterdir())
    assert len(done.result["briefs"]) == 3
    assert done.progress["done"] == done.progress["of"]
    assert (wrong.status, "event:E" in (wrong.message or "")) == ("failed", True)


def test_a_job_whose_worker_was_killed_is_told_by_the_next_and_done_when_asked_again(store, worker):
    """The machine went down half way: 'at work' for ever would be a lie, and nothing may be repeated unasked."""
    job_id = store.jobs.ask("run", {})
    first = worker()
    comes_to(store, job_id, "running")
    first.kill()
    first.join()
    assert store.jobs.get(job_id).status == "running"  # its lease has not run out yet, and nobody knows better

    worker()
    comes_to(store, job_id, "stopped")
    store.jobs.again(job_id)
    assert len(comes_to(store, job_id, "done", "failed").result["briefs"]) == 3


def test_a_worker_that_is_asked_to_stop_gives_its_job_back(store, worker):
    """Whoever closes the app in the evening finds the work going on the next morning."""
    job_id = store.jobs.ask("run", {})
    process = worker()
    until(lambda: store.jobs.get(job_id).message)
    process.terminate()

    assert ended(process) == 0
    assert store.jobs.get(job_id).status == "waiting"


@pytest.mark.parametrize(
    ("then", "status", "seconds", "code"),
    [
        ("return Done(())", "done", AT_MOST, 0),
        ("raise RuntimeError('what an interrupt was turned into')", "waiting", AT_MOST, 0),
        ("raise __import__('asyncio').CancelledError", "waiting", AT_MOST, 0),
        ("watcher().advance(); time.sleep(600)", "waiting", AT_MOST, 0),
        ("while True: swallow()", "waiting", 5, 1),  # the same again is what giving the job back may take
    ],
    ids=["comes to its end", "fails", "is cancelled", "goes on", "never listens"],
)
def test_a_worker_that_is_asked_to_stop_ends_though_the_interrupt_was_swallowed(
    store, worker, then, status, seconds, code
):
    """It went on waiting for jobs, or for ever at one: the app could not be closed, nor opened again."""
    job_id = store.jobs.ask("run", {})
    process = worker(DEAF.format(then=then, seconds=seconds))
    until(lambda: store.jobs.get(job_id).message)
    process.terminate()

    assert ended(process) == code
    assert store.jobs.get(job_id).status == status


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux can take room away from a running process")
def test_a_full_disk_is_told_and_the_worker_outlives_it(programme, store, worker):
    """It died of not being able to write that it failed, and the page said 'at work' for ever."""
    store.jobs.lease = 3 * SIGN_OF_LIFE
    job_id = store.jobs.ask("run", {})
    process = worker(TELLS_WHEN_IT_FAILED)
    until(lambda: store.jobs.get(job_id).message)
    _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    # a stage that computes for long gives no sign of life either: room is made only once the run has met the full disk
    until((programme.root / "failed").exists)
    comes_to(store, job_id, "stopped")
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (hard, hard))
    failed = comes_to(store, job_id, "failed")
    assert "make room" in failed.message or "disk space" in failed.message

    store.jobs.again(job_id)
    assert len(comes_to(store, job_id, "done", "failed").result["briefs"]) == 3
    assert process.is_alive()


@pytest.mark.slow
def test_the_app_puts_another_worker_in_the_place_of_one_that_was_killed(programme, store, app):
    """Killed for want of memory: the page tells it within seconds, and the next job finds a worker."""
    job_id = store.jobs.ask("run", {})
    process = app()
    comes_to(store, job_id, "running")
    killed = pid_in(programme, "worker.json")
    os.kill(killed, signal.SIGKILL)
    comes_to(store, job_id, "stopped")

    assert pid_in(programme, "worker.json") != killed
    assert stopped(process)[0] == 0


@pytest.mark.slow
def test_an_app_that_was_killed_leaves_nobody_at_work_and_can_be_opened_again(programme, store, app):
    """The old worker went on beside the new one and did the same job."""
    job_id = store.jobs.ask("run", {})
    first = app()
    comes_to(store, job_id, "running")
    first.kill()
    first.wait()
    until(lambda: not left_running(programme))

    second = app()
    comes_to(store, job_id, "stopped")
    store.jobs.again(job_id)
    comes_to(store, job_id, "running", "done")  # that it comes to its end is another test's
    assert stopped(second)[0] == 0
    assert left_running(programme) == []


@pytest.mark.slow
def test_whoever_wants_prefects_page_gets_it_with_the_app_and_its_server_ends_with_it(
    programme, store, app, prefect_migrated
):
    """One command away, for whoever asks; and a server of 300 MB must not outlive the window it was opened for."""
    ready_for_prefect(programme, prefect_migrated)
    process = app("--server")
    server = pid_in(programme, "server-app.json")
    job_id = store.jobs.ask("brief", {"scope": "cohort"})
    comes_to(store, job_id, "done", "failed")

    assert [one.way for one in store.flow_runs.latest()] == ["server"]
    process.kill()
    until(lambda: not is_alive(server) and not left_running(programme))


def test_a_second_app_on_one_workspace_is_refused_with_one_line(programme, learnbrief):
    """Two workers would do the same jobs; whoever is refused must find the window that is open."""
    with locked(programme.lock_file("app"), "taken") as me:
        refused = learnbrief("app", "--no-browser", "-w", programme.root, code=1, anew=True)

    assert refused.stderr.startswith("learnbrief: the app is open on this workspace already")
    assert f"process {me.process} on {me.host}, since {me.since}" in refused.stderr
    assert refused.stderr.count("\n") == 1
