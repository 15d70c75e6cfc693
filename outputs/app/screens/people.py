"""Who is who: two pseudonyms that are one person, two people under one; and taking back what was decided on words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from learnbrief.corpus.deidentify.people import Standing, edition_of, everybody, is_label
from learnbrief.corpus.deidentify.placeholders import PLACEHOLDER
from learnbrief.corpus.document import Document
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.store import PrivacyMark, Store
from learnbrief.corpus.tag import Action, Review, standing
from learnbrief.outputs.app.state import AppState, CoderDep, StateDep, page, say_and_go
from learnbrief.outputs.app.times import moment
from learnbrief.outputs.brief.brief import moved_sources, read_brief

NAMED = 3
"""How many briefs a line names before it counts the others."""

router = APIRouter(prefix="/privacy")
AROUND = 60
"""Characters shown on either side of a placeholder."""
_WHOLE = re.compile(rf"{PLACEHOLDER.pattern}|[^\s\[]+|\[")
LATEST = 8
"""Acts that are offered to be taken back; older ones stand in the history."""


@dataclass(frozen=True, slots=True)
class Act:
    """What one press of a button did and can be undone."""

    act: str
    coder: str
    when: str
    what: str
    places: int
    also: str
    """The placeholder or document it concerns, where it is one."""


def latest_acts(store: Store, document_id: str | None = None) -> list[Act]:
    """The newest acts that still hold, of one document or of all, newest first."""
    kinds = [Action.HIDE, Action.NAME_PEOPLE, Action.UNDO]
    reviews = [one for one in standing(store.reviews.all(actions=kinds)) if "act" in one.payload]
    grouped: dict[str, list[Review]] = {}
    for review in reversed(reviews):
        grouped.setdefault(review.payload["act"], []).append(review)
    wanted = [some for some in grouped.values() if document_id is None or any(_in(one, document_id) for one in some)]
    return [_act(some) for some in wanted[:LATEST]]


def _in(review: Review, document_id: str) -> bool:
    return review.payload.get("in") == document_id or any(
        one["document"] == document_id for one in review.payload.get("renamed", ())
    )


def _act(reviews: Sequence[Review]) -> Act:
    first = reviews[0]
    places = sum(len(one.payload.get("places", ())) + len(one.payload.get("renamed", ())) for one in reviews)
    also = {str(one.payload.get("as", "")) for one in reviews}
    when = moment(first.made_at)
    told = str(first.payload["what"])
    return Act(first.payload["act"], first.coder, when, told, places, also.pop() if len(also) == 1 else "")


@router.get("/people")
def people(request: Request, state: StateDep, who: str = "") -> Response:
    """Everybody who is named or speaks; of one person every place, to give some of them to somebody else."""
    found, told = everybody(state.store), state.store.participants.all()
    cards = {card.document_id: card for card in state.store.documents.cards()}
    chosen = found.get(who)
    values = {
        "people": found,
        "participants": told,
        "who": who if chosen else "",
        "places": _places(state.store, chosen) if chosen else [],
        "edition": edition_of(found, [who]) if chosen else "",
        "editions": {other: edition_of(found, sorted((who, other))) for other in found if chosen and other != who},
        "cards": cards,
        "acts": latest_acts(state.store),
    }
    return page(request, "privacy_people.html", values)


def _places(store: Store, chosen: Standing) -> list[tuple[Document, bool, list[tuple[PrivacyMark, str, str]]]]:
    """Document by document: whether they speak there, and the places where they are named by others."""
    documents = {document_id: store.documents.get(document_id) for document_id in chosen.documents}
    talks = {one.document_id for one in chosen.talks}
    return [
        (
            document,
            document_id in talks,
            [
                (mark, *around(document, mark.start, mark.end))
                for mark in chosen.marks
                if mark.document_id == document_id and not is_label(document, mark)
            ],
        )
        for document_id, document in documents.items()
    ]


def around(document: Document, start: int, end: int) -> tuple[str, str]:
    """A few words before and after a stretch, on its own line; no word or pseudonym is cut in two."""
    text = document.text
    line, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    first, last = max(line, start - AROUND), min(stop, end + AROUND)
    for whole in _WHOLE.finditer(text, line, stop):
        if whole.start() < first < whole.end():
            first = whole.start()
        if whole.start() < last < whole.end():
            last = whole.end()
    return text[first:start], text[end:last]


@router.post("/join")
def join(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    who: Annotated[str, Form()],
    other: Annotated[str, Form()],
) -> Response:
    """Two pseudonyms are one person; the page tells with each choice how the texts of both stood."""
    name, _, edition = other.partition("|")
    if not name:
        raise BadInput("Choose who it is the same person as.")
    state.services.privacy.join(who, name, edition=edition, coder=coder)
    return say_and_go(
        request, f"{who} and {name} are one person now, in every source. {_briefs(state)}", "/privacy/people"
    )


@router.post("/part")
async def part(request: Request, state: StateDep, coder: CoderDep) -> Response:
    """Ticked places are somebody else's."""
    form = await request.form()
    who, chosen = str(form.get("who", "")), [str(one) for one in form.getlist("place")]
    new = state.services.privacy.part(who, chosen, edition=str(form.get("edition", "")), coder=coder)
    said = f"The places you ticked are {new}'s now; {who} keeps the others. {_briefs(state)}"
    return say_and_go(request, said, "/privacy/people")


@router.post("/undo")
def undo(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    act: Annotated[str, Form()],
    back: Annotated[str, Form()] = "",
) -> Response:
    """Take back what one press of a button did."""
    state.services.privacy.take_back(act, coder=coder)
    known = {"people", *(card.document_id for card in state.store.documents.cards())}
    where = f"/privacy/{back}" if back in known else "/privacy"
    return say_and_go(request, f"Taken back. {_briefs(state)}", where)


def _briefs(state: AppState) -> str:
    """Which briefs rest on texts that have changed: each says so itself, and can be brought up to date."""
    versions = {card.document_id: card.version for card in state.store.documents.cards()}
    kept = [read_brief(one.value) for one in state.store.briefs.all() if one.open]
    waiting = [f"‘{brief.title}’" for brief in kept if moved_sources(brief, versions)]
    if not waiting:
        return ""
    named = ", ".join(waiting[:NAMED]) + (f" and {len(waiting) - NAMED} more" if len(waiting) > NAMED else "")
    return f"Open in Findings and briefs what rests on words that changed, and bring it up to date: {named}."
