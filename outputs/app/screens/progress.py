"""Progress: how far the coding is, by person, source and theme; and the coding as other programs read it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.store.material import Card
from learnbrief.corpus.tag import Action, Review
from learnbrief.outputs.app.downloads import attachment, table_file, table_form
from learnbrief.outputs.app.screens.codebook import uses_of
from learnbrief.outputs.app.state import AppState, CoderDep, ReaderDep, StateDep, page

router = APIRouter(prefix="/progress")
CODES = (Action.ACCEPT, Action.REJECT, Action.ADD, Action.ADJUDICATE, Action.DONE)
FORMS = {
    "qdpx": ("QDPX project", "application/zip"),
    "qdc": ("Codebook (QDC)", "application/xml"),
    "csv": ("Coding as CSV", "text/csv; charset=utf-8"),
}
"""What can be taken away, and how each is called; the workbook of a brief stands on its page."""
CODEBOOK_ALONE = "qdc"
"""The one of them that tells of no excerpt."""


@dataclass(frozen=True, slots=True)
class Person:
    """What one person has done."""

    name: str
    today: int
    decisions: int
    finished: int
    """Excerpts they have finished with."""
    blind: int
    """Of these, the ones coded blind."""
    latest: datetime


@dataclass(frozen=True, slots=True)
class Source:
    """How far the coding of one source is."""

    card: Card
    excerpts: int
    finished: int
    """By anybody."""
    mine: int


@router.get("")
def progress(request: Request, state: StateDep, reader: ReaderDep, form: str = "", of: str = "sources") -> Response:
    """Three tables on one page, or one of them as a file."""
    said = state.store.spoken.now().all
    people = _people([one for _, one in said if one.action in CODES])
    sources, themes = _sources(state, said, reader), _themes(state)
    if form:
        tables = {"people": _people_table(people), "sources": _sources_table(sources), "themes": themes}
        if of not in tables:
            raise NotFound("There are tables of people, sources and themes.")
        return table_file(table_form(form), f"progress-{of}", *tables[of])
    mine = next((one for one in people if one.name == reader), None)
    values = {
        "people": people,
        "sources": sources,
        "themes": themes[1],
        "mine": mine,
        "forms": FORMS,
        "kept_blind": len(state.services.reserve(reader).hidden),
    }
    return page(request, "progress.html", values)


@router.get("/coding.{form}")
def coding(state: StateDep, coder: CoderDep, form: str) -> Response:
    """Everything coded, for NVivo, ATLAS.ti, MAXQDA, QualCoder or a spreadsheet; whoever has it has seen what is suggested."""
    if form not in FORMS:
        raise NotFound(f"The coding comes as {', '.join(FORMS)}.")
    if form != CODEBOOK_ALONE:
        state.store.blind.show(coder, state.store.excerpts.now().keys())
    return attachment(state.services.coding_file(form), f"coding.{form}", FORMS[form][1])


def _people(done: Sequence[Review]) -> list[Person]:
    today = datetime.now().astimezone().date()
    found = []
    for name in sorted({one.coder for one in done}, key=str.casefold):
        own = [one for one in done if one.coder == name]
        finished = [one for one in own if one.action is Action.DONE]
        found.append(
            Person(
                name,
                today=sum(one.made_at.astimezone().date() == today for one in own),
                decisions=len(own) - len(finished),
                finished=len(finished),
                blind=sum(one.blind for one in finished),
                latest=max(one.made_at for one in own),
            )
        )
    return found


def _sources(state: AppState, said: Sequence[tuple[str, Review]], reader: str) -> list[Source]:
    """Every source, the one with the least finished first: what is done needs no looking at."""
    of = {one.excerpt_id: one.document_id for one in state.store.cuts.now().evidence}
    finished: dict[str, set[str]] = {}
    for here, one in said:
        if one.action is Action.DONE and here in of:
            finished.setdefault(here, set()).add(one.coder)
    every = Counter(of.values())
    by_anybody = Counter(of[one] for one in finished)
    mine = Counter(of[one] for one, coders in finished.items() if reader in coders)
    rows = [
        Source(card, every[card.document_id], by_anybody[card.document_id], mine[card.document_id])
        for card in state.store.documents.cards()
        if every[card.document_id]
    ]
    return sorted(rows, key=lambda one: (one.finished / one.excerpts, one.card.title.casefold()))


Table = tuple[list[str], list[list[object]]]


def _themes(state: AppState) -> Table:
    uses = uses_of(state.store.tags.effective())
    none = {"confirmed": 0, "suggested": 0, "rejected": 0}
    rows: list[list[object]] = []
    for theme in state.codebook().themes if state.themes() else ():
        n = uses.get(theme.slug, none)
        decided = n["confirmed"] + n["rejected"]
        rows.append([theme.name, n["suggested"], n["confirmed"], n["rejected"], decided])
    return ["theme", "open suggestions", "confirmed", "rejected", "decided"], rows


def _people_table(people: Sequence[Person]) -> Table:
    header = ["person", "today", "decisions", "excerpts finished", "of these blind", "latest"]
    return header, [[one.name, one.today, one.decisions, one.finished, one.blind, one.latest] for one in people]


def _sources_table(sources: Sequence[Source]) -> Table:
    header = ["source", "date", "excerpts", "finished by anybody", "finished by you"]
    return header, [[one.card.title, one.card.date, one.excerpts, one.finished, one.mine] for one in sources]
