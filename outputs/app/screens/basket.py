"""Basket: quotes that one person keeps together for a talk or a paper, and takes away as may be handed on."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from learnbrief.corpus.disclosure import Holders, attribute
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import BadInput, NotFound
from learnbrief.corpus.store import new_review
from learnbrief.corpus.store.material import Card
from learnbrief.corpus.tag import Action, Review
from learnbrief.corpus.visitors import speaks_for
from learnbrief.outputs.app.downloads import attachment, table_file, table_form
from learnbrief.outputs.app.screens.who import own_path
from learnbrief.outputs.app.state import AppState, CoderDep, StateDep, page, say_and_go
from learnbrief.outputs.export.quotes import Quote, quotes_docx
from learnbrief.outputs.layout.wording import capital, counted
from learnbrief.outputs.render import FORMS

router = APIRouter(prefix="/basket")
COLUMNS = ["words", "who", "note"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A quote in the basket, with its source and what may stand under it elsewhere."""

    excerpt: Excerpt
    card: Card
    confirmed: bool
    """Somebody has confirmed what is hidden in its source; until then it is not handed on."""
    attribution: str
    left_out: tuple[str, ...]


def in_basket(state: AppState, coder: str) -> dict[str, list[Review]]:
    """Excerpts that a coder put in and did not take out, as their words stand now, in the order they were put in."""
    kept = state.store.reviews.standing(actions=[Action.BASKET], coder=coder)
    places = state.store.cuts.now().places
    found: dict[str, list[Review]] = {}
    for one in kept:
        if here := places.of(one, state.store.documents):
            found.setdefault(here, []).append(one)
    return found


def basket_of(state: AppState, coder: str) -> Callable[[str], bool]:
    """Whether an excerpt, or what it was before its source was cut anew, is in the basket of whoever looks."""
    now, inside = state.store.cuts.now().now, in_basket(state, coder) if coder else {}
    return lambda excerpt_id: now.get(excerpt_id, excerpt_id) in inside


@router.get("")
def basket(request: Request, state: StateDep, coder: CoderDep) -> Response:
    """What is in it, with what may stand under each quote where it is shown to others."""
    return page(request, "basket.html", {"kept": _kept(state, coder), "k": state.k, "view": "basket"})


@router.get("/quotes.{form}")
def take_away(state: StateDep, coder: CoderDep, form: str) -> Response:
    """The quotes of confirmed sources, attributed as published briefs attribute them."""
    quotes = [
        Quote(one.excerpt.text, one.excerpt.mode.value == "verbatim", one.attribution)
        for one in _kept(state, coder)
        if one.confirmed
    ]
    if not quotes:
        raise NotFound("There is no quote to take away: the basket is empty, or none of its sources is confirmed.")
    if form == "docx":
        return attachment(quotes_docx(quotes, state.programme), "quotes.docx", FORMS["docx"].media_type)
    rows = [[one.words, one.who, "" if one.verbatim else "a note, not somebody's own words"] for one in quotes]
    return table_file(table_form(form), "quotes", COLUMNS, rows)


@router.post("")
def change(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    found: Annotated[list[str] | None, Form()] = None,
    act: Annotated[str, Form()] = "put",
    back: Annotated[str, Form()] = "/basket",
    place: Annotated[str, Form(pattern=r"^[\w-]*$", max_length=100)] = "",
) -> Response:
    """Put excerpts in, or take them out; what is in already, or out, stays so. A button within a page is answered by itself."""
    if act not in ("put", "take-out") or not found:
        raise BadInput("Tick the excerpts that should go into your basket.")
    with state.store.writing():
        here, now = in_basket(state, coder), state.store.cuts.now().now
        found = list(
            dict.fromkeys(now.get(one, one) for one in found)
        )  # a brief may show words as they were cut before
        excerpts = state.store.excerpts.get(found)
        if act == "put":
            made = [new_review(Action.BASKET, coder, excerpt=excerpts[one]) for one in found if one not in here]
        else:
            made = [
                new_review(Action.UNDO, coder, excerpt=excerpts[one], target=review.review_id)
                for one in found
                for review in here.get(one, ())
            ]
        state.store.reviews.add(*made)
    if "hx-request" in request.headers:
        turned = {"turned": excerpts[found[0]], "inside": act == "put", "place": place}
        return page(request, "basket_button.html", turned)
    told = "is in your basket" if act == "put" else "was taken out of your basket"
    many = told.replace("is in", "are in").replace("was", "were")
    return say_and_go(request, f"{counted(len(found), f'quote {told}', f'quotes {many}')}.", own_path(back))


def _kept(state: AppState, coder: str) -> list[Kept]:
    ids = list(in_basket(state, coder))
    excerpts, cards = state.store.excerpts.get(ids), {one.document_id: one for one in state.store.documents.cards()}
    confirmed = state.store.privacy.confirmed()
    holders = Holders.of(state.store.participants.all().values())
    voices = _voices(state.store.excerpts.now().values()) if ids else {}
    return [
        _one(state, excerpts[one], cards[excerpts[one].document_id], confirmed.keys(), holders, voices) for one in ids
    ]


def _voices(excerpts: Iterable[Excerpt]) -> dict[str, int]:
    """How many voices were heard in each collaborative."""
    heard: dict[str, set[str]] = {}
    for one in excerpts:
        if one.evidence and (place := speaks_for(one)):
            heard.setdefault(place, set()).add(one.voice.voice_id)
    return {place: len(voices) for place, voices in heard.items()}


def _one(
    state: AppState,
    excerpt: Excerpt,
    card: Card,
    confirmed: Collection[tuple[str, int]],
    holders: Holders,
    voices: Mapping[str, int],
) -> Kept:
    allowed = attribute(
        role=excerpt.role,
        kind=card.kind.words,
        collaborative=speaks_for(excerpt),
        holders=holders,
        voices_there=voices.get(speaks_for(excerpt) or "", 0),
        k=state.k,
    )
    place = state.collaborative_name(allowed.collaborative) if allowed.collaborative else ""
    told = capital(", ".join(part for part in (allowed.role or "", place, allowed.kind) if part))
    return Kept(excerpt, card, (card.document_id, card.version) in confirmed, told, allowed.left_out)
