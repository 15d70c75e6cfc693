"""What every screen has at hand: the store, the services, the page templates and who is working."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Annotated, Any, cast

from fastapi import Depends, Request, Response
from fastapi.templating import Jinja2Templates
from starlette.responses import RedirectResponse

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.document import Excerpt, Programme
from learnbrief.corpus.errors import NotFound, ReadOnly
from learnbrief.corpus.protocols import AppServices, Queued
from learnbrief.corpus.store import Store
from learnbrief.corpus.visitors import told_beside
from learnbrief.outputs.app.keys import USUAL, keys_of
from learnbrief.outputs.app.roles import account_of, asked_for_changes
from learnbrief.outputs.app.security import SAFE_METHODS, csrf_token
from learnbrief.outputs.app.throttle import Attempts
from learnbrief.outputs.brief.reported import Evidence


@dataclass(slots=True)
class AppState:
    """One running app."""

    store: Store
    services: AppServices
    programme: Programme
    workspace: Path
    templates: Jinja2Templates
    k: int = 5
    queues: dict[tuple[str, ...], list[Queued]] = field(default_factory=dict)
    """Order of each coder's open queues, made once and walked through."""
    codebooks: dict[str, Codebook] = field(default_factory=dict)
    rebuilt: dict[str, str] = field(default_factory=dict)
    """When each brief was last brought up to date, also where nothing changed by it."""
    map_lock: Lock = field(default_factory=Lock)
    """The map is drawn once, however many pages ask for it meanwhile."""
    facilitator_is_evidence: bool = False
    read_only: bool = False
    """The workspace can be read and not written: pages show it, and nothing can be kept."""
    address: str = ""
    """Where a proxy answers for us, as people type it; empty on a machine of one's own."""
    attempts: Attempts = field(default_factory=Attempts)
    """Sign-ins that failed."""

    def codebook(self) -> Codebook:
        """The current codebook; reading it takes longer than everything else on a page, so once per version."""
        versions = self.store.codebooks.history()
        if not versions:
            raise NotFound("There is no codebook yet; it is read from codebook.yaml with the first run.")
        version = versions[-1]["version"]
        if version not in self.codebooks:
            self.codebooks = {version: self.store.codebooks.get(version)}
        return self.codebooks[version]

    def themes(self) -> dict[str, str]:
        """Names by slug, of the codebook as it is; none before the first run."""
        try:
            return {theme.slug: theme.name for theme in self.codebook().themes}
        except NotFound:
            return {}

    def collaborative_name(self, slug: str | None) -> str:
        """The collaborative as readers know it."""
        names = {one.slug: one.name for one in self.programme.collaboratives}
        return names.get(slug or "", slug or "no collaborative")

    def place_beside(self, one: Excerpt | Evidence) -> str:
        """The collaborative as it stands beside somebody's words, on a page or in a brief."""
        if isinstance(one, Excerpt):
            return told_beside(one, self.collaborative_name(one.collaborative))
        return f"on {self.collaborative_name(one.about)}" if one.about else self.collaborative_name(one.collaborative)


def state_of(request: Request) -> AppState:
    """The app's state."""
    return cast(AppState, request.app.state.learnbrief)


def refuse_changes(request: Request) -> None:
    """In a workspace that can only be read, nobody is let go on as if what they decide were kept; a name is not kept."""
    if state_of(request).read_only and request.method not in SAFE_METHODS and request.url.path != "/who":
        raise ReadOnly(
            "This workspace can be read and not written, so nothing was kept. Ask for the right to write to its folder, or "
            "work on a copy of it."
        )


class NeedsName(Exception):
    """Nobody has said who is working; every review carries a name."""


def coder_of(request: Request) -> str:
    """Name of the person at the keyboard."""
    name = request.session.get("coder")
    if not name:
        raise NeedsName
    return str(name)


def reader_of(request: Request) -> str:
    """Name of the person who looks, empty until they have said it."""
    return str(request.session.get("coder") or "")


StateDep = Annotated[AppState, Depends(state_of)]
CoderDep = Annotated[str, Depends(coder_of)]
ReaderDep = Annotated[str, Depends(reader_of)]


def page(request: Request, template: str, values: Mapping[str, Any], *, status: int = 200) -> Response:
    """Render one page with what every page shows."""
    state, account = state_of(request), account_of(request)
    needed = asked_for_changes(request.url.path) if account and status < 400 else None
    common = {
        "account": account,
        # told nothing of the programme, not even its name
        "stranger": request.app.state.accounts is not None and account is None,
        "role_needed": needed if account and needed and not account.role.covers(needed) else None,
        "programme": state.programme,
        "collaborative_name": state.collaborative_name,
        "place_beside": state.place_beside,
        "theme_name": lambda slug: state.themes().get(slug, slug),
        "month_name": month_name,
        "coder": request.session.get("coder"),
        "csrf": csrf_token(request),
        "flash": request.session.pop("flash", None),
        "here": request.url.path,
        # where something failed the store is asked nothing: it may be what failed
        "keys": USUAL if status >= 500 else keys_of(state.store, request.session.get("coder") or ""),
        "read_only": state.read_only,
        "partial": "hx-request" in request.headers,
    }
    return state.templates.TemplateResponse(request, template, common | dict(values), status_code=status)


def month_name(month: str) -> str:
    """'Jan 2025' for '2025-01'."""
    return date.fromisoformat(f"{month}-01").strftime("%b %Y")


def say_and_go(request: Request, message: str, where: str) -> RedirectResponse:
    """Tell the outcome on the page that follows; a reload then repeats nothing."""
    request.session["flash"] = message
    return RedirectResponse(where, 303)
