"""A Prefect server of the workspace's own that stands as long as it is needed."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from learnbrief.corpus.errors import LearnbriefError
from learnbrief.flows.orchestration.prefect_server import answers, record_of, settle
from learnbrief.flows.workspace.workspace import Workspace, atomic_write

PATIENCE = 120.0
"""Seconds a server may take to start on a busy laptop; the first start migrates its database."""
USUAL_PORT = 4200


@contextmanager
def standing(workspace: Workspace) -> Iterator[str]:
    """The API address of a server that runs inside the block; the user's own or one already standing is used as it is."""
    settle(workspace)
    if given := os.environ.get("PREFECT_API_URL"):
        yield given
        return
    port = _free_port()
    api = f"http://127.0.0.1:{port}/api"
    log = workspace.prefect_home / "server.log"
    with log.open("ab") as out:
        server = _start(port, out.fileno())
    try:
        _wait_until_it_answers(api, server, log)
        atomic_write(record_of(workspace), json.dumps({"api": api, "process": server.pid}))
        os.environ["PREFECT_API_URL"] = api
        yield api
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        record_of(workspace).unlink(missing_ok=True)
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _start(port: int, log: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    # a session of its own: Ctrl-C must reach us first, so that runs can still be reported to the server
    return subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)


def _free_port() -> int:
    for wanted in (USUAL_PORT, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise LearnbriefError("no free port on this machine for the Prefect server")


def _wait_until_it_answers(api: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if answers(api):
            return
        if server.poll() is not None:
            raise LearnbriefError(f"the Prefect server stopped while starting; {log} says why")
        time.sleep(0.3)
    raise LearnbriefError(f"the Prefect server did not answer within {PATIENCE:.0f} seconds; {log} says why")
