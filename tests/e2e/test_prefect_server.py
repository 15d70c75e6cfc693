"""Runs under a Prefect server: where it is slow, absent or gone, a line says so and nothing is lost."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.e2e.conftest import brief_values, ready_for_prefect
from tests.e2e.processes import is_alive, start, until
from tests.patience import AT_MOST

SLOW = {"PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "0.5"}


def server_of(process):
    """The Prefect server that a command started; none yet, or none any more, is None."""
    listed = subprocess.run(["ps", "-eww", "-o", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines():
        pid, parent, words = line.split(None, 2)
        if parent == str(process.pid) and "prefect_server" in words:
            return int(pid)
    return None


@pytest.mark.parametrize(
    "words",
    [
        ("run", "--event", "spring-webinar"),
        # they ask for a server by the same function
        pytest.param(("month", "2025-03"), marks=pytest.mark.nightly),
        pytest.param(("brief", "--scope", "cohort"), marks=pytest.mark.nightly),
    ],
)
def test_a_server_that_is_slow_to_start_is_one_line(finished, learnbrief, words):
    """On a busy machine it was a traceback of seventy lines, in seven runs of twenty."""
    before = brief_values(finished)
    done = learnbrief(*words, "--server", "-w", finished.root, code=1, env=SLOW, anew=True)

    assert done.stdout == ""
    assert done.stderr.startswith("learnbrief: Prefect, which keeps the record of runs, did not start within")
    assert "try again" in done.stderr
    assert done.stderr.count("\n") == 1
    assert brief_values(finished) == before


def test_a_patience_that_is_no_number_is_blamed_on_its_variable(finished, learnbrief):
    """The variable is Prefect's, and whoever set it must find it."""
    name = "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"
    done = learnbrief("month", "2025-03", "--server", "-w", finished.root, code=1, env={name: "soon"}, anew=True)

    assert done.stderr == f"learnbrief: {name}: 'soon' is no number of seconds\n"


@pytest.mark.slow
def test_a_good_run_with_a_server_of_its_own_says_nothing_else(finished, learnbrief, prefect_migrated):
    """The server's own 'CancelledError' stood on the terminal after every good run."""
    ready_for_prefect(finished, prefect_migrated)
    done = learnbrief("month", "2025-03", "--server", "-w", finished.root, anew=True)

    assert done.stderr == ""
    assert all(Path(line.removeprefix("Brief: ")).is_file() for line in done.stdout.splitlines())
    assert done.stdout.count("Brief: ") == 3
    assert (finished.prefect_home / "server.log").is_file()


@pytest.mark.slow
def test_a_server_that_goes_in_the_middle_is_one_line_and_the_next_run_goes_on(
    programme, learnbrief, monkeypatch, prefect_migrated
):
    """It may be killed for want of memory while the work goes on."""
    ready_for_prefect(programme, prefect_migrated)
    monkeypatch.setenv("PREFECT_CLIENT_MAX_RETRIES", "0")  # else it is asked for minutes
    process = start("run", "--server", "-w", programme.root)
    server = until(lambda: server_of(process))
    until(lambda: (programme.prefect_home / "run.json").is_file())
    os.kill(server, signal.SIGKILL)
    printed, _ = process.communicate(timeout=AT_MOST)
    assert process.returncode == 1
    assert printed.startswith("learnbrief: the Prefect server at http://127.0.0.1:")
    assert "nothing was lost" in printed
    assert "then run again, and the work goes on where it was" in printed
    assert printed.count("\n") == 1

    learnbrief("run", "-w", programme.root)
    assert len(brief_values(programme)) == 3


@pytest.mark.slow
def test_a_command_that_is_killed_leaves_no_server(programme, prefect_migrated):
    """One server is 300 MB, and nobody would know what it is for."""
    ready_for_prefect(programme, prefect_migrated)
    process = start("run", "--server", "-w", programme.root)
    server = until(lambda: server_of(process))
    process.kill()
    process.communicate()

    until(lambda: not is_alive(server))
