"""Ask: what in all the material bears on a question, by side, with counts; no prose is made up."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnbrief.corpus.asked import Answer, AnswerSide
from learnbrief.outputs.app.screens.basket import basket_of
from learnbrief.outputs.app.state import AppState, ReaderDep, StateDep, page
from learnbrief.outputs.layout.asked import bears_line, excerpt_line, not_heard_lines, reach_line, side_label

router = APIRouter(prefix="/ask")
SHOWN = 8
"""Excerpts of a side that are open; the rest is folded."""


@router.get("")
def ask(request: Request, state: StateDep, reader: ReaderDep, question: str = "") -> Response:
    """The question, and what bears on it."""
    asked = " ".join(question.split())
    return page(request, "ask.html", {"question": asked, **(_answered(state, reader, asked) if asked else {})})


def _answered(state: AppState, reader: str, question: str) -> dict[str, object]:
    """What the page places; whoever has yet to code some of it blind is told of those excerpts nothing but their number."""
    answer, hidden = state.services.answer(question), state.services.reserve(reader).hidden
    names = {one.slug: one.name for one in state.programme.collaboratives}
    if reader:  # what stands under a side here leads whoever codes it later
        state.store.blind.show(reader, {one.excerpt_id for side in answer.sides for one in side.excerpts} - hidden)
    cards = {card.document_id: card for card in state.store.documents.cards()}
    return {
        "answer": answer,
        "line": bears_line(answer, len(names)),
        "sides": [_side(side, len(names), hidden) for side in answer.sides],
        "told": lambda one: excerpt_line(one, cards[one.document_id], names),
        "shown": SHOWN,
        "matters": [one for one in answer.matters if not set(one.bearing) <= hidden],
        "kept_blind": _kept(answer, hidden),
        "not_heard": not_heard_lines(answer, names),
        "in_basket": basket_of(state, reader),
    }


def _side(side: AnswerSide, places: int, hidden: frozenset[str]) -> dict[str, object]:
    open_ones = [one for one in side.excerpts if one.excerpt_id not in hidden]
    return {
        "stance": side.stance,
        "label": side_label(side),
        "line": reach_line(side.spread, places),
        "excerpts": open_ones,
    }


def _kept(answer: Answer, hidden: frozenset[str]) -> int:
    return len({one.excerpt_id for side in answer.sides for one in side.excerpts} & hidden)
