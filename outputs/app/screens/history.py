"""Who did what: the append-only record, filterable and exportable."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from learnbrief.corpus.errors import BadInput, NotFound
from learnbrief.corpus.store.reviews import Wanted as Kept
from learnbrief.corpus.tag import Action, Review
from learnbrief.outputs.app.downloads import table_file
from learnbrief.outputs.app.paging import Paged, page_at, page_of
from learnbrief.outputs.app.state import AppState, ReaderDep, StateDep, page
from learnbrief.outputs.brief.brief import read_brief
from learnbrief.outputs.brief.reviews import EDITORIAL

router = APIRouter()
SHOWN = 200
MOST = 10**9
"""Entries of the whole record: no limit."""
EARLIEST, LATEST = 1900, 2999
"""Years in which an entry can be looked for."""
HIDDEN = {"note": "told once you have coded it blind"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the record to show; an empty field asks for everything."""

    coder: str = ""
    action: str = ""
    since: str = ""
    until: str = ""
    words: str = ""

    @property
    def kept(self) -> Kept:
        """As the store is asked; days are those of this machine, as they are shown."""
        since, until = (_day(self.since, "from"), _day(self.until, "until"))
        before = until + timedelta(days=1) if until else None
        return Kept(self.coder, self.action, _morning(since) if since else None, _morning(before) if before else None)


def _day(told: str, which: str) -> date | None:
    try:
        day = date.fromisoformat(told) if told else None
    except ValueError:
        day = date.min
    if day and not EARLIEST <= day.year <= LATEST:
        raise BadInput(f"‘{told}’ is no day to show the record {which}; write it as 2025-03-14.")
    return day


