"""Being asked to stop: Ctrl-C and SIGTERM mean the same, once, however the process was started; and no child outlives us."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import IO

ASKED = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stoppable() -> Iterator[None]:
    """Inside, being asked to stop raises KeyboardInterrupt once; asked again, the tidying up goes on undisturbed.

    Whatever a shell starts in the background ignores Ctrl-C from the start, and SIGTERM ends Python without tidying up.
    """
    stop = Stop()
    with _told_of(stop), stop.breaks():
        yield


_noted = threading.Event()
"""Ctrl-C was pressed in the run that is under way."""


@contextmanager
def interrupts_noted() -> Iterator[None]:
    """Inside, Ctrl-C is noted as well as raised: a library that calls back from C may swallow it, and a run would go on to its end.

    Where somebody else minds Ctrl-C already, or outside the main thread, nothing is changed.
    """
    mine = threading.current_thread() is threading.main_thread()
    if not mine or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    _noted.clear()
    signal.signal(signal.SIGINT, _note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _noted.clear()


def _note(_number: int, _frame: FrameType | None) -> None:
    _noted.set()
    raise KeyboardInterrupt


def still_wanted() -> None:
    """Raises the KeyboardInterrupt that was swallowed, if one was."""
    if _noted.is_set():
        raise KeyboardInterrupt


class Stop:
    """Whether this process was asked to stop: a fact that stays, whoever swallows the KeyboardInterrupt that tells of it.

    Prefect does: one that comes while it writes down how a flow ended is a line in its log and nothing else.
    """

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._breaks = False

    @property
    def asked(self) -> bool:
        """Somebody asked."""
        return self._asked.is_set()

    def look(self) -> None:
        """Raises KeyboardInterrupt, again and again, once somebody asked."""
        if self.asked:
            raise KeyboardInterrupt

    @contextmanager
    def breaks(self) -> Iterator[None]:
        """Inside, being asked raises KeyboardInterrupt at once; outside it waits until somebody looks."""
        self._breaks = True
        try:
            self.look()
            yield
        finally:
            self._breaks = False

    def ask(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Asks; once is enough, and from now on the tidying up is disturbed by nobody."""
        for one in ASKED:
            signal.signal(one, signal.SIG_IGN)
        self._asked.set()
        if self._breaks:
            raise KeyboardInterrupt

    def end_hard(self, seconds: float, last: Callable[[], None]) -> None:
        """Ends the process if it is still there so many seconds after it was asked, `last` done or not after as many again."""
        self._asked.wait()
        time.sleep(seconds)
        tidying = threading.Thread(target=last, daemon=True)
        tidying.start()
        tidying.join(seconds)
        os._exit(1)


@contextmanager
def stopping_within(seconds: float, last: Callable[[], None]) -> Iterator[Stop]:
    """Inside, being asked to stop is noted; the process ends soon after, if need be with `last` as its last deed.

    Neither a stage that swallows every interrupt nor a library that joins its threads at exit can keep it.
    """
    stop = Stop()
    threading.Thread(target=stop.end_hard, args=(seconds, last), daemon=True).start()
    with _told_of(stop):
        yield stop


@contextmanager
def _told_of(stop: Stop) -> Iterator[None]:
    before = {one: signal.signal(one, stop.ask) for one in ASKED}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


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
