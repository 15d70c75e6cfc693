"""Who is at the keyboard: a name, kept with every review."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.responses import RedirectResponse

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.tag import Coder
from learnbrief.outputs.app.state import StateDep, page

router = APIRouter()


@router.get("/who")
def ask(request: Request, state: StateDep, then: str = "/") -> Response:
    """Ask for a name."""
    return page(request, "who.html", {"then": _own_path(then), "coders": state.store.coders.all()})


@router.post("/who")
def answer(
    request: Request, state: StateDep, name: Annotated[str, Form()], then: Annotated[str, Form()] = "/"
) -> Response:
    """Keep the name for this browser and go where the person was going."""
    plain = " ".join(name.split())
    if not plain or len(plain) > 80 or not plain.isprintable():
        raise BadInput("A name needs 1 to 80 ordinary characters; go back and type it again.")
    if not state.read_only:
        state.store.coders.put(Coder(plain))
    request.session["coder"] = plain
    return RedirectResponse(_own_path(then), 303)


def _own_path(path: str) -> str:
    """Only a path of ours: a link from elsewhere must not send people away."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
