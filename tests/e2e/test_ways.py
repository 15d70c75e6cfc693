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
    "catch up with the register", "take in files", "encode excerpts", "tag excerpts", "assign topics",
    *["find points", "write brief"] * 3,
]  # fmt: skip
LOADED = """
import sys
from pathlib import Path
from learnbrief.flows.orchestration.start import run_after_workshop
from learnbrief.flows.workspace.workspace import Workspace
run_after_workshop(Workspace(Path(sys.argv[1])))
print("\\n".join(name for name in sys.modules if name.partition(".")[0] == "prefect"))
"""
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


def test_a_run_without_a_server_does_not_even_load_prefect(programme, learnbrief):
    """Server, client and import were a third of a whole run, and on a busy machine the server did not start in time."""
    assert learnbrief(programme.root, script=LOADED).stdout.strip() == ""


def test_both_ways_leave_the_same_and_the_record_says_which_it_was(finished, learnbrief, under_server, tmp_path):
    """A brief must not depend on whether somebody keeps a server; nor may anybody have to guess where a run was."""
    other = Workspace(tmp_path / "other")
    shutil.copytree(
        finished.root, other.root, ignore=shutil.ignore_patterns("learnbrief.db*", "briefs", "originals", ".prefect")
    )  # the same key in both: pseudonyms are drawn at random, once
    learnbrief("run", "-w", other.root, env=under_server)
    for place, env in ((finished, {}), (other, under_server)):
        learnbrief("month", "2025-03", "-w", place.root, env=env)

    assert contents(other) == contents(finished)
    assert brief_values(other) == brief_values(finished)
    for place, way in ((finished, "direct"), (other, "server")):
        month, run = runs_of(place)
        assert (run.flow, run.way, run.outcome, run.parameters) == ("after workshop", way, "done", {})
        assert [one.name for one in run.stages] == STAGES
        assert all(one.outcome == "done" and one.seconds is not None for one in run.stages)
        assert (month.flow, month.way, month.parameters) == ("monthly synthesis", way, {"month": "2025-03"})
        assert {*run.briefs, *month.briefs} == brief_values(place).keys()


def test_prefect_keeps_no_word_of_the_material(programme, learnbrief, under_server, prefect_home):
    """Its tables and logs lie beside the workspace, its server may be another machine's, and nobody de-identifies either."""
    learnbrief("run", "-w", programme.root, env=under_server)
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


def test_what_passes_by_itself_is_tried_again_by_prefect(programme, learnbrief, under_server):
    """A backup that holds the store for a minute must not cost a night's run."""
    learnbrief("run", "-w", programme.root, script=BUSY, env=under_server)

    assert len(brief_values(programme)) == 3


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_run_that_was_stopped_says_so(programme, learnbrief, number, code):
    """By a person or by a power cut: 'running' for ever would be a lie, and the next one goes on where it was."""
    process = start("run", "-w", programme.root)
    until(lambda: (programme.database.exists()) and runs_of(programme))
    process.send_signal(number)
    printed, _ = process.communicate(timeout=60)

    assert (process.returncode, "Traceback" in printed) == (code, False), printed
    assert [(one.outcome, one.seconds is None) for one in runs_of(programme)] == [("stopped", number == signal.SIGKILL)]
    learnbrief("run", "-w", programme.root)
    assert [one.outcome for one in runs_of(programme)] == ["done", "stopped"]
    assert len(brief_values(programme)) == 3


def test_status_says_what_ran_last_how_and_for_how_long(finished, learnbrief):
    """Whoever comes back in the morning asks that first."""
    told = learnbrief("status", "-w", finished.root).stdout
    assert "Last run: after workshop, done in" in told
    assert "without a Prefect server" in told

    (last,) = json.loads(learnbrief("status", "--json", "-w", finished.root).stdout)["runs"][:1]
    assert (last["flow"], last["way"], last["outcome"]) == ("after workshop", "direct", "done")
