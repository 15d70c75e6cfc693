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

from learnbrief.corpus.errors import BadInput, LearnbriefError, LeaseLost, NoRoom, StoreTrouble
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.store import Job, Store
from learnbrief.flows.orchestration.recording import line_of
from learnbrief.flows.orchestration.signals import Stop, end_with_parent, stopping_within
from learnbrief.flows.orchestration.start import Done, run_after_workshop, run_brief, run_learn, run_month, run_retag
from learnbrief.flows.stages.hub import build_hub
from learnbrief.flows.stages.progress import watched_by
from learnbrief.flows.stages.withdrawal import forget_document
from learnbrief.flows.workspace.locks import FOREVER, locked
from learnbrief.flows.workspace.open_workspace import alone, opened, store_of
from learnbrief.flows.workspace.workspace import Workspace, find_workspace

PAUSE = 0.5
"""Seconds between two looks at the queue."""
NOTE = 0.5
"""Seconds between two notes of progress."""
SIGN_OF_LIFE = 5.0
"""Seconds between two signs of life, whether there is progress or not; the lease lasts twelve of them."""
TRY_AGAIN = 2.0
"""Seconds between two tries to write where the disk was full."""
SECONDS_TO_STOP = 12.0
"""Until a worker that was asked to stop ends, whatever it is at; the app waits for a bit more than twice that."""


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


def _hub(workspace: Workspace, _asked: dict[str, Any]) -> Done:
    with opened(workspace.root) as (place, store):
        return Done((), nothing=build_hub(place, store).told)


def _withdraw(workspace: Workspace, asked: dict[str, Any]) -> Done:
    with alone(workspace.root), opened(workspace.root) as (place, store):
        done = forget_document(place, store, str(asked["document"]))
    briefs = f"{len(done.briefs)} {'brief was' if len(done.briefs) == 1 else 'briefs were'} rewritten without it"
    reach = "; ".join(done.not_covered)
    return Done(
        (), nothing=f"Withdrawn: {done.excerpts} excerpts; {briefs}. Not reached, and for a person to see to: {reach}."
    )


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None


KINDS: dict[str, Callable[[Workspace, dict[str, Any]], Done]] = {
    "run": _run,
    "month": _month,
    "brief": _brief,
    "learn": _learn,
    "retag": _retag,
    "hub": _hub,
    "withdraw": _withdraw,
}
"""What can be asked for."""


class JobProgress:
    """Tells a job's row how far it is, often enough for a page that looks every second; ends work that is to stop."""

    def __init__(self, store: Store, job: Job, stop: Stop) -> None:
        self._store, self._job, self._stop = store, job, stop
        self._name, self._done, self._of, self._told = "", 0, 0, 0.0

    def stage(self, name: str, total: int) -> None:
        """A new stage is told at once."""
        self._stop.look()
        self._name, self._done, self._of = name, 0, total
        self._tell()

    def advance(self, steps: int = 1) -> None:
        """Steps are told now and then."""
        self._stop.look()
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


def do_job(workspace: Workspace, job: Job) -> Outcome:
    """Does one job, whatever comes of it: the worker must outlive any of them."""
    try:
        done = _kind(job.kind)(workspace, job.parameters)
    except (LearnbriefError, OSError) as err:
        return Outcome(failure=line_of(err))
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


class Worker:
    """Does waiting jobs, first asked first, until it is asked to stop; a job that is cut short is given back."""

    def __init__(self, workspace: Workspace, store: Store) -> None:
        self._workspace, self._store = workspace, store
        self._place = stable_id("place", socket.gethostname(), str(workspace.root))
        self._job: Job | None = None

    def work(self, stop: Stop) -> None:
        """Works; whoever calls holds the worker's lock, so whatever another one of this place began is over."""
        with suppress(NoRoom, StoreTrouble):  # they run out by themselves, only later
            self._store.jobs.end_leases(self._place)
        while not stop.asked:
            try:
                self._job = self._store.jobs.take(f"{self._place}/{os.getpid()}")
            except (NoRoom, StoreTrouble):
                self._job = None
            if self._job is None:
                time.sleep(PAUSE)
            else:
                self._see_through(self._job, stop)
                self._job = None

    def give_back(self) -> None:
        """The job waits again, for the next worker."""
        if self._job is not None:
            with suppress(LeaseLost, NoRoom, StoreTrouble):
                self._store.jobs.give_back(self._job)

    def _see_through(self, job: Job, stop: Stop) -> None:
        """One job from its taking to its end."""
        outcome = None
        try:
            with alive(self._store, job), watched_by(JobProgress(self._store, job, stop)), stop.breaks():
                outcome = do_job(Workspace(self._workspace.root), job)
        except BaseException:  # what a library makes of an interrupt is an interrupt still
            if not stop.asked:
                raise
        if outcome is None or (stop.asked and outcome.failure):
            self.give_back()
        else:
            self._keep(job, outcome, stop)

    def _keep(self, job: Job, outcome: Outcome, stop: Stop) -> None:
        """Writes how a job ended as soon as the store can be written; until then its lease runs out, and the page says so."""
        while True:
            try:
                if outcome.failure:
                    self._store.jobs.fail(job, outcome.failure)
                else:
                    self._store.jobs.finish(job, result=outcome.result, message=outcome.message)
            except (NoRoom, StoreTrouble):
                if stop.asked:
                    return
                time.sleep(TRY_AGAIN)
            except LeaseLost:  # somebody asked for it again meanwhile; that is the row's future now
                return
            else:
                return


def work(workspace: Workspace) -> None:
    """Does waiting jobs until asked to stop; no other worker is at it in this workspace."""
    with ExitStack() as kept:
        twice = "another worker is at work in this workspace"
        kept.enter_context(locked(workspace.lock_file("worker"), twice, patience=FOREVER))
        store = kept.enter_context(closing(store_of(workspace)))
        worker = Worker(workspace, store)
        # entered last: from here on it ends in time, its job given back, whatever it is at
        stop = kept.enter_context(stopping_within(SECONDS_TO_STOP, worker.give_back))
        worker.work(stop)


def main() -> None:
    """The worker of one workspace, for as long as the process that started it lives."""
    end_with_parent()
    work(find_workspace(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
