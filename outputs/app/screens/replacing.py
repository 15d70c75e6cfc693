"""A source as a whole: replaced by a better file, or withdrawn for good."""

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.store import BriefHead
from learnbrief.corpus.tag import Action
from learnbrief.outputs.app.roles import lets_in
from learnbrief.outputs.app.state import AppState, CoderDep, StateDep, page, say_and_go
from learnbrief.outputs.brief.brief import evidence_of, read_brief

router = APIRouter(prefix="/documents")
DECISIONS = (Action.ACCEPT, Action.REJECT, Action.ADD, Action.ADJUDICATE)


@router.post("/{document_id}/replace")
async def replace(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    document_id: str,
    version: Annotated[int, Form()],
    file: Annotated[UploadFile, File()],
) -> Response:
    """Put a better file in the place of the source's own, and read it."""
    if not file.filename:
        raise BadInput("Choose the file that should stand in its place.")
    document = state.store.documents.open_for_edit(document_id, version)
    content = await file.read()
    # it looks through all of the material, meanwhile others go on
    await run_in_threadpool(state.services.replace_file, document_id, file.filename, content, coder=coder)
    job_id = state.store.jobs.ask("run", {"event": document.event_id}, asked_by=coder)
    return say_and_go(request, "The file is in its place and is being read.", f"/material/jobs/{job_id}")


@router.get("/{document_id}/withdraw")
def ask_withdraw(request: Request, state: StateDep, coder: CoderDep, document_id: str) -> Response:
    """What withdrawing a source would take away, before anything happens."""
    document = state.store.documents.get(document_id)
    values = {
        "document": document,
        "counts": _what_goes(state, document_id),
        "briefs": _resting_on(state, document_id),
        "may": lets_in(request, "POST /documents/{document_id}/withdraw"),
    }
    return page(request, "document_withdraw.html", values)


@router.post("/{document_id}/withdraw")
def withdraw(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    document_id: str,
    version: Annotated[int, Form()],
    sure: Annotated[str, Form()] = "",
) -> Response:
    """Ask for it; the work takes a while and is told on its page."""
    if not sure:
        raise BadInput("Tick that you know it cannot be undone. Nothing was withdrawn.")
    state.store.documents.open_for_edit(document_id, version)
    job_id = state.store.jobs.ask("withdraw", {"document": document_id}, asked_by=coder)
    return say_and_go(request, "The source is being withdrawn.", f"/material/jobs/{job_id}")


def _what_goes(state: AppState, document_id: str) -> dict[str, Any]:
    standing = state.store.reviews.standing(document_id=document_id)
    return {
        "excerpts": len(state.store.excerpts.of(document_id)),
        "decisions": sum(one.action in DECISIONS for one in standing),
        "comments": sum(one.action is Action.COMMENT for one in standing),
    }


def _resting_on(state: AppState, document_id: str) -> list[tuple[BriefHead, int]]:
    """Briefs in which words of the source stand, with the findings that lose evidence."""
    found = []
    for head in state.store.briefs.heads():
        brief = read_brief(state.store.briefs.get(head.brief_id).value)
        findings = sum(
            any(item.document == document_id for item in (*finding.evidence, *finding.counter))
            for finding in brief.findings
        )
        if findings or any(item.document == document_id for item in evidence_of(brief)):
            found.append((head, findings))
    return found
