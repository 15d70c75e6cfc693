"""De-identification check: what was hidden, what was only flagged, and a person's decision on it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from learnbrief.corpus.document import Document, Participant
from learnbrief.corpus.errors import BadInput, NotAllowed, StaleEdit
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.protocols import Stretch
from learnbrief.corpus.store import PrivacyMark, TextClue, new_review
from learnbrief.corpus.store.clues import OPEN
from learnbrief.corpus.tag import Action
from learnbrief.outputs.app.paging import page_of
from learnbrief.outputs.app.register import described, take_note, unknown_speakers
from learnbrief.outputs.app.screens.people import around, latest_acts
from learnbrief.outputs.app.state import AppState, CoderDep, StateDep, page, say_and_go

router = APIRouter(prefix="/privacy")
LISTED = 100
"""Documents on one page; those that wait for a person come first."""
ROLES = ("executive", "clinician", "improvement lead", "lived experience partner", "facilitator", "coach", "presenter")
TYPES = ("person", "organisation", "place", "role", "other")


@router.get("")
def documents(request: Request, state: StateDep) -> Response:
    """Every document with what was done to it, those nobody has confirmed first; and the register."""
    store, cards = state.store, state.store.documents.cards()
    confirmed, marks, telling = store.privacy.confirmed(), store.privacy.counts(), store.clues.open()
    rows = [
        (card, marks.get((card.document_id, card.version), {}), confirmed.get((card.document_id, card.version)))
        for card in cards
    ]
    rows.sort(
        key=lambda row: (
            row[2] is not None,
            -row[1].get("flagged", 0) - telling.get((row[0].document_id, row[0].version), 0),
        )
    )
    participants = state.store.participants.all()
    values = {
        "paged": page_of(request, rows, LISTED),
        "left": sum(by is None for _, _, by in rows),
        "next": rows[0][0] if rows else None,
        "telling": telling,
        "repeated": _repeated(state),
        "shown_as": shown_as,
        "acts": latest_acts(state.store),
        "participants": participants,
        "unknown": unknown_speakers(state.store),
        "described": described(state.store),
        "roles": sorted({one.role for one in participants.values() if one.role} | set(ROLES)),
    }
    return page(request, "privacy.html", values)


def _repeated(state: AppState) -> dict[str, list[PrivacyMark]]:
    """Flags of which the same stands in several places, those in most first."""
    place = {card.document_id: number for number, card in enumerate(state.store.documents.cards())}
    flagged = sorted(state.store.privacy.flagged(("person", "name")), key=lambda mark: place[mark.document_id])
    same: dict[str, list[PrivacyMark]] = {}
    for mark in flagged:
        same.setdefault(mark.replacement, []).append(mark)
    often = [one for one in same.items() if len(one[1]) > 1]
    return dict(sorted(often, key=lambda one: (-len(one[1]), one[0])))


@router.post("/everywhere")
def everywhere(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    replacement: Annotated[str, Form()],
    act: Annotated[str, Form()],
    places: Annotated[str, Form()],
) -> Response:
    """Keep hidden, or show, what one placeholder hides in all documents: just the places that the page counted."""
    flagged = _repeated(state).get(replacement, [])
    if act not in ("accept", "reject") or shown_as(flagged) != places:
        raise StaleEdit(f"{replacement} was decided on since you opened the page. Nothing was changed; look again.")
    state.services.decide_marks(flagged, keep=act == "accept", coder=coder)
    done = "are kept hidden" if act == "accept" else "are shown again, in new versions of their documents"
    return say_and_go(request, f"{replacement}: {len(flagged)} places {done}.", "/privacy")


def shown_as(marks: Sequence[PrivacyMark]) -> str:
    """Which flags a page showed: it differs as soon as one of them was decided on or moved."""
    return stable_id("f", *(mark.mark_id for mark in marks))


class Description(BaseModel):
    """What somebody says of a speaker, and how the page showed them."""

    pseudonym: str
    role: Annotated[str, Field(max_length=60)] = ""
    collaborative: str = ""
    shown_role: str = ""
    shown_collaborative: str = ""

    @property
    def shown(self) -> Participant | None:
        """As described before; none where nobody had."""
        if not (self.shown_role or self.shown_collaborative):
            return None
        return Participant(self.pseudonym, self.shown_role or None, self.shown_collaborative or None)


@router.post("/register")
def describe(request: Request, state: StateDep, coder: CoderDep, told: Annotated[Description, Form()]) -> Response:
    """Say what role and collaborative somebody has whom the register does not list."""
    pseudonym, collaborative = told.pseudonym, told.collaborative
    role, places = " ".join(told.role.split()), {one.slug for one in state.programme.collaboratives}
    if pseudonym not in {*unknown_speakers(state.store), *described(state.store)}:
        raise BadInput("Only speakers whom participants.csv does not list are described here.")
    if collaborative not in {"", *places} or not (role or collaborative):
        raise BadInput("Choose a role group, a collaborative of the programme, or both.")
    participant = Participant(pseudonym, role or None, collaborative or None)
    count = _describe(state, coder, participant, told.shown)
    said = (
        f"{pseudonym} is described; their words in {count} {'source' if count == 1 else 'sources'} count accordingly."
    )
    return say_and_go(request, said, "/privacy#register")


def _describe(state: AppState, coder: str, participant: Participant, shown: Participant | None) -> int:
    """Keep a description with its effect and the record of it; in how many sources they speak."""
    with state.store.writing():
        new = state.store.participants.describe(participant, shown=shown)
        if new:
            payload = {"role": participant.role or "", "collaborative": participant.collaborative or ""}
            review = new_review(Action.DESCRIBE, coder, target=participant.pseudonym, payload=payload)
            state.store.reviews.add(review)
        return take_note(state.store, participant, facilitator_is_evidence=state.facilitator_is_evidence)


@router.get("/{document_id}")
def one(request: Request, state: StateDep, document_id: str) -> Response:
    """One document with its replacements, flags and what may tell who somebody is marked in place."""
    return _document_page(request, state, document_id, {})


def _document_page(request: Request, state: AppState, document_id: str, seen: Mapping[str, str]) -> Response:
    """The page, with what some placeholders hide (`seen`) for whoever asked to look at them."""
    document = state.store.documents.get(document_id)
    marks = state.store.privacy.of(document_id, document.version)
    clues = [one for one in state.store.clues.of(document_id, document.version) if one.status == OPEN]
    flagged = [mark for mark in marks if mark.status == "flagged"]
    values = {
        "document": document,
        "pieces": _pieces(document, marks, clues),
        "marks": marks,
        "flagged": [(mark, *surrounding(document, mark)) for mark in flagged],
        "clues": [(one, document.text[one.start : one.end], *around(document, one.start, one.end)) for one in clues],
        "seen": seen,
        "acts": latest_acts(state.store, document_id),
        "confirmed_by": state.store.privacy.confirmed().get((document_id, document.version)),
        "types": TYPES,
    }
    return page(request, "privacy_document.html", values)


def surrounding(document: Document, mark: PrivacyMark) -> tuple[str, str]:
    """A few words before and after a mark, on its own line."""
    return around(document, mark.start, mark.end)


def _pieces(
    document: Document, marks: Sequence[PrivacyMark], clues: Sequence[TextClue]
) -> list[tuple[str, PrivacyMark | None, TextClue | None]]:
    """The text cut wherever a mark or a clue begins or ends, each piece with what it is part of."""
    spans = [*((one.start, one.end) for one in marks), *((one.start, one.end) for one in clues)]
    edges = {0, len(document.text), *(edge for span in spans for edge in span)}
    pieces = []
    for start, end in pairwise(sorted(edges)):
        mark = next((one for one in marks if one.start <= start and end <= one.end), None)
        clue = next((one for one in clues if one.start <= start and end <= one.end), None)
        pieces.append((document.text[start:end], mark, clue))
    return pieces


@router.post("/{document_id}/look")
def look(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    document_id: str,
    mark: Annotated[str, Form()],
    version: Annotated[str, Form()],
) -> Response:
    """Show what a placeholder hides, to whoever asked and until the page is left; who looked is recorded."""
    marks = {one.mark_id: one for one in state.store.privacy.of(document_id, _version(version))}
    if mark not in marks:
        raise BadInput("Choose a placeholder to look at.")
    words = state.services.privacy.look(marks[mark], coder=coder)
    return _document_page(request, state, document_id, {mark: words})


@router.post("/{document_id}/clues")
def decide_clues(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    document_id: str,
    version: Annotated[str, Form()],
    act: Annotated[str, Form()],
    clue: Annotated[str, Form()] = "",
    instead: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Let words stand by which somebody may be known, or put other words in their place."""
    here = state.store.clues.of(document_id, _version(version))
    chosen = [one for one in here if one.clue_id == clue or (act == "stand-all" and one.status == OPEN)]
    words = " ".join(instead.replace("[", " ").replace("]", " ").split())
    if not chosen or act not in ("stand", "stand-all", "hide") or (act == "hide" and not words):
        raise BadInput("Say whether the words may stand, or what should stand in their place.")
    # only what waits has these buttons
    shown = [replace(one, status=OPEN) for one in chosen]
    state.services.privacy.decide_clues(shown, instead=words if act == "hide" else None, coder=coder)
    said = f"[{words}] stands there now." if act == "hide" else f"{_passages(len(chosen))} may stand."
    return say_and_go(request, said, f"/privacy/{document_id}")


