"""Agreement: a blind pass by a second coder, then the figures, with every disagreement listed and linked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.responses import RedirectResponse

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.finding import sources_of
from learnbrief.corpus.store import Dispute, new_review
from learnbrief.corpus.tag import Action
from learnbrief.outputs.app.downloads import table_file
from learnbrief.outputs.app.paging import page_of
from learnbrief.outputs.app.roles import lets_in
from learnbrief.outputs.app.screens.review import in_sight, keep_blind, surroundings
from learnbrief.outputs.app.screens.who import own_path
from learnbrief.outputs.app.settling import excerpts_now, rounds_that_stand, to_settle
from learnbrief.outputs.app.state import AppState, CoderDep, ReaderDep, StateDep, page, say_and_go

router = APIRouter(prefix="/agreement")
LARGEST = 500
AT_ONCE = 50
"""Disagreements on one page."""


SETTLING = "POST /agreement/adjudicate/{excerpt_id}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One excerpt on which coders differ."""

    excerpt: Excerpt
    disputes: list[Dispute]
    edition: int


@router.get("")
def agreement(request: Request, state: StateDep, reader: ReaderDep, of_round: str = "") -> Response:
    """The figures, people with people and model with people apart, and everything that coders differ on."""
    report, hidden = state.services.agreement(), state.services.reserve(reader).hidden
    themes = {theme.slug: theme.name for theme in state.codebook().themes}
    found = next((one for one in rounds_that_stand(state) if one.round_id == of_round), None)
    only = {one.excerpt_id for one in excerpts_now(state, found)} if found else None
    if found and lets_in(request, SETTLING):
        hidden -= to_settle(state, reader, [found])
    differing = _differing(state, only)
    in_sight = [one for one in differing if one[0] not in hidden]
    paged = page_of(request, in_sight, AT_ONCE)
    if reader:
        state.store.blind.show(reader, [excerpt_id for excerpt_id, _ in paged.items])
    values = {
        "report": report,
        "themes": themes,
        "differences": _differences(state, paged.items),
        "waiting": sum(_open(disputes) for _, disputes in in_sight),
        "paged": paged,
        "of_round": of_round if only is not None else "",
        "kept_blind": len(differing) - len(in_sight),
        "bar": bar,
        "sizes": (20, 40, 80),
        "evidence": len(state.store.cuts.now().evidence),
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


def _differing(state: AppState, excerpt_ids: Collection[str] | None) -> list[tuple[str, list[Dispute]]]:
    """Everything that coders differ on, of these excerpts or of all; what nobody has settled comes first."""
    names, pieces = state.themes(), state.store.cuts.now().pieces
    found = [
        (excerpt_id, known)
        for excerpt_id, disputes in state.store.disputes.all().items()
        if (excerpt_ids is None or excerpt_id in excerpt_ids) and excerpt_id in pieces
        if (known := [one for one in disputes if one.theme in names])
    ]
    return sorted(found, key=lambda one: (not _open(one[1]), pieces[one[0]].document_id, pieces[one[0]].start))


def _open(disputes: Sequence[Dispute]) -> bool:
    """Something of it is not settled."""
    return any(one.settled is None for one in disputes)


def _differences(state: AppState, shown: Sequence[tuple[str, list[Dispute]]]) -> list[Difference]:
    """Those of one page, with their words."""
    excerpts = state.store.excerpts.get([excerpt_id for excerpt_id, _ in shown])
    editions = {one: state.store.reviews.edition(one) for one in sources_of(excerpts.values())}
    return [Difference(excerpts[key], disputes, editions[excerpts[key].document_id]) for key, disputes in shown]


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
    then: Annotated[str, Form()] = "/agreement#differences",
) -> Response:
    """Settle one disagreement, unless it was settled otherwise meanwhile; both codings stay in record and figures."""
    excerpt = in_sight(state, coder, excerpt_id, but_for=to_settle(state, coder, rounds_that_stand(state)))
    name = state.codebook().theme(theme).name
    settled = new_review(Action.ADJUDICATE, coder, excerpt=excerpt, theme=theme, payload={"applies": applies})
    with state.store.writing():
        if not state.store.tags.refuse_overruling(settled, edition=edition):
            state.store.reviews.add(settled)
    message = f"Settled: {name} {'applies' if applies else 'does not apply'}. What each coder said stays in the record."
    return say_and_go(request, message, own_path(then))
