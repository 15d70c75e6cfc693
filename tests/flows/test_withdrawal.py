"""What is withdrawn is gone: from every table, every file, every free page; what others said stands."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import JSON, Column, Integer, MetaData, String, Table, select

from learnbrief.corpus.codebook import read_codebook
from learnbrief.corpus.deidentify import Keyfile
from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.store import new_review, schema, sqlite_file
from learnbrief.corpus.tag import Action
from learnbrief.corpus.withdrawal.words import FILLER
from learnbrief.flows.stages import withdrawal
from learnbrief.flows.stages.withdrawal import forget_document, forget_participant
from learnbrief.outputs.brief.brief import read_brief
from tests.flows.withdrawing import OTHERS, THEIRS, Workshop

DISTINCT = ("kingfisher", "stairwell", "quartz lantern", "Okonwu", "Adaeze")


@pytest.fixture
def programme(tmp_path):
    return Workshop(tmp_path)


def test_everything_is_there_before(programme):
    """Otherwise the next tests would prove nothing."""
    assert programme.left_of(["kingfisher"]) >= {"talk.txt", "brief.html", "plane.json"}
    assert programme.left_of(["Okonwu"]) >= {"talk.txt", "participants.csv", "d-shared.json"}


def test_a_participant_leaves_no_trace_in_any_file(programme):
    """Every file is searched, the database with its free pages and log included."""
    forget_participant(programme.workspace, programme.store, "Adaeze Okonwu")

    assert programme.left_of(DISTINCT) == set()
    assert programme.left_of([word.lower() for word in DISTINCT]) == set()


def test_what_others_said_stands_where_it_stood(programme):
    """Offsets, excerpts, tags and comments of everybody else are as they were."""
    forget_participant(programme.workspace, programme.store, programme.ada)
    store, document = programme.store, programme.store.documents.get("d-shared")

    assert store.excerpts.of("d-shared") == [programme.his]
    assert document.text[programme.his.start : programme.his.end].endswith(OTHERS)
    assert document.text.startswith(FILLER)
    assert store.check() == []
    assert [tag.excerpt_id for tag in store.tags.suggested()] == [programme.his.excerpt_id]
    assert [review.payload for review in store.reviews.all()] == [{"text": "Compare: [withdrawn]!"}]
    assert list(store.vectors.get("toy", [programme.his.text])) == [programme.his.text]
    assert store.participants.all().keys() == {programme.will}
    assert (programme.root / "participants.csv").read_text(
        encoding="utf-8"
    ) == "name,variants,role\nWill Pryce,,board\n"


def test_a_source_with_no_other_voice_leaves_whole(programme):
    """A reflection is its author's."""
    done = forget_participant(programme.workspace, programme.store, programme.ada)

    assert (done.documents_removed, done.documents_changed, done.excerpts) == (("d-own",), ("d-shared",), 2)
    assert programme.store.documents.ids() == ["d-shared"]
    assert [event.event_id for event in programme.store.events.all()] == ["d-shared"]


def test_a_brief_that_quoted_them_is_rewritten_without_them_under_its_id(programme):
    """Even an approved one; whoever signed it must sign again, and links to it lead where they led."""
    done = forget_participant(programme.workspace, programme.store, programme.ada)
    (stored,) = programme.store.briefs.all()
    brief = read_brief(stored.value)

    assert (done.briefs, stored.status) == (("b-1",), "in review")
    assert stored.brief_id == "b-1"
    assert (brief.id, brief.status, brief.checks.signed_off_by) == (stored.brief_id, "in review", None)
    assert "withdrawn" in brief.successor_note
    (finding,) = brief.findings
    assert brief.messages == (finding.id,)
    assert (finding.heading, finding.quotes) == ("Data: what gets in the way", (programme.his.excerpt_id,))
    assert (finding.spread.voices, finding.tentative) == (1, True)
    assert [line.document for line in brief.base.sources] == ["d-shared"]
    assert brief.written.why_now == "Because [withdrawn]."
    assert brief.emerging == ()


def test_its_files_are_written_anew_in_the_formats_they_had(programme):
    """The old ones hold the words, of the published view as well, which waits until its sources are confirmed."""
    done = forget_participant(programme.workspace, programme.store, programme.ada)
    folder = programme.workspace.brief_folder(*done.briefs)

    assert sorted(path.name for path in folder.iterdir()) == ["brief.html", "brief.json"]
    assert not (programme.root / "briefs" / "b-1-published").exists()


