"""What `status` and Home say of work that nobody watches: how it ended, what comes next, what is owed, what to do."""

from datetime import UTC, datetime

import pytest

from learnbrief.flows.cli import status
from learnbrief.flows.orchestration.page import run_name
from learnbrief.flows.orchestration.unattended import owed, unattended
from learnbrief.flows.web.overview import overview
from learnbrief.flows.workspace.locks import locked
from learnbrief.flows.workspace.serving import Serving, Told, keep_serving, keep_told

NOW = datetime(2025, 4, 10, 9, tzinfo=UTC)


@pytest.fixture
def served_since_winter(workspace):
    keep_serving(workspace, Serving("2025-01-15T09:00:00+00:00"))
    return workspace


def _ran(
    store, flow: str, outcome: str, *, way: str = "served", message: str = "", briefs=(), **parameters: str
) -> None:
    number = store.flow_runs.begin(flow, {}, way=way)
    store.flow_runs.describe(number, parameters)
    store.flow_runs.end(number, outcome, message=message, briefs=briefs)


def test_nothing_is_owed_where_nobody_ever_served(workspace, store):
    """Most programmes run by hand: being told of twelve missed months would only frighten."""
    assert unattended(workspace, store, NOW) == unattended(workspace, store, NOW).__class__()


def test_a_month_is_owed_until_its_run_has_ended_well(served_since_winter, store):
    """A run that failed or was cut short has made no synthesis, and on the tenth nobody remembers the first."""
    assert owed(served_since_winter, store, NOW) == ["2025-01", "2025-02", "2025-03"]

    _ran(store, "monthly synthesis", "failed", month="2025-01")
    _ran(store, "monthly synthesis", "stopped", month="2025-02")
    _ran(store, "monthly synthesis", "done", month="2025-03")

    assert owed(served_since_winter, store, NOW) == ["2025-01", "2025-02"]
    troubles = unattended(served_since_winter, store, NOW).troubles
    assert "'learnbrief month 2025-01' at once" in troubles[0]
    assert len(troubles) == 2


def test_how_the_last_run_ended_is_told_with_its_reason(workspace, store):
    """At nine in the morning this is the first question about a run at six."""
    _ran(store, "monthly synthesis", "failed", month="2025-03", message="the disk is full")
    last = unattended(workspace, store).last

    assert (last.work, last.ended, last.how, last.message) == (
        "Monthly synthesis of 2025-03", "failed", "by itself", "the disk is full",
    )  # fmt: skip

    store.flow_runs.begin("after workshop", {}, way="direct")
    with locked(workspace.lock_file("run"), "taken"):
        assert unattended(workspace, store).last.ended == "goes on"
    assert unattended(workspace, store).last.ended == "was stopped half way"


def test_the_next_synthesis_is_told_while_somebody_serves(workspace, store):
    """A time that nobody will keep is worse than none."""
    assert unattended(workspace, store, NOW).next_runs == ()
    with locked(workspace.lock_file("serve"), "taken"):
        times = unattended(workspace, store, NOW).next_runs

    assert times[0] == "2025-05-01T06:00:00+01:00"
    assert len(times) == 3


def test_status_says_all_of_it(served_since_winter, store, capsys):
    """Whoever has no mail server looks here."""
    keep_serving(served_since_winter, Serving(datetime.now(UTC).isoformat(), restarts=2))
    keep_told(served_since_winter, Told(1, "mail could not be sent through x:587 (Connection refused)"))
    _ran(store, "after workshop", "done", briefs=["a"])
    with locked(served_since_winter.lock_file("serve"), "taken"):
        found = overview(served_since_winter, store)
    status._show(found)

    printed = capsys.readouterr().out
    assert "Next monthly synthesis: 06:00 on 01 " in printed
    assert "by itself" in printed
    assert "Needs a person: The latest message could not be sent: mail could not be sent through x:587" in printed
    assert "had to be begun again, 2 times" in printed
    assert found.as_json()["unattended"]["last"]["briefs"] == 1


def test_prefects_page_names_runs_as_people_do(workspace):
    """'vivid-auk' tells nobody which month; and an event's name may be a person's."""
    place = {"workspace": str(workspace.root)}

    assert run_name("monthly synthesis", place, datetime(2025, 4, 1, 5, tzinfo=UTC)) == "Month 2025-03"
    assert run_name("monthly synthesis", {**place, "month": "2025-01"}, NOW) == "Month 2025-01"
    assert run_name("after workshop", {**place, "event": "talk-with-olumide-farrant"}, NOW) == "New material"
