"""One at a time in a workspace, and whoever is refused learns who is there."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from learnbrief.corpus.errors import NotAllowed
from learnbrief.flows.workspace.locks import locked

HOLD = """
import sys, time
from pathlib import Path
from learnbrief.flows.workspace.locks import locked
with locked(Path(sys.argv[1]), "taken"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "app.lock")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_the_second_is_refused_with_one_line_that_names_the_first(tmp_path, holder):
    """A person must find the other: which machine, which process, since when."""
    with pytest.raises(NotAllowed) as caught, locked(tmp_path / "app.lock", "the app is open here"):
        pass

    words = str(caught.value)
    assert words.startswith(f"the app is open here (process {holder.pid} on {socket.gethostname()}, since ")
    assert "\n" not in words


def test_a_lock_is_free_however_its_holder_ended(tmp_path, holder):
    """After a power cut nobody may have to hunt for a file to remove."""
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()

    with locked(tmp_path / "app.lock", "taken") as me:
        assert me.process == os.getpid()
    with locked(tmp_path / "app.lock", "taken"):
        pass
