"""Until stopped: the monthly synthesis on its schedule, 'after workshop' to start from Prefect's page, the drop folder."""

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from learnbrief.corpus.errors import LearnbriefError
from learnbrief.flows.orchestration.asking import AFTER, MONTHLY, ask, clear_leftovers, deployment_name, patiently
from learnbrief.flows.orchestration.prefect_server import SERVE, is_gone, served, settle
from learnbrief.flows.orchestration.restarts import Restarts
from learnbrief.flows.orchestration.schedule import next_due
from learnbrief.flows.orchestration.signals import end_group, end_with_parent, start_group, stoppable
from learnbrief.flows.orchestration.unattended import owed
from learnbrief.flows.orchestration.watch import Watch
from learnbrief.flows.stages.mail import check
from learnbrief.flows.workspace.locks import locked
from learnbrief.flows.workspace.open_workspace import opened, refuse_read_only, store_of
from learnbrief.flows.workspace.serving import Serving, keep_serving, serving
from learnbrief.flows.workspace.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds that a run has to report that it was cut short; the next one goes on where it was."""
LOOK = 1.0
REFUSALS = 5
"""Looks in a row at which nothing listens where Prefect's server was: it is gone. One that is only slow is waited for."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
"""Seconds between the end of a part and its next beginning."""

Tell = Callable[[str], None]


def serve(workspace: Workspace, *, tell: Tell) -> None:
    """Serves the workspace until asked to stop, then ends in seconds; tells where Prefect's page is.

    Prefect's server and the process that does the work are begun again where they die, and that is told.
    """
    refuse_read_only(workspace)
    workspace.make_folders()
    store_of(workspace).close()  # one that is damaged or gone is told now, and not in a log every minute
    twice = "'learnbrief serve' keeps the schedule of this workspace already; stop the other one first"
    with stoppable(), suppress(KeyboardInterrupt), locked(workspace.lock_file("serve"), twice, patience=LOOK):
        _Supervisor(workspace, tell).go_on()


class _Supervisor:
    """Keeps a server and a worker going, one inside the other."""

    def __init__(self, workspace: Workspace, tell: Tell) -> None:
        self._workspace, self._tell = workspace, tell
        known = serving(workspace)
        self._serving = keep_serving(workspace, Serving(known.since if known else datetime.now(UTC).isoformat()))
        self._restarts = Restarts(FIRST_PAUSE, LONGEST_PAUSE)

    def go_on(self) -> None:
        """A server as long as it is there, then another; the first must come up, or whoever started us is told why not."""
        self._introduce()
        first = True
        while True:
            begun = time.monotonic()
            try:
                with served(self._workspace, keeper=SERVE) as api:
                    self._tell(f"Prefect's page: {api.removesuffix('/api')}")
                    if first:
                        self._tell("Stop with Ctrl-C.")
                    first = False
                    self._work_under(api)
                    trouble = "Prefect's server stopped"
            except (LearnbriefError, OSError) as err:  # the disk is full, say: another hour it may not be
                if first:
                    raise
                trouble = str(err)
            self._again(trouble, lived=time.monotonic() - begun)

    def _introduce(self) -> None:
        settings = self._workspace.settings
        due = next_due(settings.schedule, datetime.now(UTC))[0]
        self._tell(
            f"Monthly synthesis: {settings.schedule.cron} ({settings.schedule.timezone}), next on {due:%d %B %Y at %H:%M}. "
            f"Drop folder: {self._workspace.inbox}"
        )
        if settings.mail.host:
            try:
                check(settings.mail)
                self._tell(f"Mail: to {len(settings.mail.to)} through {settings.mail.host}")
            except LearnbriefError as err:  # may be mended while we serve: no reason not to
                self._tell(f"Mail: {err}")

    def _work_under(self, api: str) -> None:
        """Workers, one after another, until the server is gone."""
        while True:
            begun = time.monotonic()
            with (self._workspace.restricted / "serve.log").open("ab") as out:
                worker = start_group(
                    [sys.executable, "-m", "learnbrief.flows.orchestration.serve", str(self._workspace.root)], log=out
                )
            try:
                status = _until_either_ends(worker, api)
            finally:
                end_group(worker, patience=PATIENCE)
            if status is None:
                return
            self._again(f"what does the work stopped (status {status})", lived=time.monotonic() - begun)

    def _again(self, trouble: str, *, lived: float) -> None:
        pause = self._restarts.after(lived)
        self._serving = Serving(self._serving.since, self._serving.restarts + 1, datetime.now(UTC).isoformat())
        with suppress(OSError):  # told on the terminal all the same
            keep_serving(self._workspace, self._serving)
        self._tell(
            f"{trouble}; it is begun again in {pause:.0f} seconds (restricted/serve.log and .prefect/server.log say more)"
        )
        time.sleep(pause)


def _until_either_ends(worker: "subprocess.Popen[bytes]", api: str) -> int | None:
    """How the worker ended; none where it is the server that is gone."""
    refused = 0
    while worker.poll() is None:
        refused = refused + 1 if is_gone(api) else 0
        if refused >= REFUSALS:
            return None
        with suppress(subprocess.TimeoutExpired):
            worker.wait(LOOK)
    return worker.returncode


def work(workspace: Workspace) -> None:
    """Does what is scheduled, asked for or dropped, for as long as the process that started this one lives."""
    settle(workspace)
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.WARNING)
    from prefect import serve as serve_deployments

    end_with_parent()
    with opened(workspace.root):
        pass  # brought up to date here: two threads that did so at once would trip over each other
    patiently(lambda: clear_leftovers(workspace))
    watch = Watch(workspace, ask=lambda: ask(workspace, AFTER))
    for duty in (watch.forever, lambda: catch_up(workspace)):
        threading.Thread(target=duty, daemon=True).start()
    serve_deployments(*deployments(workspace), limit=1, pause_on_shutdown=False, print_starting_message=False)


def catch_up(workspace: Workspace) -> None:
    """Months that were due while nobody served, or whose run was cut short: each once, oldest first, one after the other."""
    with opened(workspace.root) as (place, store):
        months = owed(place, store, datetime.now(UTC))
    for month in months:
        log.warning("the synthesis of %s was missed and is made now", month)
        try:
            ask(workspace, MONTHLY, month=month, wait=True)
        except Exception as err:  # stays owed, and `status` says so; the next month may go better
            log.error("the synthesis of %s could not be asked for (%s)", month, type(err).__name__)


def deployments(workspace: Workspace) -> list["RunnerDeployment"]:
    """The two flows as Prefect keeps them; their parameters are plain values and never texts.

    One run at a time is what the lock on runs and the limit of the runner see to. A limit of the deployment's own would
    hold the next run back for five minutes after one that was killed.
    """
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from learnbrief.flows.orchestration.on_prefect import after_workshop, monthly_synthesis

    settings, place = workspace.settings, str(workspace.root)
    made = [
        monthly_synthesis.to_deployment(
            deployment_name(MONTHLY, workspace),
            schedule=Cron(settings.schedule.cron, timezone=settings.schedule.timezone),
            parameters={"workspace": place},
            description="Briefs for every collaborative and the whole cohort, month by month.",
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
        after_workshop.to_deployment(
            deployment_name(AFTER, workspace),
            parameters={"workspace": place},
            description="Takes in what is new and leaves a draft brief for each event that it touches.",
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
    ]
    return cast("list[RunnerDeployment]", made)  # a coroutine only where an event loop runs


if __name__ == "__main__":
    work(find_workspace(Path(sys.argv[1])))
