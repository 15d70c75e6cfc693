"""Being asked to stop: the same however a process was started, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import time

import pytest

from learnbrief.flows.orchestration.signals import ASKED, end_group, start_group, stoppable
from tests.e2e.processes import is_alive, until


def _ask(number):
    """Asked to stop, and time to notice it."""
    os.kill(os.getpid(), number)
    time.sleep(5)


@pytest.mark.parametrize("number", ASKED)
@pytest.mark.parametrize("inherited", [signal.SIG_IGN, signal.SIG_DFL])
def test_being_asked_interrupts_once_and_no_more(number, inherited):
    """A second Ctrl-C must not disturb the tidying up; SIGTERM would end Python without any."""
    before = signal.signal(number, inherited)
    try:
        with stoppable():
            with pytest.raises(KeyboardInterrupt):
                _ask(number)
            for again in ASKED:
                os.kill(os.getpid(), again)
            time.sleep(0.05)
        assert signal.getsignal(number) is inherited
    finally:
        signal.signal(number, before)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="Windows knows no process groups")
def test_a_group_is_ended_whatever_its_members_do_about_it(tmp_path):
    """One that leads and one that it started, both deaf."""
    child = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    leader = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}]); {child}"
    log = tmp_path / "log"
    with log.open("wb") as out:
        process = start_group([sys.executable, "-c", leader], log=out)
    until(lambda: log.read_text().count("deaf") == 2)
    end_group(process, patience=0.3)
    assert process.returncode == -signal.SIGKILL

    until(lambda: not is_alive(process.pid, group=True))  # what was ended may take its time to go


def test_a_child_ends_when_its_parent_is_gone_however_that_went(tmp_path):
    """A worker that outlives its app does the next one's work beside it, and takes its server down at the end."""
    child = (
        "import os, time; from learnbrief.flows.orchestration.signals import end_with_parent; end_with_parent();"
        "print(os.getpid(), flush=True); time.sleep(60)"
    )
    parent = (
        "import sys, time; from learnbrief.flows.orchestration.signals import start_group;"
        f"start_group([sys.executable, '-c', {child!r}], log=open({str(tmp_path / 'log')!r}, 'wb')); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", parent])
    until(lambda: (tmp_path / "log").exists() and (tmp_path / "log").read_text().endswith("\n"))
    pid = (tmp_path / "log").read_text().strip()
    process.kill()
    process.wait()

    until(lambda: not is_alive(pid))