def _morning(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()


def wanted_of(request: Request) -> Wanted:
    """The filters named in the link."""
    return Wanted(
        **{name: request.query_params.get(name, "") for name in ("coder", "action", "since", "until", "words")}
    )


WantedDep = Annotated[Wanted, Depends(wanted_of)]


@router.get("/history")
def history(request: Request, state: StateDep, reader: ReaderDep, wanted: WantedDep) -> Response:
    """The latest of the record, newest first, with the privacy rules and schedule beside it."""
    paged = _page(request, state, wanted, reader)
    shown = paged.items
    names, places = _names(state, shown), _places(state, shown)
    values = {
        "entries": [
            (review, _about(review, names), places.get(_place(review), "in its place"), _note(review))
            for review in shown
        ],
        "count": paged.count,
        "paged": paged,
        "coders": state.store.coders.all(),
        "actions": list(Action),
        "wanted": wanted,
        "query": request.url.query,
        "logbook": state.store.logbook.all()[::-1],
        "next_runs": state.services.unattended().next_runs,
        "k": state.k,
        "facilitator_is_evidence": state.facilitator_is_evidence,
        "workspace": state.workspace.name,
    }
    return page(request, "history.html", values)


@router.get("/history.{form}")
def history_file(state: StateDep, reader: ReaderDep, wanted: WantedDep, form: str) -> Response:
    """The same record as a table for a spreadsheet."""
    if form not in ("csv", "xlsx"):
        raise NotFound("The record comes as csv or xlsx.")
    header = [
        "time",
        "coder",
        "action",
        "theme",
        "document",
        "version",
        "start",
        "end",
        "target",
        "blind",
        "payload",
        "seal",
    ]
    seals = state.store.history.seals()
    rows = [
        [
            review.made_at, review.coder, review.action.value, review.theme, review.document_id,
            review.version, review.start, review.end, review.target, review.blind, json.dumps(review.payload, ensure_ascii=False),
            seals.get(review.review_id, ""),
        ]
        for review in _chosen(state, wanted, reader)
    ]  # fmt: skip
    return table_file(form, "history", header, rows)


def _page(request: Request, state: AppState, wanted: Wanted, reader: str) -> Paged[Review]:
    """One page of what is asked for; only where words are looked for is the whole record read."""
    if wanted.words:
        return page_of(request, _chosen(state, wanted, reader), SHOWN)
    reviews = state.store.reviews
    return page_at(
        request,
        reviews.count(wanted.kept),
        SHOWN,
        lambda after: _as_told(state, reviews.newest(wanted.kept, after=after, most=SHOWN), reader),
    )


def _chosen(state: AppState, wanted: Wanted, reader: str) -> list[Review]:
    """All that is asked for, newest first; how others coded what the reader has yet to code blind is not in it."""
    # before the words are looked for: a search for a theme's name would tell which entries carry it
    told = _as_told(state, state.store.reviews.newest(wanted.kept, after=0, most=MOST), reader)
    return [review for review in told if wanted.words.lower() in _said(review).lower()]


def _as_told(state: AppState, reviews: Sequence[Review], reader: str) -> list[Review]:
    hidden = state.store.blind.hidden_reviews(reviews, state.services.reserve(reader), coder=reader)
    return [replace(one, theme=None, payload=HIDDEN) if one.review_id in hidden else one for one in reviews]


def _said(review: Review) -> str:
    return " ".join(
        [review.theme or "", review.document_id or "", review.target or "", *map(str, review.payload.values())]
    )


Place = tuple[str | None, int | None, int | None, int | None]
Named = dict[str, tuple[str, str]]
"""By id of a document, brief or finding: (its title or heading, link)."""

BY_ACTION = {
    Action.EDIT_CODEBOOK: ("the codebook", "/codebook/versions"),
    Action.ACCEPT_MODEL: ("a retrained tagger", "/codebook"),
    Action.REFUSE_MODEL: ("a retrained tagger", "/codebook"),
    Action.ACCEPT_THEME: ("a proposed theme", "/codebook"),
    Action.REFUSE_THEME: ("a proposed theme", "/codebook"),
}
"""What an entry is about whose target is an id that means nothing to a reader."""


def _names(state: AppState, reviews: Sequence[Review]) -> Named:
    """Titles of documents and briefs, and headings of the findings that these entries are about."""
    found: Named = {
        card.document_id: (card.title, f"/privacy/{card.document_id}") for card in state.store.documents.cards()
    }
    heads = state.store.briefs.heads()
    found |= {head.brief_id: (head.title, f"/briefs/{head.brief_id}") for head in heads}
    wanted = {one.target for one in reviews if one.target and one.action in EDITORIAL} - found.keys()
    for head in heads:  # the newest first; a brief is read only as long as a finding is still to be found
        if not wanted:
            break
        for finding in read_brief(state.store.briefs.get(head.brief_id).value).findings:
            if finding.id in wanted:
                found[finding.id] = (
                    finding.heading or "a finding without a headline",
                    f"/briefs/{head.brief_id}#{finding.id}",
                )
                wanted.discard(finding.id)
    return found | dict.fromkeys(wanted, ("a finding of an earlier brief", ""))


def _place(review: Review) -> Place:
    return review.document_id, review.version, review.start, review.end


def _places(state: AppState, reviews: Sequence[Review]) -> dict[Place, str]:
    """What each place is called: the heading it stands under, else its first words."""
    wanted = {
        (one.document_id, one.version, one.start, one.end)
        for one in reviews
        if one.document_id and one.version is not None and one.start is not None and one.end is not None
    }
    excerpts = state.store.excerpts.at(wanted)
    return {place: f"‘{_shorten(one.heading or one.text, 60)}’" for place, one in excerpts.items()}


def _shorten(words: str, most: int) -> str:
    """So much of it as fits, cut at a whole word."""
    return words if len(words) <= most else words[:most].rpartition(" ")[0] + " …"


def _about(review: Review, names: Named) -> tuple[str, str]:
    """(words, link) of what an entry is about; either may be empty."""
    place = review.document_id or str(review.payload.get("in", ""))
    return (
        names.get(place) or names.get(review.target or "") or BY_ACTION.get(review.action) or (review.target or "", "")
    )


def _note(review: Review) -> str:
    """What was said or changed, shortly."""
    found = [
        str(review.payload[name])
        for name in ("text", "heading", "note", "what", "role", "collaborative", "reason")
        if review.payload.get(name)
    ]
    return ", ".join(found)[:160]
