"""How a run ended is told from its record and the lock it holds: two looks, between which it may end or another begin."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from learnbrief.corpus.store.flow_runs import DONE, RUNNING, STOPPED, FlowRun, FlowRuns
from learnbrief.flows.orchestration.recording import latest_runs
from learnbrief.flows.workspace.locks import locked


@dataclass
class ReadBefore:
    """The record of runs, in which something happens right after it was read for the first time."""

    runs: FlowRuns
    happens: Any

    def latest(self, limit: int) -> list[FlowRun]:
        found = self.runs.latest(limit)
        self.happens()
        self.happens = lambda: None
        return found


def _outcomes(workspace, store, happens) -> list[str]:
    seen = SimpleNamespace(flow_runs=ReadBefore(store.flow_runs, happens))
    return [run.outcome for run in latest_runs(workspace, seen, 9)]


@pytest.fixture
def going(store) -> int:
    """A run that is written as running."""
    return store.flow_runs.begin("monthly synthesis", {}, way="served")


def test_a_run_that_ends_while_it_is_looked_at_is_told_as_it_ended(workspace, store, going):
    """A synthesis that ended well was mailed as 'stopped half way': read as running, it had let its lock go a moment later."""
    outcomes = _outcomes(workspace, store, lambda: store.flow_runs.end(going, DONE, briefs=["a"]))

    assert outcomes == [DONE]


def test_a_run_that_begins_while_an_earlier_one_is_looked_at_is_not_taken_for_stopped(workspace, store, going):
    """The next run begins as soon as the lock is free, and is at work for minutes."""
    outcomes = _outcomes(workspace, store, lambda: store.flow_runs.begin("after workshop", {}, way="served"))

    assert outcomes == [RUNNING, STOPPED]


def test_a_run_without_an_end_was_stopped_unless_its_lock_is_held(workspace, store, going):
    """What a killed process leaves says 'running' for ever; only its lock is gone with it."""
    with locked(workspace.lock_file("run"), "taken"):
        assert _outcomes(workspace, store, lambda: None) == [RUNNING]

    assert _outcomes(workspace, store, lambda: None) == [STOPPED]
