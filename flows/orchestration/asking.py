"""Asking Prefect for runs while serving: once, patiently, in order; and clearing away what a stop in the middle left."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from learnbrief.corpus.identity import slug, stable_id
from learnbrief.flows.workspace.workspace import Workspace

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas.objects import FlowRun, State

R = TypeVar("R")

log = logging.getLogger(__name__)

MONTHLY, AFTER = "monthly", "after-workshop"
FLOWS = {MONTHLY: "monthly synthesis", AFTER: "after workshop"}
PATIENCE = 3600.0
"""Seconds for which a server that does not know our flows yet, or does not answer, is asked again."""
LONGEST_PAUSE = 30.0


def deployment_name(kind: str, workspace: Workspace) -> str:
    """A name that no other workspace has: two of them on one server would each take the other's runs.

    The end of it depends on where the workspace lies, for copies of one programme may bear one name.
    """
    place = stable_id("w", str(workspace.root)).removeprefix("w-")[:6]
    return "-".join(part for part in (kind, slug(workspace.root.name), place) if part)


def full_name(kind: str, workspace: Workspace) -> str:
    """The deployment as Prefect is asked for it."""
    return f"{FLOWS[kind]}/{deployment_name(kind, workspace)}"


def ask(workspace: Workspace, kind: str, *, month: str | None = None, wait: bool = False) -> bool:
    """A run is asked for, once, however often the server has to be asked; with `wait` until it is over, and whether it ended well."""
    from prefect.deployments import run_deployment

    key = f"{kind}-{datetime.now(UTC).isoformat()}"

    def once() -> bool:
        run = cast(
            "FlowRun",  # a coroutine only where an event loop runs
            run_deployment(
                full_name(kind, workspace),
                parameters={"workspace": str(workspace.root), **({"month": month} if month else {})},
                timeout=None if wait else 0,
                idempotency_key=key,
            ),
        )
        return bool(run.state is not None and run.state.is_completed())

    return patiently(once)


def patiently(do: Callable[[], R], *, patience: float = PATIENCE, sleep: Callable[[float], None] = time.sleep) -> R:
    """What `do` gives once Prefect's server gives it: right after a start, or on a busy machine, it does not at first."""
    import httpx
    from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError

    until, pause = time.monotonic() + patience, 1.0
    while True:
        try:
            return do()
        except (ObjectNotFound, httpx.TransportError, PrefectHTTPStatusError) as err:
            if time.monotonic() + pause > until:
                raise
            log.warning("Prefect's server is asked again in %.0f seconds (%s)", pause, type(err).__name__)
            sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


def clear_leftovers(workspace: Workspace) -> None:
    """Nothing of an earlier serving stands in the way: whoever calls this holds the lock, so no run of it goes on.

    Prefect would take a killed run for one that goes on, and would start every scheduled run that was missed, in any
    order; what is owed is reckoned from our own record instead.
    """
    from prefect.states import Crashed

    with _runs_of(workspace) as (client, runs):
        for run in runs:
            missed = (
                run.state_type == "SCHEDULED"
                and run.expected_start_time
                and run.expected_start_time < datetime.now(UTC)
            )
            if run.state_type in ("RUNNING", "PENDING", "CANCELLING"):
                gone: State[Any] = Crashed(message="The serving that this run belonged to was stopped.")
                client.set_flow_run_state(run.id, gone, force=True)
            elif missed and run.auto_scheduled:
                client.delete_flow_run(run.id)


@contextmanager
def _runs_of(workspace: Workspace) -> "Iterator[tuple[SyncPrefectClient, list[Any]]]":
    """The runs of this workspace's deployments that are not over."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import (
        DeploymentFilter,
        DeploymentFilterName,
        FlowRunFilter,
        FlowRunFilterState,
        FlowRunFilterStateType,
    )
    from prefect.client.schemas.objects import StateType

    names = [deployment_name(kind, workspace) for kind in FLOWS]
    going = [StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
    with get_client(sync_client=True) as client:
        yield (
            client,
            client.read_flow_runs(
                deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=names)),
                flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=going))),
            ),
        )
