"""De-identification check: what was hidden, what was only flagged, and a person's decision on it."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from corpus.document import Document
from corpus.errors import BadInput, NotAllowed, StaleEdit
from corpus.store import PrivacyMark, new_review
from corpus.tag import Action
from outputs.app.state import AppState, CoderDep, StateDep, page, say_and_go

router = APIRouter(prefix="/privacy")
TYPES = ("person", "organisation", "place", "role", "other")


@router.get("")
def documents(request: Request, state: StateDep) -> Response:
    """Every document with what was done to it; those nobody has confirmed come first."""
    confirmed = state.store.privacy.confirmed()
    rows = [
        (card, state.store.privacy.of(card.document_id, card.version), confirmed.get((card.document_id, card.version)))
        for card in state.store.documents.cards()
    ]
    rows.sort(key=lambda row: (row[2] is not None, -sum(mark.status == "flagged" for mark in row[1])))
    return page(request, "privacy.html", {"rows": rows, "participants": state.store.participants.all()})


@router.get("/{document_id}")
def one(request: Request, state: StateDep, document_id: str) -> Response:
    """One document with its replacements and flags marked in place."""
    document = state.store.documents.get(document_id)
    marks = state.store.privacy.of(document_id, document.version)
    values = {
        "document": document,
        "pieces": _pieces(document, marks),
        "marks": marks,
        "flagged": [mark for mark in marks if mark.status == "flagged"],
        "confirmed_by": state.store.privacy.confirmed().get((document_id, document.version)),
        "types": TYPES,
    }
    return page(request, "privacy_document.html", values)


def _pieces(document: Document, marks: list[PrivacyMark]) -> list[tuple[str, PrivacyMark | None]]:
    pieces: list[tuple[str, PrivacyMark | None]] = []
    at = 0
    for mark in marks:
        pieces += [(document.text[at : mark.start], None), (document.text[mark.start : mark.end], mark)]
        at = mark.end
    return [*pieces, (document.text[at:], None)]


@router.post("/{document_id}/marks")
async def decide(request: Request, state: StateDep, coder: CoderDep, document_id: str) -> Response:
    """Keep decisions on one mark, or on all that are flagged."""
    form = await request.form()
    document = _unchanged(state, document_id, str(form.get("version", "")))
    marks = {mark.mark_id: mark for mark in state.store.privacy.of(document_id, document.version)}
    act, wanted = str(form.get("act", "")), str(form.get("mark", ""))
    if act == "accept-all":
        decisions = {mark_id: True for mark_id, mark in marks.items() if mark.status == "flagged"}
    elif act in ("accept", "reject") and wanted in marks:
        decisions = {wanted: act == "accept"}
    else:
        raise BadInput("Choose a replacement to accept or reject.")
    version = state.services.decide_marks(document_id, decisions, coder=coder)
    said = "Kept." if version == document.version else "The words are back, in a new version of the document."
    return say_and_go(request, said, f"/privacy/{document_id}")


@router.post("/{document_id}/redact")
def redact(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    document_id: str,
    version: Annotated[str, Form()],
    start: Annotated[int, Form(ge=0)],
    end: Annotated[int, Form(ge=1)],
    type: Annotated[str, Form()],
    everywhere: Annotated[bool, Form()] = False,
) -> Response:
    """Hide a stretch that was missed, here or wherever it stands."""
    document = _unchanged(state, document_id, version)
    if type not in TYPES or not start < end <= len(document.text) or not document.text[start:end].strip():
        raise BadInput("Select the words to hide in the text first.")
    state.services.redact(document_id, start, end, type=type, everywhere=everywhere, coder=coder)
    where = "wherever they stand" if everywhere else "here"
    return say_and_go(
        request, f"Those words are hidden {where}; tags and reviews moved with the text.", f"/privacy/{document_id}"
    )


@router.post("/{document_id}/confirm")
def confirm(
    request: Request, state: StateDep, coder: CoderDep, document_id: str, version: Annotated[str, Form()]
) -> Response:
    """A person has read the document and says nobody can be recognised."""
    document = _unchanged(state, document_id, version)
    if any(mark.status == "flagged" for mark in state.store.privacy.of(document_id, document.version)):
        raise NotAllowed(
            "Decide on the flagged words first; accept them all with one button if they should stay hidden."
        )
    details: dict[str, Any] = {"document_id": document_id, "version": document.version}
    with state.store.transaction():
        state.store.privacy.confirm(document_id, document.version, coder)
        state.store.reviews.add(new_review(Action.CONFIRM, coder, **details))
    waiting = [
        card
        for card in state.store.documents.cards()
        if (card.document_id, card.version) not in state.store.privacy.confirmed()
    ]
    where = f"/privacy/{waiting[0].document_id}" if waiting else "/privacy"
    return say_and_go(request, f"{document.title} is confirmed; {len(waiting)} left.", where)


def _unchanged(state: AppState, document_id: str, version: str) -> Document:
    document = state.store.documents.get(document_id)
    if version != str(document.version):
        raise StaleEdit(
            "This document has a newer version than the page you were on. Open it again; nothing was overwritten."
        )
    return document