def test_what_evaluators_did_goes_on_and_their_signature_does_not(programme):
    """Under another id every edit was lost with the next renewal; under the same the old signature would come back."""
    sections = {"section": "why_now", "text": "The board meets in May."}
    programme.store.reviews.add(
        new_review(Action.WRITE, "Evaluator", target="b-1", payload=sections),
        new_review(Action.SIGN_OFF, "Evaluator", target="b-1", payload={}),
    )
    forget_participant(programme.workspace, programme.store, programme.ada)

    standing = programme.store.reviews.standing(target="b-1")
    assert [(review.action, review.payload) for review in standing] == [(Action.WRITE, sections)]
    assert programme.store.briefs.get("b-1").edition == 2


def test_what_a_killed_program_and_a_log_kept_of_them_goes_too(programme):
    """A draft of the key names everybody; a traceback may repeat the line that it failed on."""
    restricted = programme.workspace.restricted
    for path in (restricted / ".key.json.3f2a99aa.part", restricted / "faults.log", restricted / "worker.log"):
        path.write_text(f"Adaeze Okonwu: {THEIRS}", encoding="utf-8")
    forget_participant(programme.workspace, programme.store, programme.ada)

    assert programme.left_of([*DISTINCT, *(word.lower() for word in DISTINCT)]) == set()


