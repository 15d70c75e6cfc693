"""Long work asked for in the app: rows in the store, done one at a time by one worker process, through the flows."""

import os
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from learnbrief.corpus.errors import BadInput, LearnbriefError, LeaseLost, NoRoom, file_trouble
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.store import Job, Store, open_store
from learnbrief.flows.orchestration.prefect_server import APP, answers, served
from learnbrief.flows.orchestration.signals import end_with_parent, stoppable
from learnbrief.flows.orchestration.start import Done, run_after_workshop, run_brief, run_learn, run_month, run_retag
from learnbrief.flows.stages.progress import watched_by
from learnbrief.flows.workspace.locks import FOREVER, locked
from learnbrief.flows.workspace.workspace import Workspace, find_workspace

PAUSE = 0.5
"""Seconds between two looks at the queue."""
NOTE = 0.5
"""Seconds between two notes of progress."""
SIGN_OF_LIFE = 5.0
"""Seconds between two signs of life, whether there is progress or not; the lease lasts twelve of them."""
TRY_AGAIN = 2.0
"""Seconds between two tries to write where the disk was full."""


def _run(workspace: Workspace, asked: dict[str, Any]) -> Done:
    return run_after_workshop(workspace, event=asked.get("event"))


def _month(workspace: Workspace, asked: dict[str, Any]) -> Done:
    return run_month(workspace, asked.get("month"))


def _brief(workspace: Workspace, asked: dict[str, Any]) -> Done:
    return run_brief(workspace, str(asked["scope"]), since=_day(asked.get("since")), until=_day(asked.get("until")))


def _retag(workspace: Workspace, _asked: dict[str, Any]) -> Done:
    return run_retag(workspace)


def _learn(workspace: Workspace, _asked: dict[str, Any]) -> Done:
    return run_learn(workspace)


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None


KINDS: dict[str, Callable[[Workspace, dict[str, Any]], Done]] = {
    "run": _run,
    "month": _month,
    "brief": _brief,
    "learn": _learn,
    "retag": _retag,
}
"""What can be asked for."""


class JobProgress:
    """Tells a job's row how far it is, often enough for a page that looks every second."""

    def __init__(self, store: Store, job: Job) -> None:
        self._store, self._job = store, job
        self._name, self._done, self._of, self._told = "", 0, 0, 0.0

    def stage(self, name: str, total: int) -> None:
        """A new stage is told at once."""
        self._name, self._done, self._of = name, 0, total
        self._tell()

    def advance(self, steps: int = 1) -> None:
        """Steps are told now and then."""
        self._done += steps
        if time.monotonic() - self._told >= NOTE or self._done >= self._of:
            self._tell()

    def _tell(self) -> None:
        self._told = time.monotonic()
        self._store.jobs.tell(self._job, message=self._name, progress={"done": self._done, "of": self._of})


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended."""

    failure: str = ""
    """In a line that a person can act on; empty where it was done."""
    message: str = ""
    result: dict[str, Any] = field(default_factory=dict)


def do_job(workspace: Workspace, job: Job, server: "Server") -> Outcome:
    """Does one job, whatever comes of it: the worker must outlive any of them."""
    try:
        server.stand()
        done = _kind(job.kind)(workspace, job.parameters)
    except LearnbriefError as err:
        return Outcome(failure=str(err))
    except OSError as err:
        return Outcome(failure=file_trouble(err))
    except Exception:
        with suppress(OSError):  # the log lies on the disk that may be full
            sys.stderr.write(f"{job.job_id} {job.kind}\n{traceback.format_exc()}\n")
        return Outcome(failure="Something went wrong in learnbrief itself; restricted/worker.log has the details.")
    briefs = [folder.name for folder in done.briefs]
    return Outcome("", "" if briefs else done.nothing, {"briefs": briefs, "skipped": list(done.skipped)})


def _kind(name: str) -> Callable[[Workspace, dict[str, Any]], Done]:
    if name not in KINDS:
        raise BadInput(f"no job {name!r}; there are {', '.join(KINDS)}")
    return KINDS[name]


@contextmanager
def alive(store: Store, job: Job) -> Iterator[None]:
    """Signs of life inside the block, also where a stage goes on for minutes without a word."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(SIGN_OF_LIFE):
            store.jobs.beat(job)

    heart = threading.Thread(target=beat, daemon=True)
    heart.start()
    try:
        yield
    finally:
        over.set()
        heart.join()


def keep_outcome(store: Store, job: Job, outcome: Outcome) -> None:
    """Writes how a job ended as soon as there is room for it; until then its lease runs out, and the page says so."""
    while True:
        try:
            if outcome.failure:
                store.jobs.fail(job, outcome.failure)
            else:
                store.jobs.finish(job, result=outcome.result, message=outcome.message)
        except NoRoom:
            time.sleep(TRY_AGAIN)
        except LeaseLost:  # somebody asked for it again meanwhile; that is the row's future now
            return
        else:
            return


class Server:
    """The worker's Prefect server: there from the first job on, and another one where it no longer answers."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self._kept, self._api = workspace, ExitStack(), ""

    def stand(self) -> None:
        """A server answers now."""
        if not (self._api and answers(self._api)):
            self.close()
            self._api = self._kept.enter_context(served(self._workspace, keeper=APP))

    def close(self) -> None:
        """The server is gone, if it was ours."""
        self._kept.close()


def work(workspace: Workspace) -> None:
    """Does waiting jobs, first asked first, until stopped; no other worker is at it in this workspace."""
    place = stable_id("place", socket.gethostname(), str(workspace.root))
    with ExitStack() as kept:
        twice = "another worker is at work in this workspace"
        kept.enter_context(locked(workspace.lock_file("worker"), twice, patience=FOREVER))
        store = kept.enter_context(closing(open_store(workspace.store_url)))
        server = kept.enter_context(closing(Server(workspace)))
        with suppress(NoRoom):  # they run out by themselves, only later
            store.jobs.end_leases(place)
        while True:
            try:
                job = store.jobs.take(f"{place}/{os.getpid()}")
            except NoRoom:
                job = None
            if job is None:
                time.sleep(PAUSE)
            else:
                _see_through(Workspace(workspace.root), store, server, job)


def _see_through(workspace: Workspace, store: Store, server: Server, job: Job) -> None:
    """One job from its taking to its end, or given back where the worker is asked to stop."""
    try:
        with alive(store, job), watched_by(JobProgress(store, job)):
            outcome = do_job(workspace, job, server)
        keep_outcome(store, job, outcome)
    except KeyboardInterrupt:
        with suppress(LeaseLost, NoRoom):
            store.jobs.give_back(job)
        raise


def main() -> None:
    """The worker of one workspace, for as long as the process that started it lives."""
    end_with_parent()
    with stoppable(), suppress(KeyboardInterrupt):  # asked to stop, it ends the Prefect server it started
        work(find_workspace(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
