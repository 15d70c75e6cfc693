"""The store keeps what it is given, on either database, and refuses what contradicts itself."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from sqlalchemy import event

from learnbrief.corpus.codebook import parse_codebook
from learnbrief.corpus.document import Event, Participant, SourceText
from learnbrief.corpus.errors import BrokenStore, NotFound, StaleEdit
from learnbrief.corpus.finding import Analysis, Finding, Run, Scope, Silence, Topic
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.store import PrivacyMark, TextClue, new_review, open_store, shifted
from learnbrief.corpus.store.clues import SHOWN
from learnbrief.corpus.store.schema import analysis as analysis_table
from learnbrief.corpus.tag import Action, Band, Coder, Reason, ScoreKind, Tag, TagStatus
from tests.corpus.conftest import document, excerpts_of


def stored(store, **others):
    made = document(**others)
    store.documents.add(made)
    store.excerpts.put(made, excerpts_of(made))
    return made, excerpts_of(made)


def suggestion(excerpt, theme="leadership", score=0.8, band=Band.SURE):
    return Tag(
        excerpt.excerpt_id, theme, score, ScoreKind.SIMILARITY, band, "codebook", Reason(0, 5, "boards", "include")
    )


def test_a_document_comes_back_as_it_was_frozen(store):
    """Offsets into a text are worthless if the text or its passages shift by one character."""
    made, excerpts = stored(store, text="Équité – “first” 😀\nline two\n", attributes={"site": "A"})

    assert store.documents.get("d-one") == made
    assert store.documents.latest() == {"d-one": made}
    assert store.excerpts.current() == excerpts
    assert store.excerpts.get([excerpts[1].excerpt_id]) == {excerpts[1].excerpt_id: excerpts[1]}


def test_a_version_is_never_written_twice(store):
    """Frozen means frozen: evidence points into this very text."""
    stored(store)

    with pytest.raises(Exception, match=r"(?i)unique"):
        store.documents.add(document("Other words.\n"))
    assert store.documents.get("d-one").text == document().text


def test_an_excerpt_that_is_not_in_its_text_is_refused(store):
    """Every quote must be where it says it is."""
    made, excerpts = stored(store)
    moved = replace(excerpts[0], start=1, end=excerpts[0].end + 1)

    with pytest.raises(BrokenStore, match="is not what d-one v1 says"):
        store.excerpts.put(made, [moved])
    assert store.excerpts.of("d-one") == excerpts


def test_the_check_finds_a_text_that_was_changed_behind_our_back(store):
    """`doctor --store` must not be able to pass on a damaged store."""
    stored(store)
    assert store.check() == []

    with store.transaction() as connection:
        connection.exec_driver_sql("UPDATE document SET text = replace(text, 'Board', 'Bored')")
    assert "is not what d-one v1 says" in store.check()[0]
    with store.transaction() as connection:
        connection.exec_driver_sql("UPDATE document SET text = 'short'")
    assert "is not the one that was frozen" in store.check()[0]


def test_what_happens_in_a_failed_transaction_did_not_happen(store):
    """A killed or failed step leaves no half of itself."""

    def half_done() -> None:
        with store.transaction():
            store.documents.add(document())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    assert store.documents.latest() == {}


def test_words_are_found_in_any_form_and_any_query_is_harmless(store):
    """Researchers type what they like into a search box."""
    _, excerpts = stored(store)

    assert [hit for hit, _ in store.words.search("boards improving")] == [excerpts[0].excerpt_id]
    assert store.words.search('" OR * NEAR( ; DROP') == []
    assert store.words.search("") == []


def test_replaced_excerpts_are_no_longer_found(store):
    """A withdrawn or re-cut excerpt must not live on in the index."""
    made, excerpts = stored(store)
    store.excerpts.put(made, excerpts[1:])

    assert store.words.search("squeezed") == []


def test_an_excerpt_leaves_the_word_index_without_a_look_at_the_others(tmp_path):
    """Reading all of the index for each took 32 milliseconds an excerpt at 100,000: re-cutting a programme, an hour."""
    store = open_store(tmp_path / "learnbrief.db")
    _, excerpts = stored(store)
    asked = []
    event.listen(store.database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    store.words.remove([excerpts[0].excerpt_id])

    deletions = [sql for sql in asked if sql.startswith("DELETE FROM excerpt_words")]
    with store.transaction() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", ("e",)) for sql in deletions]
        plan = [row.detail for rows in plans for row in rows]
    assert any("excerpt_words VIRTUAL TABLE INDEX 0:=" in line for line in plan), plan
    assert any("SEARCH indexed" in line for line in plan), plan
    assert [hit for hit, _ in store.words.search("squeezed executive")] == [excerpts[1].excerpt_id]
    store.close()


def test_vectors_are_cached_by_text_and_encoder(store):
    """The same words are encoded once; another encoder's vectors are never taken for ours."""
    row = np.arange(4, dtype=np.float32)
    store.vectors.put("toy", {"hello": row})
    store.vectors.put("toy", {"hello": row})

    assert store.vectors.get("toy", ["hello", "unknown"])["hello"].tolist() == row.tolist()
    assert store.vectors.get("other", ["hello"]) == {}


