"""Prefect, quiet and at home in the workspace: prepared here before anything imports it."""

import json
import logging
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from learnbrief.flows.workspace.workspace import Workspace

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
    if standing := standing_server(workspace):
        os.environ["PREFECT_API_URL"] = standing


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
