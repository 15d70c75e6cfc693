"""Add material: drop files, see how each was read, say what they are, run, watch."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from learnbrief.corpus.details import wanted
from learnbrief.corpus.document import NO_SPEAKERS, TRANSCRIBED, Kind
from learnbrief.corpus.errors import BadInput, LearnbriefError
from learnbrief.corpus.filenames import last_part
from learnbrief.corpus.protocols import Preview
from learnbrief.corpus.readers.transcripts.shapes import Shape, shapes
from learnbrief.outputs.app.state import AppState, CoderDep, StateDep, page, say_and_go
from learnbrief.outputs.app.uploads import Uploads

router = APIRouter(prefix="/material")
ALL = "all"
"""Fields that hold for every file of a batch which does not say otherwise."""
DETAILS = ("kind", "event", "date", "collaborative")
READING = ("shape", "leads", "columns")
"""What may be told of a transcript or a survey when its reading is looked at."""
USES = {"question": "question (free text)", "closed": "closed", "attribute": "attribute", "left out": "left out"}
"""What a column of a survey may be, in words."""
NOBODY_FOUND = (
    "choose how its lines are written (‘Nobody is named’, if so) and read it again, else it waits for your confirmation"
)
"""What to do on this page where no speakers were found; the reader's own remedy is for files and the command line."""
PREVIEW_LENGTH = 4000
STOP_ASKING = 286
"""The status that ends htmx's polling."""
WORK = {
    "run": "Run over new material",
    "month": "Monthly synthesis",
    "brief": "Brief",
    "learn": "Retraining the tagger",
    "retag": "Tagging anew",
    "hub": "Building the knowledge hub",
    "withdraw": "Withdrawing a source",
}
"""What each kind of long work is called."""
STATES = {
    "waiting": "waiting for its turn",
    "running": "at work",
    "stopped": "stopped half way",
    "done": "done",
    "failed": "failed",
}
"""How far a piece of long work is, in words."""
TOO_LITTLE = 50 * 2**20
"""Bytes free on the disk, below which work stops for want of room."""


@router.get("")
def material(request: Request, state: StateDep) -> Response:
    """What has been taken in, what waits, and a place to drop more."""
    values = {
        "cards": state.store.documents.cards()[::-1],
        "events": {event.event_id: event for event in state.store.events.all()},
        "confirmed": state.store.privacy.confirmed(),
        "skipped": state.store.skipped.all(),
        "uploads": Uploads(state.workspace).waiting(),
        "jobs": state.store.jobs.all(limit=5),
        "work": WORK,
        "states": STATES,
    }
    return page(request, "material.html", values)


@router.post("")
async def upload(
    request: Request, state: StateDep, coder: CoderDep, files: Annotated[list[UploadFile], File()]
) -> Response:
    """Keep the files aside, in the restricted folder, until their details are known."""
    named = [(last_part(one.filename), one) for one in files if one.filename]
    if not named:
        raise BadInput("Choose at least one file.")
    batch, told = Uploads(state.workspace).keep([(name, await one.read()) for name, one in named])
    words = [f"{_files(len(named))} read.", *told, "Check and complete the details."]
    return say_and_go(request, " ".join(words), f"/material/add/{batch}")


def _files(count: int) -> str:
    return f"{count} {'file' if count == 1 else 'files'}"


@router.get("/add/{batch}")
def check(request: Request, state: StateDep, batch: str) -> Response:
    """How each file of a batch was read, and what is still to be told about it."""
    return _checking(request, state, batch, {}, [])


def _checking(
    request: Request, state: AppState, batch: str, given: Mapping[str, Mapping[str, str]], problems: Sequence[str]
) -> Response:
    """The page of a batch; what somebody filled in before stays filled in."""
    previews, problems = [], [*problems]
    for path in Uploads(state.workspace).files(batch):
        details = _of_file(given, path.name)
        preview, problem = _preview(state, path, details)
        if problem and details.get(
            "shape"
        ):  # a shape that fits nothing is said, and the file shown as it would be found
            problems.append(problem)
            preview, problem = _preview(state, path, {**details, "shape": ""})
        told = _told(state, preview)
        previews.append((path.name, preview, problem, told, {**told, **given.get(path.name, {})}))
    values = {
        "batch": batch,
        "previews": previews,
        "for_all": given.get(ALL, {}),
        "problems": problems,
        "kinds": list(Kind),
        "shapes": [(shape.pattern, _as_in(shape)) for shape in shapes()],
        "warnings_of": _warnings,
        "transcribed": [kind.value for kind in TRANSCRIBED],
        "length": PREVIEW_LENGTH,
        "pieces": _pieces,
        "uses": USES,
        "chosen": _chosen,
    }
    return page(request, "material_add.html", values, status=400 if problems else 200)


