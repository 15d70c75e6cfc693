"""What is withdrawn is gone: from every table, every file, every free page; what others said stands."""

import json
import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from learnbrief.corpus.codebook import Codebook, Theme
from learnbrief.corpus.deidentify import Deidentifier, Keyfile, Originals, read_register
from learnbrief.corpus.document import Event, Excerpt, Mode, Passage, SourceText, Voice
from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.finding import Analysis, Finding, Run, Scope, Topic
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.store import PrivacyMark, new_review, open_store
from learnbrief.corpus.tag import Action, Band, Reason, ScoreKind, Tag
from learnbrief.corpus.withdrawal.rows import FILLER
from learnbrief.flows.stages.withdrawal import forget_document, forget_participant
from tests.corpus.conftest import document

THEIRS = "the kingfisher ledger under the stairwell was never once opened by anybody"
OTHERS = "we counted the missed appointments by postcode and the board went quiet"
AGAIN = "every quartz lantern in the corridor tells families that nobody is coming tonight"
DISTINCT = ("kingfisher", "stairwell", "quartz lantern", "Okonwu", "Adaeze")


@pytest.fixture
def programme(tmp_path):
    """A workspace in which Adaeze spoke in a shared transcript and wrote a reflection, and much was made of it."""
    return Programme(tmp_path)


