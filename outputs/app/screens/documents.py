"""Read and code: a whole document with its codes in the margin, where words are chosen and given themes."""

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from learnbrief.corpus.corrected import corrected_in
from learnbrief.corpus.document import Document, Excerpt, Kind, Speech
from learnbrief.corpus.errors import BadInput, NotFound, StaleEdit
from learnbrief.corpus.marks import ACT, Mark
from learnbrief.corpus.store import Store
from learnbrief.corpus.store.spans import Places
from learnbrief.corpus.tag import Action, Review
from learnbrief.outputs.app.document import acts
from learnbrief.outputs.app.document.acts import Hand
from learnbrief.outputs.app.document.margin import Told, lines_of, looks_of
from learnbrief.outputs.app.screens.basket import basket_of
from learnbrief.outputs.app.state import AppState, CoderDep, StateDep, page, say_and_go

router = APIRouter(prefix="/documents")

GONE = "These words are no longer in the material: their source has a newer version."
Act = tuple[list[Review], str]
"""The entries that a press makes, and what is told of it."""


class Press(BaseModel):
    """A press of a button on the page: which, and what was chosen and typed beside it."""

    act: Annotated[str, Field(max_length=300)]
    version: int
    edition: Annotated[int, Field(ge=0)]
    start: int | None = None
    end: int | None = None
    theme: str = ""
    stance: str = ""
    text: Annotated[str, Field(max_length=5000)] = ""
    machine: str = "on"


@router.get("")
def shelf(request: Request, state: StateDep, coder: CoderDep) -> Response:
    """Every document, and how far this coder is with it."""
    done, counts = state.store.tags.done(coder=coder), dict[str, tuple[int, int]]()
    for one in state.store.cuts.now().evidence:
        finished, every = counts.get(one.document_id, (0, 0))
        counts[one.document_id] = finished + (one.excerpt_id in done), every + 1
    cards = sorted(state.store.documents.cards(), key=lambda card: (card.date, card.document_id), reverse=True)
    return page(request, "documents.html", {"cards": cards, "counts": counts})


@router.get("/at/{excerpt_id}")
def place(state: StateDep, excerpt_id: str) -> Response:
    """The place of an excerpt in its document, also of one that was cut from an earlier version."""
    excerpt = state.store.excerpts.get([excerpt_id])[excerpt_id]
    current = state.store.tags.current_id(excerpt)
    if current is None:
        raise NotFound(GONE)
    return RedirectResponse(f"/documents/{excerpt.document_id}#{current}", 303)


@router.get("/{document_id}/words")
def words(state: StateDep, document_id: str, version: int, start: int, end: int) -> Response:
    """The place of words of any version, where they stand now."""
    places = Places(state.store.excerpts.of(document_id))
    current = places.at(document_id, version, start, end, state.store.documents)
    if current is None:
        raise NotFound(GONE)
    return RedirectResponse(f"/documents/{document_id}#{current}", 303)


@router.get("/{document_id}")
def show(request: Request, state: StateDep, coder: CoderDep, document_id: str, machine: str = "on") -> Response:
    """One document; of what is kept for blind coding it tells nothing until this coder has coded it."""
    store, document, codebook = state.store, state.store.documents.get(document_id), state.codebook()
    excerpts = store.excerpts.of(document_id)
    hidden = state.services.reserve(coder).hidden
    marks = [one for one in store.marks.of(document_id, document.version) if one.theme in codebook]
    told = _told(store, excerpts, [one for one in marks if _shown(one, coder, excerpts, hidden)], hidden, coder)
    if machine == "off":
        told = Told([tag for tag in told.tags if tag.checked], told.marks, told.hidden, told.done, {}, told.comments)
    last = acts.latest_act(store, document_id, coder)
    values = {
        "document": document,
        "lines": lines_of(document, excerpts, told, codebook),
        "mine": [one for one in told.marks if one.coder == coder],
        "codebook": codebook,
        "looks": looks_of(codebook),
        "edition": store.reviews.edition(document_id),
        "last": last[0].payload[ACT] if last else "",
        "machine": machine,
        "kinds": list(Kind),
        "events": store.events.all(),
        "speakers": speakers_of(document, excerpts),
        "capacities": [one.value for one in Speech],
        "aside": corrected_in(document.attributes).aside,
        "memos": sum(
            one.start is None for one in store.reviews.standing(actions=[Action.COMMENT], document_id=document_id)
        ),
        "evidence": sum(one.evidence for one in excerpts),
        "in_basket": basket_of(state, coder),
        "finished": sum(one.evidence and one.excerpt_id in told.done for one in excerpts),
        "kept_blind": sum(one.excerpt_id in hidden for one in excerpts),
    }
    if machine != "off":
        store.blind.show(coder, [one.excerpt_id for one in excerpts if one.excerpt_id not in hidden])
    return page(request, "document.html", values)