def test_a_coder_s_decision_stands_over_the_model_s(store):
    """A model never overwrites a coder, however often it is run again."""
    _, (first, second) = stored(store)
    store.reviews.add(
        new_review(Action.REJECT, "Ada", excerpt=first, theme="leadership"),
        new_review(Action.ADD, "Ada", excerpt=second, theme="equity"),
    )
    for _ in range(2):
        store.tags.put(
            [first.excerpt_id], [suggestion(first), suggestion(first, "culture", 0.5, Band.REVIEW)], tagger="t1"
        )

    held = {(tag.excerpt_id, tag.theme): tag.status for tag in store.tags.effective()}
    assert held == {
        (first.excerpt_id, "leadership"): TagStatus.REJECTED,
        (first.excerpt_id, "culture"): TagStatus.SUGGESTED,
        (second.excerpt_id, "equity"): TagStatus.ADDED,
    }
    assert store.excerpts.untagged("t1") == [second]
    assert store.tags.suggested()[0].reason == Reason(0, 5, "boards", "include")


def test_an_undo_brings_back_what_was_before(store):
    """Undo is a review of its own: nothing is ever removed from the record."""
    _, (first, _) = stored(store)
    store.tags.put([first.excerpt_id], [suggestion(first)], tagger="t1")
    rejected = new_review(Action.REJECT, "Ada", excerpt=first, theme="leadership")
    store.reviews.add(rejected, new_review(Action.UNDO, "Ada", target=rejected.review_id))

    assert [tag.status for tag in store.tags.effective()] == [TagStatus.SUGGESTED]
    assert [review.action for review in store.reviews.all()] == [Action.REJECT, Action.UNDO]


def test_an_adjudication_settles_what_coders_disagree_on(store):
    """Whoever clicks last must not win over the team's decision."""
    _, (first, _) = stored(store)
    store.reviews.add(
        new_review(Action.ADJUDICATE, "Ada", excerpt=first, theme="equity", payload={"applies": True}),
        new_review(Action.REJECT, "Ben", excerpt=first, theme="equity"),
    )

    assert [tag.status for tag in store.tags.effective()] == [TagStatus.ACCEPTED]


def test_reviews_follow_their_words_through_cutting_and_redaction(store):
    """Work done by evaluators survives a new version of the document."""
    _, (first, second) = stored(store)
    store.reviews.add(new_review(Action.ADD, "Ada", excerpt=second, theme="equity"))
    text = "Board time for [something] is squeezed.\nWe need a named executive lead.\n"
    shift = (15, 26, len("[something]"))
    made = document(text, version=2)
    store.documents.add(made, shifts=[shift])
    store.excerpts.put(made, excerpts_of(made))

    (tag,) = store.tags.effective()
    assert store.excerpts.get([tag.excerpt_id])[tag.excerpt_id].text == second.text
    assert first.excerpt_id not in {excerpt.excerpt_id for excerpt in store.excerpts.current()}