class Programme:
    def __init__(self, root):
        self.root = root
        (root / "participants.csv").write_text(
            "name,variants,role\nAdaeze Okonwu,Ada,executive\nWill Pryce,,board\n", encoding="utf-8"
        )
        self.keyfile = Keyfile(root / "restricted" / "key.json", chooser=random.Random(2))
        self.register = read_register(root / "participants.csv", self.keyfile)
        self.ada, self.will = (person.pseudonym for person in self.register.people)
        self.worker = Deidentifier(self.register, self.keyfile)
        self.originals = Originals(root / "restricted" / "originals")
        self.store = open_store(root / "learnbrief.db")
        self.store.participants.put(self.register.participants)
        self.shared = self.add("d-shared", "Adaeze Okonwu", THEIRS, "Will Pryce", f"Adaeze, {OTHERS}")
        self.own = self.add("d-own", "Adaeze Okonwu", AGAIN, author=self.ada)
        self.make_everything_of_it()

    def add(self, document_id, *turns, author=None):
        text, passages = "", []
        for speaker, said in zip(turns[::2], turns[1::2], strict=True):
            start, words = len(text), len(text) + len(speaker) + 2
            text += f"{speaker}: {said}\n"
            passages += [
                Passage(start, words - 1, "label", speaker=speaker),
                Passage(words, len(text) - 1, "turn", Mode.VERBATIM, speaker),
            ]
        folder = self.root / "material" / document_id
        folder.mkdir(parents=True)
        (folder / "talk.txt").write_text(text, encoding="utf-8")
        made = self.worker.document(SourceText(text, tuple(passages)))
        frozen = replace(
            document(document_id=document_id, author=author, event_id=document_id, content_hash=content_hash(text)),
            source=made.source,
        )
        self.store.events.put(Event(document_id, f"Event {document_id}", date(2025, 1, 15)))
        self.store.documents.add(frozen)
        self.store.excerpts.put(
            frozen, [self.excerpt(frozen, passage) for passage in made.source.passages if passage.layout == "turn"]
        )
        marks = [
            PrivacyMark(document_id, 1, one.start, one.end, one.type, one.rule, one.replacement, one.status)
            for one in made.marks
        ]
        self.store.privacy.put(document_id, 1, marks)
        self.originals.put(document_id, 1, made.kept)
        self.worker.save()
        return frozen

    def excerpt(self, frozen, passage):
        voice = Voice(passage.speaker, passage.speaker, "participant", "executive", "harbour")
        words = frozen.source.slice(passage)
        return Excerpt(frozen.document_id, 1, passage.start, passage.end, words, voice, Mode.VERBATIM, evidence=True)

    def make_everything_of_it(self):
        store = self.store
        hers, his = store.excerpts.of("d-shared")
        (alone,) = store.excerpts.of("d-own")
        self.hers, self.his, self.alone = hers, his, alone
        neighbour = Reason(0, 5, f"like '{AGAIN}'", "coded excerpt")
        for one in (hers, his, alone):
            tag = Tag(one.excerpt_id, "data", 0.9, ScoreKind.SIMILARITY, Band.SURE, "codebook", neighbour)
            store.tags.put([one.excerpt_id], [tag], tagger="toy")
            store.vectors.put("toy", {one.text: np.ones(3, dtype=np.float32)})
        store.vectors.put("toy", {"the kingfisher ledger": np.ones(3, dtype=np.float32)})
        store.reviews.add(new_review(Action.COMMENT, "Evaluator", excerpt=hers, payload={"text": "strong words"}))
        store.reviews.add(new_review(Action.COMMENT, "Evaluator", excerpt=his, payload={"text": f"Compare: {THEIRS}!"}))
        store.topics.put([
            Topic("t-1", "kingfisher ledger", ("kingfisher", "appointments"), (hers.excerpt_id, his.excerpt_id)),
            Topic("t-2", "quartz lantern", ("quartz",), (alone.excerpt_id,)),
        ])  # fmt: skip
        run = Run(("h",), "v", "toy", {}, {}, 0)
        finding = Finding(
            "data", "barrier", "Data: kingfisher ledger", (hers.excerpt_id, his.excerpt_id), (hers.excerpt_id,)
        )
        store.analyses.put(run, Analysis(run.run_id, Scope("cohort"), (finding,)))
        store.models.propose("m-1", f"vocabulary: {THEIRS}".encode(), scores={}, trained_on=["r"])
        store.codebooks.put(Codebook((Theme("data", "Data", "Numbers.", examples=(f"As when {THEIRS}.",)),)))
        (self.root / "codebook.yaml").write_text(
            f"themes:\n- name: Data\n  examples: [As when {THEIRS}.]\n", encoding="utf-8"
        )
        (self.root / "material" / "d-own" / "about.toml").write_text('author = "Adaeze Okonwu"\n', encoding="utf-8")
        (self.root / "material" / "material.csv").write_text(
            "path,author\nd-own/talk.txt,Adaeze Okonwu\nd-other/x.txt,Adaeze Okonwu\nd-other/y.txt,Will Pryce\n",
            encoding="utf-8",
        )
        self.put_brief()
        (self.root / ".cache").mkdir()
        (self.root / ".cache" / "plane.json").write_text(THEIRS, encoding="utf-8")

    def put_brief(self):
        def item(one):
            return {
                "excerpt": one.excerpt_id, "document": one.document_id, "version": 1, "start": one.start, "end": one.end, "text": one.text,
                "voice": one.voice.label, "collaborative": "harbour", "source_kind": "webinar_transcript",
            }  # fmt: skip

        spread = {
            "documents": 1,
            "voices": 2,
            "excerpts": 2,
            "collaboratives": ["harbour"],
            "kinds": ["webinar_transcript"],
        }
        shared = {
            "id": "f-1", "theme": "data", "stance": "barrier", "heading": "Data: kingfisher ledger", "heading_from": "composed",
            "evidence": [item(self.hers), item(self.his)], "quotes": [self.hers.excerpt_id], "counter": [], "counter_confirmed": [],
            "spread": spread, "tentative": False,
        }  # fmt: skip
        alone = {**shared, "id": "f-2", "evidence": [item(self.alone)], "quotes": [self.alone.excerpt_id]}
        brief = {
            "id": "b-1", "view": "internal", "status": "approved", "findings": [shared, alone], "messages": ["f-1", "f-2"],
            "messages_note": "", "themes": [{"slug": "data", "findings": ["f-1", "f-2"]}], "stances": [], "checks": {"signed_off_by": "E"},
            "base": {"sources": [{"document": "d-shared"}, {"document": "d-own"}]}, "written": {"why_now": f"Because {THEIRS}."},
            "emerging": [{"topic": "t-2", "label": "quartz lantern", "evidence": [item(self.alone)]}],
        }  # fmt: skip
        self.store.briefs.put(
            "b-1",
            title="Brief",
            status="approved",
            scope={},
            run_id="r",
            value=json.dumps(brief),
            published=json.dumps(brief),
        )
        folder = self.root / "briefs" / "b-1"
        folder.mkdir(parents=True)
        (folder / "brief.html").write_text(THEIRS, encoding="utf-8")

    def left_of(self, words):
        """Names of files in which any of these words still stands, whatever the encoding."""
        found = set()
        for path in self.root.rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            if any(word.encode(code) in content for word in words for code in ("utf-8", "utf-16-le")):
                found.add(path.name)
        return found


def test_everything_is_there_before(programme):
    """Otherwise the next tests would prove nothing."""
    assert programme.left_of(["kingfisher"]) >= {"talk.txt", "brief.html", "plane.json"}
    assert programme.left_of(["Okonwu"]) >= {"talk.txt", "participants.csv", "d-shared.json"}


def test_a_participant_leaves_no_trace_in_any_file(programme):
    """Every file is searched, the database with its free pages and log included."""
    forget_participant(programme.store, programme.root, "Adaeze Okonwu", keyfile=programme.keyfile)

    assert programme.left_of(DISTINCT) == set()
    assert programme.left_of([word.lower() for word in DISTINCT]) == set()


