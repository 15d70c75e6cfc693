"""The page of the first excerpts to code: what they bring, how many are coded, what would change by them."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnbrief.corpus.blind import AT_RANDOM, FIRST, MILESTONES
from learnbrief.outputs.app.screens.review import Walk, order_of
from learnbrief.outputs.app.state import CoderDep, StateDep, page

router = APIRouter(prefix="/review")


@router.get("/first")
def first(request: Request, state: StateDep, coder: CoderDep) -> Response:
    """Where coding begins, and where it is told at 10 and at 25 what would change."""
    done = state.store.tags.done()
    left = [one for one in order_of(state, coder, Walk("first")) if one.excerpt_id not in done]
    proposed = [model for model in state.store.models.all() if model.status == "proposed"]
    values = {
        "coded": len(done),
        "size": FIRST,
        "at_random": AT_RANDOM,
        "milestone": MILESTONES[0],
        "left": len(left) if len(done) < FIRST else 0,
        "proposed": proposed[-1] if proposed else None,
    }
    return page(request, "review_first.html", values)
