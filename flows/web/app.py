"""The app's process: the web server here, the worker beside it; one browser comes by a one-time link, a team signs in."""

import re
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from ipaddress import ip_address

from learnbrief.corpus.drafts import sweep
from learnbrief.corpus.errors import BadInput, NotAllowed
from learnbrief.corpus.store import Store
from learnbrief.flows.orchestration.prefect_server import APP, served
from learnbrief.flows.orchestration.restarts import Restarts
from learnbrief.flows.orchestration.signals import end_group, start_group, stoppable
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.locks import locked
from learnbrief.flows.workspace.open_workspace import store_of
from learnbrief.flows.workspace.workspace import Workspace, atomic_write

LOOPBACK, USUAL_PORT = "127.0.0.1", 8350
PATIENCE = 5
"""Seconds that a page somebody is waiting for may take once the app is asked to stop."""
SECONDS_TO_END = 30.0
"""That its worker may take: it gives its job back first."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
"""Seconds between the death of a worker and the next one."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the app answers."""

    host: str = LOOPBACK
    port: int | None = None

    @property
    def is_here(self) -> bool:
        """Only this machine can reach it."""
        return self.host == "localhost" or ip_address(self.host).is_loopback


def listening(host: str, port: int | None) -> Listening:
    """Where somebody wants the app to answer.

    Raises:
        BadInput: the host is no address.
    """
    try:
        _ = host == "localhost" or ip_address(host)
    except ValueError as err:
        raise BadInput(f"{host!r} is no address of this machine; 0.0.0.0 means all that it has") from err
    return Listening(host, port)


def serve_app(
    workspace: Workspace, at: Listening, *, tell: Callable[[str], None], open_browser: bool, server: bool = False
) -> None:
    """Serves until interrupted: this machine and whoever holds the link, or a team that signs in.

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
        refuse_in_the_open(workspace, store, at)
        _serve(workspace, store, Listening(at.host, _port(at)), tell=tell, open_browser=open_browser)


def refuse_in_the_open(workspace: Workspace, store: Store, at: Listening) -> None:
    """Nobody but this machine may reach the app without a password, or with one that crosses the network in the clear.

    Raises:
        NotAllowed: something of it is missing.
    """
    team, settings = store.accounts.any(), workspace.settings.app
    if team and workspace.read_only:
        raise NotAllowed(
            "this programme has accounts, and signing in is written down, but the workspace can only be read; work on a copy "
            "of the folder ('learnbrief account remove --all' there makes it one person's)"
        )
    by_https = settings.address.startswith("https://")
    if team and by_https and not settings.proxies:
        raise NotAllowed(
            "nobody could sign in: 'address' under [app] in learnbrief.toml begins with https, and no 'proxies' are named whose "
            "word on that is taken; name the proxy's own address, 127.0.0.1 where it runs on this machine"
        )
    if at.is_here:
        return
    if not team:
        raise NotAllowed(
            f"on {at.host} other machines could reach the app, and there are no accounts: make the first with "
            "'learnbrief account add NAME --role admin'"
        )
    if not by_https:
        raise NotAllowed(
            f"on {at.host} passwords would cross the network for all to read: put a proxy with TLS in front, and name its "
            "'address' (https://...) and 'proxies' under [app] in learnbrief.toml; docs/security.md shows Caddy and nginx"
        )


def cookie_secret(workspace: Workspace) -> str:
    """What the cookies of a team are signed with: kept, or a restart would sign everybody out.

    It opens nothing by itself: a session is a row in the store, and the store holds digests only.

    Raises:
        BadInput: the file holds something else.
    """
    kept = workspace.restricted / "cookies.key"
    if not kept.exists():
        atomic_write(kept, secrets.token_hex(32), mode=0o600)
    if not re.fullmatch(r"[0-9a-f]{64}", found := kept.read_text(encoding="utf-8", errors="replace").strip()):
        raise BadInput(
            "restricted/cookies.key: is damaged; remove it, start the app again, and everybody signs in anew"
        )
    return found


def _serve(
    workspace: Workspace, store: Store, at: Listening, *, tell: Callable[[str], None], open_browser: bool
) -> None:
    import uvicorn

    from learnbrief.outputs.app.application import create_app
    from learnbrief.outputs.app.security import OneTimeToken

    settings, token, team = workspace.settings, OneTimeToken(), store.accounts.any()
    app = create_app(
        store,
        Services(workspace, store),
        programme=settings.as_programme(),
        workspace=workspace.root,
        token=token,
        k=settings.privacy.k,
        facilitator_is_evidence=settings.privacy.facilitator_is_evidence,
        read_only=workspace.read_only,
        address=settings.app.address,
        secret=cookie_secret(workspace) if team else "",
    )
    if team:
        link = settings.app.address or f"http://{LOOPBACK}:{at.port}/"
        tell(f"People sign in at {link}")
    else:
        link = f"http://{LOOPBACK}:{at.port}/?token={token.value}"
        tell(f"Open this link once, in the browser you will work in: {link}")
    tell("Stop with Ctrl-C.")
    working = nullcontext() if workspace.read_only else worker(workspace)
    with stoppable(), suppress(KeyboardInterrupt), working:
        if open_browser:
            import webbrowser

            webbrowser.open(link)
        uvicorn.run(
            app,
            host=at.host,
            port=at.port or USUAL_PORT,
            # who asks, and whether by https, is told by a header: from the proxy that was named it is true
            proxy_headers=bool(settings.app.proxies),
            forwarded_allow_ips=list(settings.app.proxies),
            log_level="warning",
            access_log=False,
            server_header=False,
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


def _port(at: Listening) -> int:
    family = socket.AF_INET6 if ":" in at.host else socket.AF_INET
    for port in (at.port,) if at.port else (USUAL_PORT, 0):
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((at.host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise BadInput(f"port {at.port} is in use; name another with --port, or leave it out")
