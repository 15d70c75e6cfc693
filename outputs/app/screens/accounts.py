"""Accounts: who may sign in and as what, for administrators."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from learnbrief.corpus.accounts import MEANS, role_of
from learnbrief.corpus.errors import NotFound
from learnbrief.outputs.app.roles import account_of
from learnbrief.outputs.app.state import AppState, CoderDep, StateDep, page, say_and_go

router = APIRouter(prefix="/accounts")
Words = Annotated[str, Form()]
ACTS = {"new-link": "New link", "end-sessions": "Sign out everywhere", "remove": "Remove"}
"""What can be done to an account besides changing its role, by the word in its address."""


@router.get("")
def accounts(request: Request, state: StateDep) -> Response:
    """Every account."""
    return _shown(request, state)


@router.post("")
def invite(request: Request, state: StateDep, coder: CoderDep, name: Words, role: Words) -> Response:
    """A new account, and the link that opens it: shown on this answer alone."""
    _only_where_people_sign_in(request)
    token = state.store.accounts.invite(name, role_of(role), by=coder)
    return _shown(request, state, invited=state.store.accounts.invited(token) or "", token=token)


@router.post("/{act}")
def change(
    request: Request, state: StateDep, coder: CoderDep, act: str, name: Words, role: Annotated[str, Form()] = ""
) -> Response:
    """Another role, a new link, out everywhere, or gone."""
    _only_where_people_sign_in(request)
    known, kept = state.store.accounts.get(name), state.store.accounts
    if act == "new-link":
        return _shown(request, state, invited=known.name, token=kept.invite(known.name, known.role, by=coder))
    if act == "role":
        kept.change_role(known.name, role_of(role), by=coder)
        said = f"{known.name} is {role_of(role)} now."
    elif act == "end-sessions":
        ended = kept.end_sessions(known.name, by=coder)
        said = f"{known.name} is signed out everywhere ({ended} {'session' if ended == 1 else 'sessions'})."
    elif act == "remove":
        kept.remove(known.name, by=coder)
        said = f"The account of {known.name} is gone; what they decided stands."
    else:
        raise NotFound("That cannot be done to an account.")
    return say_and_go(request, said, "/accounts")


def _shown(request: Request, state: AppState, *, invited: str = "", token: str = "") -> Response:
    _only_where_people_sign_in(request)
    address = (state.address or str(request.base_url)).rstrip("/")
    values = {
        "accounts": state.store.accounts.all(),
        "means": {role.value: words for role, words in MEANS.items()},
        "acts": ACTS,
        "invited": invited,
        "link": f"{address}/invitation/{quote(token)}" if token else "",
    }
    return page(request, "accounts.html", values)


def _only_where_people_sign_in(request: Request) -> None:
    """Whoever holds a link on a machine of their own begins a team at the command line."""
    if account_of(request) is None:
        raise NotFound("There are no accounts here; 'learnbrief account add NAME --role admin' makes the first.")
