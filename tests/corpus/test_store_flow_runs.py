"""The record of runs: what ran, how long it took and how it ended, also of a run that a power cut ended."""

import pytest

from learnbrief.corpus.store import flow_runs


def test_a_run_and_its_stages_are_told_with_their_times(store):
    """Whoever asks why last night's run took an hour, or made nothing, finds it without a server's page."""
    number = store.flow_runs.begin("monthly synthesis", {"month": "2025-03"}, way="direct")
    stage = store.flow_runs.begin_stage(number, "encode excerpts", parts=3)
    store.flow_runs.end_stage(stage, "done")
    store.flow_runs.end(number, "done", briefs=["cohort-2025-03"])

    (told,) = store.flow_runs.latest()
    assert (told.flow, told.parameters, told.way) == ("monthly synthesis", {"month": "2025-03"}, "direct")
    assert (told.outcome, told.briefs, told.message) == ("done", ("cohort-2025-03",), None)
    assert [(one.name, one.parts, one.outcome) for one in told.stages] == [("encode excerpts", 3, "done")]
    assert 0 <= told.stages[0].seconds <= told.seconds


def test_a_run_that_never_ended_was_stopped_once_the_next_begins(store):
    """Runs hold a lock: whoever begins one knows that no other goes on, and 'running' for ever would be a lie."""
    killed = store.flow_runs.begin("after workshop", {}, way="server")
    store.flow_runs.begin_stage(killed, "tag excerpts", parts=1)
    failed = store.flow_runs.begin("after workshop", {}, way="direct")
    store.flow_runs.end(failed, "failed", message="no room")

    latest = store.flow_runs.latest(5)
    assert [(one.outcome, one.seconds is None, one.message) for one in latest] == [
        ("failed", False, "no room"),
        ("stopped", True, None),
    ]
    assert [one.outcome for one in latest[1].stages] == ["stopped"]


@pytest.mark.parametrize("kept", [3])
def test_the_record_does_not_grow_without_end(store, monkeypatch, kept):
    """A programme that runs alone for years must not fill its store with what nobody will ask for."""
    monkeypatch.setattr(flow_runs, "KEPT", kept)
    for _ in range(6):
        number = store.flow_runs.begin("after workshop", {}, way="direct")
        store.flow_runs.begin_stage(number, "tag excerpts", parts=1)

    assert [len(one.stages) for one in store.flow_runs.latest(99)] == [1] * kept
