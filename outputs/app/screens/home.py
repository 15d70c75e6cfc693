"""The programme at a glance: what is there, what waits, what failed and how to mend it."""

from collections import Counter
from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnbrief.corpus.store.material import Card
from learnbrief.outputs.app.screens.material import WORK
from learnbrief.outputs.app.state import AppState, StateDep, page
from learnbrief.outputs.app.uploads import Uploads

router = APIRouter()
REMEDIES = {
    "run": ("/material", "Look at the material and run again"),
    "learn": ("/codebook", "Open the codebook"),
    "retag": ("/codebook", "Open the codebook"),
    "month": ("/briefs", "Open briefs"),
    "brief": ("/briefs#new", "Ask for it again"),
    "hub": ("/briefs#hub", "Build it again"),
}


@router.get("/")
def home(request: Request, state: StateDep) -> Response:
    """What an evaluator wants to know on arriving in the morning."""
    cards, jobs = state.store.documents.cards(), state.store.jobs.all(limit=20)
    values = {
        "documents": len(cards),
        "months": sorted({_month(card) for card in cards}),
        "places": _places(state, cards),
        "heard": Counter((card.collaborative, _month(card)) for card in cards),
        "waiting": _waiting(state, cards),
        "briefs": state.store.briefs.heads()[:5],
        "unattended": state.services.unattended(),
        "skipped": [row for row in state.store.skipped.all() if not row["waiting"]],
        "failed": [job for job in jobs if job.status in {"failed", "stopped"}][:3],
        "running": [job for job in jobs if job.status in {"waiting", "running"}],
        "remedies": REMEDIES,
        "work": WORK,
    }
    return page(request, "home.html", values)


def _month(card: Card) -> str:
    return card.date.strftime("%Y-%m")


def _places(state: AppState, cards: Sequence[Card]) -> list[str | None]:
    known: list[str | None] = [one.slug for one in state.programme.collaboratives]
    others = {card.collaborative for card in cards} - set(known)
    return known + sorted(others, key=str)


def _waiting(state: AppState, cards: Sequence[Card]) -> list[tuple[int, str, str]]:
    """(how many, of what, where to see to it), only what is not nought."""
    confirmed = state.store.privacy.confirmed()
    unconfirmed = sum((card.document_id, card.version) not in confirmed for card in cards)
    without_details = sum(row["waiting"] for row in state.store.skipped.all())
    open_briefs = sum(brief.open for brief in state.store.briefs.heads())
    proposed = sum(model.status == "proposed" for model in state.store.models.all())
    rows = [
        (
            sum(len(batch.files) for batch in Uploads(state.workspace).waiting()),
            "added files to take in or remove",
            "/material#uploads",
        ),
        (without_details, "files without details", "/material"),
        (unconfirmed, "documents whose de-identification nobody has confirmed", "/privacy"),
        (state.store.tags.waiting(), "excerpts with tags to review", "/review"),
        (proposed, "retrained taggers to accept or refuse", "/codebook"),
        (open_briefs, "briefs to review and sign off", "/briefs"),
    ]
    return [row for row in rows if row[0]]
