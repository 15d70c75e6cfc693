"""Findings and briefs: preview, reword, choose quotes, weigh counter-evidence, sign off, download."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from corpus.errors import BadInput, NotAllowed, NotFound, StaleEdit
from corpus.store import StoredBrief, new_review
from corpus.tag import Action, Review, standing
from outputs.app.downloads import XLSX, attachment
from outputs.app.state import AppState, CoderDep, StateDep, page, say_and_go
from outputs.brief.brief import Brief, Point, SourceLine, read_brief

router = APIRouter(prefix="/briefs")

FORMS = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "xlsx": XLSX,
}
FORM_NAMES = {
    "html": "Web page",
    "docx": "Word",
    "pdf": "PDF",
    "pptx": "Slides",
    "md": "Markdown",
    "json": "Data (JSON)",
}
SECTIONS = {
    "why_now": "Why this matters now",
    "questions_for_boards": "Questions for boards (one a line)",
    "unknown": "What we do not know (one a line)",
}
CHECK_LIST = {
    "quotes": "I have read each message against its quotes in their place in the source.",
    "counter": "I have looked at the possible counter-evidence and at who was not heard.",
    "words": "The headings say no more than the evidence does.",
    "limits": "The limits are told, and nobody can be recognised from the quotes.",
}
PAPER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'"
"""The preview is a document: it may look as it likes and run nothing."""


@router.get("")
def briefs(request: Request, state: StateDep) -> Response:
    """Every brief, newest first, and the form for a new one."""
    values = {
        "briefs": state.store.briefs.all(),
        "events": state.store.events.all()[::-1],
        "codebook": _codebook(state),
        "today": date.today().isoformat(),
    }
    return page(request, "briefs.html", values)


def _codebook(state: AppState) -> Any:
    try:
        return state.codebook()
    except NotFound:
        return None


@router.post("")
def ask_for_brief(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    scope: Annotated[str, Form()],
    since: Annotated[str, Form()] = "",
    until: Annotated[str, Form()] = "",
) -> Response:
    """Put a brief in the queue of jobs; the worker drafts it."""
    parameters = {"scope": scope, "since": _day(since), "until": _day(until)}
    job_id = state.store.jobs.ask("brief", parameters, asked_by=coder)
    return say_and_go(request, "Asked for. The brief appears below when it is drafted.", f"/material/jobs/{job_id}")


def _day(given: str) -> str | None:
    if not given:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError as err:
        raise BadInput(f"{given!r} is not a date; write it as 2025-03-31.") from err


@router.get("/{brief_id}")
def one(request: Request, state: StateDep, brief_id: str) -> Response:
    """A brief with everything that can be edited beside how it will look."""
    stored = state.store.briefs.get(brief_id)
    brief = read_brief(stored.value)
    values = {
        "stored": stored,
        "brief": brief,
        "composed": _composed(state, stored),
        "reviews": _edits(state, brief),
        "sections": SECTIONS,
        "forms": FORM_NAMES,
        "check_list": CHECK_LIST,
        "unconfirmed": _unconfirmed(state, brief),
        "newer": stored.status != "approved" and _newer_reviews(state, stored),
        "successors": [other for other in state.store.briefs.all() if other.supersedes == brief_id],
        "today": date.today().isoformat(),
    }
    return page(request, "brief.html", values)


def _unconfirmed(state: AppState, brief: Brief) -> list[SourceLine]:
    """Sources nobody has confirmed, as of now: a confirmation counts at once, not with the next edit."""
    confirmed = state.store.privacy.confirmed()
    return [line for line in brief.base.sources if (line.document, line.version) not in confirmed]


def _newer_reviews(state: AppState, stored: StoredBrief) -> bool:
    """Whether somebody decided on tags or sources since the brief was brought up to date."""
    last = state.store.reviews.latest()
    built = max(stored.made_at, state.rebuilt.get(stored.brief_id, ""))
    return last is not None and last.isoformat(timespec="microseconds") > built


def _rebuild(state: AppState, brief_id: str) -> None:
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    state.services.rebuild(brief_id)
    state.rebuilt[brief_id] = now


def _composed(state: AppState, stored: StoredBrief) -> dict[str, str]:
    """The heading each finding was born with: it stays in the history."""
    analysis = state.store.analyses.get(stored.run_id)
    return {finding.finding_id: finding.heading for finding in analysis.findings} if analysis else {}


def _edits(state: AppState, brief: Brief) -> dict[str, list[Review]]:
    wanted = {point.id for point in brief.findings} | {brief.id}
    found: dict[str, list[Review]] = {}
    for review in standing(state.store.reviews.all()):
        if review.target in wanted:
            found.setdefault(str(review.target), []).append(review)
    return found


@router.get("/{brief_id}/paper")
def paper(state: StateDep, brief_id: str, view: str = "internal") -> Response:
    """The brief as readers will see it."""
    content = state.services.brief_file(brief_id, "html", view=_view(view))
    return Response(content, media_type=FORMS["html"], headers={"Content-Security-Policy": PAPER_POLICY})


@router.get("/{brief_id}/download/{form}")
def download(state: StateDep, brief_id: str, form: str, view: str = "published") -> Response:
    """The brief as a file."""
    if form not in FORMS:
        raise BadInput(f"There is no format {form!r}; briefs come as {', '.join(FORMS)}.")
    stored = state.store.briefs.get(brief_id)
    content = state.services.brief_file(brief_id, form, view=_view(view))
    return attachment(content, f"{stored.brief_id}-{_view(view)}.{form}", FORMS[form])


def _view(asked: str) -> str:
    if asked not in ("internal", "published"):
        raise BadInput("A brief has an internal and a published view.")
    return asked


@router.post("/{brief_id}/findings/{finding_id}")
def edit_finding(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    brief_id: str,
    finding_id: str,
    act: Annotated[str, Form()],
    edition: Annotated[int, Form()],
    heading: Annotated[str, Form(max_length=300)] = "",
    quotes: Annotated[list[str] | None, Form()] = None,
    excerpt: Annotated[str, Form()] = "",
) -> Response:
    """Keep one editorial decision on one finding."""
    stored = _open_for_edits(state, brief_id, edition)
    point = _point(stored, finding_id)
    payload, message = _edit(act, point, heading, quotes or [], excerpt)
    state.store.reviews.add(new_review(Action(act), coder, target=finding_id, theme=point.theme, payload=payload))
    _rebuild(state, brief_id)
    return say_and_go(request, message, f"/briefs/{brief_id}#{finding_id}")


def _edit(act: str, point: Point, heading: str, quotes: Sequence[str], excerpt: str) -> tuple[dict[str, Any], str]:
    """The payload of one edit and what to tell about it; what makes no sense is refused."""
    if act == Action.REWORD:
        return _reworded(point, heading), "Heading kept; the composed one stays in the history."
    if act == Action.QUOTES:
        return _chosen(point, quotes), "Quotes kept."
    if act in (Action.CONFIRM_COUNTER, Action.DISMISS_COUNTER):
        if excerpt not in {item.excerpt for item in point.counter}:
            raise BadInput("That excerpt is not among the possible counter-evidence.")
        return {"excerpt": excerpt}, "Decision on the counter-evidence kept."
    if act not in SAID:
        raise BadInput(f"A finding cannot be edited with {act!r}.")
    return {}, SAID[act]


SAID = {
    Action.DROP.value: "Finding left out; undo it in the list of edits below.",
    Action.PIN.value: "Finding pinned as a message.",
}


def _reworded(point: Point, heading: str) -> dict[str, Any]:
    words = " ".join(heading.split())
    if not words:
        raise BadInput("A heading needs some words.")
    return {"heading": words, "before": point.heading}


def _chosen(point: Point, quotes: Sequence[str]) -> dict[str, Any]:
    if not 1 <= len(quotes) <= 4 or not set(quotes) <= {item.excerpt for item in point.evidence}:
        raise BadInput("Choose one to four quotes from the evidence of this finding.")
    return {"quotes": list(quotes)}


@router.post("/{brief_id}/order")
def reorder(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    brief_id: str,
    finding_id: Annotated[str, Form()],
    edition: Annotated[int, Form()],
    step: Annotated[int, Form(ge=-1, le=1)] = 0,
    place: Annotated[int, Form(ge=0, le=10_000)] = 0,
) -> Response:
    """Move one finding up, down or to a place counted from 1."""
    stored = _open_for_edits(state, brief_id, edition)
    order = [point.id for point in read_brief(stored.value).findings]
    _point(stored, finding_id)
    at = order.index(finding_id)
    to = max(0, min(len(order) - 1, place - 1 if place else at + step))
    order.insert(to, order.pop(at))
    state.store.reviews.add(new_review(Action.REORDER, coder, target=brief_id, payload={"order": order}))
    _rebuild(state, brief_id)
    return say_and_go(request, f"Moved to place {to + 1}.", f"/briefs/{brief_id}#{finding_id}")


@router.post("/{brief_id}/write")
def write(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    brief_id: str,
    section: Annotated[str, Form()],
    edition: Annotated[int, Form()],
    text: Annotated[str, Form(max_length=10_000)] = "",
) -> Response:
    """Keep a section that only a person writes."""
    if section not in SECTIONS:
        raise BadInput("There is no such section.")
    _open_for_edits(state, brief_id, edition)
    payload = {"section": section, "text": text.strip()}
    state.store.reviews.add(new_review(Action.WRITE, coder, target=brief_id, payload=payload))
    _rebuild(state, brief_id)
    return say_and_go(request, "Section kept.", f"/briefs/{brief_id}#{section}")


@router.post("/{brief_id}/refresh")
def refresh(request: Request, state: StateDep, coder: CoderDep, brief_id: str) -> Response:
    """Bring an open brief up to date with every decision made since on its tags and sources."""
    if state.store.briefs.get(brief_id).status == "approved":
        raise NotAllowed("This brief is approved and does not change.")
    _rebuild(state, brief_id)
    return say_and_go(request, "The brief is up to date with every decision.", f"/briefs/{brief_id}")


@router.post("/{brief_id}/undo")
def undo(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    brief_id: str,
    review_id: Annotated[str, Form()],
    edition: Annotated[int, Form()],
) -> Response:
    """Take back one edit of this brief; the record keeps both."""
    stored = _open_for_edits(state, brief_id, edition)
    review = state.store.reviews.get(review_id)
    analysis = state.store.analyses.get(stored.run_id)
    ours = {brief_id} | {finding.finding_id for finding in (analysis.findings if analysis else ())}
    if review.target not in ours:
        raise BadInput("That entry is not about this brief.")
    state.store.reviews.add(new_review(Action.UNDO, coder, target=review_id))
    _rebuild(state, brief_id)
    return say_and_go(request, "Undone.", f"/briefs/{brief_id}")


@router.post("/{brief_id}/sign")
def sign_off(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    brief_id: str,
    edition: Annotated[int, Form()],
    checked: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Approve the brief: named, dated, every line of the check list ticked. It never changes after this."""
    stored = _open_for_edits(state, brief_id, edition)
    missing = [words for key, words in CHECK_LIST.items() if key not in (checked or [])]
    if missing:
        raise NotAllowed(f"Before signing off, tick: {missing[0]}")
    unconfirmed = [line.title for line in _unconfirmed(state, read_brief(stored.value))]
    if unconfirmed:
        raise NotAllowed(
            f"De-identification is not confirmed yet for: {'; '.join(unconfirmed)}. See De-identification."
        )
    payload = {"checked": sorted(CHECK_LIST), "day": date.today().isoformat()}
    state.store.reviews.add(new_review(Action.SIGN_OFF, coder, target=brief_id, payload=payload))
    _rebuild(state, brief_id)
    return say_and_go(
        request, f"Signed off by {coder}. The brief is approved and no longer changes.", f"/briefs/{brief_id}"
    )


def _open_for_edits(state: AppState, brief_id: str, edition: int) -> StoredBrief:
    stored = state.store.briefs.get(brief_id)
    if stored.status == "approved":
        raise NotAllowed(
            "This brief is approved and does not change. Make a new one; it supersedes this and keeps both."
        )
    if stored.edition != edition:
        raise StaleEdit(
            "This brief was changed since you opened the page. Nothing was overwritten; open it again and repeat your edit."
        )
    return stored


def _point(stored: StoredBrief, finding_id: str) -> Point:
    for point in read_brief(stored.value).findings:
        if point.id == finding_id:
            return point
    raise NotFound("That finding is no longer in this brief.")