def _warnings(name: str, preview: Preview) -> list[str]:
    """What is odd about a file, without its name, which stands above, and with remedies that are on the page.

    The name may be hidden in part, so it is known by its suffix.
    """
    told = []
    for warning in preview.warnings:
        head, _, rest = warning.partition(": ")
        said = rest if rest and head.endswith(Path(name).suffix) else warning
        told.append(f"{said.partition(';')[0]}; {NOBODY_FOUND}" if said.startswith(NO_SPEAKERS) else said)
    return [f"{one[:1].upper()}{one[1:]}." for one in told]


def _as_in(shape: Shape) -> str:
    """A shape as somebody sees it in their file: the first turn of its example, in a line."""
    lines = shape.example.strip().splitlines()[: 1 if "{words}" in shape.pattern else 2]
    return " / ".join(lines) or shape.pattern


def _told(state: AppState, preview: Preview | None) -> dict[str, str]:
    """What the file itself tells, in the words of our own fields where we recognise them."""
    told = {name: value for name in DETAILS if preview and (value := (preview.details or {}).get(name))}
    kinds = {one.words: one.value for one in Kind}
    places = {one.name.lower(): one.slug for one in state.programme.collaboratives}
    if "kind" in told:
        told["kind"] = kinds.get(told["kind"].lower().replace("_", " "), told["kind"])
    if "collaborative" in told:
        told["collaborative"] = places.get(told["collaborative"].lower(), told["collaborative"])
    return told


@router.post("/add/{batch}")
async def take_in(request: Request, state: StateDep, coder: CoderDep, batch: str) -> Response:
    """Move the files into the workspace once the details of all are complete, and ask for a run."""
    uploads, form = Uploads(state.workspace), await request.form()
    names = [path.name for path in uploads.files(batch)]
    # by the numbers of the page that was filled in: a file left out meanwhile must not shift them
    numbers = {str(form[key]): key.removeprefix("file-") for key in form if key.startswith("file-")}
    given = {name: _fields(form, numbers.get(name, "")) for name in names} | {ALL: _fields(form, ALL)}
    told = {name: str(form.get(f"told-{numbers.get(name, '')}", "")).split() for name in names}
    if "again" in form:
        return await run_in_threadpool(_checking, request, state, batch, given, [])
    needed = wanted(state.programme.collaboratives)
    problems = [
        f"{name}: fill in {', '.join(missing)}."
        for name in names
        if (missing := [one for one in needed if not (given[name][one] or given[ALL][one] or one in told[name])])
    ]
    if problems:
        return await run_in_threadpool(_checking, request, state, batch, given, problems)
    problems = await run_in_threadpool(_take, state, uploads.files(batch), given, told)
    if problems:
        return await run_in_threadpool(_checking, request, state, batch, given, problems)
    uploads.forget_if_empty(batch)
    job_id = state.store.jobs.ask("run", {}, asked_by=coder)
    words = f"{_files(len(names))} taken in; the run has been asked for."
    return say_and_go(request, words, f"/material/jobs/{job_id}")


def _fields(form: FormData, number: str) -> dict[str, str]:
    fields = {name: str(form.get(f"{name}-{number}", "")).strip() for name in (*DETAILS, *READING)}
    mark = f"column-{number}-"
    chosen = {key.removeprefix(mark): str(form[key]) for key in form if key.startswith(mark) and form[key]}
    return {**fields, "columns": "; ".join(f"{column} = {use}" for column, use in chosen.items())}


