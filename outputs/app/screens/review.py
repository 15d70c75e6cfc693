"""Review tags: one excerpt in its context, every decision one key away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.responses import RedirectResponse

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.counting import holds
from learnbrief.corpus.document import Document, Excerpt, Kind
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action, EffectiveTag, Reason, Review, standing
from learnbrief.outputs.app.state import AppState, CoderDep, StateDep, page, say_and_go

router = APIRouter(prefix="/review")

QUEUES = {
    "suggested": "Suggested order",
    "uncertain": "Least certain first",
    "disagree": "Methods disagree",
    "rare": "Rare themes",
    "unheard": "Collaboratives seldom reviewed",
    "blind": "Random share, blind",
    "all": "Everything, in order",
}
SAMPLE = "random-0"
"""Name of the random share that the queue reserves for blind coding."""
CONTEXT = 280
"""Characters shown on either side of an excerpt."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Which queue somebody walks through, with which filters."""

    queue: str = "suggested"
    theme: str = ""
    collaborative: str = ""
    kind: str = ""

    @property
    def query(self) -> str:
        """The walk as it stands in a link."""
        chosen = {
            name: getattr(self, name) for name in ("queue", "theme", "collaborative", "kind") if getattr(self, name)
        }
        return urlencode(chosen)

    @property
    def filters(self) -> dict[str, str]:
        """Only the filters that are set."""
        return {name: value for name in ("theme", "collaborative", "kind") if (value := getattr(self, name))}


def walk_of(request: Request) -> Walk:
    """The walk named in the link; an unknown queue is the suggested one."""
    asked = {name: request.query_params.get(name, "") for name in ("queue", "theme", "collaborative", "kind")}
    asked["queue"] = asked["queue"] if asked["queue"] in QUEUES else "suggested"
    return Walk(**asked)


@router.get("")
def start(request: Request, state: StateDep, coder: CoderDep) -> Response:
    """The first excerpt of the chosen queue, or word that there is none."""
    walk = walk_of(request)
    order = _order(state, coder, walk, afresh=True)
    if order:
        return RedirectResponse(f"/review/{order[0][0]}?{walk.query}", 303)
    return page(request, "review_empty.html", _choices(state, walk))


@router.get("/{excerpt_id}")
def show(request: Request, state: StateDep, coder: CoderDep, excerpt_id: str) -> Response:
    """One excerpt with its suggestions."""
    walk = walk_of(request)
    excerpt = state.store.excerpts.get([excerpt_id])[excerpt_id]
    document = state.store.documents.get(excerpt.document_id, excerpt.version)
    order = _order(state, coder, walk)
    reason, here = dict(order).get(excerpt_id, ""), _reviews_here(state, excerpt)
    chosen = _chosen_blind(here, coder)
    coded_blind_on_this_walk = chosen is not None and excerpt_id in dict(order)
    values = _choices(state, walk) | {
        "excerpt": excerpt,
        "document": document,
        **surroundings(document, excerpt),
        "place": next((n for n, (one, _) in enumerate(order, 1) if one == excerpt_id), None),
        "of": len(order),
        "reason": reason,
        "blind": coded_blind_on_this_walk or excerpt_id in state.services.reserved(coder),
        "tags": _shown_tags(state, excerpt, state.codebook()),
        "comments": [review for review in here if review.action is Action.COMMENT],
        "finished_by": sorted({review.coder for review in here if review.action is Action.DONE}),
        "chosen": chosen,
        "can_undo": any(review.coder == coder for review in here),
        "previous": _neighbour(order, excerpt_id, -1),
        "next": _neighbour(order, excerpt_id, +1),
    }
    return page(request, "review.html", values)


def surroundings(document: Document, excerpt: Excerpt) -> dict[str, str]:
    """What stands before and after an excerpt, cut at whole words."""
    before = document.text[max(0, excerpt.start - CONTEXT) : excerpt.start]
    after = document.text[excerpt.end : excerpt.end + CONTEXT]
    if excerpt.start > CONTEXT:
        before = "… " + before.partition(" ")[2]
    if excerpt.end + CONTEXT < len(document.text):
        after = after.rpartition(" ")[0] + " …"
    return {"before": before.strip(), "after": after.strip()}


@router.post("/{excerpt_id}/decide")
def decide(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    excerpt_id: str,
    theme: Annotated[str, Form()],
    action: Annotated[str, Form()],
) -> Response:
    """Keep one decision on one theme."""
    allowed = {"accept": Action.ACCEPT, "reject": Action.REJECT, "add": Action.ADD}
    if action not in allowed:
        raise BadInput("A tag can be accepted, rejected or added.")
    name = state.codebook().theme(theme).name
    excerpt = state.store.excerpts.get([excerpt_id])[excerpt_id]
    state.store.reviews.add(new_review(allowed[action], coder, excerpt=excerpt, theme=theme))
    return _back(request, f"{name}: {action}ed.", excerpt_id)


@router.post("/{excerpt_id}/comment")
def comment(
    request: Request, state: StateDep, coder: CoderDep, excerpt_id: str, text: Annotated[str, Form(max_length=5000)]
) -> Response:
    """Keep a remark beside the excerpt."""
    if not text.strip():
        raise BadInput("A comment needs some words.")
    excerpt = state.store.excerpts.get([excerpt_id])[excerpt_id]
    state.store.reviews.add(new_review(Action.COMMENT, coder, excerpt=excerpt, payload={"text": text.strip()}))
    return _back(request, "Comment kept.", excerpt_id)


