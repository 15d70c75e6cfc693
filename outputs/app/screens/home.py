"""The programme at a glance: what is there, what waits, what failed and how to mend it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnbrief.corpus.store import BriefHead
from learnbrief.corpus.store.material import Card
from learnbrief.outputs.app.excerpt_counts import ExcerptCounts, excerpt_counts
from learnbrief.outputs.app.roles import lets_in
from learnbrief.outputs.app.screens.material import WORK
from learnbrief.outputs.app.settling import excerpts_now, rounds_that_stand
from learnbrief.outputs.app.state import AppState, ReaderDep, StateDep, page
from learnbrief.outputs.app.uploads import Uploads
from learnbrief.outputs.brief.brief import read_brief
from learnbrief.outputs.layout.wording import counted

router = APIRouter()
REMEDIES = {
    "run": ("/material", "Look at the material and run again"),
    "learn": ("/codebook", "Open the codebook"),
    "retag": ("/codebook", "Open the codebook"),
    "month": ("/briefs", "Open briefs"),
    "brief": ("/briefs#new", "Ask for it again"),
    "hub": ("/briefs#hub", "Build it again"),
    "withdraw": ("/documents", "Ask for it again"),
}


@router.get("/")
def home(request: Request, state: StateDep, reader: ReaderDep) -> Response:
    """What an evaluator wants to know on arriving in the morning."""
    cards, jobs = state.store.documents.cards(), state.store.jobs.all(limit=20)
    counts = excerpt_counts(state, reader)
    steps = _steps(state, cards, counts, reader)
    values = {
        "documents": len(cards),
        "months": sorted({_month(card) for card in cards}),
        "places": _places(state, cards),
        "heard": Counter((card.collaborative, _month(card)) for card in cards),
        "steps": [step for step in steps if lets_in(request, step.takes)],
        "for_others": [step for step in steps if not lets_in(request, step.takes)],
        "counts": counts,
        "may_add": lets_in(request, "POST /material"),
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


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do next, in the order in which the work goes."""

    do: str
    of: str
    """How many are left in all, and of what."""
    where: str
    takes: str
    """The line of the table of roles that whoever does it must be let in by."""


SITTING = 20
"""Excerpts coded blind in one sitting: about as many positives a theme needs before a tagger may learn it."""


def _steps(state: AppState, cards: Sequence[Card], counts: ExcerptCounts, reader: str) -> list[Step]:
    """What waits, in the order of the work: texts before their coding, coding before findings, findings before a signature."""
    few = min(SITTING, counts.blind)
    steps = [
        Step(f"{do} {counted(n, what)}", "", where, takes) for n, do, what, where, takes in _waiting(state, cards) if n
    ]
    steps += _rounds(state, reader)
    if few:
        left = f"{counts.blind:,} of the random share are left" if counts.blind > few else ""
        steps.append(Step(f"Code {counted(few, 'excerpt')} blind", left, "/review?queue=blind", _CODES))
    if counts.suggested:
        held = counted(counts.suggested, "excerpt holds some", "excerpts hold some")
        steps.append(Step("Decide on suggested themes", held, "/review", _CODES))
    if sum(model.status == "proposed" for model in state.store.models.all()):
        steps.append(
            Step("Accept or refuse the retrained tagger", "", "/codebook#tagger", "POST /codebook/models/{model_id}")
        )
    drafts = [brief for brief in state.store.briefs.heads() if brief.open]
    if drafts:
        others = counted(len(drafts) - 1, "more draft waits", "more drafts wait") if len(drafts) > 1 else ""
        where = f"/briefs/{drafts[0].brief_id}"
        steps.append(Step(_reading(state, drafts[0]), others, where, "POST /briefs/{brief_id}/edit"))
    return steps


_CODES = "POST /review/{excerpt_id}/decide"


def _rounds(state: AppState, reader: str) -> list[Step]:
    """What the reader has yet to code of the rounds of double coding that were given to them."""
    steps = []
    for one in rounds_that_stand(state):
        if reader not in one.coders:
            continue
        excerpts = excerpts_now(state, one)
        left = len(excerpts) - len(state.store.tags.done(excerpts, coder=reader))
        if left:
            what = f"Code {counted(left, 'excerpt')} of the round that {one.by} gave you"
            steps.append(Step(what, "", f"/agreement/rounds/{one.round_id}", _CODES))
    return steps


def _reading(state: AppState, draft: BriefHead) -> str:
    """Messages are what a reader of the brief sees first; a brief without any has its findings read."""
    brief = read_brief(state.store.briefs.get(draft.brief_id).value)
    what = counted(len(brief.messages), "message") if brief.messages else counted(len(brief.findings), "finding")
    return f"Read {what} of ‘{draft.title}’, then sign it off"


def _waiting(state: AppState, cards: Sequence[Card]) -> list[tuple[int, str, str, str, str]]:
    """(how many, what to do with them, what they are, where, which line of the table of roles lets one do it)."""
    confirmed = state.store.privacy.confirmed()
    unconfirmed = sum((card.document_id, card.version) not in confirmed for card in cards)
    added = sum(len(batch.files) for batch in Uploads(state.workspace).waiting())
    without_details = sum(row["waiting"] for row in state.store.skipped.all())
    return [
        (added, "Take in or remove", "added file", "/material#uploads", "POST /material/add/{batch}"),
        (without_details, "Tell the details of", "file", "/material", "POST /material"),
        (
            unconfirmed,
            "Confirm the de-identification of",
            "document",
            "/privacy",
            "POST /privacy/{document_id}/confirm",
        ),
    ]
