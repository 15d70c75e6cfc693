"""One brief: everything that can be mended in it, on one page, kept with one button."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from learnbrief.corpus.blind import Reserve
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import BadInput, NotAllowed, StaleEdit
from learnbrief.corpus.member_checks import Reply
from learnbrief.corpus.remark import Held
from learnbrief.corpus.retirement import LONGEST_REASON, bring_back, retirement_of
from learnbrief.corpus.sentences import sentences, words_in
from learnbrief.corpus.store import PrivacyMark, StoredBrief
from learnbrief.corpus.tag import Review
from learnbrief.outputs.app.mending.acts import BARE, CHECK_LIST, started
from learnbrief.outputs.app.mending.desk import LONGEST_SECTION, Desk, finding_in
from learnbrief.outputs.app.mending.held import (
    CHECKED,
    held_in_section,
    held_on,
    hold_heading,
    hold_section,
    remaining,
)
from learnbrief.outputs.app.mending.press import press
from learnbrief.outputs.app.mending.record import Gone, conflicts, edits_of, gone_from, moved_since
from learnbrief.outputs.app.mending.typed import SECTIONS, section_text, words_typed
from learnbrief.outputs.app.screens.basket import basket_of
from learnbrief.outputs.app.screens.briefs import DOWNLOADS
from learnbrief.outputs.app.screens.privacy import surrounding
from learnbrief.outputs.app.state import AppState, CoderDep, StateDep, page, say_and_go
from learnbrief.outputs.brief.brief import Brief, evidence_of, read_brief
from learnbrief.outputs.brief.member_checks import Checked
from learnbrief.outputs.brief.published import waiting_sources
from learnbrief.outputs.brief.reported import ReportedClause, ReportedFinding, SourceLine
from learnbrief.outputs.layout import counts
from learnbrief.outputs.layout.blocks import Beside
from learnbrief.outputs.layout.findings import beside
from learnbrief.outputs.layout.headlines import Headline, headline

router = APIRouter(prefix="/briefs")

OFFERED = 6
"""Clauses offered as headline: more would be a list to read, and any other can be typed."""
LONGEST_CLAUSE = 25
"""Words: a headline that runs on is not one."""
RESULTS = 25
OTHERS = 8
"""Excerpts shown beside a message: of those that say the same, most are among the five nearest."""


@dataclass(frozen=True, slots=True)
class Card:
    """One finding as the page shows it."""

    finding: ReportedFinding
    number: int
    message: bool
    headline: Headline
    spread: str
    """How widely what heads it was said, in the brief's own words."""
    offered: tuple[ReportedClause, ...]
    """Clauses that may head it, the present one first."""
    hidden: frozenset[str]
    """Excerpts behind it, or against it, that this coder has yet to code blind."""
    edits: Sequence[Review]
    gone: Sequence[Gone]
    """Findings that stood right after it and were left out."""
    held: Held | None
    """What came of holding its headline against the evidence, where a person worded, joined or released it."""
    beside: Beside | None
    """What others say of the thing that its headline speaks of."""
    checked: Checked | None
    """What people said of it on feedback forms."""
    unreleased: bool
    """The published view would show theme and side alone: too few voices stand behind its words."""

    @property
    def shown(self) -> set[str]:
        """Excerpts whose words stand on the page under this finding."""
        behind = {one.excerpt for one in self.finding.behind}
        return (behind | {clause.excerpt for clause in self.finding.clauses}) - self.hidden


@router.get("/{brief_id}")
def one(request: Request, state: StateDep, coder: CoderDep, brief_id: str, words: str = "") -> Response:
    """A brief with everything that can be edited beside how it will look."""
    return page(request, "brief.html", _shown(request, state, coder, brief_id, words))


