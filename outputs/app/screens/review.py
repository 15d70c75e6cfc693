"""Review tags: one excerpt in its context, every decision one key away."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.responses import RedirectResponse

from learnbrief.corpus.blind import FIRST, MILESTONES
from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.counting import holds
from learnbrief.corpus.document import Document, Excerpt, Kind
from learnbrief.corpus.errors import BadInput, NotFound, StaleEdit
from learnbrief.corpus.protocols import Queued
from learnbrief.corpus.store import new_review
from learnbrief.corpus.store.disputes import disputes_of
from learnbrief.corpus.tag import Action, EffectiveTag, Reason, Review
from learnbrief.outputs.app.state import AppState, CoderDep, StateDep, page, say_and_go

router = APIRouter(prefix="/review")

QUEUES = {
    "first": f"The first {FIRST}",
    "suggested": "Suggested order",
    "uncertain": "Least certain first",
    "disagree": "Methods disagree",
    "rare": "Rare themes",
    "unheard": "Collaboratives seldom reviewed",
    "blind": "Random share, blind",
    "all": "Everything, in order",
}
CONTEXT, LEAST_CONTEXT = 260, 90
"""Characters shown on either side of an excerpt, fewer the longer it is: all of it has to be in one window with what is decided."""
_LIST_MARK = re.compile(r"(?:^|(?<=\n))[ \t]*(?:[-*•·–]|\d{1,3}[.)])[ \t]*$")
"""The mark of the list item that an excerpt is: alone on its line it reads as a word that went missing."""
_EMPTY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


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
    """The first excerpt of the chosen queue, or word that there is none; while little is coded, the set that teaches most."""
    walk = walk_of(request)
    if not request.query_params:
        begun = _beginning(state, coder)
        if begun is not None:
            return begun
    order = order_of(state, coder, walk, afresh=True)
    if order:
        return RedirectResponse(f"/review/{order[0].excerpt_id}?{walk.query}", 303)
    return page(request, "review_empty.html", _choices(state, walk))


def _beginning(state: AppState, coder: str) -> Response | None:
    """Where somebody is led who asks for no queue while the first excerpts are not coded; none once they are."""
    done = state.store.tags.done()
    order = order_of(state, coder, Walk("first")) if len(done) < FIRST else []  # the set stays while it is coded
    left = [one.excerpt_id for one in order if one.excerpt_id not in done]
    if not left:
        return None
    return RedirectResponse(f"/review/{left[0]}?{Walk('first').query}" if done else "/review/first", 303)


@router.get("/{excerpt_id}")
def show(request: Request, state: StateDep, coder: CoderDep, excerpt_id: str) -> Response:
    """One excerpt with its suggestions, or without them where this coder has yet to code it blind."""
    walk = walk_of(request)
    excerpt = state.store.excerpts.get([excerpt_id])[excerpt_id]
    if (current := state.store.tags.current_id(excerpt)) != excerpt_id:
        return _as_it_is_now(current, walk)
    document = state.store.documents.get(excerpt.document_id, excerpt.version)
    order, reserve = order_of(state, coder, walk), state.services.reserve(coder)
    queued, here = {one.excerpt_id: one for one in order}, state.store.tags.about(excerpt)
    chosen, sample = _chosen_blind(here, coder), reserve.sample(excerpt_id)
    again = chosen is not None and excerpt_id in queued and sample is not None
    blind = again or excerpt_id in reserve.hidden
    values = _choices(state, walk) | {
        "excerpt": excerpt,
        "document": document,
        **surroundings(document, excerpt),
        "place": next((n for n, one in enumerate(order, 1) if one.excerpt_id == excerpt_id), None),
        "of": len(order),
        "blind": blind,
        "sample": sample,
        "finished_by": sorted({review.coder for review in here if review.action is Action.DONE}),
        "chosen": chosen,
        "previous": _neighbour(order, excerpt_id, -1),
        "next": _neighbour(order, excerpt_id, +1),
    }
    if not blind:  # what is not handed over cannot be shown by mistake
        values |= {
            "reason": queued[excerpt_id].reason if excerpt_id in queued else "",
            "tags": _shown_tags(state, excerpt, state.codebook()),
            "disputes": [one for one in disputes_of(here) if one.theme in state.codebook()],
            "comments": [review for review in here if review.action is Action.COMMENT],
            "edition": state.store.reviews.edition(excerpt.document_id),
            "last": _last_of(here, coder),
            "later": any(one.action is Action.LATER and one.coder == coder for one in here),
            "in_basket": any(one.action is Action.BASKET and one.coder == coder for one in here),
        }
        state.store.blind.show(coder, [excerpt_id])
    return page(request, "review.html", values)


def _as_it_is_now(current: str | None, walk: Walk) -> Response:
    """A link into an earlier version of a text leads to the same words in the latest."""
    if current is None:
        raise NotFound("These words are no longer in the material: their source has a newer version.")
    return RedirectResponse(f"/review/{current}?{walk.query}", 303)


def surroundings(document: Document, excerpt: Excerpt) -> dict[str, str]:
    """What stands before and after an excerpt, cut at whole words."""
    around = max(LEAST_CONTEXT, CONTEXT - len(excerpt.text) // 3)
    before = _LIST_MARK.sub("", document.text[max(0, excerpt.start - around) : excerpt.start])
    after = document.text[excerpt.end : excerpt.end + around]
    if excerpt.start > around:
        before = "… " + before.partition(" ")[2]
    if excerpt.end + around < len(document.text):
        after = after.rpartition(" ")[0] + " …"
    return {"before": _EMPTY_LINES.sub("\n", before.strip()), "after": _EMPTY_LINES.sub("\n", after.strip())}


@router.post("/{excerpt_id}/decide")
def decide(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    excerpt_id: str,
    theme: Annotated[str, Form()],
    action: Annotated[str, Form()],
    edition: Annotated[int, Form(ge=0)] = 0,
) -> Response:
    """Keep one decision on one theme, unless somebody decided otherwise whom the page did not show."""
    allowed = {"accept": Action.ACCEPT, "reject": Action.REJECT, "add": Action.ADD}
    if action not in allowed:
        raise BadInput("A tag can be accepted, rejected or added.")
    name = state.codebook().theme(theme).name
    excerpt = in_sight(state, coder, excerpt_id)
    decision = new_review(allowed[action], coder, excerpt=excerpt, theme=theme)
    with state.store.writing():
        if not state.store.tags.refuse_overruling(decision, edition=edition):
            state.store.reviews.add(decision)
    return _back(request, f"{name}: {action}ed.", excerpt_id)


def in_sight(state: AppState, coder: str, excerpt_id: str, *, but_for: frozenset[str] = frozenset()) -> Excerpt:
    """An excerpt whose suggestions this coder may see, as it is now; `but_for` they may see though it is kept blind."""
    return all_in_sight(state, coder, [excerpt_id], but_for=but_for)[0]


def all_in_sight(
    state: AppState, coder: str, excerpt_ids: Sequence[str], *, but_for: frozenset[str] = frozenset()
) -> list[Excerpt]:
    """The same of several: all of them, or a refusal."""
    found, hidden = state.store.excerpts.get(excerpt_ids), state.services.reserve(coder).hidden - but_for
    if not hidden.isdisjoint(excerpt_ids):
        raise StaleEdit("This excerpt is kept for blind coding. Nothing was kept; open it again and tick what applies.")
    excerpts = [found[one] for one in dict.fromkeys(excerpt_ids)]
    for excerpt in excerpts:
        if state.store.tags.current_id(excerpt) != excerpt.excerpt_id:
            raise StaleEdit("The source of this excerpt has a newer version. Nothing was kept; open the excerpt again.")
    return excerpts


@router.post("/{excerpt_id}/comment")
def comment(
    request: Request, state: StateDep, coder: CoderDep, excerpt_id: str, text: Annotated[str, Form(max_length=5000)]
) -> Response:
    """Keep a remark beside the excerpt."""
    if not text.strip():
        raise BadInput("A comment needs some words.")
    excerpt = in_sight(state, coder, excerpt_id)
    state.store.reviews.add(new_review(Action.COMMENT, coder, excerpt=excerpt, payload={"text": text.strip()}))
    return _back(request, "Comment kept.", excerpt_id)


@router.post("/{excerpt_id}/later")
def later(request: Request, state: StateDep, coder: CoderDep, excerpt_id: str) -> Response:
    """Mark the excerpt as one to come back to; pressed again, the mark goes."""
    marked = mark_for_later(state, in_sight(state, coder, excerpt_id), coder)
    return _back(request, "Marked: come back later." if marked else "No longer marked.", excerpt_id)


def mark_for_later(state: AppState, excerpt: Excerpt, coder: str) -> bool:
    """Whether this coder's mark stands now; a mark is a review as any other, and goes by an undo."""
    with state.store.writing():
        here = state.store.tags.about(excerpt)
        mine = [one for one in here if one.action is Action.LATER and one.coder == coder]
        gone = [new_review(Action.UNDO, coder, excerpt=excerpt, target=one.review_id) for one in mine]
        state.store.reviews.add(*(gone or [new_review(Action.LATER, coder, excerpt=excerpt)]))
    return not mine


