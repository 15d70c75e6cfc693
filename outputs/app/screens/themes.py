"""Theme by theme: every excerpt of one theme, filtered and a page at a time, decided one by one or many at once."""

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from learnbrief.corpus.codebook import Theme
from learnbrief.corpus.counting import holds
from learnbrief.corpus.document import Excerpt, Kind
from learnbrief.corpus.errors import BadInput, StaleEdit
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.store import Dispute, Preference, new_review
from learnbrief.corpus.store.by_theme import SORTS, STATES, Line, Wanted
from learnbrief.corpus.store.material import Card
from learnbrief.corpus.tag import Action, Band, EffectiveTag, Reason, Review
from learnbrief.outputs.app.paging import numbered
from learnbrief.outputs.app.screens.review import all_in_sight, mark_for_later
from learnbrief.outputs.app.state import AppState, CoderDep, StateDep, month_name, page, say_and_go

router = APIRouter(prefix="/themes")
PAGE = 25
"""Excerpts on one page: so many can be looked over before all of them are accepted at once."""
_ALWAYS = ("theme", "state", "sort")
"""Filters in sight; the rest are folded up until one of them is set."""
_MONTH = re.compile(r"[1-9]\d{3}-(?:0[1-9]|1[0-2])")
_DONE = {Action.ACCEPT: "accepted", Action.REJECT: "rejected"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One excerpt of the theme as the page shows it."""

    excerpt: Excerpt
    card: Card
    tag: EffectiveTag
    reason: Reason | None
    commented: bool
    later: bool
    dispute: Dispute | None
    """What coders said where they differ on the theme."""

    @property
    def sentence(self) -> str:
        """The words that led to the suggestion."""
        return self.excerpt.text[self.reason.start : self.reason.end] if self.reason else ""

    @property
    def counts(self) -> bool:
        """Whether it stands in briefs until somebody decides."""
        return holds(self.tag)


def wanted_of(request: Request, state: AppState) -> Wanted:
    """The filters named in the link; what nobody knows filters nothing, and no theme is the first of the codebook."""
    asked = {one.name: request.query_params.get(one.name, "") for one in fields(Wanted)}
    codebook = state.codebook()
    if asked["theme"] not in codebook:
        asked["theme"] = next(iter(codebook.topics or codebook.stances)).slug
    if asked["state"] not in STATES:
        asked["state"] = "open"
    if asked["sort"] not in SORTS:
        asked["sort"] = "likely"
    if not _MONTH.fullmatch(asked["month"]):
        asked["month"] = ""
    return Wanted(**asked)


def query_of(wanted: Wanted, **others: str) -> str:
    """The filters as they stand in a link."""
    values = {one.name: getattr(wanted, one.name) for one in fields(wanted)} | others
    return urlencode({name: value for name, value in values.items() if value})


@router.get("")
def show(request: Request, state: StateDep, coder: CoderDep) -> Response:
    """One page of the theme; whoever sees it was shown what is suggested there."""
    wanted = wanted_of(request, state)
    edition = state.store.reviews.edition()  # before anything is read: what comes later has not been shown
    lines = state.store.by_theme.lines(wanted, coder=coder, hidden=state.services.reserve(coder).hidden)
    number, pages = numbered(request, len(lines), PAGE)
    here = lines[(number - 1) * PAGE : number * PAGE]
    state.store.blind.show(coder, [line.excerpt_id for line in here])
    act = state.store.by_theme.last_act(wanted.theme, coder)
    values = {
        "wanted": wanted,
        "theme": state.codebook().theme(wanted.theme),
        "lines": _shown(state, coder, wanted, here),
        "count": len(lines),
        "number": number,
        "pages": pages,
        "first": (number - 1) * PAGE + 1,
        "query": query_of(wanted),
        "edition": edition,
        "act": act,
        "act_words": _DONE.get(act[0].action, "decided on") if act else "",
        "more": sum(bool(getattr(wanted, one.name)) for one in fields(wanted) if one.name not in _ALWAYS),
        "saved": list(state.store.preferences.of(coder, Preference.FILTER).items()),
    }
    return page(request, "themes.html", values | _choices(state))


Choice = tuple[str, str, str, list[tuple[str, str]]]
"""A filter: its name, what stands above it, the words for 'any', and (value, words) of the rest."""


def _choices(state: AppState) -> dict[str, Any]:
    """What each filter offers, those in sight and those folded up."""
    codebook, cards = state.codebook(), state.store.documents.cards()
    months = sorted({day.strftime("%Y-%m") for day in state.store.excerpts.days()})
    in_sight: list[Choice] = [
        ("theme", "Theme or stance", "", [(one.slug, one.name) for one in codebook.themes]),
        ("state", "Which of its excerpts", "", list(STATES.items())),
        ("sort", "In which order", "", list(SORTS.items())),
    ]
    folded: list[Choice] = [
        ("stance", "That also carry the stance", "Any or none", [(one.slug, one.name) for one in codebook.stances]),
        ("collaborative", "Collaborative", "Every collaborative", [(one.slug, one.name) for one in state.programme.collaboratives]),
        ("role", "Role", "Every role", [(one, one) for one in state.store.excerpts.roles()]),
        ("event", "Event", "Every event", [(one.event_id, one.title) for one in state.store.events.all()]),
        ("document", "Document", "Every document", sorted(((one.document_id, one.title) for one in cards), key=lambda pair: pair[1])),
        ("kind", "Kind", "Every kind", [(one.value, one.words) for one in Kind]),
        ("month", "Month", "Every month", [(one, month_name(one)) for one in months]),
        ("band", "Suggested how surely", "However surely", [(Band.SURE.value, "Fairly sure"), (Band.REVIEW.value, "To be looked at")]),
        ("coder", "Decided by", "Anybody or nobody", [(one.name, one.name) for one in state.store.coders.all()]),
    ]  # fmt: skip
    return {"in_sight": in_sight, "folded": folded}


def _shown(state: AppState, coder: str, wanted: Wanted, lines: Sequence[Line]) -> list[Shown]:
    ids = [line.excerpt_id for line in lines]
    excerpts, cards = state.store.excerpts.get(ids), {card.document_id: card for card in state.store.documents.cards()}
    reasons = {tag.excerpt_id: tag.reason for tag in state.store.tags.suggested(ids) if tag.theme == wanted.theme}
    disputes = state.store.disputes.on(list(excerpts.values()))
    commented, later = state.store.by_theme.commented(), state.store.by_theme.kept_for_later(coder)
    return [
        Shown(
            excerpts[one.excerpt_id],
            cards[one.document_id],
            one.tag,
            reasons.get(one.excerpt_id),
            one.excerpt_id in commented,
            one.excerpt_id in later,
            next((it for it in disputes.get(one.excerpt_id, ()) if it.theme == wanted.theme), None),
        )
        for one in lines
    ]


@router.post("/decide")
def decide(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    press: Annotated[str, Form()],
    ticked: Annotated[list[str] | None, Form()] = None,
    shown: Annotated[list[str] | None, Form()] = None,
    edition: Annotated[int, Form(ge=0, le=2**53)] = 0,
) -> Response:
    """Accept or reject the theme for one excerpt, the ticked or all that are shown, as one act; or mark one for later.

    `press` is what and for which: 'accept ticked', 'reject shown', 'accept EXCERPT', 'later EXCERPT'.
    """
    wanted = wanted_of(request, state)
    what, _, which = press.partition(" ")
    ids = {"ticked": ticked or [], "shown": shown or []}.get(which, [which])
    if not ids:
        raise BadInput("No excerpt is ticked. Tick those you mean, or use a button for all that are shown.")
    excerpts = all_in_sight(state, coder, ids)
    if what == "later":
        marked = mark_for_later(state, excerpts[0], coder)
        return _back(request, wanted, "Marked: come back later." if marked else "No longer marked.")
    actions = {"accept": Action.ACCEPT, "reject": Action.REJECT}
    if what not in actions:
        raise BadInput("A theme can be accepted or rejected.")
    kept = _keep(
        state, coder, _decisions(state.codebook().theme(wanted.theme), actions[what], coder, excerpts), edition
    )
    return _back(
        request, wanted, f"{_excerpts(kept)} {_DONE[actions[what]]} for {state.codebook().theme(wanted.theme).name}."
    )


def _decisions(theme: Theme, action: Action, coder: str, excerpts: Iterable[Excerpt]) -> list[Review]:
    """One press of a button: its decisions carry one mark, by which they are taken back together."""
    payload = {"act": str(uuid.uuid4())}
    return [new_review(action, coder, excerpt=one, theme=theme.slug, payload=payload) for one in excerpts]


def _keep(state: AppState, coder: str, decisions: Sequence[Review], edition: int) -> int:
    """All of them or none; how many were new."""
    with state.store.writing():
        new = [one for one in decisions if not state.store.tags.refuse_overruling(one, edition=edition)]
        state.store.reviews.add(*new)
    return len(new)


@router.post("/undo")
def undo(request: Request, state: StateDep, coder: CoderDep, act: Annotated[str, Form(max_length=60)]) -> Response:
    """Take back what one press decided, all of it."""
    wanted = wanted_of(request, state)
    with state.store.writing():
        here = state.store.by_theme.last_act(wanted.theme, coder)
        if not here or here[0].payload["act"] != act:
            raise StaleEdit("That was taken back already, or you decided something since. Look again.")
        state.store.reviews.add(*(_undo_of(one, coder) for one in here))
    return _back(request, wanted, f"Undone: {_excerpts(len(here))} as before.")


def _undo_of(review: Review, coder: str) -> Review:
    place = {name: getattr(review, name) for name in ("document_id", "version", "start", "end")}
    return new_review(Action.UNDO, coder, target=review.review_id, **place)


@router.post("/filters")
def save(request: Request, state: StateDep, coder: CoderDep, name: Annotated[str, Form(max_length=80)]) -> Response:
    """Keep the filters of the page under a name; the same name again replaces them."""
    wanted, plain = wanted_of(request, state), " ".join(name.split())
    if not plain or not plain.isprintable():
        raise BadInput("Filters are kept under a name of some words; go back and type one.")
    value = {"name": plain, "query": query_of(wanted)}
    state.store.preferences.put(coder, Preference.FILTER, stable_id("p", plain), value)
    return _back(request, wanted, f"Kept as ‘{plain}’.")


@router.post("/filters/remove")
def remove(request: Request, state: StateDep, coder: CoderDep, key: Annotated[str, Form(max_length=60)]) -> Response:
    """Forget filters kept under a name."""
    state.store.preferences.remove(coder, Preference.FILTER, key)
    return _back(request, wanted_of(request, state), "These filters are no longer kept.")


def _excerpts(count: int) -> str:
    return f"{count:,} excerpt{'' if count == 1 else 's'}"


def _back(request: Request, wanted: Wanted, message: str) -> Response:
    number = dict(parse_qsl(request.url.query)).get("page", "")
    return say_and_go(request, message, f"/themes?{query_of(wanted, page=number)}")
