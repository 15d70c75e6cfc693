"""The app on this machine: the web server here, the worker beside it, one browser let in by a one-time link."""

import contextlib
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.store import open_store
from learnbrief.flows.orchestration.signals import stoppable
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.workspace import Workspace

USUAL_PORT = 8350
PATIENCE = 5
"""Seconds that a page somebody is waiting for may take once the app is asked to stop."""


def serve_app(workspace: Workspace, *, port: int | None, tell: Callable[[str], None], open_browser: bool) -> None:
    """Serves until interrupted; only this machine can reach it, and only with the link."""
    import uvicorn

    from learnbrief.outputs.app.application import create_app
    from learnbrief.outputs.app.security import OneTimeToken

    workspace.make_folders()
    settings, token, chosen = workspace.settings, OneTimeToken(), _port(port)
    store = open_store(workspace.store_url)
    app = create_app(
        store,
        Services(workspace, store),
        programme=settings.as_programme(),
        workspace=workspace.root,
        token=token,
        k=settings.privacy.k,
        facilitator_is_evidence=settings.privacy.facilitator_is_evidence,
    )
    link = f"http://127.0.0.1:{chosen}/?token={token.value}"
    tell(f"Open this link once, in the browser you will work in: {link}")
    tell("Stop with Ctrl-C.")
    with stoppable(), contextlib.suppress(KeyboardInterrupt), worker(workspace), contextlib.closing(store):
        if open_browser:
            import webbrowser

            webbrowser.open(link)
        uvicorn.run(
            app,
            host="127.0.0.1",
            port=chosen,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=PATIENCE,
        )


@contextmanager
def worker(workspace: Workspace) -> Iterator[None]:
    """A process that does the app's long work, ended with the app."""
    command = [sys.executable, "-m", "learnbrief.flows.web.jobs", str(workspace.root)]
    with (workspace.restricted / "worker.log").open("ab") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)  # it ends its own Prefect server first
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _port(wanted: int | None) -> int:
    for port in (wanted,) if wanted else (USUAL_PORT, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise BadInput(f"port {wanted} is in use; name another with --port, or leave it out")
