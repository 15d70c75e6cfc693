"""Until stopped: the monthly synthesis on its schedule, 'after workshop' to start from Prefect's page, the drop folder."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from flows.inbox import file_inbox
from flows.standing import standing
from flows.workspace import Workspace

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

MONTHLY, AFTER = "monthly", "after-workshop"


def serve(workspace: Workspace, *, tell: Callable[[str], None]) -> None:
    """Serves the workspace until interrupted; tells where Prefect's page is."""
    workspace.make_folders()
    with standing(workspace) as api:
        from prefect import serve as serve_deployments

        watching = threading.Thread(target=watch_inbox, args=(workspace,), daemon=True)
        watching.start()
        schedule = workspace.settings.schedule
        tell(f"Prefect's page: {api.removesuffix('/api')}")
        tell(f"Monthly synthesis: {schedule.cron} ({schedule.timezone}). Drop folder: {workspace.inbox}")
        tell("Stop with Ctrl-C.")
        serve_deployments(*deployments(workspace), limit=1, pause_on_shutdown=False, print_starting_message=False)


def deployments(workspace: Workspace) -> list["RunnerDeployment"]:
    """The two flows as Prefect keeps them; their parameters are plain values and never texts."""
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from flows.flows import after_workshop, monthly_synthesis

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
    """Files what is dropped in the inbox, and asks for an 'after workshop' run when something could be filed."""
    from watchfiles import watch

    _file_and_run(workspace)
    for _ in watch(workspace.inbox, step=500, recursive=True):
        _file_and_run(workspace)


def _file_and_run(workspace: Workspace) -> list[Path]:
    filed = file_inbox(workspace)
    if filed:
        from prefect.deployments import run_deployment

        run_deployment(f"after workshop/{AFTER}", timeout=0)
    return filed
