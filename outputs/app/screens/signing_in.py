"""Signing in: by name and password, by an invitation once, and out again."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.responses import RedirectResponse

from learnbrief.corpus.accounts import MEANS, SHORTEST_PASSWORD, Account, hashed
from learnbrief.corpus.errors import BadInput, NotAllowed, NotFound
from learnbrief.corpus.store import Store
from learnbrief.corpus.tag import Coder
from learnbrief.outputs.app.roles import account_of
from learnbrief.outputs.app.screens.who import own_path
from learnbrief.outputs.app.state import StateDep, page, say_and_go

router = APIRouter()
Words = Annotated[str, Form()]


@router.get("/sign-in")
def ask(request: Request, state: StateDep, then: str = "/") -> Response:
    """Ask for name and password."""
    _only_with_accounts(state.store)
    return page(request, "sign_in.html", {"then": own_path(then), "refused": "", "name": ""})


@router.post("/sign-in")
def answer(request: Request, state: StateDep, name: Words, password: Words, then: Words = "/") -> Response:
    """Let in whoever knows the password; say neither to a stranger nor by the time it takes whether the name exists."""
    _only_with_accounts(state.store)
    address = request.client.host if request.client else ""
    refused, status = "", 403
    if minutes := state.attempts.wait(name, address):
        refused = f"Too many passwords did not fit. Try again in {minutes} {'minute' if minutes == 1 else 'minutes'}."
        status = 429
    elif (account := state.store.accounts.check(name, password)) is None:
        state.attempts.fail(name, address)
        refused = "Name and password do not belong together. An administrator can send you a new link."
    if refused:
        return page(request, "sign_in.html", {"then": own_path(then), "refused": refused, "name": name}, status=status)
    assert account is not None
    state.attempts.forget(name)
    _begin(request, state.store, account)
    return RedirectResponse(own_path(then), 303)


@router.get("/invitation/{token}")
def invitation(request: Request, state: StateDep, token: str) -> Response:
    """Ask for a password, once; looking at the page uses nothing up, for programs that check mail follow links."""
    name = state.store.accounts.invited(token)
    if name is None:
        raise NotAllowed("This link was used before or has run out; ask an administrator for a new one.")
    return page(request, "invitation.html", {"name": name, "token": token, "shortest": SHORTEST_PASSWORD})


@router.post("/invitation/{token}")
def take_up(request: Request, state: StateDep, token: str, password: Words, again: Words) -> Response:
    """Keep the password and sign in."""
    if password != again:
        raise BadInput("The two passwords are not the same; go back and type them again.")
    account = state.store.accounts.accept(token, password)
    _begin(request, state.store, account)
    return say_and_go(request, f"Welcome, {account.name}. Your account is yours now.", "/")


@router.post("/sign-out")
def leave(request: Request, state: StateDep) -> Response:
    """End this session, here and in the store."""
    state.store.accounts.sign_out(str(request.session.get("session", "")))
    request.session.clear()
    return RedirectResponse("/sign-in", 303)


@router.get("/account")
def own(request: Request) -> Response:
    """Who is signed in, and what they may do."""
    if account_of(request) is None:
        return RedirectResponse("/who", 303)
    return page(request, "account.html", {"means": MEANS, "shortest": SHORTEST_PASSWORD})


@router.post("/account/password")
def change(request: Request, state: StateDep, old: Words, password: Words, again: Words) -> Response:
    """Another password, for whoever knows the present one; every other session of theirs ends."""
    account = account_of(request)
    if account is None:
        raise NotFound("There are no accounts here.")
    if password != again:
        raise BadInput("The two new passwords are not the same; go back and type them again.")
    hashed(password, name=account.name)  # a weak one is refused before the old one is tried
    if minutes := state.attempts.wait(account.name, ""):
        raise NotAllowed(f"Too many passwords did not fit. Try again in {minutes} minutes.")
    if state.store.accounts.check(account.name, old) is None:
        state.attempts.fail(account.name, "")
        raise BadInput("That is not your present password; go back and type it again.")
    state.store.accounts.change_password(account.name, password)
    _begin(request, state.store, account)
    return say_and_go(request, "Your password is changed; you are signed out everywhere else.", "/account")


def _begin(request: Request, store: Store, account: Account) -> None:
    """A session of its own; nothing of whoever sat at this browser before goes on."""
    if request.session.get("coder_before") != account.name:
        request.session.clear()
    request.session["session"] = store.accounts.sign_in(account.name)
    request.session["coder_before"] = account.name
    store.coders.put(Coder(account.name, account.role))


def _only_with_accounts(store: Store) -> None:
    if not store.accounts.any():
        raise NotFound("There are no accounts here: the app opens by the link that 'learnbrief app' prints.")