def _chosen(columns: str) -> dict[str, str]:
    """What somebody chose for columns, by number, out of '3 = closed; 5 = left out'."""
    return dict(one.split(" = ") for one in columns.split("; ") if one)


def _of_file(given: Mapping[str, Mapping[str, str]], name: str) -> dict[str, str]:
    """What somebody filled in for a file, or for all of them where that was left empty."""
    own, every = given.get(name, {}), given.get(ALL, {})
    return {one: value for one in (*DETAILS, *READING) if (value := own.get(one, "") or every.get(one, ""))}


def _take(
    state: AppState, files: Sequence[Path], given: Mapping[str, Mapping[str, str]], told: Mapping[str, Sequence[str]]
) -> list[str]:
    """Take every file in; the reasons of those that could not be."""
    problems = []
    for path in files:
        own = given.get(path.name, {})
        details = {
            name: value
            for name in (*DETAILS, *READING)
            if (value := own.get(name, "") or ("" if name in told.get(path.name, ()) else given[ALL][name]))
        }
        try:
            state.services.take_in(path, details)
            path.unlink()
        except LearnbriefError as err:
            problems.append(str(err))
    return problems


@router.post("/add/{batch}/leave-out")
def leave_out(request: Request, state: StateDep, coder: CoderDep, batch: str, name: Annotated[str, Form()]) -> Response:
    """Forget a file that was added by mistake, before it is taken in."""
    if Uploads(state.workspace).leave_out(batch, name):
        return say_and_go(request, f"{name} is left out.", f"/material/add/{batch}")
    return say_and_go(request, f"{name} is left out; nothing of it is waiting.", "/material")


@router.post("/add/{batch}/remove")
def remove(request: Request, state: StateDep, coder: CoderDep, batch: str) -> Response:
    """Forget all that was added at once and not taken in."""
    count = Uploads(state.workspace).remove(batch)
    return say_and_go(request, f"{_files(count)} removed; nothing of them is kept.", "/material")


@router.post("/run")
def run(request: Request, state: StateDep, coder: CoderDep) -> Response:
    """Ask for a run over whatever is new in the workspace."""
    job_id = state.store.jobs.ask("run", {}, asked_by=coder)
    return say_and_go(request, "The run has been asked for.", f"/material/jobs/{job_id}")


@router.post("/jobs/{job_id}/again")
def again(request: Request, state: StateDep, coder: CoderDep, job_id: str) -> Response:
    """Ask anew for work that stopped or failed."""
    state.store.jobs.again(job_id)
    return say_and_go(request, "It has been asked for again.", f"/material/jobs/{job_id}")


@router.get("/jobs/{job_id}")
def job(request: Request, state: StateDep, job_id: str) -> Response:
    """How far a piece of long work is; the page keeps itself up to date."""
    found = state.store.jobs.get(job_id)
    titles = {brief.brief_id: brief.title for brief in state.store.briefs.heads()}
    values = {
        "job": found,
        "kinds": WORK,
        "states": STATES,
        "no_room": found.status != "done" and shutil.disk_usage(state.workspace).free < TOO_LITTLE,
        "briefs": [(one, titles.get(one, one)) for one in (found.result or {}).get("briefs", [])],
        "skipped": [
            row for row in state.store.skipped.all() if found.started_at and row["seen_at"] >= found.started_at
        ],
    }
    going = found.status in ("waiting", "running")
    over = not going and "hx-request" in request.headers
    return page(request, "job.html", values, status=STOP_ASKING if over else 200)


def _preview(state: AppState, path: Path, details: Mapping[str, str]) -> tuple[Preview | None, str]:
    try:
        return state.services.preview(path, details), ""
    except LearnbriefError as err:
        return None, str(err)


def _pieces(preview: Preview) -> list[tuple[str, Any]]:
    """The beginning of the text in pieces, each with the mark that covers it or none."""
    pieces, at = [], 0
    for mark in sorted(preview.marks, key=lambda one: one.start):
        if mark.start < at or mark.end > PREVIEW_LENGTH:
            continue
        pieces += [(preview.text[at : mark.start], None), (preview.text[mark.start : mark.end], mark)]
        at = mark.end
    return [*pieces, (preview.text[at:PREVIEW_LENGTH], None)]