def test_a_span_shifts_with_the_text_before_it():
    """The arithmetic of redaction: before, inside and after a replaced stretch."""
    shifts = [(5, 8, 10), (20, 25, 0)]

    assert shifted(0, 5, shifts) == (0, 5)
    assert shifted(8, 12, shifts) == (15, 19)
    assert shifted(5, 8, shifts) == (5, 15)
    assert shifted(22, 30, shifts) == (27, 32)


def test_codebook_versions_are_kept_in_order_and_not_doubled(store):
    """Last month's figures must stay readable under last month's codebook."""
    first = parse_codebook("themes: [{name: Equity, definition: fair}]")
    second = parse_codebook("themes: [{name: Equity, definition: fair to all}]")
    for codebook in (first, first, second):
        store.codebooks.put(codebook, made_by="Ada")

    assert store.codebooks.current() == second
    assert store.codebooks.get(first.version) == first
    assert [entry["version"] for entry in store.codebooks.history()] == [first.version, second.version]


def test_an_analysis_comes_back_whole(store):
    """Briefs are built from the stored analysis, not from what was in memory."""
    run = Run(("h1",), "v1", "toy", {"floor": 0.4}, {"numpy": "2"}, 7)
    finding = Finding(
        "equity",
        "barrier",
        "Barriers to equity",
        ("e1", "e2"),
        ("e1",),
        counter=("e3",),
        silent=(Silence("fenland", 12),),
    )
    analysis = Analysis(
        run.run_id, Scope("cohort", since=date(2025, 1, 1)), (finding,), limits=("one",), methods={"topics": "none"}
    )
    store.analyses.put(run, analysis)

    assert store.analyses.get(run.run_id) == analysis
    assert store.analyses.run(run.run_id).run_id == run.run_id
    assert store.analyses.get("run-none") is None


def test_an_analysis_from_before_points_still_loads(store):
    """Drafts made last month open, with their reviews; silences that nobody had measured are not claimed again."""
    run = Run(("h1",), "v1", "toy", {}, {}, 7)
    earlier = {"theme": "equity", "stance": "barrier", "heading": "Barriers to equity: letters", "evidence": ["e2", "e1"],
               "quotes": ["e1"], "counter": [], "heading_from": "composed", "key_phrase": "letters", "tentative": False,
               "silent": ["fenland"], "one_kind_only": False}  # fmt: skip
    scope = {"kind": "cohort", "event": None, "collaborative": None, "theme": None, "since": None, "until": None}
    value = {"run_id": run.run_id, "scope": scope, "findings": [earlier]}
    store.database.upsert(analysis_table, [{"run_id": run.run_id, "value": value, "made_at": "2025-01-01"}])

    (finding,) = store.analyses.get(run.run_id).findings
    assert finding.finding_id == stable_id("f", "equity", "barrier", ["e1", "e2"])
    assert (finding.heading, finding.heading_from, finding.silent) == ("Barriers to equity: letters", "composed", ())
    assert store.analyses.all()[0].findings == (finding,)


def test_only_the_last_topics_are_current(store):
    """A topic that vanished must not keep attracting excerpts."""
    store.topics.put([Topic("t1", "car parking", ("parking",), ("e1",))])
    kept = Topic("t2", "log-in trouble", ("login",), ("e2",), history="new")
    store.topics.put([kept])

    assert store.topics.current() == [kept]


def test_marks_hold_replacements_and_never_originals(store):
    """The store may be copied to a colleague; the key may not."""
    mark = PrivacyMark("d-one", 1, 4, 14, "person", "register", "[Person 3]", "replaced")
    store.privacy.put("d-one", 1, [mark])
    store.privacy.set_status(mark.mark_id, "confirmed")
    store.privacy.confirm("d-one", 1, "Ada")

    assert store.privacy.of("d-one", 1) == [replace(mark, status="confirmed")]
    assert store.privacy.confirmed() == {("d-one", 1): "Ada"}


