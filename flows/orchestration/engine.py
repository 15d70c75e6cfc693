"""Flows and stages, defined once: called, they run in this process or on a Prefect server, by the way that was chosen.

A stage is a plain function over the workspace's folder, ids and hashes; a flow is a plain function that calls stages and
other flows. Neither knows who runs it, and this file knows nothing of Prefect.
"""

import gc
import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar

from threadpoolctl import threadpool_limits

from learnbrief.corpus.errors import StoreBusy, StoreUnreachable
from learnbrief.flows.orchestration.recording import in_a_run, recorded, recorded_stage
from learnbrief.flows.orchestration.signals import interrupts_noted, still_wanted
from learnbrief.flows.workspace.open_workspace import alone

P = ParamSpec("P")
R = TypeVar("R")

PAUSES = (1.0, 5.0)
"""Seconds before a stage is tried again: a store that was busy or out of reach for a moment is often well by then."""
PASSING = (StoreBusy, StoreUnreachable)
"""Troubles that pass by themselves. Anything else would only fail again, later."""
TOLD = {"event", "month", "scope", "since", "until"}
"""What the record tells of a flow's parameters: what it was about, not where or into which formats."""


class Way(Protocol):
    """How stages and flows are run."""

    @property
    def name(self) -> str:
        """As the record of runs tells it."""
        ...

    @property
    def spreads(self) -> bool:
        """Whether parts go to other processes, so that it pays to make them of what is one loop otherwise."""
        ...

    def stage(self, stage: "Stage[P, R]", *args: P.args, **kwargs: P.kwargs) -> R:
        """What the stage gives; tried again where that may help."""
        ...

    def parts(self, stage: "Stage[..., R]", workspace: Path, parts: Sequence[Any]) -> list[R]:
        """What the stage gives for each part, in their order; fails where any part does."""
        ...

    def flow(self, flow: "Flow[P, R]", workspace: Path, *args: P.args, **kwargs: P.kwargs) -> R:
        """What the flow gives."""
        ...

    def due(self) -> datetime:
        """When this run was meant to begin."""
        ...


class Direct:
    """In this process, one after the other, with no server."""

    name = "direct"
    spreads = False

    def stage(self, stage: "Stage[P, R]", *args: P.args, **kwargs: P.kwargs) -> R:
        """Tried again after a moment where the trouble may have passed by then."""
        from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_chain, wait_fixed

        tries = Retrying(
            retry=retry_if_exception_type(PASSING),
            stop=stop_after_attempt(len(PAUSES) + 1),
            wait=wait_chain(*map(wait_fixed, PAUSES)),
            reraise=True,
        )
        return tries(stage.do, *args, **kwargs)

    def parts(self, stage: "Stage[..., R]", workspace: Path, parts: Sequence[Any]) -> list[R]:
        """One part after the other: what they do uses every core by itself."""
        return [self.stage(stage, workspace, part) for part in parts]

    def flow(self, flow: "Flow[P, R]", workspace: Path, *args: P.args, **kwargs: P.kwargs) -> R:
        """As it stands."""
        return flow.run(workspace, *args, **kwargs)

    def due(self) -> datetime:
        """It was asked for now."""
        return datetime.now(UTC)


_way: ContextVar[Way | None] = ContextVar("way", default=None)


def way() -> Way:
    """How flows run here; directly, unless something else was chosen."""
    return _way.get() or Direct()


@contextmanager
def running(chosen: Way) -> Iterator[None]:
    """Inside, flows and stages run this way."""
    mark = _way.set(chosen)
    try:
        yield
    finally:
        _way.reset(mark)


COLLECT_EVERY = 10_000
"""Objects made between two looks for rings of objects that nobody holds any more; Python's own 700 is for small programs."""


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Inside, Python looks for such rings more seldom: a run makes millions of objects, hardly a ring, and keeps most to its end."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECT_EVERY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class Stage(Generic[P, R]):
    """A step of a run that is told, timed and tried again as a whole."""

    def __init__(self, name: str, do: Callable[P, R]) -> None:
        self.name, self.do = name, do

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Does it, unless somebody pressed Ctrl-C in the stage before and was not heard."""
        still_wanted()
        with recorded_stage(self.name):
            return way().stage(self, *args, **kwargs)

    def for_each(self, workspace: Path, parts: Sequence[Any]) -> list[R]:
        """Does it for each part, at the same time where the way allows it; nothing that failed is passed over."""
        if not parts:
            return []
        still_wanted()
        with recorded_stage(self.name, parts=len(parts)):
            return way().parts(self, workspace, parts)


class Flow(Generic[P, R]):
    """What a person or the schedule asks for; one at a time in a workspace, with a record of it."""

    def __init__(self, name: str, body: Callable[Concatenate[Path, P], R]) -> None:
        self.name, self.body = name, body

    def __call__(self, workspace: Path, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs it the way that was chosen."""
        return way().flow(self, workspace, *args, **kwargs)

    def run(self, workspace: Path, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs it here: what every way comes to in the end."""
        if in_a_run():
            return self.body(workspace, *args, **kwargs)
        parameters = self._parameters(workspace, *args, **kwargs)
        with (
            alone(workspace),
            # numpy's products are of a text's few dozen tokens here: threads share them out at a loss, and spin while they wait
            threadpool_limits(limits=1, user_api="blas"),
            seldom_collecting(),
            interrupts_noted(),
            recorded(workspace, self.name, parameters, way=way().name) as record,
        ):
            result = self.body(workspace, *args, **kwargs)
            record.left(result)
            return result

    def _parameters(self, *args: Any, **kwargs: Any) -> dict[str, str]:
        given = inspect.signature(self.body).bind(*args, **kwargs).arguments
        return {name: str(value) for name, value in given.items() if name in TOLD and value}


def stage(name: str) -> Callable[[Callable[P, R]], Stage[P, R]]:
    """Makes a plain function a stage."""
    return lambda do: Stage(name, do)


def flow(name: str) -> Callable[[Callable[Concatenate[Path, P], R]], Flow[P, R]]:
    """Makes a plain function a flow."""
    return lambda body: Flow(name, body)
