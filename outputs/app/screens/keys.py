"""Keys: the single keys that press buttons, to be read, changed or switched off."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnbrief.outputs.app.keys import ACTS, keep_keys, usual_keys
from learnbrief.outputs.app.state import CoderDep, StateDep, page, say_and_go

router = APIRouter(prefix="/keys")


@router.get("")
def keys(request: Request, coder: CoderDep) -> Response:
    """Every key with what it does; `page` hands over what this coder chose."""
    return page(request, "keys.html", {})


@router.post("")
async def keep(request: Request, state: StateDep, coder: CoderDep) -> Response:
    """Keep other keys, or none, or go back to the usual ones."""
    form = await request.form()
    if form.get("usual"):
        usual_keys(state.store, coder)
        return say_and_go(request, "Your keys are the usual ones again.", "/keys")
    chosen = {act: str(form[act]) for act in ACTS if act in form}
    keep_keys(state.store, coder, off=bool(form.get("off")), chosen=chosen)
    return say_and_go(
        request, "Your keys are kept." if not form.get("off") else "Single keys are switched off.", "/keys"
    )
