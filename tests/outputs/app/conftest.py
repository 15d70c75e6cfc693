"""A small programme in a real store, and services that need no models."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from learnbrief.corpus.asked import Answer, by_side, unheard_on
from learnbrief.corpus.blind import RandomShare, Reserve
from learnbrief.corpus.codebook import parse_codebook
from learnbrief.corpus.document import (
    Collaborative,
    Document,
    Event,
    Excerpt,
    Kind,
    Mode,
    Participant,
    Passage,
    Programme,
    SourceText,
    Voice,
)  # fmt: skip
from learnbrief.corpus.errors import StaleEdit
from learnbrief.corpus.finding import Analysis, Clause, Finding, Point, Run, Scope, spread_of
from learnbrief.corpus.protocols import LastRun, Preview, PreviewMark, Queued, Stretch, Unattended
from learnbrief.corpus.store import PrivacyMark, Store, new_review, open_store
from learnbrief.corpus.tag import Action, Band, Reason, ScoreKind, Tag
from learnbrief.flows.web.agreeing import agreement_within
from learnbrief.nlp.claims.check import hold
from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.security import OneTimeToken
from learnbrief.outputs.brief.brief import Brief, Made, brief_json
from learnbrief.outputs.brief.build import build_brief
from learnbrief.outputs.brief.carried import carried_over, excerpts_of
from learnbrief.outputs.brief.inputs import Inputs
from learnbrief.outputs.brief.material import gather
from learnbrief.outputs.brief.member_checks import MemberChecks
from learnbrief.outputs.brief.mending import Ground

CODEBOOK = """
themes:
  - {name: Leadership, definition: What senior leaders and boards do., include: [board time], exclude: [team leaders], examples: [The board made room for it.]}
  - {name: Equity, definition: Fairness between groups., examples: [Some groups wait longer.]}
  - {name: Barrier, facet: stance, definition: Something stands in the way.}
  - {name: Enabler, facet: stance, definition: Something helps.}
"""
LINES = (
    "Board time for improvement is squeezed every winter.",
    "We need a named executive lead, said [Person 3].",
    "Interpreters were booked for every session and people came.",
    "Waiting lists hide who waits longest.",
)
PROGRAMME = Programme(
    "Fairer Together (fictional)",
    (Collaborative("harbour", "Harbour Acute"), Collaborative("fenland", "Fenland Community")),
)


class ToyPrivacy:
    """Decisions that need no key: the record of them, and what they change in the store alone."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.named: list[tuple] = []

    def look(self, mark, *, coder):
        self.store.reviews.add(new_review(Action.LOOK, coder, target=mark.mark_id, payload={"in": mark.document_id}))
        return "Fictional Name"

    def decide_clues(self, clues, *, instead, coder):
        with self.store.writing():
            for clue in clues:
                self.store.clues.set_status(self.store.clues.still_as(clue), "shown")
                payload = {
                    "what": "may stand",
                    "in": clue.document_id,
                    "act": clue.clue_id,
                    "places": [[]],
                    "to": instead,
                }
                self.store.reviews.add(new_review(Action.HIDE, coder, target=clue.clue_id, payload=payload))

    def join(self, kept, gone, *, edition, coder):
        self.named.append((kept, gone, edition))

    def part(self, pseudonym, chosen, *, edition, coder):
        self.named.append((pseudonym, list(chosen), edition))
        return "Person 99"

    def take_back(self, act, *, coder):
        reviews = [one for one in self.store.reviews.all() if one.payload.get("act") == act]
        if not reviews:
            raise StaleEdit("that was taken back already")
        self.store.reviews.add(new_review(Action.UNDO, coder, target=reviews[0].review_id))


