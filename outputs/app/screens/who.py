"""Who is at the keyboard: a name, kept with every review."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.responses import RedirectResponse

from learnbrief.corpus.accounts import plain_name
from learnbrief.corpus.errors import NotAllowed
from learnbrief.corpus.tag import Coder
from learnbrief.outputs.app.roles import account_of
from learnbrief.outputs.app.state import StateDep, page

router = APIRouter()


@router.get("/who")
def ask(request: Request, state: StateDep, then: str = "/") -> Response:
    """Ask for a name; where people sign in, it is that of their account."""
    if account_of(request) is not None:
        return RedirectResponse("/account", 303)
    return page(request, "who.html", {"then": own_path(then), "coders": state.store.coders.all()})


@router.post("/who")
def answer(
    request: Request, state: StateDep, name: Annotated[str, Form()], then: Annotated[str, Form()] = "/"
) -> Response:
    """Keep the name for this browser and go where the person was going."""
    if account_of(request) is not None:
        raise NotAllowed("What you decide is kept under the name of your account; sign out to work as somebody else.")
    plain = plain_name(name)
    if not state.read_only:
        state.store.coders.put(Coder(plain))
    request.session["coder"] = plain
    return RedirectResponse(own_path(then), 303)


def own_path(path: str) -> str:
    """Only a path of ours: a link from elsewhere must not send people away."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
