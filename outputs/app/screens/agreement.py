"""Agreement: a blind pass by a second coder, then the figures, with every disagreement listed and linked."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.responses import RedirectResponse

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from learnbrief.outputs.app.downloads import table_file
from learnbrief.outputs.app.screens.review import in_sight, keep_blind, surroundings
from learnbrief.outputs.app.state import AppState, CoderDep, ReaderDep, StateDep, page, say_and_go

router = APIRouter(prefix="/agreement")
_UNIT = re.compile(r"^(?P<document>.+) v(?P<version>\d+) (?P<start>\d+)-(?P<end>\d+)$")
LARGEST = 500


@router.get("")
def agreement(request: Request, state: StateDep, reader: ReaderDep) -> Response:
    """The figures, people with people and model with people apart."""
    report, hidden = state.services.agreement(), state.services.reserve(reader).hidden
    themes = {theme.slug: theme.name for theme in state.codebook().themes}
    differences = _differences(state, report["disagreements"])
    shown = [one for one in differences if one["excerpt"].excerpt_id not in hidden]
    if reader:
        state.store.blind.show(reader, [one["excerpt"].excerpt_id for one in shown])
    values = {
        "report": report,
        "themes": themes,
        "differences": shown,
        "kept_blind": len(differences) - len(shown),
        "bar": bar,
        "sizes": (20, 40, 80),
        "evidence": sum(excerpt.evidence for excerpt in state.store.excerpts.current()),
    }
    return page(request, "agreement.html", values)


def bar(estimate: Mapping[str, Any] | None) -> tuple[float, float, float] | None:
    """An estimate as (left, right, point) in percent of a line from -0.2 to 1; nothing where there is none."""
    if not estimate or estimate["value"] is None:
        return None

    def place(value: float) -> float:
        return round(max(0.0, min(1.0, (value + 0.2) / 1.2)) * 100, 1)

    value = float(estimate["value"])
    low = estimate["low"] if estimate["low"] is not None else value
    high = estimate["high"] if estimate["high"] is not None else value
    return place(low), place(high), place(value)


def _differences(state: AppState, found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each disagreement with the excerpt it is about, where that is still cut the same way."""
    shown = []
    for one in found:
        excerpt_id = _excerpt_id(one["unit"])
        try:
            excerpt = state.store.excerpts.get([excerpt_id])[excerpt_id]
        except NotFound:
            continue
        edition = state.store.reviews.edition(excerpt.document_id)
        shown.append({"excerpt": excerpt, "said": one["said"], "differing": one["differing"], "edition": edition})
    return shown


def _excerpt_id(unit: str) -> str:
    found = _UNIT.match(unit)
    if found is None:
        return unit
    return stable_id("e", found["document"], int(found["version"]), int(found["start"]), int(found["end"]))


@router.get("/figures.{form}")
def figures(state: StateDep, form: str) -> Response:
    """Every coefficient as a table."""
    report = state.services.agreement()
    header = ["between", "facet", "theme", "units", "prevalence", "agreement", "kappa", "AC1", "alpha", "suppressed"]
    rows = [
        [
            between,
            facet,
            one["theme"],
            one["units"],
            one["prevalence"],
            one["percent"],
            *(one[name]["value"] for name in ("kappa", "ac1", "alpha")),
            one["suppressed"],
        ]
        for between in ("people", "model", "model_sure")
        for facet, table in report[between].items()
        for one in table["themes"]
    ]
    return table_file(form, "agreement", header, rows)


@router.post("/pass")
def start(request: Request, state: StateDep, coder: CoderDep, size: Annotated[int, Form(ge=1, le=LARGEST)]) -> Response:
    """Begin, or go on with, a blind pass over a random sample that is the same for every coder."""
    return RedirectResponse(f"/agreement/pass/{size}", 303)


@router.get("/pass/{size}")
def code(request: Request, state: StateDep, coder: CoderDep, size: int) -> Response:
    """The next excerpt of the sample that this coder has not coded, without any suggestion in sight."""
    sample = state.services.blind_sample(min(max(size, 1), LARGEST))
    excerpts = state.store.excerpts.get(sample)
    done = state.store.tags.done(list(excerpts.values()), coder=coder)
    left = [excerpt_id for excerpt_id in sample if excerpt_id not in done]
    if not left:
        return say_and_go(request, "You have coded the whole sample. The figures below now hold it.", "/agreement")
    return blind_page(
        request,
        state,
        coder,
        excerpts[left[0]],
        keep_at=f"/agreement/pass/{size}",
        done=(len(sample) - len(left), len(sample)),
    )


def blind_page(
    request: Request, state: AppState, coder: str, excerpt: Excerpt, *, keep_at: str, done: tuple[int, int]
) -> Response:
    """One excerpt to be coded without any suggestion in sight; `keep_at` is where the coding goes, before its id."""
    document = state.store.documents.get(excerpt.document_id, excerpt.version)
    values = surroundings(document, excerpt) | {
        "excerpt": excerpt,
        "document": document,
        "chosen": None,
        "sample": state.services.reserve(coder).sample(excerpt.excerpt_id),
        "codebook": state.codebook(),
        "keep_at": keep_at,
        "done": done[0],
        "of": done[1],
    }
    return page(request, "agreement_pass.html", values)


@router.post("/pass/{size}/{excerpt_id}")
def keep(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    size: int,
    excerpt_id: str,
    themes: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Keep one blind coding and go on."""
    excerpt = state.store.excerpts.get([excerpt_id])[excerpt_id]
    can_be_blind = state.services.reserve(coder).sample(excerpt_id) is not None
    with state.store.writing():
        if not state.store.tags.done([excerpt], coder=coder):
            keep_blind(state, coder, excerpt, themes or [], f"pass-{size}" if can_be_blind else None)
    return RedirectResponse(f"/agreement/pass/{size}", 303)


@router.post("/adjudicate/{excerpt_id}")
def adjudicate(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    excerpt_id: str,
    theme: Annotated[str, Form()],
    applies: Annotated[bool, Form()],
    edition: Annotated[int, Form(ge=0)] = 0,
) -> Response:
    """Settle one disagreement, unless it was settled otherwise meanwhile; both codings stay in record and figures."""
    excerpt = in_sight(state, coder, excerpt_id)
    name = state.codebook().theme(theme).name
    settled = new_review(Action.ADJUDICATE, coder, excerpt=excerpt, theme=theme, payload={"applies": applies})
    with state.store.writing():
        if not state.store.tags.refuse_overruling(settled, edition=edition):
            state.store.reviews.add(settled)
    return say_and_go(
        request, f"Settled: {name} {'applies' if applies else 'does not apply'}.", "/agreement#differences"
    )