def test_a_log_that_somebody_else_keeps_in_use_is_told(programme, monkeypatch):
    """What was there before stands in it until it is written into the file, and a page that is open may need it."""
    monkeypatch.setattr(sqlite_file, "PATIENCE", 0.1)
    programme.store.close()
    with closing(sqlite3.connect(programme.workspace.database)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM document").fetchone()
        done = forget_participant(programme.workspace, programme.store, programme.ada)
    assert any("the log beside the store" in one for one in done.not_covered)

    programme.store.close()
    assert programme.left_of([*DISTINCT, *(word.lower() for word in DISTINCT)]) == set()


def test_what_nobody_has_taken_in_is_told(programme):
    """Their words may be in it, and no program can say so yet."""
    upload = programme.workspace.restricted / "uploads" / "3f2a99aa3f2a99aa" / "more.txt"
    upload.parent.mkdir(parents=True)
    upload.write_text("Something else altogether.", encoding="utf-8")
    done = forget_participant(programme.workspace, programme.store, programme.ada)

    assert done.not_covered[-1].startswith("1 added files that are not taken in yet")


def test_a_withdrawal_that_is_killed_leaves_no_file_with_the_words(programme, monkeypatch):
    """Asked again it is finished; asked again or not, nobody opens the old brief meanwhile."""

    def killed(_store):
        raise KeyboardInterrupt

    monkeypatch.setattr(withdrawal, "wipe", killed)
    with pytest.raises(KeyboardInterrupt):
        forget_participant(programme.workspace, programme.store, programme.ada)
    assert not {"brief.html", "plane.json", "talk.txt"} & programme.left_of(DISTINCT)

    monkeypatch.undo()
    forget_participant(programme.workspace, programme.store, programme.ada)
    assert programme.left_of([*DISTINCT, *(word.lower() for word in DISTINCT)]) == set()


def test_the_published_view_gives_way_like_the_internal_one(programme):
    """It holds no evidence of a topic, and a label is made of the very words."""
    assert "quartz" in programme.store.briefs.get("b-1").published
    done = forget_participant(programme.workspace, programme.store, programme.ada)
    stored = programme.store.briefs.get(*done.briefs)

    published = read_brief(stored.published)
    assert published.id == f"{stored.brief_id}-published"
    assert (published.findings, published.emerging) == ((), ())  # only her words were quoted
    assert published.checks.signed_off_by is None


def test_topics_keep_only_words_that_others_used(programme):
    """A keyword may be the most telling word somebody said."""
    forget_participant(programme.workspace, programme.store, programme.ada)

    (topic,) = programme.store.topics.current()
    assert (topic.label, topic.keywords, topic.excerpts) == (
        "appointments",
        ("appointments",),
        (programme.his.excerpt_id,),
    )


def test_models_and_analyses_that_could_remember_go(programme):
    """The next run makes them again from what is left."""
    done = forget_participant(programme.workspace, programme.store, programme.ada)

    assert (done.models_dropped, done.analyses_dropped) == (1, 1)
    assert programme.store.models.all() == []
    assert programme.store.analyses.all() == []


def test_it_is_logged_that_it_happened_and_not_what(programme):
    """An auditor sees a withdrawal; nobody sees whose."""
    forget_participant(programme.workspace, programme.store, programme.ada)

    ((_, line),) = programme.store.logbook.all()
    assert line == "Material was withdrawn at somebody's request."


def test_the_pseudonym_is_never_given_to_anybody_else(programme):
    """Else a newcomer would inherit what was said of somebody who left."""
    forget_participant(programme.workspace, programme.store, programme.ada)
    again = Keyfile(programme.root / "restricted" / "key.json")

    newcomers = {again.pseudonym("Person", f"newcomer {n}") for n in range(60)}
    assert programme.ada not in newcomers
    assert again.known("Person", "adaeze okonwu") is None


def test_files_that_tell_of_others_lose_the_name(programme):
    """about.toml and material.csv say who wrote what."""
    forget_participant(programme.workspace, programme.store, programme.ada)

    assert not (programme.root / "material" / "d-own").exists()
    told = (programme.root / "material" / "material.csv").read_text(encoding="utf-8")
    assert told == "path,author\nd-other/x.txt,withdrawn\nd-other/y.txt,Will Pryce\n"


def test_a_codebook_that_quoted_the_words_can_still_be_read(programme):
    """An example may be the very words: in YAML '[withdrawn]' would be a list, and no command would start again."""
    forget_participant(programme.workspace, programme.store, programme.ada)

    for codebook in (read_codebook(programme.workspace.codebook_file), programme.store.codebooks.current()):
        assert codebook.theme("data").examples == ("(withdrawn)", "As when (withdrawn).")
    assert programme.workspace.codebook_file.read_text(encoding="utf-8").startswith("# our own words for it\n")


def test_a_copy_of_the_file_leaves_wherever_it_lies_in_the_workspace(programme):
    """An upload that was never taken in holds the whole text in clear."""
    upload = programme.workspace.restricted / "uploads" / "3f-talk.txt"
    upload.parent.mkdir()
    upload.write_bytes((programme.root / "material" / "d-own" / "talk.txt").read_bytes())
    done = forget_participant(programme.workspace, programme.store, programme.ada)

    assert done.files_removed == 3
    assert not upload.exists()


def test_a_table_that_nobody_thought_of_loses_the_words_too(programme, monkeypatch):
    """The tables are found by what they hold: a list of them would be out of date with the next migration."""
    metadata = MetaData()
    for table in schema.metadata.sorted_tables:
        table.to_metadata(metadata)
    note = Table(
        "note",
        metadata,
        Column("number", Integer, primary_key=True),
        Column("document_id", String),
        Column("said", JSON),
    )
    monkeypatch.setattr(schema, "metadata", metadata)
    note.create(programme.store.database.engine)
    with programme.store.transaction() as connection:
        lines = [{"document_id": "d-own", "said": "hers"}, {"document_id": "d-shared", "said": [f"Look: {THEIRS}"]}]
        connection.execute(note.insert(), lines)
    forget_participant(programme.workspace, programme.store, programme.ada)

    with programme.store.transaction() as connection:
        assert connection.execute(select(note.c.said)).scalars().all() == [["Look: [withdrawn]"]]


def test_a_document_leaves_and_its_neighbours_stay(programme):
    """`forget --document`: nobody's row in the register is touched."""
    done = forget_document(programme.workspace, programme.store, "d-own")

    assert (done.documents_removed, done.files_removed) == (("d-own",), 1)
    assert programme.left_of(["quartz lantern"]) == set()
    assert programme.store.participants.all().keys() == {programme.ada, programme.will}
    assert len(programme.store.excerpts.of("d-shared")) == 2


def test_asking_again_finishes_what_was_cut_short(programme):
    """Files go first and the key last, so the second attempt still knows who."""
    (programme.root / "material" / "d-own" / "talk.txt").unlink()
    forget_document(programme.workspace, programme.store, "d-own")
    forget_participant(programme.workspace, programme.store, programme.ada)

    assert programme.left_of(DISTINCT) == set()


@pytest.mark.parametrize("who", ["Nobody Atall", "Person 999"])
def test_whoever_is_not_known_cannot_be_withdrawn(programme, who):
    """And the message does not repeat a name that may be somebody's."""
    with pytest.raises(NotFound, match="nobody of that name or pseudonym") as caught:
        forget_participant(programme.workspace, programme.store, who)
    assert who not in str(caught.value)
    with pytest.raises(NotFound, match="no document"):
        forget_document(programme.workspace, programme.store, "d-none")