@router.post("/{excerpt_id}/undo")
def undo(request: Request, state: StateDep, coder: CoderDep, excerpt_id: str) -> Response:
    """Take back this coder's latest decision here; the record keeps both."""
    excerpt = state.store.excerpts.get([excerpt_id])[excerpt_id]
    last = _last_of(state, excerpt, coder)
    if last is None:
        return _back(request, "There is nothing of yours to undo here.", excerpt_id)
    state.store.reviews.add(new_review(Action.UNDO, coder, excerpt=excerpt, target=last.review_id))
    what = f"{last.action.value} {state.themes().get(last.theme or '', last.theme or '')}".strip()
    return _back(request, f"Undone: {what}.", excerpt_id)


@router.post("/{excerpt_id}/done")
def done(request: Request, state: StateDep, coder: CoderDep, excerpt_id: str) -> Response:
    """This excerpt is finished: what is not tagged does not apply. On to the next."""
    excerpt = state.store.excerpts.get([excerpt_id])[excerpt_id]
    state.store.reviews.add(new_review(Action.DONE, coder, excerpt=excerpt))
    return _onwards(request, state, coder, excerpt_id)


@router.post("/{excerpt_id}/blind")
def blind(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    excerpt_id: str,
    themes: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Keep what a coder chose without seeing any suggestion. On to the next."""
    excerpt = state.store.excerpts.get([excerpt_id])[excerpt_id]
    before = [one for one in _reviews_here(state, excerpt) if one.coder == coder and one.blind and one.sample == SAMPLE]
    again = [new_review(Action.UNDO, coder, excerpt=excerpt, target=one.review_id) for one in before]
    state.store.reviews.add(*again, *blind_reviews(state.codebook(), excerpt, coder, themes or [], SAMPLE))
    return _onwards(request, state, coder, excerpt_id)


def blind_reviews(codebook: Codebook, excerpt: Excerpt, coder: str, themes: Sequence[str], sample: str) -> list[Review]:
    """One blind coding of one excerpt: its themes, and that the rest does not apply."""
    marks: dict[str, Any] = {"excerpt": excerpt, "blind": True, "sample": sample}
    chosen = [codebook.theme(theme).slug for theme in dict.fromkeys(themes)]
    added = [new_review(Action.ADD, coder, theme=theme, **marks) for theme in chosen]
    return [*added, new_review(Action.DONE, coder, payload={"themes": chosen}, **marks)]


def _order(state: AppState, coder: str, walk: Walk, *, afresh: bool = False) -> list[tuple[str, str]]:
    """The queue as it was when the walk began: it must not shift under the reader's hands."""
    key = (coder, walk.query)
    if afresh or key not in state.queues:
        state.queues[key] = state.services.queue(walk.queue, coder=coder, filters=walk.filters)
    return state.queues[key]


def _neighbour(order: Sequence[tuple[str, str]], excerpt_id: str, step: int) -> str | None:
    places = {one: n for n, (one, _) in enumerate(order)}
    if excerpt_id not in places:
        return order[0][0] if order and step > 0 else None
    wanted = places[excerpt_id] + step
    return order[wanted][0] if 0 <= wanted < len(order) else None


def _onwards(request: Request, state: AppState, coder: str, excerpt_id: str) -> Response:
    walk = walk_of(request)
    following = _neighbour(_order(state, coder, walk), excerpt_id, +1)
    if following is None:
        return say_and_go(request, "That was the last of this queue; here is what is left.", f"/review?{walk.query}")
    return RedirectResponse(f"/review/{following}?{walk.query}", 303)


def _back(request: Request, message: str, excerpt_id: str) -> Response:
    return say_and_go(request, message, f"/review/{excerpt_id}?{walk_of(request).query}")


def _choices(state: AppState, walk: Walk) -> dict[str, Any]:
    codebook = state.codebook()
    return {"walk": walk, "queues": QUEUES, "codebook": codebook, "kinds": list(Kind)}


@dataclass(frozen=True, slots=True)
class ShownTag:
    """A tag as the page shows it."""

    tag: EffectiveTag
    name: str
    facet: str
    definition: str
    reason: Reason | None
    sentence: str

    @property
    def counts(self) -> bool:
        """Whether it stands in briefs until somebody decides."""
        return holds(self.tag)


def _shown_tags(state: AppState, excerpt: Excerpt, codebook: Codebook) -> list[ShownTag]:
    """Topics before stances, the likeliest first; a theme the codebook no longer has is not shown."""
    suggested = {tag.theme: tag for tag in state.store.tags.suggested([excerpt.excerpt_id])}
    shown = []
    for tag in state.store.tags.effective([excerpt.excerpt_id]):
        if tag.theme not in codebook:
            continue
        theme = codebook.theme(tag.theme)
        reason = suggested[tag.theme].reason if tag.theme in suggested else None
        sentence = excerpt.text[reason.start : reason.end] if reason else ""
        shown.append(ShownTag(tag, theme.name, theme.facet.value, theme.definition, reason, sentence))
    return sorted(shown, key=lambda one: (one.facet != "topic", -(one.tag.score or 1.0), one.name))


def _reviews_here(state: AppState, excerpt: Excerpt) -> list[Review]:
    reviews = state.store.reviews.all(document_id=excerpt.document_id)
    here = [
        review
        for review in reviews
        if (review.version, review.start, review.end) == (excerpt.version, excerpt.start, excerpt.end)
    ]
    return standing(here)


def _chosen_blind(reviews: Sequence[Review], coder: str) -> list[str] | None:
    """What this coder ticked here before, or None where they have not been here."""
    done = [one for one in reviews if one.coder == coder and one.blind and one.action is Action.DONE]
    return list(done[-1].payload.get("themes", ())) if done else None


def _last_of(state: AppState, excerpt: Excerpt, coder: str) -> Review | None:
    mine = [review for review in _reviews_here(state, excerpt) if review.coder == coder]
    return mine[-1] if mine else None
