"""`learnbrief serve`: the schedule is really there, and what is dropped is taken in."""

import json
import os
import shutil
import signal
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from learnbrief.flows.orchestration.asking import AFTER, MONTHLY, deployment_name
from learnbrief.flows.orchestration.prefect_server import SERVE, record_of, standing_server
from learnbrief.flows.orchestration.unattended import unattended
from learnbrief.flows.stages.scopes import month_before
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.locks import is_held, locked
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.flows.workspace.serving import Serving, keep_serving, serving
from learnbrief.flows.workspace.workspace import Workspace
from tests.e2e.conftest import ready_for_prefect
from tests.e2e.processes import left_running, start, stopped, until
from tests.flows.conftest import WORKSHOP, make_programme
from tests.patience import AT_MOST


def _ask(api: str, what: str, body: dict) -> list[dict]:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{api}/{what}/filter", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=AT_MOST) as reply:
        return json.load(reply)


SECRET = ("committee", "huddle", "Farrant", "Quorn", "harbour-day", "Harbour day", "two months late")
"""Names of people, words that they said, and what their event is called."""


@pytest.fixture(scope="module")
def alone(tmp_path_factory, prefect_migrated) -> SimpleNamespace:
    """A programme served until what was dropped is briefed, and what was seen of it; then asked to stop while it runs again.

    What does the work is killed before anything is dropped. Whatever a script starts in the background ignores Ctrl-C, and
    so did this when it was started.
    """
    place = ready_for_prefect(make_programme(tmp_path_factory.mktemp("alone") / "small-steps"), prefect_migrated)
    (place.inbox / "Bettina Quorn.md").write_text("The committee of the huddle, two months late, without details.")
    (place.material / "harbour-day-one" / "Farrant.docx").write_bytes(b"no document: the committee said so")
    seen = SimpleNamespace(place=place)
    process = start("serve", "-w", place.root, ignoring=True)
    try:
        api = until(lambda: standing_server(place, SERVE))
        seen.scheduled = until(lambda: [run for run in _ask(api, "flow_runs", {}) if run["auto_scheduled"]])
        with opened(place.root) as (_, store):
            seen.next_runs = Services(place, store).unattended().next_runs
        _kill_worker(place)
        _drop(place, "two", "2025-03-11")
        until(lambda: list(place.briefs.glob("event-harbour-2025-03-11-harbour-day-two-*/brief.html")))
        key = {"artifacts": {"key": {"any_": [deployment_name("skipped", place)]}}}
        seen.skipped = until(lambda: _ask(api, "artifacts", key))
        until(lambda: not is_held(place.lock_file("run")))
        seen.deployments = {one["name"] for one in _ask(api, "deployments", {})}
        seen.names = {run["name"] for run in _ask(api, "flow_runs", {}) if not run["auto_scheduled"]}
        seen.files = {one.name for one in place.inbox.iterdir()}
        with opened(place.root) as (_, store):
            seen.last = unattended(place, store).last
        going_on = {"flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}}}
        until(lambda: not _ask(api, "flow_runs", going_on))
        _drop(place, "three", "2025-03-18")
        until(lambda: _ask(api, "flow_runs", going_on))
    finally:
        seen.status, seen.printed = stopped(process)
    return seen


def _drop(place: Workspace, number: str, day: str) -> None:
    """Notes of another day of the workshop."""
    notes = WORKSHOP.replace("Harbour day one", f"Harbour day {number}").replace("2025-03-04", day)
    (place.inbox / f"day-{number}.md").write_text(notes.replace("two months late", "three months late"))


@pytest.mark.slow
def test_runs_are_scheduled(alone):
    """A deployment without scheduled runs looks healthy and does nothing: some versions of its database layer do that."""
    assert len(alone.scheduled) >= 3
    assert all(run["parameters"] == {"workspace": str(alone.place.root)} for run in alone.scheduled)
    assert {run["expected_start_time"][5:] for run in alone.scheduled} <= {
        f"{month:02}-01T0{hour}:00:00Z" for month in range(1, 13) for hour in (5, 6)
    }
    assert len(alone.next_runs) == 3
    assert alone.deployments == {deployment_name(kind, alone.place) for kind in (MONTHLY, AFTER)}


@pytest.mark.slow
def test_a_dropped_file_becomes_a_brief_and_runs_are_called_as_people_call_them(alone):
    """'vivid-auk' on Prefect's page tells nobody what ran, and status must say that nobody was needed for it."""
    assert "day-two.md" not in alone.files
    assert {"New material", "Taking in", "Reading for meaning"} <= alone.names
    assert (alone.last.work, alone.last.ended, alone.last.how) == ("New material", "ended well", "by itself")
    assert json.loads(alone.skipped[0]["data"])[0]["Files skipped"] == 1


@pytest.mark.slow
def test_what_does_the_work_is_begun_again_where_it_dies(alone):
    """Out of memory at night: what is dropped the next morning must find somebody at work, and people must be told."""
    assert serving(alone.place).restarts == 1
    assert "what does the work stopped" in alone.printed


@pytest.mark.slow
def test_nothing_of_the_material_stands_in_records_and_logs(alone):
    """Prefect's page and the logs are for whoever keeps the machine going, who need not be let into what people said."""
    files = [path for path in alone.place.prefect_home.rglob("*") if path.is_file()]
    files += alone.place.restricted.glob("*.log*")
    assert {"prefect.db", "server.log", "serve.log"} <= {path.name for path in files}

    assert {(path.name, word) for path in files for word in SECRET if word.encode() in path.read_bytes()} == set()


@pytest.mark.slow
@pytest.mark.nightly  # whose server answers is told apart in tests/flows/test_prefect_address.py on every change
def test_two_workspaces_served_at_once_have_a_server_each(programme, tmp_path):
    """Both start with the machine and want the usual port: the slower one took the other's server for its own."""
    second = Workspace(Path(shutil.copytree(programme.root, tmp_path / "second" / "small-steps")))
    processes = [start("serve", "-w", place.root) for place in (programme, second)]
    try:
        one, other = (until(lambda place=place: standing_server(place, SERVE)) for place in (programme, second))
        assert one != other
        for api, place in ((one, programme), (other, second)):
            runs = until(lambda api=api: _ask(api, "flow_runs", {}))
            assert {run["parameters"]["workspace"] for run in runs if run["deployment_id"]} == {str(place.root)}
    finally:
        ended = [stopped(process) for process in processes]
    assert [status for status, _ in ended] == [0, 0], ended


@pytest.mark.slow
@pytest.mark.nightly
def test_parts_that_die_are_begun_again_and_a_month_owed_is_made_once(programme):
    """Out of memory, an update, a hand that slips: whoever comes back in a month must find a month's briefs."""
    month = month_before(datetime.now(UTC).date())
    first = datetime.now(UTC).replace(day=1, hour=0, minute=0)
    keep_serving(programme, Serving((first - timedelta(hours=1)).isoformat()))
    process = start("serve", "-w", programme.root)
    try:
        until(lambda: "done" in _runs(programme, month))
        server = until(lambda: json.loads(record_of(programme, SERVE).read_text())["process"])
        _kill_worker(programme)
        os.killpg(server, signal.SIGKILL)
        until(lambda: serving(programme).restarts == 2)
        api = until(lambda: standing_server(programme, SERVE))
        assert json.loads(record_of(programme, SERVE).read_text())["process"] != server
        until(lambda: [run for run in _ask(api, "flow_runs", {}) if run["auto_scheduled"]])
    finally:
        status, printed = stopped(process)

    assert (status, "Traceback" in printed) == (0, False), printed
    assert "what does the work stopped" in printed
    assert "Prefect's server stopped" in printed
    assert _runs(programme, month) == ["done"]
    assert left_running(programme) == []


def _kill_worker(workspace: Workspace) -> None:
    """What does the work is killed, and another is there."""
    [worker] = [int(line.split()[0]) for line in left_running(workspace) if "orchestration.serve" in line]
    os.kill(worker, signal.SIGKILL)
    until(
        lambda: [
            line for line in left_running(workspace) if "orchestration.serve" in line and int(line.split()[0]) != worker
        ]
    )


def _runs(programme: Workspace, month: str) -> list[str]:
    """How every synthesis of a month that is over ended."""
    with opened(programme.root) as (_, store):
        runs = store.flow_runs.latest(100)
    return [run.outcome for run in runs if run.parameters.get("month") == month and run.outcome != "running"]


@pytest.mark.slow
def test_it_ends_in_seconds_while_a_run_goes_on_though_ctrl_c_was_ignored_when_it_was_started(alone):
    """Whatever a script starts in the background ignores Ctrl-C; the run that is cut short leaves nothing running."""
    assert (alone.status, "Traceback" in alone.printed) == (0, False), alone.printed
    assert "Stop with Ctrl-C." in alone.printed
    assert standing_server(alone.place, SERVE) is None
    assert left_running(alone.place) == []


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
        refused = learnbrief("serve", "-w", programme.root, code=1, anew=True)

    assert refused.stderr.startswith("learnbrief: 'learnbrief serve' keeps the schedule of this workspace already")
    assert f"process {me.process} on {me.host}, since" in refused.stderr
    assert refused.stderr.count("\n") == 1
