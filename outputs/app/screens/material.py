"""Add material: drop files, see how each was read, say what they are, run, watch."""

import re
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from learnbrief.corpus.details import wanted
from learnbrief.corpus.document import Kind
from learnbrief.corpus.errors import BadInput, LearnbriefError, NotFound
from learnbrief.corpus.protocols import Preview
from learnbrief.outputs.app.state import AppState, CoderDep, StateDep, page, say_and_go

router = APIRouter(prefix="/material")
ALL = "all"
"""Fields that hold for every file of a batch which does not say otherwise."""
DETAILS = ("kind", "event", "date", "collaborative")
PREVIEW_LENGTH = 4000
STOP_ASKING = 286
"""The status that ends htmx's polling."""
WORK = {
    "run": "Run over new material",
    "month": "Monthly synthesis",
    "brief": "Brief",
    "learn": "Retraining the tagger",
    "retag": "Tagging anew",
}
"""What each kind of long work is called."""


@router.get("")
def material(request: Request, state: StateDep) -> Response:
    """What has been taken in, what waits, and a place to drop more."""
    values = {
        "cards": state.store.documents.cards()[::-1],
        "events": {event.event_id: event for event in state.store.events.all()},
        "confirmed": state.store.privacy.confirmed(),
        "skipped": state.store.skipped.all(),
        "jobs": state.store.jobs.all(limit=5),
        "work": WORK,
    }
    return page(request, "material.html", values)


@router.post("")
async def upload(
    request: Request, state: StateDep, coder: CoderDep, files: Annotated[list[UploadFile], File()]
) -> Response:
    """Keep the files aside, in the restricted folder, until their details are known."""
    named = [one for one in files if one.filename]
    if not named:
        raise BadInput("Choose at least one file.")
    batch = secrets.token_hex(8)
    folder = _staging(state) / batch
    folder.mkdir(mode=0o700)
    for one in named:
        (folder / _file_name(one.filename or "")).write_bytes(await one.read())
    return say_and_go(
        request,
        f"{len(named)} {'file' if len(named) == 1 else 'files'} read. Check and complete the details.",
        f"/material/add/{batch}",
    )


@router.get("/add/{batch}")
def check(request: Request, state: StateDep, batch: str) -> Response:
    """How each file of a batch was read, and what is still to be told about it."""
    return _checking(request, state, batch, {}, [])


def _checking(
    request: Request, state: AppState, batch: str, given: Mapping[str, Mapping[str, str]], problems: Sequence[str]
) -> Response:
    """The page of a batch; what somebody filled in before stays filled in."""
    previews = []
    for path in sorted(_batch(state, batch).iterdir()):
        preview, problem = _preview(state, path)
        told = _told(state, preview)
        previews.append((path.name, preview, problem, told, {**told, **given.get(path.name, {})}))
    values = {
        "batch": batch,
        "previews": previews,
        "for_all": given.get(ALL, {}),
        "problems": problems,
        "kinds": list(Kind),
        "length": PREVIEW_LENGTH,
        "pieces": _pieces,
    }
    return page(request, "material_add.html", values, status=400 if problems else 200)


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
    folder, form = _batch(state, batch), await request.form()
    names = [path.name for path in sorted(folder.iterdir())]
    given = {name: _fields(form, str(number)) for number, name in enumerate(names)} | {ALL: _fields(form, ALL)}
    told = {name: str(form.get(f"told-{number}", "")).split() for number, name in enumerate(names)}
    needed = wanted(state.programme.collaboratives)
    problems = [
        f"{name}: fill in {', '.join(missing)}."
        for name in names
        if (missing := [one for one in needed if not (given[name][one] or given[ALL][one] or one in told[name])])
    ]
    if problems:
        return await run_in_threadpool(_checking, request, state, batch, given, problems)
    problems = await run_in_threadpool(_take, state, folder, given, told)
    if problems:
        return await run_in_threadpool(_checking, request, state, batch, given, problems)
    folder.rmdir()
    job_id = state.store.jobs.ask("run", {}, asked_by=coder)
    count = f"{len(names)} {'file' if len(names) == 1 else 'files'}"
    return say_and_go(request, f"{count} taken in; the run has been asked for.", f"/material/jobs/{job_id}")


def _fields(form: FormData, number: str) -> dict[str, str]:
    return {name: str(form.get(f"{name}-{number}", "")).strip() for name in DETAILS}


def _take(
    state: AppState, folder: Path, given: Mapping[str, Mapping[str, str]], told: Mapping[str, Sequence[str]]
) -> list[str]:
    """Take every file in; the reasons of those that could not be."""
    problems = []
    for path in sorted(folder.iterdir()):
        own = given.get(path.name, {})
        details = {
            name: value
            for name in DETAILS
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
    folder = _batch(state, batch)
    wanted = next((path for path in folder.iterdir() if path.name == name), None)
    if wanted is None:
        raise NotFound("That file is no longer waiting.")
    wanted.unlink()
    if any(folder.iterdir()):
        return say_and_go(request, f"{name} is left out.", f"/material/add/{batch}")
    folder.rmdir()
    return say_and_go(request, f"{name} is left out; nothing is waiting.", "/material")


@router.post("/run")
def run(request: Request, state: StateDep, coder: CoderDep) -> Response:
    """Ask for a run over whatever is new in the workspace."""
    job_id = state.store.jobs.ask("run", {}, asked_by=coder)
    return say_and_go(request, "The run has been asked for.", f"/material/jobs/{job_id}")


@router.get("/jobs/{job_id}")
def job(request: Request, state: StateDep, job_id: str) -> Response:
    """How far a piece of long work is; the page keeps itself up to date."""
    found = state.store.jobs.get(job_id)
    titles = {brief.brief_id: brief.title for brief in state.store.briefs.all()}
    values = {
        "job": found,
        "kinds": WORK,
        "briefs": [(one, titles.get(one, one)) for one in (found.result or {}).get("briefs", [])],
        "skipped": [
            row for row in state.store.skipped.all() if found.started_at and row["seen_at"] >= found.started_at
        ],
    }
    going = found.status in ("waiting", "running")
    over = not going and "hx-request" in request.headers
    return page(request, "job.html", values, status=STOP_ASKING if over else 200)


def _staging(state: AppState) -> Path:
    folder = state.workspace / "restricted" / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _batch(state: AppState, batch: str) -> Path:
    folder = _staging(state) / batch
    if not re.fullmatch(r"[0-9a-f]{16}", batch) or not folder.is_dir():
        raise NotFound("These files are no longer waiting; add them again.")
    return folder


def _file_name(given: str) -> str:
    """The last part of the name only, without anything that is not printable: a name must not choose the place."""
    plain = re.split(r"[\\/]", given)[-1]
    plain = "".join(character for character in plain if character.isprintable() and character not in '<>:"|?*').strip(
        ". "
    )
    if not plain:
        raise BadInput("One of the files has no name that can be kept; rename it.")
    return plain[-120:]


def _preview(state: AppState, path: Path) -> tuple[Preview | None, str]:
    try:
        return state.services.preview(path), ""
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
