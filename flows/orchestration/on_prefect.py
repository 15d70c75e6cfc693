"""The same flows and stages as Prefect's flows and tasks, for where a Prefect server answers; all of Prefect is in here.

The schedule's deployments name the flows at the end of this file by where they stand.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import httpx  # as slow to import as Prefect, which brings it
import prefect
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import deployment, flow_run
from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.task_runners import ThreadPoolTaskRunner

from learnbrief.corpus.errors import LearnbriefError
from learnbrief.flows.orchestration import flows
from learnbrief.flows.orchestration.engine import PASSING, PAUSES, Flow, Stage, running, way
from learnbrief.flows.orchestration.page import run_name, show
from learnbrief.flows.orchestration.prefect_server import hush
from learnbrief.flows.orchestration.unattended import SERVED

P = ParamSpec("P")
R = TypeVar("R")

AT_ONCE = 2
"""Parts of a stage done at the same time by threads: each uses several cores and some memory by itself."""


@dataclass(frozen=True, slots=True)
class OnServer:
    """Under a Prefect server, which sees every flow and stage and keeps its own record beside ours."""

    spreads = False

    @property
    def name(self) -> str:
        """As the record of runs tells it; what a deployment began nobody watches."""
        return SERVED if deployment.id else "server"

    def stage(self, stage: Stage[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """A task, tried again by Prefect itself, so that its page shows it."""
        with server_told():
            return cast("R", _task(stage)(*args, **kwargs))

    def parts(self, stage: Stage[..., R], workspace: Path, parts: Sequence[Any]) -> list[R]:
        """A mapped task; every result is asked for, so that none fails unseen."""
        with server_told():
            futures = _task(stage).map(prefect.unmapped(workspace), parts)
            return [future.result() for future in futures]

    def flow(self, flow: Flow[P, R], workspace: Path, *args: P.args, **kwargs: P.kwargs) -> R:
        """A flow, or a flow within one."""
        with server_told(), running(self):
            runner: Any = ThreadPoolTaskRunner(max_workers=AT_ONCE)  # its own type is narrower than what is asked for
            return cast("R", as_prefect(flow).with_options(task_runner=runner)(workspace, *args, **kwargs))

    def due(self) -> datetime:
        """As the schedule has it: a run caught up late still covers its own month."""
        return flow_run.scheduled_start_time or datetime.now(UTC)


@contextmanager
def server_told() -> Iterator[None]:
    """A server that is lost in the middle is told in a line; nobody but Prefect's client speaks to anybody in here."""
    try:
        yield
    except httpx.HTTPError as err:
        raise LearnbriefError(
            f"the Prefect server at {PREFECT_API_URL.value()}, which keeps the record of runs, stopped answering or could "
            "write no more; nothing was lost: see that the disk has room, then run again, and the work goes on where it was"
        ) from err


@contextmanager
def for_our_runs(api: str) -> Iterator[None]:
    """Runs inside report to this server, and end when their work does: a heartbeat alone costs every flow a second."""
    with temporary_settings({PREFECT_API_URL: api, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield


@lru_cache
def _task(stage: Stage[..., Any]) -> prefect.Task[..., Any]:
    make = prefect.task(
        name=stage.name, retries=len(PAUSES), retry_delay_seconds=list(PAUSES), retry_condition_fn=_may_pass
    )
    return make(stage.do)


def _may_pass(_task: prefect.Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    return isinstance(state.data, PASSING)


@lru_cache
def as_prefect(flow: Flow[..., Any]) -> prefect.Flow[..., Any]:
    """The flow as Prefect knows it: the same name and parameters, the same body."""

    @wraps(flow.body)
    def run(*args: Any, **kwargs: Any) -> Any:
        hush()  # a scheduled run is a process of its own
        # started by the schedule, nobody has chosen yet
        with running(chosen if isinstance(chosen := way(), OnServer) else OnServer()):
            result = flow.run(*args, **kwargs)
        if deployment.id and flow in (flows.after_workshop, flows.monthly_synthesis):  # not for the flows within
            show(Path(kwargs.get("workspace") or args[0]), result)
        return result

    def name() -> str:
        return run_name(flow.name, flow_run.parameters, flow_run.scheduled_start_time or datetime.now(UTC))

    run.__module__ = __name__  # where Prefect's runner finds it again
    return prefect.flow(name=flow.name, flow_run_name=name)(run)


after_workshop = as_prefect(flows.after_workshop)
monthly_synthesis = as_prefect(flows.monthly_synthesis)