def _told(store: Store, excerpts: Sequence[Excerpt], marks: Sequence[Mark], hidden: frozenset[str], coder: str) -> Told:
    """What may be shown of a document's coding; what may not is not even read."""
    open_to_all = [one for one in excerpts if one.excerpt_id not in hidden]
    suggested = store.tags.suggested([one.excerpt_id for one in open_to_all]) if open_to_all else []
    return Told(
        store.tags.effective_on(open_to_all) if open_to_all else [],
        marks,
        hidden,
        store.tags.done(excerpts, coder=coder),
        {(tag.excerpt_id, tag.theme): tag.reason for tag in suggested if tag.reason},
        _comments(store, excerpts, hidden, coder),
    )


def _comments(store: Store, excerpts: Sequence[Excerpt], hidden: frozenset[str], coder: str) -> dict[str, list[Review]]:
    """What was written beside each excerpt, as far as this coder may see it."""
    places, found = Places(excerpts), dict[str, list[Review]]()
    for one in (
        store.reviews.standing(actions=[Action.COMMENT], document_id=excerpts[0].document_id) if excerpts else ()
    ):
        key = places.of(one, store.documents)
        if key and (one.coder == coder or key not in hidden):
            found.setdefault(key, []).append(one)
    return found


def _shown(mark: Mark, coder: str, excerpts: Sequence[Excerpt], hidden: frozenset[str]) -> bool:
    """A mark of one's own always; another's unless some of it lies in words that are kept for blind coding."""
    blind = (one for one in excerpts if one.excerpt_id in hidden)
    return mark.coder == coder or not any(mark.touches(one.start, one.end) for one in blind)


@router.post("/{document_id}")
def press(
    request: Request, state: StateDep, coder: CoderDep, document_id: str, said: Annotated[Press, Form()]
) -> Response:
    """Do what one button says, all of it or nothing, and only on what the page showed."""
    store, (act, _, about) = state.store, said.act.partition(":")
    if act not in _ACTS:
        raise BadInput("That is not something the page can do; reload it and try again.")
    reserve = state.services.reserve(coder)
    with store.writing():
        document = store.documents.open_for_edit(document_id, said.version)
        hand = Hand.of(coder, document, store.excerpts.of(document_id), reserve)
        reviews, message = _ACTS[act](state, hand, said, about)
        for review in reviews:
            if review.action in (Action.ADD, Action.ACCEPT, Action.REJECT):
                store.tags.refuse_overruling(review, edition=said.edition)
        store.reviews.add(*reviews)
    machine = "" if said.machine == "on" else "?machine=off"
    return say_and_go(request, message, f"/documents/{document_id}{machine}")


DETAILS = ("kind", "event", "event_title", "event_day", "collaborative", "aside")


@router.post("/{document_id}/details")
async def correct(
    request: Request, state: StateDep, coder: CoderDep, document_id: str, version: Annotated[int, Form()]
) -> Response:
    """Correct what the document is said to be; its words, and what was coded in them, stay as they are."""
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    told = {name: value for name, value in form.items() if name in DETAILS or name.startswith("speech:")}
    told |= {"date": form["day"]} if "day" in form else {}
    if form.get("aside") == "" and "put_aside" in form:
        raise BadInput("Say in a few words why the source should not count for now. Nothing was changed.")
    changes = await run_in_threadpool(state.services.correct, document_id, version, told, coder=coder)
    message = f"Corrected: {', '.join(changes)}." if changes else "It says so already; nothing was changed."
    return say_and_go(request, message, f"/documents/{document_id}")


def speakers_of(document: Document, excerpts: Sequence[Excerpt]) -> list[tuple[str, str, str]]:
    """(label, in what capacity they are taken to speak, what a person said of it) of everybody who speaks in a talk."""
    told = corrected_in(document.attributes).speech
    found: dict[str, str] = {}
    for passage in document.source.passages if document.kind is not Kind.SURVEY else ():
        said = next((one for one in excerpts if passage.start <= one.start < passage.end), None)
        if passage.speaker and said is not None:
            found.setdefault(passage.speaker, said.speech.value)
    return [(label, speech, told[label].value if label in told else "") for label, speech in found.items()]