def test_a_model_is_used_only_once_a_person_accepted_it(store):
    """The tagger changes when somebody decides so, not when a run ends."""
    store.models.propose("m1", b"weights", scores={"equity": 0.7}, trained_on=["r1"])
    assert store.models.accepted() is None

    store.models.decide("m1", accept=True)
    store.models.propose("m2", b"more", scores={}, trained_on=[])
    store.models.decide("m2", accept=True)
    assert store.models.accepted().model_id == "m2"
    assert [model.status for model in store.models.all()] == ["replaced", "accepted"]


def test_small_records_come_back(store):
    """Events, participants, coders, answers, skipped files and the log are what the home page shows."""
    event = Event("kick-off", "Kick-off", date(2025, 1, 15), "harbour")
    answer = {
        "respondent": "r1",
        "question": "progress",
        "answer": "under way",
        "wave": "one",
        "collaborative": None,
        "date": date(2025, 1, 9),
    }
    store.events.put(event)
    store.participants.put([Participant("Person 3", "executive", "harbour")])
    store.coders.put(Coder("Ada"))
    store.surveys.put("d-one", [answer])
    store.skipped.put("a.xyz", "unknown suffix", waiting=False)
    store.logbook.add("a withdrawal was carried out")

    assert store.events.get("kick-off") == event
    assert store.participants.all()["Person 3"].role == "executive"
    assert store.coders.all() == [Coder("Ada")]
    assert store.surveys.all() == [answer | {"document_id": "d-one"}]
    assert store.skipped.all()[0]["reason"] == "unknown suffix"
    assert store.logbook.all()[0][1] == "a withdrawal was carried out"
    with pytest.raises(NotFound, match="kick-off"):
        store.events.get("nowhere")


def test_what_the_register_says_of_people_is_replaced_whole_and_goes_with_the_person(store):
    """A column that left the register, or somebody who withdrew, must not live on in the store."""
    store.participants.put([Participant("Person 3"), Participant("Person 4")])
    store.participants.put_groups({"site": {"Person 3": "north", "Person 4": "north"}, "shift": {"Person 3": "night"}})
    store.participants.put_groups({"site": {"Person 3": "north", "Person 4": "south"}})
    assert store.participants.groups() == {"site": {"Person 3": "north", "Person 4": "south"}}

    store.participants.remove("Person 4")
    assert store.participants.groups() == {"site": {"Person 3": "north"}}


def test_a_file_that_is_no_store_is_said_to_be_none(tmp_path):
    """The remedy is a backup, not a traceback."""
    path = tmp_path / "learnbrief.db"
    path.write_bytes(b"not a database at all, but long enough to look like one" * 50)

    with pytest.raises(BrokenStore, match="restore a backup"):
        open_store(path)


def test_what_a_row_tells_of_itself_comes_back(store):
    """Place, role and day are stored with the passage, the day with the excerpt too."""
    told = document("Board time is squeezed.\n")
    passage = replace(told.source.passages[0], place="harbour", role="nurse", said_on=date(2025, 3, 3))
    told = replace(told, source=SourceText(told.text, (passage,)))
    excerpt = replace(excerpts_of(told)[0], date=date(2025, 3, 3))
    store.documents.add(told)
    store.excerpts.put(told, [excerpt])

    assert store.documents.get("d-one").source.passages == (passage,)
    assert store.excerpts.of("d-one") == [excerpt]


def test_what_tells_who_somebody_is_waits_for_a_decision(store):
    """A source counts as checked only when nothing in it waits, also where that came to light after the check."""
    store.documents.add(document())
    clue = TextClue("d-one", 1, 0, 10, "only one", "says that nobody else is or does the same", "a colleague")
    store.privacy.confirm("d-one", 1, "Ada")
    store.clues.put("d-one", 1, [clue])
    assert (store.clues.of("d-one", 1), store.clues.open()) == ([clue], {("d-one", 1): 1})
    assert store.privacy.confirmed() == {}

    with store.writing():
        store.clues.set_status(store.clues.still_as(clue), SHOWN)
    assert store.clues.open() == {}
    assert store.privacy.confirmed() == {("d-one", 1): "Ada"}
    with pytest.raises(StaleEdit, match="decided on since"):
        store.clues.still_as(clue)
    with pytest.raises(NotFound):
        store.clues.set_status(replace(clue, start=5), SHOWN)
