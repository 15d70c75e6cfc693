"""`learnbrief serve`: the schedule is really there, and what is dropped is taken in."""

import json
import signal
import urllib.request

import pytest

from learnbrief.flows.orchestration.prefect_server import SERVE, standing_server
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.locks import locked
from tests.e2e.processes import left_running, start, stopped, until
from tests.flows.conftest import WORKSHOP


def _ask(api: str, what: str, body: dict) -> list[dict]:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{api}/{what}/filter", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as reply:
        return json.load(reply)


@pytest.fixture
def served(programme):
    """`learnbrief serve` at work, with a server of its own."""
    process = start("serve", "-w", programme.root)
    try:
        yield until(lambda: standing_server(programme, SERVE))
    finally:
        status, printed = stopped(process)
    assert (status, "Traceback" in printed) == (0, False), printed


@pytest.mark.slow
def test_runs_are_scheduled_and_a_dropped_file_becomes_a_brief(programme, served):
    """A deployment without scheduled runs looks healthy and does nothing: some versions of its database layer do that."""
    scheduled = until(lambda: _ask(served, "flow_runs", {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}))
    assert len(scheduled) >= 3
    assert all(run["parameters"] == {"workspace": str(programme.root)} for run in scheduled)
    assert {run["expected_start_time"][5:] for run in scheduled} <= {
        f"{month:02}-01T0{hour}:00:00Z" for month in range(1, 13) for hour in (5, 6)
    }
    assert len(Services(programme, None).next_runs()) >= 3

    late = WORKSHOP.replace("Harbour day one", "Harbour day two").replace("2025-03-04", "2025-03-11")
    (programme.inbox / "day-two.md").write_text(late.replace("two months late", "three months late"))
    until(lambda: list(programme.briefs.glob("event-harbour-2025-03-11-harbour-day-two-*/brief.html")))
    assert not (programme.inbox / "day-two.md").exists()

    runs = _ask(served, "flow_runs", {})
    assert "committee" not in json.dumps([run["parameters"] for run in runs])
    assert {one["name"] for one in _ask(served, "deployments", {})} == {"monthly", "after-workshop"}


@pytest.mark.slow
def test_it_ends_in_seconds_while_a_run_goes_on_though_ctrl_c_was_ignored_when_it_was_started(programme):
    """Whatever a script starts in the background ignores Ctrl-C; the run that is cut short leaves nothing running."""
    (programme.inbox / "day-two.md").write_text(WORKSHOP.replace("Harbour day one", "Harbour day two"))
    process = start("serve", "-w", programme.root, ignoring=True)
    try:
        api = until(lambda: standing_server(programme, SERVE))
        going_on = {"flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}}}
        until(lambda: _ask(api, "flow_runs", going_on))
    finally:
        status, printed = stopped(process)

    assert (status, "Traceback" in printed) == (0, False), printed
    assert "Stop with Ctrl-C." in printed
    assert standing_server(programme, SERVE) is None
    assert left_running(programme) == []


@pytest.mark.slow
@pytest.mark.parametrize(("number", "ignoring"), [(signal.SIGTERM, False), (signal.SIGINT, True)])
def test_the_app_ends_as_well(programme, number, ignoring):
    """Its worker too."""
    process = start("app", "--no-browser", "-w", programme.root, ignoring=ignoring)
    try:
        assert process.stdout.readline().startswith("Open this link")
        until(lambda: left_running(programme)[1:])
    finally:
        status, printed = stopped(process, number)

    assert (status, "Traceback" in printed) == (0, False), printed
    assert left_running(programme) == []


def test_nothing_stays_behind_once_it_isstopped(programme):
    """A workspace that is not served says so."""
    assert standing_server(programme, SERVE) is None


def test_a_second_schedule_on_one_workspace_is_refused_with_one_line(programme, learnbrief):
    """Both would run each month, and the one that ends first takes the Prefect server from under the other."""
    with locked(programme.lock_file("serve"), "taken") as me:
        refused = learnbrief("serve", "-w", programme.root, code=1)

    assert refused.stderr.startswith("learnbrief: 'learnbrief serve' keeps the schedule of this workspace already")
    assert f"process {me.process} on {me.host}, since" in refused.stderr
    assert refused.stderr.count("\n") == 1
