"""Prefect, quiet and at home in the workspace: prepared before anything imports it, with a server as long as one is needed."""

import json
import logging
import os
import runpy
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from learnbrief.corpus.errors import BadInput, BadSettings, LearnbriefError
from learnbrief.flows.orchestration.signals import end_group, end_with_parent, start_group
from learnbrief.flows.workspace.workspace import Workspace, atomic_write

PATIENCE = "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"
"""Prefect's own setting of how long a server may take to start; the first start migrates its database."""
QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    PATIENCE: "120",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_INTERNAL_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    # events alone by default: the record of runs would grow for ever
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}
CHATTY = ("presidio-analyzer", "spacy", "httpx", "alembic")
ADDRESS = "PREFECT_API_URL"
USUAL_PORT = 4200
SECONDS_TO_END = 20.0

SERVE, APP = "serve", "app"
"""Who keeps a server standing for all runs of a workspace; each holds a lock, so there is one of either."""
JOINS = {"": (SERVE, APP), APP: (SERVE,), SERVE: ()}
"""Whose servers a run, the app's worker and the schedule join rather than start one: none that may end under them."""


def settle(workspace: Workspace) -> None:
    """Prefect keeps quiet, and its records in the workspace unless the user has a server of their own.

    Must run before the first import of prefect: it reads its environment then.
    """
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    hush()
    if not os.environ.get(ADDRESS):
        os.environ["PREFECT_HOME"] = str(workspace.prefect_home)
        os.environ["PREFECT_PROFILES_PATH"] = str(workspace.prefect_home / "profiles.toml")


def hush() -> None:
    """Libraries keep to themselves what is no error: Prefect gives the root logger a voice, and with it every one of them."""
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.ERROR)


@contextmanager
def served(workspace: Workspace, *, keeper: str = "", needed: bool = True) -> Iterator[str]:
    """The API address of a server that answers inside the block; Prefect finds it in its environment.

    The user's own comes first, then one that stands for this workspace. Otherwise, where one is needed, one is started
    that ends with the block, and with this process however that ends; Prefect's own temporary server gives up early and
    speaks on our terminal. Where none is needed and none answers, the address is empty.
    """
    with ExitStack() as kept:
        if os.environ.get(ADDRESS):
            api = _own_address(needed=needed)
        else:
            api = standing_server(workspace, *JOINS[keeper]) or ""
            if needed and not api:
                settle(workspace)
                api = kept.enter_context(_own_server(workspace, keeper))
        if api:
            settle(workspace)
            kept.enter_context(_in_environment(api))
        yield api


def _own_address(*, needed: bool) -> str:
    """The server that the user named; empty where it does not answer and need not."""
    given = os.environ[ADDRESS]
    # an address elsewhere may want to know who asks before it answers
    if not given.startswith("http://") or answers(given):
        return given
    if needed:
        raise BadInput(f"no Prefect server answers at {given} ({ADDRESS}); start it, or unset the variable")
    return ""


@contextmanager
def _in_environment(api: str) -> Iterator[None]:
    before = os.environ.get(ADDRESS)
    os.environ[ADDRESS] = api
    try:
        yield
    finally:
        if before is None:
            del os.environ[ADDRESS]


def standing_server(workspace: Workspace, *keepers: str) -> str | None:
    """The API address of the first server that one of these keeps for the workspace and that answers."""
    for keeper in keepers:
        try:
            address = str(json.loads(record_of(workspace, keeper).read_text())["api"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if answers(address, home=workspace.prefect_home):
            return address
    return None


def record_of(workspace: Workspace, keeper: str) -> Path:
    """Where a standing server of this workspace leaves its address."""
    return workspace.prefect_home / f"server-{keeper}.json"


def answers(api: str, *, home: Path | None = None) -> bool:
    """Whether a Prefect server is well at this address and, where a home is named, keeps its records there.

    A port is soon taken by another: by the server of a second workspace that starts with the machine, or after a kill.
    """
    try:
        with urllib.request.urlopen(f"{api}/health", timeout=2) as reply:
            well = bool(reply.status == 200)
        if not well or home is None:
            return well
        with urllib.request.urlopen(f"{api}/admin/settings", timeout=5) as reply:
            return bool(json.load(reply).get("home") == str(home))
    except (urllib.error.URLError, OSError, ValueError):
        return False


def is_gone(api: str) -> bool:
    """Whether nothing listens at an address; a server that is busy, or out of reach for a while, is not gone."""
    parts = urlsplit(api)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 443), timeout=1):
            return False
    except ConnectionRefusedError:
        return True
    except OSError:
        return False


@contextmanager
def _own_server(workspace: Workspace, keeper: str) -> Iterator[str]:
    """A server of our own, inside the block; recorded for others where somebody keeps it standing."""
    api, server = _start(workspace, USUAL_PORT if keeper == SERVE else 0)
    record = record_of(workspace, keeper)
    try:
        if not _is_up(workspace, api, server):  # another was quicker to take the usual port: any other will do
            end_group(server, patience=SECONDS_TO_END)
            api, server = _start(workspace, 0)
            if not _is_up(workspace, api, server):
                raise LearnbriefError(f"{api} answers, and is no Prefect server of this workspace; try again")
        if keeper:
            atomic_write(record, json.dumps({"api": api, "process": server.pid}))
        yield api
    finally:
        if keeper:
            record.unlink(missing_ok=True)
        end_group(server, patience=SECONDS_TO_END)


def _start(workspace: Workspace, usual: int) -> "tuple[str, subprocess.Popen[bytes]]":
    port = _free_port(usual)
    with _log(workspace).open("ab") as out:
        server = start_group([sys.executable, "-m", __name__, str(port)], log=out)
    return f"http://127.0.0.1:{port}/api", server


def _log(workspace: Workspace) -> Path:
    return workspace.prefect_home / "server.log"


def _free_port(usual: int) -> int:
    for wanted in (usual, 0):
        with socket.socket() as probe:
            if os.name == "posix":  # else a server begun again after its death finds its own address taken for minutes
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise LearnbriefError("no free port on this machine for the Prefect server")


def _is_up(workspace: Workspace, api: str, server: "subprocess.Popen[bytes]") -> bool:
    """Waits until the server answers; false where it is another that does."""
    log = _log(workspace)
    try:
        patience = float(os.environ[PATIENCE])
    except ValueError as err:
        raise BadSettings(f"{PATIENCE}: {os.environ[PATIENCE]!r} is no number of seconds") from err
    until = time.monotonic() + patience
    while server.poll() is None:
        if answers(api):
            return answers(api, home=workspace.prefect_home)
        if time.monotonic() > until:
            raise LearnbriefError(
                f"Prefect, which keeps the record of runs, did not start within {patience:.0f} seconds; nothing was lost: "
                f"try again when the machine is less busy, or give it longer with {PATIENCE}=300 ({log} says more)"
            )
        time.sleep(0.3)
    if not is_gone(api):
        return False
    raise LearnbriefError(
        f"Prefect, which keeps the record of runs, stopped while starting; nothing was lost, {log} says why"
    )


if __name__ == "__main__":
    end_with_parent()
    sys.argv = ["prefect", "server", "start", "--host", "127.0.0.1", "--port", sys.argv[1]]
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)
