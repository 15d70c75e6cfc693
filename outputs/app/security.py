"""Who may use the app: whoever holds the link on this machine, or a team with accounts; each from our own pages."""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from fastapi import HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, RedirectResponse

from learnbrief.corpus.errors import StoreTrouble
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.store.accounts import Accounts

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
OUR_HOSTS = {"127.0.0.1", "localhost", "[::1]", "testserver"}

OPEN_PATHS = ("/sign-in", "/invitation/")
"""What a stranger may ask for where people sign in."""

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

MOST_FIELDS = 20_000
"""Of one form: a brief's page sends every heading and quote of every finding at once."""

Next = Callable[[Request], Awaitable[Response]]


class OneTimeToken:
    """The secret in the link that `learnbrief app` prints; it opens one browser, once."""

    def __init__(self, value: str | None = None) -> None:
        self.value = value or secrets.token_urlsafe(24)
        self._used = False

    def redeem(self, offered: str) -> bool:
        """Whether this is the token, offered for the first time."""
        if self._used or not hmac.compare_digest(offered.encode(), self.value.encode()):
            return False
        self._used = True
        return True


@dataclass(frozen=True, slots=True)
class Door:
    """How one app lets people in."""

    token: OneTimeToken = field(default_factory=OneTimeToken)
    accounts: Accounts | None = None
    """Where the programme has them people sign in, and the link opens nothing."""
    address: str = ""
    """Where a proxy answers for us, as people type it; empty on a machine of one's own."""

    @property
    def encrypted(self) -> bool:
        """Whether people reach us by https alone."""
        return self.address.startswith("https://")

    @property
    def hosts(self) -> set[str]:
        """The names by which we may be asked for."""
        return {host.strip("[]") for host in OUR_HOSTS} | {urlsplit(self.address).hostname or "localhost"}


def cookie_name(workspace: Path, *, encrypted: bool = False) -> str:
    """The session cookie of one programme: browsers share cookies among all ports of a machine.

    By https its name begins so that browsers take it from us alone, and never without encryption.
    """
    return ("__Host-" if encrypted else "") + stable_id("learnbrief", str(workspace.resolve()))


def csrf_token(request: Request) -> str:
    """The session's form token, made on first use."""
    if "csrf" not in request.session:
        request.session["csrf"] = secrets.token_urlsafe(24)
    return str(request.session["csrf"])


async def check_csrf(request: Request) -> None:
    """Refuse a change that was not sent from one of our own pages."""
    if request.method in SAFE_METHODS:
        return
    # read here even where the token comes by header: whoever reads it first sets how many fields it may have
    form = await request.form(max_fields=MOST_FIELDS)
    offered = request.headers.get("x-csrf-token") or str(form.get("csrf", ""))
    if not hmac.compare_digest(offered.encode(), str(request.session.get("csrf", "")).encode()) or not offered:
        raise HTTPException(403, "This page was opened before learnbrief was restarted. Reload it and try again.")


def guard(door: Door, upload_limit: int) -> Callable[[Request, Next], Awaitable[Response]]:
    """Middleware: our own host name only, signed in first, no oversized upload, strict headers on every answer."""

    async def middleware(request: Request, call_next: Next) -> Response:
        refusal = _refusal(request, door, upload_limit)
        if refusal is None and not request.url.path.startswith("/static/"):
            refusal = await _stranger(request, door)
        response = refusal if refusal is not None else await call_next(request)
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = (
            "no-store" if not request.url.path.startswith("/static/") else "max-age=3600"
        )
        if door.encrypted:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response

    return middleware


def _refusal(request: Request, door: Door, upload_limit: int) -> Response | None:
    if request.url.hostname not in door.hosts:
        return PlainTextResponse("learnbrief answers on this machine only.", 403)  # stops DNS rebinding
    if door.encrypted and request.url.scheme != "https":
        # whoever comes past the proxy would send a password for all to read
        return PlainTextResponse(f"Open {door.address} instead: passwords are taken by https only.", 403)
    if int(request.headers.get("content-length") or 0) > upload_limit:
        return PlainTextResponse(
            f"Files of more than {upload_limit // 2**20} MB together are refused; add them in parts.", 413
        )
    return None


async def _stranger(request: Request, door: Door) -> Response | None:
    """What somebody is told who has not come in by the link, or is not signed in."""
    if door.accounts is not None:
        try:
            return await run_in_threadpool(_not_signed_in, request, door.accounts)
        except StoreTrouble as err:
            return PlainTextResponse(str(err), 503)
    if request.session.get("in"):
        return None
    offered = request.query_params.get("token", "")
    if offered and door.token.redeem(offered):
        request.session["in"] = True
        return RedirectResponse("/", 303)
    return PlainTextResponse("Open learnbrief with the link that 'learnbrief app' printed; each link works once.", 403)


def _not_signed_in(request: Request, accounts: Accounts) -> Response | None:
    """The account is looked up for every answer: one that is ended or changed is held to it at once."""
    account = accounts.who(str(request.session.get("session", "")))
    request.state.account = account
    if account is not None:
        request.session["coder"] = account.name
        return None
    request.session.pop("coder", None)
    if request.url.path.startswith(OPEN_PATHS):
        return None
    there = f"/sign-in?then={quote(request.url.path)}"
    if request.method not in SAFE_METHODS:
        words = (
            "You are signed out, and nothing was kept. Sign in in another tab, then come back here and send it again."
        )
        return PlainTextResponse(words, 401)
    if "hx-request" in request.headers:  # part of a page: the whole of it has to go
        return Response(status_code=204, headers={"HX-Redirect": there})
    return RedirectResponse(there, 303)