def _passages(count: int) -> str:
    return "The passage" if count == 1 else f"{count} passages"


@router.post("/{document_id}/marks")
async def decide(request: Request, state: StateDep, coder: CoderDep, document_id: str) -> Response:
    """Keep decisions on one mark, on every flag that hides the same, or on all that are flagged here."""
    form = await request.form()
    act, version = str(form.get("act", "")), _version(str(form.get("version", "")))
    marks = {mark.mark_id: mark for mark in state.store.privacy.of(document_id, version)}
    wanted = marks.get(str(form.get("mark", "")))
    if act == "accept-all":
        flagged = [mark for mark in marks.values() if mark.status == "flagged"]
    elif act in ("accept", "reject") and wanted:
        shown = replace(wanted, status="flagged")  # only what is flagged has these buttons
        flagged = _same(state, shown) if form.get("everywhere") else [shown]
    else:
        raise BadInput("Choose a replacement to accept or reject.")
    keep = act != "reject"
    await run_in_threadpool(state.services.decide_marks, flagged, keep=keep, coder=coder)
    count = "It is" if len(flagged) == 1 else f"{len(flagged)} places are"
    said = f"{count} kept hidden." if keep else f"{count} shown again, in a new version of the document."
    return say_and_go(request, said, f"/privacy/{document_id}")