def _keep(state: AppState, hand: Hand, said: Press, _about: str) -> Act:
    """Give the chosen words a theme, a stance, a comment, or all three."""
    start, end = hand.within_text(said.start, said.end)
    themes = [state.codebook().theme(one) for one in (said.theme, said.stance) if one]
    words = said.text.strip()
    if not (themes or words):
        raise BadInput("Choose a theme or a stance for these words, or write a comment.")
    marks = state.store.marks.of(hand.document.document_id, hand.document.version)
    reviews = acts.mark(hand, start, end, [theme.slug for theme in themes], marks) if themes else []
    reviews += [acts.comment(hand, start, end, words)] if words else []
    given = " and ".join(theme.name for theme in themes)
    return reviews, f"{given or 'Comment'}: kept on “{_short(hand.document, start, end)}”."


def _mine(hand: Hand, state: AppState, mark_id: str) -> tuple[Mark, list[Mark]]:
    """A mark of this coder's own, and all of them."""
    marks = state.store.marks.of(hand.document.document_id, hand.document.version)
    mine = [one for one in marks if one.coder == hand.coder]
    found = next((one for one in mine if one.mark_id == mark_id), None)
    if found is None:
        raise StaleEdit("That mark is no longer there, or is not your own. Nothing was changed; look again.")
    return found, mine


def _remove(state: AppState, hand: Hand, _said: Press, about: str) -> Act:
    one, _ = _mine(hand, state, about)
    return acts.remove(hand, one), f"{_name(state, one)}: mark removed."


def _move(state: AppState, hand: Hand, said: Press, about: str) -> Act:
    one, _ = _mine(hand, state, about)
    start, end = hand.within_text(said.start, said.end)
    return acts.move(hand, one, start, end), f"{_name(state, one)}: now on “{_short(hand.document, start, end)}”."


def _split(state: AppState, hand: Hand, said: Press, about: str) -> Act:
    one, _ = _mine(hand, state, about)
    start, _ = hand.within_text(said.start, said.end)
    return acts.split(hand, one, start), f"{_name(state, one)}: split in two."


def _join(state: AppState, hand: Hand, _said: Press, about: str) -> Act:
    one, mine = _mine(hand, state, about)
    return acts.join(hand, one, mine), f"{_name(state, one)}: joined with the next."


def _decide(action: Action) -> Callable[[AppState, Hand, Press, str], Act]:
    """A yes or no to one theme of one excerpt, as in Review tags."""

    def decide(state: AppState, hand: Hand, _said: Press, about: str) -> Act:
        excerpt_id, _, theme = about.partition(":")
        excerpt = _excerpt(hand, excerpt_id)
        if excerpt_id in hand.reserve.hidden:
            raise StaleEdit("This excerpt is kept for blind coding. Nothing was kept; look again.")
        name = state.codebook().theme(theme).name
        review = acts.decide(hand, excerpt, theme, action)
        return [review], f"{name}: {action.value}ed."

    return decide


def _done(state: AppState, hand: Hand, _said: Press, about: str) -> Act:
    """Finished with an excerpt; pressed twice, it is finished once."""
    excerpt = _excerpt(hand, about)
    if state.store.tags.done([excerpt], coder=hand.coder):
        return [], "You had finished this one."
    marks = state.store.marks.of(hand.document.document_id, hand.document.version)
    return [acts.finish(hand, excerpt, marks)], "Finished: what you did not mark there does not apply."


def _undo(state: AppState, hand: Hand, _said: Press, about: str) -> Act:
    last = acts.latest_act(state.store, hand.document.document_id, hand.coder)
    return acts.take_back(hand, last, about), "Undone."


_ACTS: dict[str, Callable[[AppState, Hand, Press, str], Act]] = {
    "keep": _keep,
    "remove": _remove,
    "move": _move,
    "split": _split,
    "join": _join,
    "accept": _decide(Action.ACCEPT),
    "reject": _decide(Action.REJECT),
    "done": _done,
    "undo": _undo,
}


def _excerpt(hand: Hand, excerpt_id: str) -> Excerpt:
    found = next((one for one in hand.excerpts if one.excerpt_id == excerpt_id), None)
    if found is None:
        raise StaleEdit("This text was cut anew since you opened the page. Nothing was kept; look again.")
    return found


def _name(state: AppState, mark: Mark) -> str:
    return state.themes().get(mark.theme, mark.theme)


def _short(document: Document, start: int, end: int) -> str:
    words = " ".join(document.text[start:end].split())
    return words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + " …"
