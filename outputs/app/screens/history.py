"""Who did what: the append-only record, filterable and exportable."""

import json
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.tag import Action, Review
from learnbrief.outputs.app.downloads import table_file
from learnbrief.outputs.app.state import AppState, ReaderDep, StateDep, page

router = APIRouter()
SHOWN = 200
HIDDEN = {"note": "told once you have coded it blind"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the record to show; an empty field asks for everything."""

    coder: str = ""
    action: str = ""
    since: str = ""
    until: str = ""
    words: str = ""

    def holds(self, review: Review) -> bool:
        """Whether an entry is wanted."""
        day = review.made_at.date().isoformat()
        return (
            self.action in ("", review.action.value)
            and (not self.since or self.since <= day)
            and (not self.until or day <= self.until)
            and self.words.lower() in _said(review).lower()
        )


def wanted_of(request: Request) -> Wanted:
    """The filters named in the link."""
    return Wanted(
        **{name: request.query_params.get(name, "") for name in ("coder", "action", "since", "until", "words")}
    )


WantedDep = Annotated[Wanted, Depends(wanted_of)]


@router.get("/history")
def history(request: Request, state: StateDep, reader: ReaderDep, wanted: WantedDep) -> Response:
    """The latest of the record, newest first, with the privacy rules and schedule beside it."""
    chosen = _chosen(state, wanted, reader)
    titles = {card.document_id: card.title for card in state.store.documents.cards()}
    briefs = {brief.brief_id: brief.title for brief in state.store.briefs.heads()}
    values = {
        "entries": [(review, _about(review, titles, briefs), _note(review)) for review in chosen[:SHOWN]],
        "count": len(chosen),
        "shown": SHOWN,
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
    header = ["time", "coder", "action", "theme", "document", "version", "start", "end", "target", "blind", "payload"]
    rows = [
        [
            review.made_at, review.coder, review.action.value, review.theme, review.document_id,
            review.version, review.start, review.end, review.target, review.blind, json.dumps(review.payload, ensure_ascii=False),
        ]
        for review in _chosen(state, wanted, reader)
    ]  # fmt: skip
    return table_file(form, "history", header, rows)


def _chosen(state: AppState, wanted: Wanted, reader: str) -> list[Review]:
    """What is asked for, newest first; how others coded what the reader has yet to code blind is not in it."""
    reviews = state.store.reviews.all(coder=wanted.coder or None)
    hidden = state.store.blind.hidden_reviews(reviews, state.services.reserve(reader), coder=reader)
    # before the filters: a search for a theme's name would tell which entries carry it
    told = [replace(one, theme=None, payload=HIDDEN) if one.review_id in hidden else one for one in reviews]
    return [review for review in reversed(told) if wanted.holds(review)]


def _said(review: Review) -> str:
    return " ".join(
        [review.theme or "", review.document_id or "", review.target or "", *map(str, review.payload.values())]
    )


def _about(review: Review, titles: dict[str, str], briefs: dict[str, str]) -> tuple[str, str]:
    """(words, link) of what an entry is about; either may be empty."""
    place = review.document_id or str(review.payload.get("in", ""))
    if place in titles:
        return titles[place], f"/privacy/{place}"
    if review.target in briefs:
        return briefs[review.target], f"/briefs/{review.target}"
    return review.target or "", ""


def _note(review: Review) -> str:
    """What was said or changed, shortly."""
    found = [
        str(review.payload[name])
        for name in ("text", "heading", "note", "what", "role", "collaborative", "reason")
        if review.payload.get(name)
    ]
    return ", ".join(found)[:160]