def _same(state: AppState, mark: PrivacyMark) -> list[PrivacyMark]:
    """Every flag in the programme that puts the same in the words' place."""
    found = [
        one for card in state.store.documents.cards() for one in state.store.privacy.of(card.document_id, card.version)
    ]
    same = [one for one in found if one.status == "flagged" and one.replacement == mark.replacement]
    return same if mark in same else [mark, *same]


@router.post("/{document_id}/redact")
def redact(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    document_id: str,
    version: Annotated[str, Form()],
    type: Annotated[str, Form()],
    start: Annotated[str, Form()] = "",
    end: Annotated[str, Form()] = "",
    words: Annotated[str, Form(max_length=200)] = "",
    everywhere: Annotated[bool, Form()] = False,
) -> Response:
    """Hide a stretch that was missed, selected or typed, here or wherever it stands."""
    document = state.store.documents.get(document_id, _version(version))
    if type not in TYPES:
        raise BadInput(f"Say what it is: {', '.join(TYPES)}.")
    first, last = _typed(document, words, everywhere=everywhere) if words.strip() else _selected(document, start, end)
    stretch = Stretch(document_id, document.version, first, last)
    state.services.redact(stretch, type=type, everywhere=everywhere, coder=coder)
    where = "wherever they stand" if everywhere else "here"
    return say_and_go(
        request, f"Those words are hidden {where}; tags and reviews moved with the text.", f"/privacy/{document_id}"
    )


