"""Who may use the app: whoever holds the link, on this machine, from this page."""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import HTTPException, Request, Response
from starlette.responses import PlainTextResponse, RedirectResponse

from learnbrief.corpus.identity import stable_id

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
OUR_HOSTS = {"127.0.0.1", "localhost", "[::1]", "testserver"}

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


def cookie_name(workspace: Path) -> str:
    """The session cookie of one programme: browsers share cookies among all ports of a machine."""
    return stable_id("learnbrief", str(workspace.resolve()))


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


def guard(token: OneTimeToken, upload_limit: int) -> Callable[[Request, Next], Awaitable[Response]]:
    """Middleware: our own host name only, the token first, no oversized upload, strict headers on every answer."""

    async def middleware(request: Request, call_next: Next) -> Response:
        refusal = _refusal(request, token, upload_limit)
        response = refusal if refusal is not None else await call_next(request)
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = (
            "no-store" if not request.url.path.startswith("/static/") else "max-age=3600"
        )
        return response

    return middleware


def _refusal(request: Request, token: OneTimeToken, upload_limit: int) -> Response | None:
    if request.url.hostname not in {host.strip("[]") for host in OUR_HOSTS}:
        return PlainTextResponse("learnbrief answers on this machine only.", 403)  # stops DNS rebinding
    if int(request.headers.get("content-length") or 0) > upload_limit:
        return PlainTextResponse(
            f"Files of more than {upload_limit // 2**20} MB together are refused; add them in parts.", 413
        )
    if request.url.path.startswith("/static/") or request.session.get("in"):
        return None
    offered = request.query_params.get("token", "")
    if offered and token.redeem(offered):
        request.session["in"] = True
        return RedirectResponse("/", 303)
    return PlainTextResponse("Open learnbrief with the link that 'learnbrief app' printed; each link works once.", 403)
