"""Long work asked for in the app: rows in the store, done one at a time by one worker process, through the flows."""

import os
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path
from typing import Any

from learnbrief.corpus.errors import BadInput, LearnbriefError
from learnbrief.corpus.store import Job, Store, open_store
from learnbrief.flows.orchestration.prefect_server import standing
from learnbrief.flows.orchestration.signals import stoppable
from learnbrief.flows.orchestration.start import Done, run_after_workshop, run_brief, run_learn, run_month, run_retag
from learnbrief.flows.stages.progress import watched_by
from learnbrief.flows.workspace.workspace import Workspace, find_workspace

PAUSE = 0.5
"""Seconds between two looks at the queue."""
SIGN_OF_LIFE = 0.5
"""Seconds between two notes of progress."""


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

    def __init__(self, store: Store, job_id: str) -> None:
        self._store, self._job_id = store, job_id
        self._name, self._done, self._of, self._told = "", 0, 0, 0.0

    def stage(self, name: str, total: int) -> None:
        """A new stage is told at once."""
        self._name, self._done, self._of = name, 0, total
        self._tell()

    def advance(self, steps: int = 1) -> None:
        """Steps are told now and then."""
        self._done += steps
        if time.monotonic() - self._told >= SIGN_OF_LIFE or self._done >= self._of:
            self._tell()

    def _tell(self) -> None:
        self._told = time.monotonic()
        self._store.jobs.tell(self._job_id, message=self._name, progress={"done": self._done, "of": self._of})


def do_job(workspace: Workspace, store: Store, job: Job) -> None:
    """One job done or failed; a failure is a line a person can read, its details are in restricted/worker.log."""
    try:
        with watched_by(JobProgress(store, job.job_id)):
            done = _kind(job.kind)(workspace, job.parameters)
    except LearnbriefError as err:
        store.jobs.fail(job.job_id, str(err))
    except Exception:  # the worker must outlive any one job, whatever is wrong with it
        with (workspace.restricted / "worker.log").open("a", encoding="utf-8") as log:
            log.write(f"{job.job_id} {job.kind}\n{traceback.format_exc()}\n")
        store.jobs.fail(job.job_id, "Something went wrong in learnbrief itself; restricted/worker.log has the details.")
    else:
        briefs = [folder.name for folder in done.briefs]
        store.jobs.tell(job.job_id, message=done.nothing if not briefs else "")
        store.jobs.finish(job.job_id, result={"briefs": briefs, "skipped": list(done.skipped)})


def _kind(name: str) -> Callable[[Workspace, dict[str, Any]], Done]:
    if name not in KINDS:
        raise BadInput(f"no job {name!r}; there are {', '.join(KINDS)}")
    return KINDS[name]


def work(workspace: Workspace, *, going_on: Callable[[], bool]) -> None:
    """Does waiting jobs, first asked first, while `going_on`; a Prefect server stands from the first job on."""
    store = open_store(workspace.store_url)
    store.jobs.release_running()
    with ExitStack() as kept:
        kept.callback(store.close)
        served = False
        while going_on():
            job = store.jobs.take()
            if job is None:
                time.sleep(PAUSE)
                continue
            if not served:
                kept.enter_context(standing(workspace))
                served = True
            do_job(Workspace(workspace.root), store, job)


def main() -> None:
    """The worker of one workspace, for as long as the process that started it lives."""
    parent = os.getppid()
    with stoppable(), suppress(KeyboardInterrupt):  # asked to stop, it ends the Prefect server it started
        work(find_workspace(Path(sys.argv[1])), going_on=lambda: os.getppid() == parent)


if __name__ == "__main__":
    main()