@router.post("/{excerpt_id}/undo")
def undo(
    request: Request, state: StateDep, coder: CoderDep, excerpt_id: str, review: Annotated[str, Form()]
) -> Response:
    """Take back the decision that the page names; pressed twice, it is taken back once. The record keeps both."""
    excerpt = in_sight(state, coder, excerpt_id)
    with state.store.writing():
        named = state.store.reviews.get(review)
        if named.coder != coder or named.document_id != excerpt.document_id:
            raise BadInput("Only a decision of your own can be undone here.")
        taken_back = _with_it(named, state.store.tags.about(excerpt))
        state.store.reviews.add(
            *(new_review(Action.UNDO, coder, excerpt=excerpt, target=one.review_id) for one in taken_back)
        )
    return _back(request, f"Undone: {_words_of(state, named)}." if taken_back else "That is undone.", excerpt_id)


def _with_it(named: Review, here: Sequence[Review]) -> list[Review]:
    """What goes with a decision that is taken back, as far as it stands: a blind coding is one decision."""
    if not named.blind:
        return [review for review in here if review.review_id == named.review_id]
    if named.review_id not in {review.review_id for review in here}:
        return []
    return [one for one in here if one.blind and (one.coder, one.sample) == (named.coder, named.sample)]


def _words_of(state: AppState, review: Review) -> str:
    if review.blind:
        return "your blind coding"
    return f"{review.action.value} {state.themes().get(review.theme or '', review.theme or '')}".strip()


