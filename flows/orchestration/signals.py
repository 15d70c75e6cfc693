"""Being asked to stop: Ctrl-C and SIGTERM mean the same, once, however the process was started; and no child outlives us."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import IO

ASKED = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stoppable() -> Iterator[None]:
    """Inside, being asked to stop raises KeyboardInterrupt once; asked again, the tidying up goes on undisturbed.

    Whatever a shell starts in the background ignores Ctrl-C from the start, and SIGTERM ends Python without tidying up.
    """
    before = {one: signal.signal(one, _stop) for one in ASKED}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _stop(_number: int, _frame: FrameType | None) -> None:
    for one in ASKED:
        signal.signal(one, signal.SIG_IGN)
    raise KeyboardInterrupt


def start_group(command: list[str], *, log: IO[bytes]) -> "subprocess.Popen[bytes]":
    """A process that leads a group of its own: what it starts ends with it, and Ctrl-C reaches only us.

    Nothing is ever written into its standard input; that it ends there tells the child that we are gone.
    """
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True)


def end_with_parent() -> None:
    """From now on this process ends at once when the one that started it with `start_group` is gone, however it went."""
    threading.Thread(target=_end_with_input, daemon=True).start()


def _end_with_input() -> None:
    # not by the parent's id: on Windows that stays the same when the parent dies; not by sys.stdin: its lock would
    # be held while Python shuts down
    while os.read(0, 1):
        pass
    os._exit(1)


def end_group(process: "subprocess.Popen[bytes]", *, patience: float) -> None:
    """The process and all it started are gone, asked first and ended after so many seconds."""
    until = time.monotonic() + patience
    _signal_group(process, signal.SIGTERM)
    while _is_there(process) and time.monotonic() < until:
        time.sleep(0.1)
    _signal_group(process, getattr(signal, "SIGKILL", signal.SIGTERM))
    process.wait()
    if process.stdin is not None:
        process.stdin.close()


def _is_there(process: "subprocess.Popen[bytes]") -> bool:
    """Whether the leader or anything it started still runs."""
    return process.poll() is None or _signal_group(process, 0)


def _signal_group(process: "subprocess.Popen[bytes]", number: int) -> bool:
    """Whether there was anything to signal; Windows knows no groups, there it is the process alone."""
    if not hasattr(os, "killpg"):
        if number and process.poll() is None:
            process.terminate()
        return process.poll() is None
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):  # gone; macOS says so of one that is about to be
        return False
    return True
