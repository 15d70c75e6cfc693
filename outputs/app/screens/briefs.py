"""Findings and briefs: ask for one, look at it, take it away as a file."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from learnbrief.corpus.errors import BadInput, NotFound
from learnbrief.corpus.finding import Scope
from learnbrief.corpus.retirement import refuse_retired, retirement_of
from learnbrief.outputs.app.downloads import XLSX, attachment
from learnbrief.outputs.app.state import AppState, CoderDep, StateDep, page, say_and_go
from learnbrief.outputs.brief.brief import evidence_of, read_brief
from learnbrief.outputs.render import FORMS

router = APIRouter(prefix="/briefs")

EVIDENCE = {f"evidence-{name}": name for name, form in FORMS.items() if form.evidence}
"""What the file beside a brief is asked by, which its first page points to, and the format that it comes in."""
DOWNLOADS = {name: form.words for name, form in FORMS.items()} | {
    asked: f"Evidence ({FORMS[name].words})" for asked, name in EVIDENCE.items()
}
"""What can be downloaded of every brief, and how a page calls it."""
HANDOUTS = "handouts"
"""What plays an approved brief back, and its draft for a blog, in one file."""
PAPER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'"
"""The preview is a document: it may look as it likes and run nothing."""


@router.get("")
def briefs(request: Request, state: StateDep) -> Response:
    """Every brief, newest first, and the form for a new one."""
    stored = state.store.briefs.heads()
    values = {
        "briefs": stored,
        "retired": {
            one.brief_id: retirement_of(state.store, one.brief_id) for one in stored if one.status == "retired"
        },
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
    first, last = _day(since), _day(until)
    wanted = Scope.named(scope, since=first, until=last)
    if same := state.store.briefs.of_scope(wanted.record):
        refuse_retired(state.store, same[0])
    parameters = {"scope": scope, "since": wanted.record["since"], "until": wanted.record["until"]}
    job_id = state.store.jobs.ask("brief", parameters, asked_by=coder)
    return say_and_go(request, "Asked for. The brief appears below when it is drafted.", f"/material/jobs/{job_id}")


@router.post("/hub")
def build_hub(request: Request, state: StateDep, coder: CoderDep) -> Response:
    """Put the knowledge hub in the queue of jobs; the worker builds it."""
    job_id = state.store.jobs.ask("hub", {}, asked_by=coder)
    return say_and_go(request, "Asked for. The hub is built from the approved briefs.", f"/material/jobs/{job_id}")


def _day(given: str) -> date | None:
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as err:
        raise BadInput(f"{given!r} is not a date; write it as 2025-03-31.") from err


@router.get("/{brief_id}/paper")
def paper(state: StateDep, coder: CoderDep, brief_id: str, view: str = "internal") -> Response:
    """The brief as readers will see it."""
    _remember(state, coder, brief_id, "html", view)
    content = state.services.brief_file(brief_id, "html", view=_view(view))
    return Response(content, media_type=FORMS["html"].media_type, headers={"Content-Security-Policy": PAPER_POLICY})


@router.get("/{brief_id}/download/{form}")
def download(state: StateDep, coder: CoderDep, brief_id: str, form: str, view: str = "published") -> Response:
    """The brief as a file."""
    if form == HANDOUTS and _view(view) == "internal":
        raise BadInput("What is handed out comes as published only.")
    if form not in DOWNLOADS and form not in ("xlsx", HANDOUTS):
        raise BadInput(f"There is no format {form!r}; briefs come as {', '.join(DOWNLOADS)}, xlsx.")
    if form == "xlsx" and _view(view) == "published":
        raise BadInput("The workbook holds every excerpt, so it comes in the internal view only.")
    stored = state.store.briefs.get(brief_id)
    _remember(state, coder, brief_id, form, view)
    content = state.services.brief_file(brief_id, form, view=_view(view))
    if form == HANDOUTS:
        return attachment(content, f"{stored.brief_id}-handouts.zip", "application/zip")
    kind = XLSX if form == "xlsx" else FORMS[EVIDENCE.get(form, form)].media_type
    return attachment(content, f"{stored.brief_id}-{_view(view)}{_ending(form)}", kind)


def _ending(form: str) -> str:
    return f"-{form.replace('-', '.')}" if form in EVIDENCE else f".{form}"


def _remember(state: AppState, coder: str, brief_id: str, form: str, view: str) -> None:
    """Whoever has the whole brief has seen what is suggested: of its evidence, and in a workbook of all it covers."""
    stored = state.store.briefs.get(brief_id)
    text = stored.published if _view(view) == "published" else stored.value
    if text is None:
        return
    brief = read_brief(text)
    shown = {one.excerpt for one in evidence_of(brief)}
    if form == "xlsx":
        sources = {line.document for line in read_brief(stored.value).base.sources}
        shown |= {one.excerpt_id for one in state.store.excerpts.current() if one.document_id in sources}
    state.store.blind.show(coder, shown)


def _view(asked: str) -> str:
    if asked not in ("internal", "published"):
        raise BadInput("A brief has an internal and a published view.")
    return asked
