"""Commands that go on until they are stopped, each a process of its own, as a person starts them."""

import os
import signal
import subprocess
import sys
import time
from functools import partial

from tests.patience import AT_MOST


def until(look, seconds=AT_MOST):
    """What `look` finds, once it finds anything."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.2)
    raise AssertionError("it did not happen")


def start(*words, ignoring=False):
    """A command that goes on until stopped, with a server of its own; `ignoring` as a script's '&' starts it."""
    command = [sys.executable, "-c", "from learnbrief.flows.cli import main; main()", *map(str, words)]
    if ignoring:
        command = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", *command]
    environment = {key: value for key, value in os.environ.items() if key != "PREFECT_API_URL"}
    # Tests that were started with '&' ignore Ctrl-C, and hand that on: a command of theirs must not.
    heard = None if ignoring else partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=heard
    )


def stopped(process, number=signal.SIGINT):
    """Its exit status and what it printed, once it was asked to stop."""
    process.send_signal(number)
    try:
        printed, _ = process.communicate(timeout=AT_MOST)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    return process.returncode, printed


def left_running(workspace):
    """Processes that were started for a workspace."""
    listed = subprocess.run(["ps", "-eww", "-o", "pid,stat,args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(workspace.root) in line and " Z" not in line[:12]]


def is_alive(pid, *, group=False):
    """Whether a process runs, or one of its group; one that ended and that nobody has asked for is none."""
    command = ["ps", "-o", "stat=", "-g" if group else "-p", str(pid)]
    states = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
    return any(not state.startswith("Z") for state in states)
