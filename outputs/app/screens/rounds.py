"""Rounds of double coding: drawn by an evaluator, coded blind by those it is given to, with how far each is."""

from collections.abc import Callable, Hashable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.responses import RedirectResponse

from learnbrief.corpus.accounts import Role
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import BadInput, NotAllowed, NotFound
from learnbrief.corpus.rounds import STRATA, Round, check_coders, stratified
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from learnbrief.outputs.app.screens.agreement import LARGEST, blind_page
from learnbrief.outputs.app.screens.review import keep_blind
from learnbrief.outputs.app.settling import excerpts_now, rounds_that_stand
from learnbrief.outputs.app.state import AppState, CoderDep, ReaderDep, StateDep, page, say_and_go

router = APIRouter(prefix="/agreement/rounds")


@router.get("")
def rounds(request: Request, state: StateDep, reader: ReaderDep) -> Response:
    """Every round with how far each coder is, and how far each two agree, told to none who has still to code in it."""
    shown = []
    for one in rounds_that_stand(state):
        excerpts = excerpts_now(state, one)
        progress = {who: len(state.store.tags.done(excerpts, coder=who)) for who in one.coders}
        # what others made of it would lead whoever is still at it
        pairs = [] if progress.get(reader, len(excerpts)) < len(excerpts) else _pairs(state, one, excerpts)
        shown.append((one, len(excerpts), progress, pairs))
    values = {"rounds": shown[::-1], "coders": _coders(state), "strata": STRATA, "largest": LARGEST}
    return page(request, "rounds.html", values)


@router.post("")
def draw(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    size: Annotated[int, Form(ge=1, le=LARGEST)],
    stratum: Annotated[str, Form()] = "",
    coders: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Draw a sample that none of these coders has coded or was shown suggestions of, and give it to them."""
    wanted = check_coders(coders or [])
    if unknown := [one for one in wanted if one not in _coders(state)]:
        raise BadInput(f"{unknown[0]} codes nothing here; choose among those listed.")
    if stratum not in STRATA:
        raise BadInput("A sample is drawn by collaborative, kind of source or theme, or by none.")
    with state.store.writing():
        chosen = stratified(_open_to_all(state, wanted), _stratum_of(state, stratum), size)
        if not chosen:
            raise NotAllowed(
                "Nothing is left that none of them has coded or was shown; add material, or choose others."
            )
        payload = {"coders": list(wanted), "excerpts": chosen, "stratum": stratum}
        state.store.reviews.add(new_review(Action.DRAW_ROUND, coder, payload=payload))
    less = f" There was no more that none of them has seen: {len(chosen)} of {size}." if len(chosen) < size else ""
    return say_and_go(request, f"The round is drawn for {' and '.join(wanted)}.{less}", "/agreement/rounds")


@router.get("/{round_id}")
def code(request: Request, state: StateDep, coder: CoderDep, round_id: str) -> Response:
    """The next excerpt of the round that this coder has not coded."""
    found = _mine(state, round_id, coder)
    excerpts = excerpts_now(state, found)
    done = state.store.tags.done(excerpts, coder=coder)
    left = [one for one in excerpts if one.excerpt_id not in done]
    if not left:
        return say_and_go(request, "You have coded your share of the round.", "/agreement/rounds")
    counted = (len(excerpts) - len(left), len(excerpts))
    return blind_page(request, state, coder, left[0], keep_at=f"/agreement/rounds/{round_id}", done=counted)


@router.post("/{round_id}/end")
def take_back(request: Request, state: StateDep, coder: CoderDep, round_id: str) -> Response:
    """The round is no longer asked for; what was coded in it stands."""
    found = _round(state, round_id)
    state.store.reviews.add(new_review(Action.UNDO, coder, target=found.round_id))
    return say_and_go(request, "The round is taken back; what was coded in it stands.", "/agreement/rounds")


@router.post("/{round_id}/{excerpt_id}")
def keep(
    state: StateDep,
    coder: CoderDep,
    round_id: str,
    excerpt_id: str,
    themes: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Keep one blind coding and go on."""
    found = _mine(state, round_id, coder)
    excerpt = next((one for one in excerpts_now(state, found) if one.excerpt_id == excerpt_id), None)
    if excerpt is None:
        raise NotFound("That excerpt is not in the round.")
    can_be_blind = state.services.reserve(coder).sample(excerpt_id) is not None
    with state.store.writing():
        if not state.store.tags.done([excerpt], coder=coder):
            keep_blind(state, coder, excerpt, themes or [], found.sample if can_be_blind else None)
    return RedirectResponse(f"/agreement/rounds/{round_id}", 303)


def _pairs(state: AppState, found: Round, excerpts: Sequence[Excerpt]) -> list[dict[str, Any]]:
    """Each two of its coders, with the themes that either of them used."""
    pairs = state.services.agreement_within(excerpts, found.coders)
    for pair in pairs:
        pair["themes"] = [theme for facet in pair["facets"].values() for theme in facet["themes"]]
    return pairs


def _coders(state: AppState) -> list[str]:
    """Who may be given a round: those with an account that codes, else everybody who has said their name."""
    if accounts := state.store.accounts.all():
        return [one.name for one in accounts if one.role.covers(Role.CODER)]
    return [one.name for one in state.store.coders.all()]


def _open_to_all(state: AppState, coders: tuple[str, ...]) -> list[str]:
    """Of the share kept for blind coding what each of them can still code blind, in the order of the draw."""
    left = list(state.services.reserve("").share.drawn)
    for coder in coders:
        reserve = state.services.reserve(coder)
        left = [one for one in left if one in reserve.hidden and reserve.sample(one) is not None]
    return left


def _stratum_of(state: AppState, stratum: str) -> Callable[[str], Hashable]:
    """What tells which part of the material an excerpt is of."""
    if stratum == "theme":
        first = _theme_suggested_first(state)
        return lambda one: first.get(one, "")
    excerpts = {one.excerpt_id: one for one in state.store.excerpts.current()} if stratum else {}
    if stratum == "kind":
        kinds = {card.document_id: card.kind for card in state.store.documents.cards()}
        return lambda one: kinds.get(excerpts[one].document_id)
    return lambda one: excerpts[one].collaborative if stratum else ""


def _theme_suggested_first(state: AppState) -> dict[str, str]:
    """By excerpt: the theme with the best score; the coders are told nothing of it."""
    topics, best = {theme.slug for theme in state.codebook().topics}, dict[str, tuple[float, str]]()
    for tag in state.store.tags.scored():
        if tag.theme in topics:
            best[tag.excerpt_id] = max(best.get(tag.excerpt_id, (0.0, "")), (tag.score, tag.theme))
    return {excerpt_id: theme for excerpt_id, (_, theme) in best.items()}


def _round(state: AppState, round_id: str) -> Round:
    for one in rounds_that_stand(state):
        if one.round_id == round_id:
            return one
    raise NotFound("There is no such round; it may have been taken back.")


def _mine(state: AppState, round_id: str, coder: str) -> Round:
    found = _round(state, round_id)
    if coder not in found.coders:
        raise NotAllowed("This round is for others to code.")
    return found
