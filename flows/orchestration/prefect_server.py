"""Prefect, quiet and at home in the workspace: prepared before anything imports it, with a server as long as one is needed."""

import json
import logging
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from learnbrief.corpus.errors import LearnbriefError
from learnbrief.flows.workspace.workspace import Workspace, atomic_write

QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}

CHATTY = ("presidio-analyzer", "spacy", "httpx", "alembic")
PATIENCE = 120.0
"""Seconds a server may take to start on a busy laptop; the first start migrates its database."""
USUAL_PORT = 4200


def settle(workspace: Workspace) -> None:
    """Prefect will keep its records in the workspace, unless the user has a server of their own.

    Must run before the first import of prefect: it reads its environment then.
    """
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    for chatty in CHATTY:  # Prefect gives the root logger a voice, and with it every library
        logging.getLogger(chatty).setLevel(logging.ERROR)
    if os.environ.get("PREFECT_API_URL"):
        return
    os.environ["PREFECT_HOME"] = str(workspace.prefect_home)
    os.environ["PREFECT_PROFILES_PATH"] = str(workspace.prefect_home / "profiles.toml")
    if address := standing_server(workspace):
        os.environ["PREFECT_API_URL"] = address


def record_of(workspace: Workspace) -> Path:
    """Where a standing server of this workspace leaves its address."""
    return workspace.prefect_home / "server.json"


def standing_server(workspace: Workspace) -> str | None:
    """The API address of the server that `learnbrief serve` keeps for this workspace, if it answers."""
    try:
        address = str(json.loads(record_of(workspace).read_text())["api"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return address if answers(address) else None


def answers(api: str) -> bool:
    """Whether a Prefect server is well at this address."""
    try:
        with urllib.request.urlopen(f"{api}/health", timeout=2) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def without_heartbeat() -> Iterator[None]:
    """A flow ends when its work does: the heartbeat thread alone costs every flow a second."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield


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
