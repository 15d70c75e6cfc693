"""Flows and stages run directly: what fails is told, what passes by itself is tried again, and the record says how it ended."""

import gc
import os
import signal
import time
from contextlib import suppress
from datetime import date

import pytest

from learnbrief.corpus.errors import BadInput, LearnbriefError, StoreBusy, StoreUnreachable
from learnbrief.corpus.store import open_store
from learnbrief.flows.orchestration import engine
from learnbrief.flows.orchestration.engine import flow, stage
from learnbrief.flows.orchestration.recording import latest_runs
from learnbrief.flows.workspace.locks import locked


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    """Nobody waits for what a test makes up."""
    monkeypatch.setattr(engine, "PAUSES", (0.0, 0.0))


@pytest.fixture
def latest(workspace):
    """The record of the newest run."""

    def look():
        store = open_store(workspace.store_url)
        try:
            return latest_runs(workspace, store)[0]
        finally:
            store.close()

    return look


def refusing(times, error):
    """A stage that is refused so often before it succeeds."""
    refusals = iter(range(times))

    @stage("count")
    def count(_workspace, number):
        if next(refusals, None) is not None:
            raise error
        return number

    return count


def test_parts_come_back_in_their_order_and_the_record_tells_of_them(workspace, latest):
    """A flow rests on what its stages give, and whoever asks what took so long finds the stage."""
    double = stage("double")(lambda _workspace, number: 2 * number)

    @flow("doubling")
    def doubling(place, since=None, formats=()):
        return [str(one) for one in double.for_each(place, [3, 1, 2])]

    assert doubling(workspace.root, date(2025, 3, 1), formats=("docx",)) == ["6", "2", "4"]
    run = latest()
    assert (run.flow, run.way, run.outcome, run.briefs) == ("doubling", "direct", "done", ("6", "2", "4"))
    assert run.parameters == {"since": "2025-03-01"}
    assert [(one.name, one.parts, one.outcome) for one in run.stages] == [("double", 3, "done")]


def test_no_part_fails_unseen(workspace, latest):
    """The brief would go on without its excerpts, and look whole."""

    @stage("read")
    def read(_workspace, number):
        if number == 2:
            raise BadInput("two.txt: cannot be read;\n save it anew")
        return number

    reading = flow("reading")(lambda place: read.for_each(place, [1, 2, 3]))
    with pytest.raises(BadInput):
        reading(workspace.root)
    run = latest()
    assert (run.outcome, run.message) == ("failed", "two.txt: cannot be read; save it anew")
    assert [one.outcome for one in run.stages] == ["failed"]


@pytest.mark.parametrize("error", [StoreBusy("held by another program"), StoreUnreachable("no answer")])
def test_what_passes_by_itself_is_tried_again(workspace, error):
    """A backup that holds the store for a minute must not cost a night's run; a day's must be told."""
    assert refusing(2, error)(workspace.root, 7) == 7
    with pytest.raises(type(error)):
        refusing(3, error)(workspace.root, 7)


def test_what_would_only_fail_again_is_not_tried_again(workspace):
    """A file that cannot be read is told at once."""
    with pytest.raises(BadInput):
        refusing(1, BadInput("no"))(workspace.root, 7)


def test_a_bug_is_told_without_its_words(workspace, latest):
    """What Python says of a value may quote the material, and the record is read by others."""
    work = flow("work")(lambda _place: [][0] or {}["Dana Whitlow said so"])
    with pytest.raises(IndexError):
        work(workspace.root)
    assert latest().message == "something went wrong in learnbrief itself (IndexError)"


def test_whoever_presses_ctrl_c_stops_a_run(workspace, latest):
    """It has not failed, and nothing needs mending."""

    @stage("wait")
    def wait(_workspace):
        raise KeyboardInterrupt

    waiting = flow("waiting")(lambda place: wait(place))
    with pytest.raises(KeyboardInterrupt):
        waiting(workspace.root)
    assert (latest().outcome, latest().message, latest().stages[0].outcome) == ("stopped", None, "stopped")


def test_ctrl_c_that_a_library_swallows_stops_a_run_before_its_next_stage(workspace, latest):
    """A run on a busy machine went on to its end and said 'done', though somebody had pressed Ctrl-C."""
    done = []

    @stage("swallow")
    def swallow(_workspace):
        with suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)

    after = stage("after")(lambda _workspace: done.append("after"))

    @flow("two stages")
    def two_stages(place):
        swallow(place)
        after(place)

    # tests that a shell started in the background ignore Ctrl-C from the start
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            two_stages(workspace.root)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert (done, latest().outcome, [one.name for one in latest().stages]) == ([], "stopped", ["swallow"])


def test_a_flow_inside_a_flow_is_one_run(workspace, latest):
    """One lock, one record: a part of a run that waited for the run would wait for ever."""
    inner = flow("inner")(lambda _place: 1)
    outer = flow("outer")(lambda place: [str(inner(place))])

    assert outer(workspace.root) == ["1"]
    assert (latest().number, latest().flow) == (1, "outer")


def test_a_run_that_was_killed_reads_as_stopped_and_one_that_goes_on_does_not(workspace, latest):
    """'Running' for ever would be a lie; the lock on runs knows, however its holder ended."""
    store = open_store(workspace.store_url)
    store.flow_runs.begin("after workshop", {}, way="direct")
    store.close()

    assert latest().outcome == "stopped"
    with locked(workspace.lock_file("run"), "taken"):
        assert latest().outcome == "running"


def test_a_record_that_cannot_be_written_hides_no_error(workspace, monkeypatch):
    """A full disk ends the run: what is told is why, not that it could not be noted either."""

    @stage("fill")
    def fill(place):
        workspace.database.unlink()
        workspace.database.mkdir()
        raise LearnbriefError("no room")

    filling = flow("filling")(lambda place: fill(place))
    with pytest.raises(LearnbriefError, match="no room"):
        filling(workspace.root)


def test_python_looks_for_lost_objects_as_often_after_a_run_as_before(workspace):
    """Inside more seldom; a program that uses learnbrief as a library keeps its own way."""
    before, inside = gc.get_threshold(), []
    flow("try")(lambda _root: inside.append(gc.get_threshold()))(workspace.root)

    assert inside[0][0] > before[0]
    assert gc.get_threshold() == before
