"""Until stopped: the monthly synthesis on its schedule, 'after workshop' to start from Prefect's page, the drop folder."""

import logging
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from learnbrief.corpus.errors import LearnbriefError
from learnbrief.flows.orchestration.prefect_server import SERVE, served, settle
from learnbrief.flows.orchestration.signals import end_group, end_with_parent, start_group, stoppable
from learnbrief.flows.stages.drop_folder import SETTLED, DropFolder
from learnbrief.flows.workspace.locks import locked
from learnbrief.flows.workspace.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

log = logging.getLogger(__name__)
MONTHLY, AFTER = "monthly", "after-workshop"
PATIENCE = 10.0
"""Seconds that a run has to report that it was cut short; the next one goes on where it was."""

REGISTERED = 120.0
"""Seconds that Prefect may take to learn of our flows on a busy laptop."""


def serve(workspace: Workspace, *, tell: Callable[[str], None]) -> None:
    """Serves the workspace until asked to stop, then ends in seconds; tells where Prefect's page is.

    Prefect's part works in a process group of its own, so that it can be ended with whatever run is going on.
    """
    workspace.make_folders()
    twice = "'learnbrief serve' keeps the schedule of this workspace already; stop the other one first"
    with (
        stoppable(),
        suppress(KeyboardInterrupt),
        locked(workspace.lock_file("serve"), twice),
        served(workspace, keeper=SERVE) as api,
    ):
        with (workspace.restricted / "serve.log").open("ab") as log:
            worker = start_group(
                [sys.executable, "-m", "learnbrief.flows.orchestration.serve", str(workspace.root)], log=log
            )
        try:
            schedule = workspace.settings.schedule
            tell(f"Prefect's page: {api.removesuffix('/api')}")
            tell(f"Monthly synthesis: {schedule.cron} ({schedule.timezone}). Drop folder: {workspace.inbox}")
            tell("Stop with Ctrl-C.")
            status = worker.wait()
        finally:
            end_group(worker, patience=PATIENCE)
        raise LearnbriefError(
            f"what does the scheduled work stopped by itself (status {status}); restricted/serve.log says why"
        )


def work(workspace: Workspace) -> None:
    """Does what is scheduled, asked for or dropped, for as long as the process that started this one lives."""
    settle(workspace)
    from prefect import serve as serve_deployments

    end_with_parent()
    threading.Thread(target=lambda: watch_inbox(workspace), daemon=True).start()
    serve_deployments(*deployments(workspace), limit=1, pause_on_shutdown=False, print_starting_message=False)


def deployments(workspace: Workspace) -> list["RunnerDeployment"]:
    """The two flows as Prefect keeps them; their parameters are plain values and never texts."""
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from learnbrief.flows.orchestration.on_prefect import after_workshop, monthly_synthesis

    settings, place = workspace.settings, str(workspace.root)
    schedule = Cron(settings.schedule.cron, timezone=settings.schedule.timezone)
    made = [
        monthly_synthesis.to_deployment(
            MONTHLY,
            schedule=schedule,
            parameters={"workspace": place},
            concurrency_limit=1,
            description=f"Briefs for every collaborative and the whole cohort of {settings.programme.name}, month by month.",
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
        after_workshop.to_deployment(
            AFTER,
            parameters={"workspace": place},
            concurrency_limit=1,
            description="Takes in what is new and leaves a draft brief for each event that it touches.",
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
    ]
    return cast("list[RunnerDeployment]", made)  # a coroutine only where an event loop runs


def watch_inbox(workspace: Workspace) -> None:
    """Files what is dropped in the inbox, and asks for an 'after workshop' run when something could be filed.

    Looked at from time to time rather than told by the system: folders on a network and synced ones do not tell.
    """
    folder = DropFolder(workspace.root)
    while True:
        try:
            found = folder.look()
            for error in found.failed:
                log.warning("a file in the drop folder could not be filed (%s); 'learnbrief status' names it", error)
            if found.filed:
                _ask_for_run()
        except Exception as err:  # whatever it was: a watcher that ended would not be missed for weeks
            log.error("the drop folder could not be looked at (%s)", type(err).__name__)
        time.sleep(SETTLED)


def _ask_for_run() -> None:
    """A run is asked for as soon as Prefect knows of it: files may be waiting when serving begins."""
    from prefect.deployments import run_deployment
    from prefect.exceptions import ObjectNotFound

    until = time.monotonic() + REGISTERED
    while True:
        try:
            run_deployment(f"after workshop/{AFTER}", timeout=0)
        except ObjectNotFound:
            if time.monotonic() > until:
                raise
            time.sleep(1)
        else:
            return


if __name__ == "__main__":
    work(find_workspace(Path(sys.argv[1])))
