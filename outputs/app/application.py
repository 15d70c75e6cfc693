"""The evaluators' web app: one process, one machine, server-rendered pages."""

import errno
import secrets
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import RedirectResponse

from learnbrief.corpus.document import Programme
from learnbrief.corpus.errors import (
    BadInput,
    LearnbriefError,
    NoRoom,
    NotAllowed,
    NotFound,
    ReadOnly,
    StaleEdit,
    StoreTrouble,
)
from learnbrief.corpus.protocols import AppServices
from learnbrief.corpus.quotations import in_prose
from learnbrief.corpus.store import Store
from learnbrief.outputs.app.roles import check_role
from learnbrief.outputs.app.screens import ROUTERS
from learnbrief.outputs.app.security import Door, OneTimeToken, check_csrf, cookie_name, guard
from learnbrief.outputs.app.state import AppState, NeedsName, page, refuse_changes
from learnbrief.outputs.app.times import day, moment, short_day
from learnbrief.outputs.app.within_role import within_role

HERE = Path(__file__).parent
UPLOAD_LIMIT = 200 * 2**20
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""What the system says of a full disk, an account's full share of it, and a limit on files."""
NO_WAY = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO, errno.EBUSY, errno.ESTALE, errno.ENODEV, errno.ENOTCONN}
"""And of a file that another program holds, a medium that is closed, and a disk or share that went away."""


def create_app(
    store: Store,
    services: AppServices,
    *,
    programme: Programme,
    workspace: Path,
    token: OneTimeToken | None = None,
    k: int = 5,
    facilitator_is_evidence: bool = False,
    upload_limit: int = UPLOAD_LIMIT,
    read_only: bool = False,
    address: str = "",
    secret: str = "",
) -> FastAPI:
    """The app over one store; `services` is what it may ask of the science.

    Where the store has accounts people sign in; `address` is then where a proxy answers for us, if one does, and with the
    same `secret` as before a cookie is still believed after a restart. Whether its session stands the store says.
    """
    accounts = store.accounts if store.accounts.any() else None
    # one person with a link needs no proxy, and must not be shut out by its settings
    door = Door(token or OneTimeToken(), accounts, address if accounts else "")
    app = FastAPI(title="learnbrief", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.learnbrief = AppState(
        store, services, programme, workspace, _templates(), k,
        facilitator_is_evidence=facilitator_is_evidence, read_only=read_only, address=address,
    )  # fmt: skip
    app.state.accounts = door.accounts
    app.add_middleware(BaseHTTPMiddleware, dispatch=guard(door, upload_limit))
    # added last, so it runs first: the guard reads the session; strict, or a form elsewhere could sign somebody in
    app.add_middleware(
        SessionMiddleware,
        secret_key=(secret if accounts else "") or secrets.token_hex(32),  # a link opens one running app, once
        same_site="strict",
        session_cookie=cookie_name(workspace, encrypted=door.encrypted),
        https_only=door.encrypted,
    )
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.router.routes.extend(_pages().routes)
    _explain_errors(app)
    return app


@cache
def _pages() -> APIRouter:
    """Every page behind what is checked before any: put together once in a process, for that takes longer than a page."""
    pages = APIRouter(dependencies=[Depends(check_role), Depends(check_csrf), Depends(refuse_changes)])
    for router in ROUTERS:
        pages.include_router(router)
    return pages


@cache
def _templates() -> Jinja2Templates:
    """The pages, each compiled once in a process: for every app anew that is most of the work of a first page."""
    templates = Jinja2Templates(HERE / "templates")
    templates.env.trim_blocks = templates.env.lstrip_blocks = True
    templates.env.filters |= {
        "day": day,
        "moment": moment,
        "short_day": short_day,
        "within_role": within_role,
        "in_prose": in_prose,
    }
    return templates


def _explain_errors(app: FastAPI) -> None:
    """Every failure is a page in plain words; none shows code."""
    statuses = {
        NotFound: 404, StaleEdit: 409, NotAllowed: 409, ReadOnly: 409, BadInput: 400, StoreTrouble: 503, NoRoom: 507,
        LearnbriefError: 500,
    }  # fmt: skip
    for kind, status in statuses.items():
        app.add_exception_handler(kind, _handler(status))
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(NeedsName, _ask_name)
    app.add_exception_handler(OSError, _disk)
    app.add_exception_handler(Exception, _unexpected)


def _handler(status: int):  # type: ignore[no-untyped-def]  # noqa: ANN202
    async def explain(request: Request, error: Exception) -> Response:
        return page(request, "error.html", {"message": str(error), "status": status}, status=status)

    return explain


async def _bad_request(request: Request, error: Exception) -> Response:
    return page(
        request,
        "error.html",
        {"message": "That request was not complete. Go back and try again.", "status": 400},
        status=400,
    )


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = {404: "There is no such page.", 405: "That page cannot be asked in this way."}
    message = words.get(error.status_code, str(error.detail))
    return page(request, "error.html", {"message": message, "status": error.status_code}, status=error.status_code)


async def _ask_name(request: Request, _error: Exception) -> Response:
    return RedirectResponse(f"/who?then={request.url.path}", 303)


async def _disk(request: Request, error: Exception) -> Response:
    """What a disk cannot do is no mistake of ours, and a person can mend it; whatever else a file does wrong is one."""
    assert isinstance(error, OSError)
    if error.errno in NO_ROOM:
        message, status = "There is no room left on the disk: make room, then try again.", 507
    elif error.errno in NO_WAY:
        told = (error.strerror or str(error)).rstrip(".")
        message = f"A file of the workspace cannot be read or written ({told}): see that its folder is there and connected, and "
        message, status = message + "that no other program has the file open, then try again.", 503
    else:
        raise error
    message += " Nothing you decided before was lost."
    return page(request, "error.html", {"message": message, "status": status}, status=status)


async def _unexpected(request: Request, _error: Exception) -> Response:
    message = (
        "Something went wrong in learnbrief itself. Nothing you decided was lost; the details are in the app's log."
    )
    return page(request, "error.html", {"message": message, "status": 500}, status=500)
