"""A wording suggested by a language model, where the settings name one: shown beside the box, taken by a person or not."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnbrief.corpus.errors import NotAllowed
from learnbrief.outputs.app.mending.held import drafted
from learnbrief.outputs.app.state import CoderDep, StateDep, page
from learnbrief.outputs.brief.brief import read_brief

router = APIRouter(prefix="/briefs")


@router.post("/{brief_id}/suggest/{finding_id}")
def suggest(request: Request, state: StateDep, coder: CoderDep, brief_id: str, finding_id: str) -> Response:
    """One sentence from the evidence, or word that none held; nothing is kept of it."""
    if not state.services.drafter:
        raise NotAllowed("No language model is named in the settings.")
    brief = read_brief(state.store.briefs.get(brief_id).value)
    words = drafted(state, brief, brief.finding(finding_id), state.services.reserve(coder).hidden)
    values = {"draft": words, "draft_asked": True, "drafter": state.services.drafter, "box": finding_id}
    return page(request, "brief_drafted.html", values)
