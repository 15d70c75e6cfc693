"""A run needs no Prefect server, and under one it gives the same: one definition, two ways to run it."""

import json
import re
import shutil
import signal

import pytest

from learnbrief.corpus.store import open_store
from learnbrief.flows.orchestration.recording import latest_runs
from learnbrief.flows.workspace.workspace import Workspace
from tests.e2e.conftest import brief_values
from tests.e2e.processes import start, until
from tests.e2e.test_runs import contents
from tests.flows.conftest import REFLECTION, WEBINAR, WORKSHOP

STAGES = [
    "catch up with the register", "learn names", "take in files", "encode excerpts", "tag excerpts", "assign topics",
    *["find points", "write brief"] * 3,
]  # fmt: skip
FAILS = """
import sys
from learnbrief.flows.cli import main
from learnbrief.flows.orchestration import flows
from learnbrief.corpus.errors import ModelUnavailable

def fail(workspace, excerpt_ids):
    raise ModelUnavailable("the model is not what it should be")

flows.encode_excerpts.do = fail
main()
"""
"""A stage whose work is mapped over parts, and none of them succeeds."""
BUSY = """
import sys
from learnbrief.flows.cli import main
from learnbrief.flows.orchestration import engine, flows
from learnbrief.corpus.errors import StoreBusy

usual, refusals = flows.tag_excerpts.do, iter(range(2))

def busy(workspace):
    if next(refusals, None) is not None:
        raise StoreBusy("learnbrief.db is held by another program")
    return usual(workspace)

engine.PAUSES = (0.1, 0.1)
flows.tag_excerpts.do = busy
main()
"""


def runs_of(workspace):
    """The record of what ran, newest first."""
    store = open_store(workspace.store_url)
    try:
        return latest_runs(workspace, store, 9)
    finally:
        store.close()


def _bytes_of(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def under_server(prefect_api):
    """What a command finds in its environment where a server of the user's own answers."""
    return {"PREFECT_API_URL": prefect_api}


@pytest.fixture(scope="module")
def both(finished_once, learnbrief, prefect_api, tmp_path_factory):
    """The same programme after a run and a month, directly and under a server."""
    direct, other = (Workspace(tmp_path_factory.mktemp(name) / "small-steps") for name in ("direct", "server"))
    shutil.copytree(finished_once.root, direct.root)
    shutil.copytree(
        finished_once.root,
        other.root,
        ignore=shutil.ignore_patterns("learnbrief.db*", "briefs", "originals", ".prefect"),
    )  # the same key in both: pseudonyms are drawn at random, once
    under_server = {"PREFECT_API_URL": prefect_api}
    learnbrief("run", "-w", other.root, env=under_server)
    learnbrief("month", "2025-03", "-w", direct.root)
    learnbrief("month", "2025-03", "-w", other.root, env=under_server)
    return {"direct": direct, "server": other}


def test_both_ways_leave_the_same(both):
    """A brief must not depend on whether somebody keeps a server."""
    assert contents(both["server"]) == contents(both["direct"])
    assert brief_values(both["server"]) == brief_values(both["direct"])


@pytest.mark.parametrize("way", ["direct", "server"])
def test_the_record_says_what_ran_and_which_way_it_was(both, way):
    """Nobody has to guess where a run was, how long it took and at what."""
    month, run = runs_of(both[way])
    assert (run.flow, run.way, run.outcome, run.parameters) == ("after workshop", way, "done", {})
    assert [one.name for one in run.stages] == STAGES
    assert all(one.outcome == "done" and one.seconds is not None for one in run.stages)
    assert (month.flow, month.way, month.parameters) == ("monthly synthesis", way, {"month": "2025-03"})
    assert {*run.briefs, *month.briefs} == brief_values(both[way]).keys()


def test_prefect_keeps_no_word_of_the_material(both, prefect_home):
    """Its tables and logs lie beside the workspace, its server may be another machine's, and nobody de-identifies either."""
    until(lambda: b"take in files" in _bytes_of(prefect_home))  # tasks are told to it as events, and written later
    kept = _bytes_of(prefect_home)
    said = re.findall(r"\w+ \w+ \w+ \w+", " ".join((WORKSHOP, WEBINAR, REFLECTION)).partition("Table 1")[2])

    assert len(said) > 30
    assert [words for words in (*said, "Farrant", "Quorn") if words.encode() in kept] == []


def test_either_way_can_be_asked_for(finished, learnbrief, under_server):
    """Whoever tracks down a fault wants to choose."""
    learnbrief("brief", "--scope", "cohort", "--direct", "-w", finished.root, env=under_server)
    learnbrief("brief", "--scope", "cohort", "--server", "-w", finished.root, env=under_server)

    assert [one.way for one in runs_of(finished)[:2]] == ["server", "direct"]


def test_a_part_that_fails_fails_the_run_and_is_told(programme, learnbrief, under_server):
    """Mapped over parts, a failure was waited for and not looked at: the brief went on without those excerpts."""
    done = learnbrief("run", "-w", programme.root, script=FAILS, code=1, env=under_server)

    assert done.stderr == "learnbrief: the model is not what it should be\n"
    (run,) = runs_of(programme)
    assert (run.way, run.outcome, run.message) == ("server", "failed", "the model is not what it should be")
    assert [(one.name, one.outcome) for one in run.stages][-1] == ("encode excerpts", "failed")
    assert brief_values(programme) == {}


def test_what_passes_by_itself_is_tried_again_by_prefect(finished, learnbrief, under_server):
    """A backup that holds the store for a minute must not cost a night's run."""
    learnbrief("brief", "--scope", "cohort", "-w", finished.root, script=BUSY, env=under_server)

    assert (runs_of(finished)[0].way, runs_of(finished)[0].outcome) == ("server", "done")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_run_that_was_stopped_says_so(programme, number, code):
    """By a person or by a power cut: 'running' for ever would be a lie. That the next one goes on is another test's."""
    process = start("run", "-w", programme.root)
    until(lambda: (programme.database.exists()) and runs_of(programme))
    process.send_signal(number)
    printed, _ = process.communicate(timeout=60)

    assert (process.returncode, "Traceback" in printed) == (code, False), printed
    assert [(one.outcome, one.seconds is None) for one in runs_of(programme)] == [("stopped", number == signal.SIGKILL)]


def test_status_says_what_ran_last_how_and_for_how_long(finished, learnbrief):
    """Whoever comes back in the morning asks that first."""
    told = learnbrief("status", "-w", finished.root).stdout
    assert "Last run: after workshop, done in" in told
    assert "without a Prefect server" in told

    (last,) = json.loads(learnbrief("status", "--json", "-w", finished.root).stdout)["runs"][:1]
    assert (last["flow"], last["way"], last["outcome"]) == ("after workshop", "direct", "done")
