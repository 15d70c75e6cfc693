"""Who did what: the append-only record, filterable and exportable."""

import json

from fastapi import APIRouter, Request
from fastapi.responses import Response

from corpus.tag import Action, Review
from outputs.app.downloads import csv_file
from outputs.app.state import AppState, StateDep, page

router = APIRouter()
SHOWN = 200


@router.get("/history")
def history(request: Request, state: StateDep, coder: str = "", action: str = "") -> Response:
    """The latest of the record, newest first, with the privacy rules and schedule beside it."""
    chosen = _chosen(state, coder, action)
    values = {
        "reviews": chosen[:SHOWN],
        "count": len(chosen),
        "shown": SHOWN,
        "coders": state.store.coders.all(),
        "actions": list(Action),
        "coder_wanted": coder,
        "action_wanted": action,
        "logbook": state.store.logbook.all()[::-1],
        "next_runs": state.services.next_runs(),
        "k": state.k,
        "workspace": state.workspace.name,
    }
    return page(request, "history.html", values)


@router.get("/history.csv")
def history_csv(state: StateDep, coder: str = "", action: str = "") -> Response:
    """The same record as a table for a spreadsheet."""
    header = ["time", "coder", "action", "theme", "document", "version", "start", "end", "target", "blind", "payload"]
    rows = [
        [
            review.made_at.isoformat(timespec="seconds"), review.coder, review.action.value, review.theme, review.document_id,
            review.version, review.start, review.end, review.target, review.blind, json.dumps(review.payload, ensure_ascii=False),
        ]
        for review in _chosen(state, coder, action)
    ]  # fmt: skip
    return csv_file("history", header, rows)


def _chosen(state: AppState, coder: str, action: str) -> list[Review]:
    reviews = state.store.reviews.all(coder=coder or None)
    return [review for review in reversed(reviews) if not action or review.action.value == action]