class ToyServices:
    """The science as the app sees it, small enough to read."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.taken: list[tuple[str, dict[str, str]]] = []
        self.blind: set[str] = set()
        self.beginning: list[str] = []
        self.drafter, self.drafts = "", list[str]()
        self.hidden: list[Stretch] = []
        self.privacy = ToyPrivacy(store)

    def search(self, words, *, filters, limit):
        return self.store.words.search(words, limit=limit)

    def answer(self, question):
        """What holds one of its words."""
        evidence, cards = self.store.excerpts.current(), {one.document_id: one for one in self.store.documents.cards()}
        found = [one for one in evidence if {*question.lower().split()} & {*one.text.lower().rstrip(".").split()}]
        sides = by_side(found, self.store.tags.effective_on(found), cards)
        unheard = unheard_on(found, evidence, PROGRAMME, self.store.participants.all().values())
        return Answer(question, spread_of(evidence, cards), spread_of(found, cards), sides, (), unheard)

    def queue(self, name, *, coder, filters):
        excerpts = self.store.excerpts.current()
        done = self.store.tags.done(excerpts, coder=coder)
        wanted = [one for one in excerpts if one.excerpt_id not in done]
        if place := filters.get("collaborative"):
            wanted = [one for one in wanted if one.collaborative == place]
        if name == "first":
            wanted = [one for one in wanted if one.excerpt_id in self.beginning]
        reserve = self.reserve(coder)
        return [
            Queued(
                one.excerpt_id, "uncertain", reserve.sample(one.excerpt_id) if one.excerpt_id in self.blind else None
            )
            for one in wanted
        ]

    def blind_sample(self, size):
        return self.reserve("").share.first(size)

    def agreement(self, *, seed=0):
        empty = {
            "coders": [],
            "units": 0,
            "sources": 0,
            "themes": [],
            "sets": {"value": None, "low": None, "high": None},
            "notes": ["no excerpt has been coded blind by two people yet"],
        }
        facets = {"topic": empty, "stance": empty}
        workload = {"accepted": 0, "rejected": 0, "added": 0, "accept_rate": None}
        return {
            "people": facets,
            "model": facets,
            "model_sure": facets,
            "workload": workload,
            "disagreements": [],
        }

    def agreement_within(self, excerpts, coders):
        return agreement_within(self.store, excerpts, coders)

    def reserve(self, coder):
        """As the store tells it, with the draw replaced by what a test says."""
        told = self.store.blind.reserve(coder, seed=7)
        drawn = RandomShare(7, 0.5, dict.fromkeys(sorted(self.blind), 0.1))
        done = self.store.tags.done(self.store.excerpts.current(), coder=coder) if coder else set()
        return Reserve(drawn, frozenset(self.blind - done), told.seen)

    def rebuild(self, brief_id):
        run_id = self.store.briefs.get(brief_id).run_id
        put_brief(self.store, self.store.analyses.get(run_id), self.store.analyses.run(run_id))

    def edit_brief(self, brief_id, reviews, *, edition):
        with self.store.writing():
            self.store.briefs.open_for_edit(brief_id, edition=edition)
            self.store.reviews.add(*reviews)
            self.rebuild(brief_id)

    def hold(self, sentence, evidence, *, others, context):
        """Every rule; there is no encoder."""
        return hold(sentence, evidence, others=others, context=context)

    def draft(self, evidence):
        return self.drafts.pop(0)

    def brief_file(self, brief_id, form, *, view):
        return f"<p>{brief_id} {form} {view}</p>".encode()

    def save_codebook(self, codebook, *, coder, based_on):
        with self.store.writing():
            self.store.codebooks.open_for_edit(based_on)
            self.store.codebooks.put(codebook, made_by=coder)

    def preview(self, path, details):
        text = path.read_text(encoding="utf-8")
        return Preview(
            text,
            (PreviewMark(0, 4, "person", certain=False),),
            ("Ada",),
            {"kind": "workshop_notes"},
            ("read as UTF-8",),
        )

    def take_in(self, path, details):
        self.taken.append((path.name, dict(details)))
        return f"material/{path.name}"

    def decide_marks(self, marks, *, keep, coder):
        """Without a key to the originals: what is shown again stays as it stands and is no longer flagged."""
        with self.store.writing():
            for mark in marks:
                self.store.documents.open_for_edit(mark.document_id, mark.version)
                if self.store.privacy.still_open(mark, keep=keep):
                    self.store.privacy.set_status(mark.mark_id, "confirmed" if keep else "rejected")
                    self.store.reviews.add(new_review(Action.HIDE, coder, target=mark.mark_id))

    def correct(self, document_id, version, told, *, coder):
        """The check alone, and what was asked for."""
        self.store.documents.open_for_edit(document_id, version)
        self.corrected = dict(told)
        return [f"kind is now {told['kind']}"]

    def coding_file(self, form):
        return f"coding as {form}".encode()

    def replace_file(self, document_id, name, content, *, coder):
        self.replaced = (document_id, name, content)

    def redact(self, stretch, *, type, everywhere, coder):
        """The record of it alone, after the check."""
        with self.store.writing():
            self.store.documents.open_for_edit(stretch.document_id, stretch.version)
            self.hidden.append(stretch)

    def map_points(self, excerpt_ids):
        return [(n / max(1, len(excerpt_ids)), 0.5) for n, _ in enumerate(excerpt_ids)]

    def unattended(self):
        last = LastRun(
            "New material", "failed", "2025-09-30T17:45:12+01:00", "by itself", 0, "notes.docx: is open in Word"
        )
        return Unattended(last, ("2025-10-01T06:00:00+01:00",), ("The synthesis of 2025-08 was due and was not made.",))


def stock(store: Store, lines=LINES, document_id="d-kickoff") -> None:
    """One workshop of Harbour with four lines, tagged by the codebook."""
    text = "\n".join(lines) + "\n"
    passages, start = [], 0
    for line in lines:
        passages.append(Passage(start, start + len(line), "bullet"))
        start += len(line) + 1
    document = Document(
        document_id, 1, Kind.WORKSHOP_NOTES, "kick-off", "Kick-off workshop", date(2025, 1, 15), "harbour", "notes.md",
        SourceText(text, tuple(passages)), "hash",
    )  # fmt: skip
    voice = Voice(f"document:{document_id}", "unnamed voices", "document", "executive", "harbour")
    excerpts = [
        Excerpt(
            document_id,
            1,
            one.start,
            one.end,
            document.source.slice(one),
            voice,
            Mode.NOTE,
            True,
            collaborative="harbour",
        )
        for one in passages
    ]
    store.events.put(Event("kick-off", "Kick-off workshop", date(2025, 1, 15), "harbour"))
    store.participants.put([Participant("Person 3", "executive", "harbour")])
    store.codebooks.put(parse_codebook(CODEBOOK))
    store.documents.add(document)
    store.excerpts.put(document, excerpts)
    at = text.find("[Person 3]")
    if at >= 0:
        store.privacy.put(
            document_id, 1, [PrivacyMark(document_id, 1, at, at + 10, "person", "names", "[Person 3]", "flagged")]
        )
    tags = [
        Tag(
            one.excerpt_id, theme, score, ScoreKind.SIMILARITY, band, "codebook", Reason(0, 10, "board time", "include")
        )
        for one in excerpts
        for theme, score, band in (("leadership", 0.7, Band.SURE), ("barrier", 0.4, Band.REVIEW))
    ]
    store.tags.put([one.excerpt_id for one in excerpts], tags, tagger="toy")


NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)


def put_brief(store: Store, analysis: Analysis, run: Run, *, member_checks: MemberChecks | None = None) -> Brief:
    """The brief of an analysis as the reviews make it, kept; what the flows do, without the science."""
    excerpts, codebook = store.excerpts.current(), store.codebooks.current()
    reviews = store.links.rekeyed(store.reviews.all(), excerpts)
    ground = Ground(gather(store.documents.latest().values(), excerpts), {}, codebook)
    analysis = carried_over(analysis, store.moves(excerpts_of(analysis), excerpts), ground)
    inputs = Inputs(
        title="Cohort", documents=store.documents.latest().values(), excerpts=excerpts,
        tags=store.tags.effective(), analysis=analysis, codebook=codebook, programme=PROGRAMME,
        participants=list(store.participants.all().values()), made=Made.by(run, at=reviews[-1].made_at if reviews else NOON),
        messages=((), "too little material"), reviews=reviews, member_checks=member_checks,
    )  # fmt: skip
    made = build_brief(inputs)
    store.briefs.put(
        made.id,
        title=made.title,
        status=made.status,
        scope=analysis.scope.record,
        run_id=run.run_id,
        value=brief_json(made),
    )
    return made


@pytest.fixture(scope="session")
def stocked_once(empty_store, tmp_path_factory) -> Path:
    """The file of the store with its workshop, made once."""
    made = Path(shutil.copy(empty_store, tmp_path_factory.mktemp("stocked")))
    opened = open_store(made)
    stock(opened)
    opened.close()
    return made


@pytest.fixture
def store(stocked_once, tmp_path) -> Iterator[Store]:
    """A copy of it, to be changed at will."""
    opened = open_store(shutil.copy(stocked_once, tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def brief(store):
    """A stored draft with two findings, the first headed by a clause of its first excerpt."""
    ids = [one.excerpt_id for one in store.excerpts.current()]
    run = Run(("h",), store.codebooks.current().version, "toy", {}, {}, 0)
    clause = Clause(ids[0], 0, len("Board time for improvement is squeezed"))
    findings = (
        Finding(
            "leadership", "barrier", "Board time for improvement is squeezed", (ids[0], ids[1]), (ids[0],),
            counter=(ids[2],), heading_from="clause", clause=clause,
            points=(Point((ids[0], ids[1]), "leadership", "barrier", clause),),
        ),
        Finding("equity", None, "Equity", (ids[3],), (ids[3],), tentative=True),
    )  # fmt: skip
    analysis = Analysis(run.run_id, Scope("cohort"), findings)
    store.analyses.put(run, analysis)
    return put_brief(store, analysis, run)


@pytest.fixture
def services(store) -> ToyServices:
    return ToyServices(store)


@pytest.fixture
def app(store, services, tmp_path):
    return create_app(store, services, programme=PROGRAMME, workspace=tmp_path, token=OneTimeToken("secret"))


@pytest.fixture
def stranger(app) -> TestClient:
    """A browser without the link."""
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def browser(stranger) -> TestClient:
    """A browser that came by the link and said who it is."""
    stranger.get("/?token=secret")
    stranger.post("/who", data={"name": "Ada", "csrf": token_in(stranger.get("/who").text)})
    return stranger


def token_in(page: str) -> str:
    """The form token of a page."""
    return page.split('"x-csrf-token": "')[1].split('"')[0]


def post(browser: TestClient, path: str, **fields):
    """Send a form as our own page would."""
    return browser.post(path, data=fields | {"csrf": token_in(browser.get("/who").text)})
