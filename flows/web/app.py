"""The app on this machine: the web server here, the worker beside it, one browser let in by a one-time link."""

import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress

from learnbrief.corpus.drafts import sweep
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.store import Store
from learnbrief.flows.orchestration.prefect_server import APP, served
from learnbrief.flows.orchestration.restarts import Restarts
from learnbrief.flows.orchestration.signals import end_group, start_group, stoppable
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.locks import locked
from learnbrief.flows.workspace.open_workspace import store_of
from learnbrief.flows.workspace.workspace import Workspace

USUAL_PORT = 8350
PATIENCE = 5
"""Seconds that a page somebody is waiting for may take once the app is asked to stop."""
SECONDS_TO_END = 30.0
"""That its worker may take: it gives its job back first."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
"""Seconds between the death of a worker and the next one."""


def serve_app(
    workspace: Workspace, *, port: int | None, tell: Callable[[str], None], open_browser: bool, server: bool = False
) -> None:
    """Serves until interrupted; only this machine can reach it, and only with the link.

    The work that it asks for needs no Prefect server; `server` keeps one all the same, for whoever wants its page.
    """
    workspace.make_folders()
    twice = "the app is open on this workspace already; use the window that it opened, or stop it first"
    with ExitStack() as kept:
        if workspace.read_only:
            tell("This workspace can be read and not written: the app shows it, and keeps nothing.")
        else:
            kept.enter_context(locked(workspace.lock_file("app"), twice))
            sweep(workspace.root)
        if server:
            api = kept.enter_context(served(workspace, keeper=APP))
            tell(f"Prefect's page: {api.removesuffix('/api')}")
        store = kept.enter_context(closing(store_of(workspace)))
        _serve(workspace, store, port=_port(port), tell=tell, open_browser=open_browser)


def _serve(workspace: Workspace, store: Store, *, port: int, tell: Callable[[str], None], open_browser: bool) -> None:
    import uvicorn

    from learnbrief.outputs.app.application import create_app
    from learnbrief.outputs.app.security import OneTimeToken

    settings, token = workspace.settings, OneTimeToken()
    app = create_app(
        store,
        Services(workspace, store),
        programme=settings.as_programme(),
        workspace=workspace.root,
        token=token,
        k=settings.privacy.k,
        facilitator_is_evidence=settings.privacy.facilitator_is_evidence,
        read_only=workspace.read_only,
    )
    link = f"http://127.0.0.1:{port}/?token={token.value}"
    tell(f"Open this link once, in the browser you will work in: {link}")
    tell("Stop with Ctrl-C.")
    working = nullcontext() if workspace.read_only else worker(workspace)
    with stoppable(), suppress(KeyboardInterrupt), working:
        if open_browser:
            import webbrowser

            webbrowser.open(link)
        uvicorn.run(
            app,
            host="127.0.0.1",
            port=port,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=PATIENCE,
        )


@contextmanager
def worker(workspace: Workspace) -> Iterator[None]:
    """A process that does the app's long work: begun again where it dies, ended with the app."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep_working, args=(workspace, over))
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep_working(workspace: Workspace, over: threading.Event) -> None:
    restarts = Restarts(FIRST_PAUSE, LONGEST_PAUSE)
    while not over.is_set():
        begun = time.monotonic()
        # where not even the log can be opened, a worker could do nothing either: it is tried again later
        with suppress(OSError):
            _until_it_ends(workspace, over)
        over.wait(restarts.after(time.monotonic() - begun))


def _until_it_ends(workspace: Workspace, over: threading.Event) -> None:
    """One worker, until it dies or the app is over."""
    with (workspace.restricted / "worker.log").open("ab") as log:
        process = start_group([sys.executable, "-m", "learnbrief.flows.web.jobs", str(workspace.root)], log=log)
    try:
        while process.poll() is None and not over.wait(0.2):
            pass
    finally:
        end_group(process, patience=SECONDS_TO_END)  # it gives its job back


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
