"""`learnbrief serve`: the schedule is really there, and what is dropped is taken in."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from learnbrief.flows.orchestration.prefect_server import standing_server
from learnbrief.flows.web.services import Services
from tests.flows.conftest import WORKSHOP


def _ask(api: str, what: str, body: dict) -> list[dict]:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{api}/{what}/filter", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as reply:
        return json.load(reply)


def _until(look, seconds=240.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := look():
            return found
        time.sleep(0.5)
    raise AssertionError("it did not happen")


def _start(*words, ignoring=False):
    """A command that goes on until stopped, with a server of its own; `ignoring` as a script's '&' starts it."""
    command = [sys.executable, "-c", "from learnbrief.flows.cli import main; main()", *map(str, words)]
    if ignoring:
        command = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", *command]
    environment = {key: value for key, value in os.environ.items() if key != "PREFECT_API_URL"}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _stopped(process, number=signal.SIGINT):
    """Its exit status and what it printed, once it was asked to stop; it may take seconds, not minutes."""
    process.send_signal(number)
    try:
        printed, _ = process.communicate(timeout=45)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    return process.returncode, printed


@pytest.fixture
def served(programme):
    """`learnbrief serve` at work, with a server of its own."""
    process = _start("serve", "-w", programme.root)
    try:
        yield _until(lambda: standing_server(programme))
    finally:
        status, printed = _stopped(process)
    assert (status, "Traceback" in printed) == (0, False), printed


@pytest.mark.slow
def test_runs_are_scheduled_and_a_dropped_file_becomes_a_brief(programme, served):
    """A deployment without scheduled runs looks healthy and does nothing: some versions of its database layer do that."""
    scheduled = _until(lambda: _ask(served, "flow_runs", {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}))
    assert len(scheduled) >= 3
    assert all(run["parameters"] == {"workspace": str(programme.root)} for run in scheduled)
    assert {run["expected_start_time"][5:] for run in scheduled} <= {
        f"{month:02}-01T0{hour}:00:00Z" for month in range(1, 13) for hour in (5, 6)
    }
    assert len(Services(programme, None).next_runs()) >= 3

    late = WORKSHOP.replace("Harbour day one", "Harbour day two").replace("2025-03-04", "2025-03-11")
    (programme.inbox / "day-two.md").write_text(late.replace("two months late", "three months late"))
    _until(lambda: list(programme.briefs.glob("event-harbour-2025-03-11-harbour-day-two-*/brief.html")))
    assert not (programme.inbox / "day-two.md").exists()

    runs = _ask(served, "flow_runs", {})
    assert "committee" not in json.dumps([run["parameters"] for run in runs])
    assert {one["name"] for one in _ask(served, "deployments", {})} == {"monthly", "after-workshop"}


@pytest.mark.slow
def test_it_ends_in_seconds_while_a_run_goes_on_though_ctrl_c_was_ignored_when_it_was_started(programme):
    """Whatever a script starts in the background ignores Ctrl-C; the run that is cut short leaves nothing running."""
    (programme.inbox / "day-two.md").write_text(WORKSHOP.replace("Harbour day one", "Harbour day two"))
    process = _start("serve", "-w", programme.root, ignoring=True)
    try:
        api = _until(lambda: standing_server(programme))
        going_on = {"flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}}}
        _until(lambda: _ask(api, "flow_runs", going_on))
    finally:
        status, printed = _stopped(process)

    assert (status, "Traceback" in printed) == (0, False), printed
    assert "Stop with Ctrl-C." in printed
    assert standing_server(programme) is None
    assert _left_running(programme) == []


@pytest.mark.slow
@pytest.mark.parametrize(("number", "ignoring"), [(signal.SIGTERM, False), (signal.SIGINT, True)])
def test_the_app_ends_as_well(programme, number, ignoring):
    """Its worker too."""
    process = _start("app", "--no-browser", "-w", programme.root, ignoring=ignoring)
    try:
        assert process.stdout.readline().startswith("Open this link")
        _until(lambda: _left_running(programme)[1:])
    finally:
        status, printed = _stopped(process, number)

    assert (status, "Traceback" in printed) == (0, False), printed
    assert _left_running(programme) == []


def _left_running(workspace):
    """Processes that were started for a workspace."""
    listed = subprocess.run(["ps", "-eww", "-o", "pid,stat,args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(workspace.root) in line and " Z" not in line[:12]]


def test_nothing_stays_behind_once_it_is_stopped(programme):
    """A workspace that is not served says so."""
    assert standing_server(programme) is None