def test_what_others_said_stands_where_it_stood(programme):
    """Offsets, excerpts, tags and comments of everybody else are as they were."""
    forget_participant(programme.store, programme.root, programme.ada, keyfile=programme.keyfile)
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
    done = forget_participant(programme.store, programme.root, programme.ada, keyfile=programme.keyfile)

    assert (done.documents_removed, done.documents_changed, done.excerpts) == (("d-own",), ("d-shared",), 2)
    assert programme.store.documents.ids() == ["d-shared"]
    assert [event.event_id for event in programme.store.events.all()] == ["d-shared"]


def test_a_brief_that_quoted_them_gives_way_to_one_that_does_not(programme):
    """Even an approved one; whoever signed it must sign again."""
    done = forget_participant(programme.store, programme.root, programme.ada, keyfile=programme.keyfile)
    (stored,) = programme.store.briefs.all()
    brief = json.loads(stored.value)

    assert (done.briefs, stored.status) == ({"b-1": stored.brief_id}, "in review")
    assert (brief["id"], brief["checks"]["signed_off_by"]) == (stored.brief_id, None)
    assert "withdrawn" in brief["successor_note"]
    assert brief["messages"] == ["f-1"]
    (finding,) = brief["findings"]
    assert (finding["heading"], finding["quotes"]) == ("Data: what gets in the way", [programme.his.excerpt_id])
    assert (finding["spread"]["voices"], finding["tentative"]) == (1, True)
    assert [line["document"] for line in brief["base"]["sources"]] == ["d-shared"]
    assert brief["written"]["why_now"] == "Because [withdrawn]."


def test_topics_keep_only_words_that_others_used(programme):
    """A keyword may be the most telling word somebody said."""
    forget_participant(programme.store, programme.root, programme.ada, keyfile=programme.keyfile)

    (topic,) = programme.store.topics.current()
    assert (topic.label, topic.keywords, topic.excerpts) == (
        "appointments",
        ("appointments",),
        (programme.his.excerpt_id,),
    )


def test_models_and_analyses_that_could_remember_go(programme):
    """The next run makes them again from what is left."""
    done = forget_participant(programme.store, programme.root, programme.ada, keyfile=programme.keyfile)

    assert (done.models_dropped, done.analyses_dropped) == (1, 1)
    assert programme.store.models.all() == []
    assert programme.store.analyses.all() == []


def test_it_is_logged_that_it_happened_and_not_what(programme):
    """An auditor sees a withdrawal; nobody sees whose."""
    forget_participant(programme.store, programme.root, programme.ada, keyfile=programme.keyfile)

    ((_, line),) = programme.store.logbook.all()
    assert line == "Material was withdrawn at somebody's request."


def test_the_pseudonym_is_never_given_to_anybody_else(programme):
    """Else a newcomer would inherit what was said of somebody who left."""
    forget_participant(programme.store, programme.root, programme.ada, keyfile=programme.keyfile)
    again = Keyfile(programme.root / "restricted" / "key.json")

    newcomers = {again.pseudonym("Person", f"newcomer {n}") for n in range(60)}
    assert programme.ada not in newcomers
    assert again.known("Person", "adaeze okonwu") is None


def test_files_that_tell_of_others_lose_the_name(programme):
    """about.toml and material.csv say who wrote what."""
    forget_participant(programme.store, programme.root, programme.ada, keyfile=programme.keyfile)

    assert not (programme.root / "material" / "d-own").exists()
    told = (programme.root / "material" / "material.csv").read_text(encoding="utf-8")
    assert told == "path,author\nd-other/x.txt,withdrawn\nd-other/y.txt,Will Pryce\n"
    assert "[withdrawn]" in (programme.root / "codebook.yaml").read_text(encoding="utf-8")


def test_a_document_leaves_and_its_neighbours_stay(programme):
    """`forget --document`: nobody's row in the register is touched."""
    done = forget_document(programme.store, programme.root, "d-own")

    assert (done.documents_removed, done.files_removed) == (("d-own",), 1)
    assert programme.left_of(["quartz lantern"]) == set()
    assert programme.store.participants.all().keys() == {programme.ada, programme.will}
    assert len(programme.store.excerpts.of("d-shared")) == 2


def test_asking_again_finishes_what_was_cut_short(programme):
    """Files go first and the key last, so the second attempt still knows who."""
    (programme.root / "material" / "d-own" / "talk.txt").unlink()
    forget_document(programme.store, programme.root, "d-own")
    forget_participant(programme.store, programme.root, programme.ada, keyfile=programme.keyfile)

    assert programme.left_of(DISTINCT) == set()


@pytest.mark.parametrize("who", ["Nobody Atall", "Person 999"])
def test_whoever_is_not_known_cannot_be_withdrawn(programme, who):
    """And the message does not repeat a name that may be somebody's."""
    with pytest.raises(NotFound, match="nobody of that name or pseudonym") as caught:
        forget_participant(programme.store, programme.root, who, keyfile=programme.keyfile)
    assert who not in str(caught.value)
    with pytest.raises(NotFound, match="no document"):
        forget_document(programme.store, programme.root, "d-none")
