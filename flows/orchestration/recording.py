"""The record of runs in the store: kept as a run goes on, whichever way it runs, and read by whoever asks what ran."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from learnbrief.corpus.errors import LearnbriefError, file_trouble
from learnbrief.corpus.store import FlowRun, Store
from learnbrief.corpus.store.flow_runs import DONE, FAILED, RUNNING, STOPPED
from learnbrief.flows.workspace.locks import is_held
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.flows.workspace.workspace import Workspace

UNEXPECTED = "something went wrong in learnbrief itself"


@dataclass(slots=True)
class Record:
    """One run while it goes on."""

    store: Store
    number: int
    briefs: list[str] = field(default_factory=list)

    def left(self, result: Any) -> None:
        """Notes the briefs that the run left, if that is what it gives."""
        if isinstance(result, (list, str)):
            self.briefs = [result] if isinstance(result, str) else [str(one) for one in result]


_record: ContextVar[Record | None] = ContextVar("record", default=None)


def in_a_run() -> bool:
    """Whether a flow is going on around this code."""
    return _record.get() is not None


@contextmanager
def recorded(workspace: Path, flow: str, parameters: dict[str, str], *, way: str) -> Iterator[Record]:
    """The block is one run of a flow; how it began and ended is in the store. The lock on runs is held around it."""
    with opened(workspace) as (_, store):
        record = Record(store, store.flow_runs.begin(flow, parameters, way=way))
        mark = _record.set(record)
        try:
            yield record
        except BaseException as err:
            # what ended the run is told by whoever called; that it can no longer be written down is no second error
            with suppress(LearnbriefError):
                store.flow_runs.end(record.number, _outcome(err), message=line_of(err))
            raise
        finally:
            _record.reset(mark)
        store.flow_runs.end(record.number, DONE, briefs=record.briefs)


def about(**parameters: str) -> None:
    """Notes what the run that goes on turned out to be about: the schedule asks for no month by name."""
    if (record := _record.get()) is not None:
        record.store.flow_runs.describe(record.number, parameters)


@contextmanager
def recorded_stage(name: str, *, parts: int = 1) -> Iterator[None]:
    """The block is one stage of the run that goes on; outside a run nothing is written."""
    if (record := _record.get()) is None:
        yield
        return
    number = record.store.flow_runs.begin_stage(record.number, name, parts=parts)
    try:
        yield
    except BaseException as err:
        with suppress(LearnbriefError):
            record.store.flow_runs.end_stage(number, _outcome(err))
        raise
    record.store.flow_runs.end_stage(number, DONE)


def line_of(err: BaseException) -> str:
    """Why a run failed, in one line that names no word of the material."""
    if isinstance(err, LearnbriefError):
        return " ".join(str(err).split())
    if isinstance(err, OSError):
        return file_trouble(err)
    return f"{UNEXPECTED} ({type(err).__name__})" if isinstance(err, Exception) else ""


def _outcome(err: BaseException) -> str:
    """Whoever presses Ctrl-C stops a run; it has not failed."""
    return FAILED if isinstance(err, Exception) else STOPPED


def latest_runs(workspace: Workspace, store: Store, limit: int = 1) -> list[FlowRun]:
    """The newest runs first; one that is written as running and whose lock nobody holds was stopped.

    A run that ends between the two looks has written how before it let its lock go: so the record is read again once the
    lock was seen free.
    """
    found = store.flow_runs.latest(limit)
    going = {one.number for one in found if one.outcome == RUNNING}
    if not going or is_held(workspace.lock_file("run")):
        return found
    return [
        replace(one, outcome=STOPPED) if one.outcome == RUNNING and one.number in going else one
        for one in store.flow_runs.latest(limit)
    ]