def _shown(request: Request, state: AppState, coder: str, brief_id: str, words: str = "") -> dict[str, Any]:
    """What the page tells of a brief as it stands."""
    stored = state.store.briefs.get(brief_id)
    brief = read_brief(stored.value)
    edits = edits_of(state.store, stored, brief)
    gone, reserve = gone_from(brief, edits), state.services.reserve(coder)
    cards = _cards(brief, edits, gone, reserve)
    state.store.blind.show(coder, {excerpt_id for card in cards for excerpt_id in card.shown})
    return {
        "stored": stored,
        "brief": brief,
        "cards": cards,
        "played_back": _played_back(brief),
        "reply_words": {reply.value: reply.words for reply in Reply},
        "blind_in_paper": _blind_in_paper(brief, cards, reserve),
        "gone_first": [one for one in gone if not one.after],
        "edits": _elsewhere(brief, edits, gone),
        "conflicts": conflicts(state.store, brief) if stored.open else [],
        "section_held": {CHECKED: held_in_section(brief, edits)},
        "remaining": remaining(brief, edits) if stored.open else [],
        "sections": {name: (words, section_text(brief, name)) for name, words in SECTIONS.items()},
        "forms": DOWNLOADS,
        "drafter": state.services.drafter,
        "check_list": CHECK_LIST,
        "ticked": request.session.pop("ticked", None),
        "unconfirmed": _to_confirm(state, brief),
        "behind": _confirmed_newer(state, brief),
        "telling": state.store.clues.open(),
        "newer": stored.open and _newer_reviews(state, stored),
        "moved": moved_since(state.store, brief) if stored.open else [],
        "bare": [card.number for card in cards if card.message and card.headline.wordless],
        "retired": retirement_of(state.store, brief_id),
        "longest_reason": LONGEST_REASON,
        "successors": [other for other in state.store.briefs.heads() if other.supersedes == brief_id],
        "today": date.today().isoformat(),
        "in_basket": basket_of(state, coder),
        "words": words,
        "found": _search(state, brief, words, coder) if words.strip() else [],
    }


def _cards(brief: Brief, edits: Sequence[Review], gone: Sequence[Gone], reserve: Reserve) -> list[Card]:
    """Messages first, then the rest, in the order of the brief."""
    hidden, found = reserve.hidden, {finding.id: finding for finding in brief.findings}
    order = [*brief.messages, *(key for key in found if key not in brief.messages)]
    return [
        Card(
            finding=found[key],
            number=number,
            message=key in brief.messages,
            headline=headline(found[key], brief),
            spread=counts.finding_line(found[key], brief),
            beside=beside(found[key], brief),
            offered=_offered(found[key], _kept_blind(found[key], hidden)),
            hidden=_kept_blind(found[key], hidden),
            edits=[review for review in edits if review.target == key],
            gone=[one for one in gone if one.after == key],
            held=held_on(found[key], edits),
            checked=brief.member_checks.of(key) if brief.member_checks else None,
            unreleased=_unreleased(found[key], brief, edits),
        )
        for number, key in enumerate(order, 1)
    ]


def _played_back(brief: Brief) -> list[Checked]:
    """Statements that were put to people and stand on the page under no finding."""
    shown = {finding.id for finding in brief.findings}
    return [one for one in (brief.member_checks.statements if brief.member_checks else ()) if one.finding not in shown]


def _blind_in_paper(brief: Brief, cards: Sequence[Card], reserve: Reserve) -> int:
    """How many excerpts the whole brief would show that its reader can still code blind."""
    whole = {one.excerpt for one in evidence_of(brief)} - {excerpt_id for card in cards for excerpt_id in card.shown}
    return len((whole & reserve.hidden) - reserve.seen)


def _offered(finding: ReportedFinding, hidden: frozenset[str]) -> tuple[ReportedClause, ...]:
    """The present headline, the analysis's candidates, then whole sentences of the quotes."""
    of_quotes = [
        ReportedClause(excerpt=quote.excerpt, start=start, end=end, text=quote.text[start:end], kind=quote.kind)
        for quote in finding.quoted
        for start, end in sentences(quote.text)
        if words_in(quote.text[start:end]) <= LONGEST_CLAUSE
    ]
    clauses = [*([finding.clause] if finding.clause else []), *finding.candidates, *of_quotes]
    offered: dict[str, ReportedClause] = {}
    for clause in clauses:
        if clause.excerpt not in hidden:
            offered.setdefault(clause.text.strip(" .").casefold(), clause)
    return tuple(offered.values())[:OFFERED]


def _kept_blind(finding: ReportedFinding, reserved: frozenset[str]) -> frozenset[str]:
    """Quotes and headline stay: a brief that cannot be read cannot be signed. Whoever reads them codes them no longer blind."""
    behind = {one.excerpt for one in finding.behind}
    clauses = {clause.excerpt for clause in replace(finding, candidates=()).clauses}
    return frozenset(behind & reserved) - set(finding.quotes) - clauses


