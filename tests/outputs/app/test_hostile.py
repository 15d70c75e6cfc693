"""Whatever comes in from outside - texts, names, titles, comments - is shown and never run."""

from datetime import date

import pytest
from fastapi.testclient import TestClient

from learnbrief.corpus.codebook import Codebook, Facet, Theme
from learnbrief.corpus.document import (
    Collaborative,
    Document,
    Event,
    Excerpt,
    Kind,
    Mode,
    Passage,
    Programme,
    SourceText,
    Voice,
)
from learnbrief.corpus.finding import Analysis, Finding, Run, Scope, Topic
from learnbrief.corpus.protocols import LastRun, Preview, PreviewMark, Unattended
from learnbrief.corpus.store import PrivacyMark, new_review, open_store
from learnbrief.corpus.tag import Action, Band, Coder, Reason, ScoreKind, Tag
from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.security import OneTimeToken
from tests.outputs.app.conftest import ToyServices, put_brief, token_in

EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>'\"`{{12345*98765}}=1+1"


class EvilServices(ToyServices):
    """Services whose every word is hostile, as a file's own text may be."""

    def preview(self, path, details):
        return Preview(
            EVIL * 3, (PreviewMark(0, 9, EVIL, certain=False),), (EVIL,), {"event": EVIL, "kind": EVIL}, (EVIL,)
        )

    def unattended(self):
        return Unattended(LastRun(EVIL, EVIL, EVIL, EVIL, 1, EVIL), (EVIL,), (EVIL,))


@pytest.fixture
def hostile(tmp_path):
    """A store in which every field that comes from outside is hostile."""
    store = open_store(tmp_path / "learnbrief.db")
    source = SourceText(
        f"{EVIL}\n{EVIL} again\n",
        (Passage(0, len(EVIL), "bullet"), Passage(len(EVIL) + 1, 2 * len(EVIL) + 7, "bullet")),
    )
    document = Document(
        "d-1", 1, Kind.OTHER, "e", EVIL, date(2025, 1, 15), "harbour", EVIL, source, "hash", attributes={"x": EVIL}
    )
    voice = Voice("v", EVIL, "speaker", EVIL, "harbour")
    excerpts = [
        Excerpt(
            "d-1",
            1,
            one.start,
            one.end,
            source.slice(one),
            voice,
            Mode.NOTE,
            True,
            collaborative="harbour",
            heading=EVIL,
        )
        for one in source.passages
    ]
    themes = (Theme("leadership", EVIL, EVIL, include=(EVIL,), examples=(EVIL,)), Theme("equity", EVIL + "2", EVIL, exclude=(EVIL,)),
              Theme("barrier", EVIL + "3", EVIL, Facet.STANCE))  # fmt: skip
    store.events.put(Event("e", EVIL, date(2025, 1, 15), "harbour"))
    book = Codebook(themes)
    store.codebooks.put(Codebook(themes[:1]), made_by=EVIL, note=EVIL)
    store.codebooks.put(Codebook(themes[:2]), made_by=EVIL, note=EVIL)
    store.codebooks.put(book, made_by=EVIL, note=EVIL)
    store.documents.add(document)
    store.excerpts.put(document, excerpts)
    store.privacy.put("d-1", 1, [PrivacyMark("d-1", 1, 0, 9, EVIL, EVIL, EVIL, "flagged")])
    ids = [one.excerpt_id for one in excerpts]
    reason = Reason(0, 9, EVIL, "example")
    store.tags.put(
        ids,
        [Tag(one, "leadership", 0.7, ScoreKind.SIMILARITY, Band.SURE, "codebook", reason) for one in ids],
        tagger="t",
    )
    store.coders.put(Coder(EVIL))
    store.reviews.add(
        new_review(Action.COMMENT, EVIL, excerpt=excerpts[0], payload={"text": EVIL}),
        new_review(Action.ACCEPT, EVIL, excerpt=excerpts[0], theme="leadership"),
        new_review(Action.EDIT_CODEBOOK, EVIL, target=EVIL, payload={"note": EVIL}),
    )
    store.topics.put([Topic("t1", EVIL, (EVIL,), (ids[0],))])
    store.models.propose("m1", b"", scores={"per_theme": {EVIL: {"old": 0.1, "new": 0.2}}}, trained_on=[])
    store.skipped.put(EVIL, EVIL)
    store.jobs.ask(EVIL, {}, asked_by=EVIL)
    store.jobs.fail(store.jobs.take(EVIL), EVIL)
    store.logbook.add(EVIL)
    run = Run(("h",), book.version, "toy", {}, {}, 0)
    analysis = Analysis(
        run.run_id, Scope("cohort"), (Finding("leadership", None, EVIL, (ids[0],), (ids[0],), counter=(ids[1],)),)
    )
    store.analyses.put(run, analysis)
    brief = put_brief(store, analysis, run)
    batch = tmp_path / "restricted" / "uploads" / ("a" * 16)
    batch.mkdir(parents=True)
    (batch / EVIL.replace("/", "")).write_text("x", encoding="utf-8")
    programme = Programme(EVIL, (Collaborative("harbour", EVIL),))
    app = create_app(store, EvilServices(store), programme=programme, workspace=tmp_path, token=OneTimeToken("secret"))
    browser = TestClient(app, raise_server_exceptions=False)
    browser.get("/?token=secret")
    browser.post("/who", data={"name": EVIL[:80], "csrf": token_in(browser.get("/who").text)})
    job = store.jobs.all()[0].job_id
    yield browser, ["/", "/who", f"/who?then={EVIL}", "/material", f"/material/add/{'a' * 16}", f"/material/jobs/{job}", "/privacy",
                    "/privacy/d-1", "/review?queue=all", f"/review/{ids[0]}", f"/review/{ids[1]}", "/codebook", "/codebook/versions",
                    "/codebook/merge?theme=equity&into=leadership", "/codebook/split?theme=equity", f"/explore?words={EVIL}",
                    "/explore/excerpts", f"/explore/excerpts?also={EVIL}&since={EVIL}", "/explore/matrix", "/explore/together",
                    "/explore/months", "/explore/grid?by=role", "/basket", "/progress", "/explore/map", "/explore/map/points", "/agreement", "/agreement/pass/20", "/briefs",
                    f"/briefs/{brief.id}", "/history", f"/history?words={EVIL}&coder={EVIL}", f"/codebook/merge?theme={EVIL}"]  # fmt: skip
    store.close()


def test_hostile_words_are_inert_on_every_screen(hostile):
    """Material is written by strangers, and file names by their computers."""
    browser, paths = hostile
    shown = 0
    for path in paths:
        answer = browser.get(path)
        text = answer.text
        assert answer.status_code in (200, 404), path
        assert "<img" not in text, path
        assert "<script>" not in text, path
        assert "1219253925" not in text, f"{path}: a template ran what it was given"
        shown += "&lt;img src=x onerror=alert(1)&gt;" in text

    assert shown > 25


def test_a_hostile_flag_or_note_leaves_its_attributes(hostile):
    """A quotation mark must not end an attribute and begin another."""
    browser, paths = hostile
    for path in paths:
        assert 'onerror=alert(1)>"' not in browser.get(path).text, path