@router.post("/{excerpt_id}/done")
def done(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    excerpt_id: str,
    text: Annotated[str, Form(max_length=5000)] = "",
) -> Response:
    """This excerpt is finished: what is not tagged does not apply. A comment that was typed is kept. On to the next."""
    excerpt = in_sight(state, coder, excerpt_id)
    with state.store.writing():
        if text.strip():
            state.store.reviews.add(new_review(Action.COMMENT, coder, excerpt=excerpt, payload={"text": text.strip()}))
        if not state.store.tags.done([excerpt], coder=coder):
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
    sample = state.services.reserve(coder).sample(excerpt_id)
    with state.store.writing():
        keep_blind(state, coder, excerpt, themes or [], sample)
    return _onwards(request, state, coder, excerpt_id, "" if sample else NOT_BLIND)


NOT_BLIND = "Kept. It does not count as coded blind: you had been shown what is suggested here."


def keep_blind(state: AppState, coder: str, excerpt: Excerpt, themes: Sequence[str], sample: str | None) -> None:
    """One coding from the blind form, in place of what the same coder kept there before."""
    mine = [one for one in state.store.tags.about(excerpt) if one.coder == coder]
    before = [one for one in mine if one.blind]
    if any(one.action is Action.DONE for one in mine) and not (before and sample):
        raise StaleEdit("You have finished this excerpt. Your coding stands; open it again to change single themes.")
    if before and _chosen_blind(before, coder) == list(dict.fromkeys(themes)):
        return
    again = [new_review(Action.UNDO, coder, excerpt=excerpt, target=one.review_id) for one in before]
    state.store.reviews.add(*again, *blind_reviews(state.codebook(), excerpt, coder, themes, sample))


def blind_reviews(
    codebook: Codebook, excerpt: Excerpt, coder: str, themes: Sequence[str], sample: str | None
) -> list[Review]:
    """One coding of one excerpt without suggestions in sight: its themes, and that the rest does not apply.

    It counts as blind within a random sample only; without one, the coder had been shown what is suggested.
    """
    marks: dict[str, Any] = {"excerpt": excerpt, "blind": sample is not None, "sample": sample}
    chosen = [codebook.theme(theme).slug for theme in dict.fromkeys(themes)]
    added = [new_review(Action.ADD, coder, theme=theme, **marks) for theme in chosen]
    return [*added, new_review(Action.DONE, coder, payload={"themes": chosen}, **marks)]


def order_of(state: AppState, coder: str, walk: Walk, *, afresh: bool = False) -> list[Queued]:
    """The queue as it was when the walk began: it must not shift under the reader's hands."""
    key = (coder, walk.query)
    if afresh or key not in state.queues:
        state.queues[key] = state.services.queue(walk.queue, coder=coder, filters=walk.filters)
    return state.queues[key]


def _neighbour(order: Sequence[Queued], excerpt_id: str, step: int) -> str | None:
    places = {one.excerpt_id: n for n, one in enumerate(order)}
    if excerpt_id not in places:
        return order[0].excerpt_id if order and step > 0 else None
    wanted = places[excerpt_id] + step
    return order[wanted].excerpt_id if 0 <= wanted < len(order) else None


def _onwards(request: Request, state: AppState, coder: str, excerpt_id: str, message: str = "") -> Response:
    walk = walk_of(request)
    if walk.queue == "first" and (coded := len(state.store.tags.done())) in MILESTONES:
        return say_and_go(request, f"{coded} are coded. {message}".strip(), "/review/first")
    following = _neighbour(order_of(state, coder, walk), excerpt_id, +1)
    if following is None:
        message = f"{message} That was the last of this queue; here is what is left.".strip()
        return say_and_go(request, message, f"/review?{walk.query}")
    where = f"/review/{following}?{walk.query}"
    return say_and_go(request, message, where) if message else RedirectResponse(where, 303)


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


def _chosen_blind(reviews: Sequence[Review], coder: str) -> list[str] | None:
    """What this coder ticked here before, or None where they have not been here."""
    done = [one for one in reviews if one.coder == coder and one.blind and one.action is Action.DONE]
    return list(done[-1].payload.get("themes", ())) if done else None


def _last_of(here: Sequence[Review], coder: str) -> Review | None:
    mine = [review for review in here if review.coder == coder]
    return mine[-1] if mine else None