def _unreleased(finding: ReportedFinding, brief: Brief, edits: Sequence[Review]) -> bool:
    few = isinstance(finding.reach.voices, int) and finding.reach.voices < brief.k
    clause = finding.clause
    if not few or clause is None:
        return False
    place = (clause.excerpt, clause.start, clause.end)
    released = [review for review in edits if review.action.value == "release" and review.target == finding.id]
    return all(tuple(review.payload.get(key) for key in ("excerpt", "start", "end")) != place for review in released)


def _elsewhere(brief: Brief, edits: Sequence[Review], gone: Sequence[Gone]) -> list[Review]:
    """Edits that stand beside no finding on the page."""
    shown = {finding.id for finding in brief.findings}
    named = {review.review_id for one in gone for review in one.reviews}
    return [review for review in edits if review.target not in shown and review.review_id not in named]


def _to_confirm(state: AppState, brief: Brief) -> list[tuple[SourceLine, list[tuple[PrivacyMark, str, str]]]]:
    """Sources nobody has confirmed, as of now, each with what is flagged in it and the words around."""
    found = []
    for line in waiting_sources(brief, state.store.privacy.confirmed()):
        document = state.store.documents.get(line.document, line.version)
        flagged = [one for one in state.store.privacy.of(line.document, line.version) if one.status == "flagged"]
        found.append((line, [(mark, *surrounding(document, mark)) for mark in flagged]))
    return found


def _confirmed_newer(state: AppState, brief: Brief) -> frozenset[str]:
    """Sources whose text as it stands is confirmed, and which the brief still tells as they were: it is behind, no person is."""
    confirmed = state.store.privacy.confirmed()
    latest = {card.document_id: card.version for card in state.store.documents.cards()}
    waiting = waiting_sources(brief, confirmed)
    return frozenset(one.document for one in waiting if (one.document, latest.get(one.document)) in confirmed)


def _newer_reviews(state: AppState, stored: StoredBrief) -> bool:
    """Whether somebody decided on tags or sources since the brief was brought up to date."""
    last = state.store.reviews.latest()
    built = max(stored.made_at, state.rebuilt.get(stored.brief_id, ""))
    return last is not None and last.isoformat(timespec="microseconds") > built


@router.get("/{brief_id}/others/{finding_id}")
def others(request: Request, state: StateDep, coder: CoderDep, brief_id: str, finding_id: str) -> Response:
    """What comes nearest to a finding's headline in sources that are not counted under it, for a person to tell who says it."""
    brief = read_brief(state.store.briefs.get(brief_id).value)
    finding = finding_in(brief, finding_id)
    found = _others(state, brief, finding, coder)
    state.store.blind.show(coder, {excerpt.excerpt_id for excerpt, _ in found})
    return page(request, "brief_others.html", {"finding": finding, "found": found})


def _others(state: AppState, brief: Brief, finding: ReportedFinding, coder: str) -> list[tuple[Excerpt, str]]:
    """Of each other source the excerpt nearest to the headline, with the source; none that one is to code blind."""
    reserved = state.services.reserve(coder).hidden
    own = set(finding.stated_by) or {one.excerpt for one in finding.evidence}
    heard = {one.document for one in finding.evidence if one.excerpt in own}
    sources = {line.document: line.title for line in brief.base.sources}
    nearest: dict[str, Excerpt] = {}
    for excerpt in _within(state, brief, finding.heading):
        if excerpt.document_id not in heard and excerpt.excerpt_id not in reserved:
            nearest.setdefault(excerpt.document_id, excerpt)
    return [(one, sources[one.document_id]) for one in list(nearest.values())[:OTHERS]]


def _search(state: AppState, brief: Brief, words: str, coder: str) -> list[tuple[Excerpt, str, str]]:
    """Evidence that the brief covers, best first, with its source and the finding that holds it, as far as one may see."""
    finding_of = {one.excerpt: finding.id for finding in brief.findings for one in finding.evidence}
    reserved = state.services.reserve(coder).hidden
    sources = {line.document: line.title for line in brief.base.sources}
    within = _within(state, brief, words)
    if brief.scope.theme:  # whatever is found in it carries its theme
        within = [excerpt for excerpt in within if excerpt.excerpt_id not in reserved]
    return [
        (
            excerpt,
            sources[excerpt.document_id],
            "" if excerpt.excerpt_id in reserved else finding_of.get(excerpt.excerpt_id, ""),
        )
        for excerpt in within[:RESULTS]
    ]


