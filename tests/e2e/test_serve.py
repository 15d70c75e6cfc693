"""`learnbrief serve`: the schedule is really there, and what is dropped is taken in."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from flows.orchestra import standing_server
from flows.services import Services
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


@pytest.fixture
def served(programme):
    """`learnbrief serve` at work, with a server of its own."""
    environment = {key: value for key, value in os.environ.items() if key != "PREFECT_API_URL"}
    command = [sys.executable, "-c", "from flows.cli import main; main()", "serve", "-w", str(programme.root)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _until(lambda: standing_server(programme))
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:  # an interrupt is ignored by whatever a script started in the background
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=30)


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


def test_nothing_stays_behind_once_it_is_stopped(programme):
    """A workspace that is not served says so."""
    assert standing_server(programme) is None