def _selected(document: Document, start: str, end: str) -> tuple[int, int]:
    if start.isdecimal() and end.isdecimal() and len(start + end) < 20:
        first, last = int(start), int(end)
        if first < last <= len(document.text) and document.text[first:last].strip():
            return first, last
    raise BadInput("Select the words to hide in the text, or type them, first.")


def _typed(document: Document, words: str, *, everywhere: bool) -> tuple[int, int]:
    """Where typed words stand; if that is not one place the person has to say which."""
    words = words.strip()
    count, first = document.text.count(words), document.text.find(words)
    if not count:
        raise BadInput("Those words do not stand in this document; type them exactly as they are written there.")
    if count > 1 and not everywhere:
        raise BadInput(f"Those words stand {count} times here. Tick 'everywhere', or select the one place in the text.")
    return first, first + len(words)


@router.post("/{document_id}/confirm")
def confirm(
    request: Request, state: StateDep, coder: CoderDep, document_id: str, version: Annotated[str, Form()]
) -> Response:
    """A person has read the document and says nobody can be recognised."""
    with state.store.writing():
        document = _confirm(state, coder, document_id, _version(version))
    waiting = [
        card
        for card in state.store.documents.cards()
        if (card.document_id, card.version) not in state.store.privacy.confirmed()
    ]
    where = f"/privacy/{waiting[0].document_id}" if waiting else "/privacy"
    return say_and_go(request, f"{document.title} is confirmed; {len(waiting)} left.", where)


def confirm_sources(state: AppState, coder: str, sources: Sequence[str]) -> int:
    """Confirm sources given as 'document:version' that a person has looked at; what is flagged in them stays hidden."""
    if not sources:
        raise BadInput("Tick the sources that you have looked at, and press again.")
    named = [
        (document_id, _version(version))
        for document_id, _, version in (one.rpartition(":") for one in dict.fromkeys(sources))
    ]
    for place in named:
        _refuse_undecided(state, *place)
    flagged = [mark for place in named for mark in state.store.privacy.of(*place) if mark.status == "flagged"]
    if flagged:
        state.services.decide_marks(flagged, keep=True, coder=coder)
    with state.store.writing():
        for place in named:
            _confirm(state, coder, *place)
    return len(named)


def _confirm(state: AppState, coder: str, document_id: str, version: int) -> Document:
    """Keep that somebody looked at a document as it is, with nothing left to decide. Within a writing transaction."""
    document = state.store.documents.open_for_edit(document_id, version)
    _refuse_undecided(state, document_id, version)
    if any(mark.status == "flagged" for mark in state.store.privacy.of(document_id, version)):
        raise NotAllowed(
            "Decide on the flagged words first; accept them all with one button if they should stay hidden."
        )
    if (document_id, version) not in state.store.privacy.confirmed():
        state.store.privacy.confirm(document_id, version, coder)
        details: dict[str, Any] = {"document_id": document_id, "version": version}
        state.store.reviews.add(new_review(Action.CONFIRM, coder, **details))
    return document


def _refuse_undecided(state: AppState, document_id: str, version: int) -> None:
    """Words by which somebody may be known stand until a person says so, passage by passage."""
    if (document_id, version) in state.store.clues.open():
        title = state.store.documents.get(document_id).title
        raise NotAllowed(f"Decide first on what may tell who somebody is in {title}: open it under De-identification.")


def _version(given: str) -> int:
    if not given.isdecimal() or len(given) > 9:
        raise BadInput("That request was not complete. Go back and try again.")
    return int(given)