def _within(state: AppState, brief: Brief, words: str) -> list[Excerpt]:
    """Evidence that the brief covers and that says something like these words, best first."""
    filters = {"collaborative": brief.scope.collaborative, "theme": brief.scope.theme}
    hits = state.services.search(words, filters={key: one for key, one in filters.items() if one}, limit=10 * RESULTS)
    known = state.store.excerpts.get([excerpt_id for excerpt_id, _ in hits])
    return [known[one] for one, _ in hits if known[one].evidence and _covers(brief, known[one])]


def _covers(brief: Brief, excerpt: Excerpt) -> bool:
    """Whether an excerpt is of the brief's sources, and of its period where its row has a day of its own."""
    since, until = brief.scope.since or date.min, brief.scope.until or date.max
    sources = {line.document for line in brief.base.sources}
    return excerpt.document_id in sources and (excerpt.date is None or since <= excerpt.date <= until)


@router.post("/{brief_id}/edit")
async def edit(request: Request, state: StateDep, coder: CoderDep, brief_id: str) -> Response:
    """Keep everything that was typed on the page, and do what the button pressed says."""
    form = await request.form()
    if form.get("act") == "sign":  # a refused signature asks for no tick twice
        request.session["ticked"] = [key for key in (*CHECK_LIST, BARE) if key in form.getlist("checked")]
    try:
        message, about = await run_in_threadpool(press, state, coder, brief_id, form)
    except StaleEdit as err:
        values = {"message": str(err), "typed": words_typed(form), "back": f"/briefs/{brief_id}"}
        return page(request, "error.html", values, status=409)
    except (BadInput, NotAllowed) as err:
        values = await run_in_threadpool(_shown, request, state, coder, brief_id)
        status = 400 if isinstance(err, BadInput) else 409
        return page(request, "brief.html", values | {"refused": str(err)}, status=status)
    return say_and_go(request, message, f"/briefs/{brief_id}{'#' if about else ''}{about}")


@router.post("/{brief_id}/check/{what}")
async def check(request: Request, state: StateDep, coder: CoderDep, brief_id: str, what: str) -> Response:
    """What the words in one box say beyond their evidence; nothing is kept."""
    form = await request.form()
    held = await run_in_threadpool(_checked, state, coder, brief_id, what, form)
    return page(request, "brief_held.html", {"held": held, "box": what})


def _checked(state: AppState, coder: str, brief_id: str, what: str, form: FormData) -> Held | None:
    brief = read_brief(state.store.briefs.get(brief_id).value)
    desk = Desk(state, brief, form, coder, ())
    if what == CHECKED:
        text = desk.text(f"s-{CHECKED}", longest=LONGEST_SECTION)
        return hold_section(state, brief, text) if text else None
    words = " ".join(desk.text(f"w-{what}").split())
    return hold_heading(state, brief, desk.finding(what), words) if words else None


@router.post("/{brief_id}/bring-back")
def bring_it_back(
    request: Request, state: StateDep, coder: CoderDep, brief_id: str, edition: Annotated[int, Form()]
) -> Response:
    """Put a retired brief back among those that wait."""
    bring_back(state.store, brief_id, coder=coder, edition=edition)
    return say_and_go(request, "Brought back, with everything that was done to it.", f"/briefs/{brief_id}")


@router.post("/start")
def start(
    request: Request,
    state: StateDep,
    coder: CoderDep,
    brief_id: Annotated[str, Form()],
    found: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Start a finding of excerpts that were chosen while exploring, in a brief that is still open."""
    if not found:
        raise BadInput("Tick the excerpts first, then choose the brief.")
    stored = state.store.briefs.get(brief_id)
    known = state.store.excerpts.get(list(dict.fromkeys(found)))
    review = started(coder, read_brief(stored.value), list(known.values()))
    state.services.edit_brief(brief_id, [review], edition=stored.edition)
    return say_and_go(
        request, "A finding is started; it stands first among the others.", f"/briefs/{brief_id}#findings"
    )
