"""A workspace for withdrawals: somebody's words in every corner of it."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np

from learnbrief.corpus.codebook import Codebook, Theme, write_codebook
from learnbrief.corpus.deidentify import Deidentifier, Keyfile, Originals, read_register
from learnbrief.corpus.document import Collaborative, Event, Excerpt, Mode, Passage, Programme, SourceText, Voice
from learnbrief.corpus.finding import Analysis, Clause, Finding, Point, Run, Scope, Topic
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.store import PrivacyMark, new_review, open_store
from learnbrief.corpus.tag import Action, Band, Reason, ScoreKind, Tag
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.brief.brief import Made, brief_json
from learnbrief.outputs.brief.build import build_brief
from learnbrief.outputs.brief.inputs import Inputs
from tests.corpus.conftest import document

THEIRS = "the kingfisher ledger under the stairwell was never once opened by anybody"
OTHERS = "we counted the missed appointments by postcode and the board went quiet"
AGAIN = "every quartz lantern in the corridor tells families that nobody is coming tonight"


class Workshop:
    """A workspace in which Adaeze spoke in a shared transcript and wrote a reflection, and much was made of it."""

    def __init__(self, root, theirs=THEIRS, again=AGAIN):
        self.workspace, self.root, self.theirs, self.again = Workspace(root), root, theirs, again
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
        self.shared = self.add("d-shared", "Adaeze Okonwu", self.theirs, "Will Pryce", f"Adaeze, {OTHERS}")
        self.own = self.add("d-own", "Adaeze Okonwu", self.again, author=self.ada)
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
        neighbour = Reason(0, 5, f"like '{self.again}'", "coded excerpt")
        for one in (hers, his, alone):
            tag = Tag(one.excerpt_id, "data", 0.9, ScoreKind.SIMILARITY, Band.SURE, "codebook", neighbour)
            store.tags.put([one.excerpt_id], [tag], tagger="toy")
            store.vectors.put("toy", {one.text: np.ones(3, dtype=np.float32)})
        store.vectors.put("toy", {"the kingfisher ledger": np.ones(3, dtype=np.float32)})
        store.reviews.add(new_review(Action.COMMENT, "Evaluator", excerpt=hers, payload={"text": "strong words"}))
        store.reviews.add(
            new_review(Action.COMMENT, "Evaluator", excerpt=his, payload={"text": f"Compare: {self.theirs}!"})
        )
        store.topics.put([
            Topic("t-1", "kingfisher ledger", ("kingfisher", "appointments"), (hers.excerpt_id, his.excerpt_id)),
            Topic("t-2", "quartz lantern", ("quartz",), (alone.excerpt_id,)),
        ])  # fmt: skip
        run = Run(("h",), "v", "toy", {}, {}, 0)
        finding = Finding(
            "data", "barrier", "Data: kingfisher ledger", (hers.excerpt_id, his.excerpt_id), (hers.excerpt_id,)
        )
        store.analyses.put(run, Analysis(run.run_id, Scope("cohort"), (finding,)))
        store.models.propose("m-1", f"vocabulary: {self.theirs}".encode(), scores={}, trained_on=["r"])
        examples = (self.theirs, f"As when {self.theirs}.")
        store.codebooks.put(Codebook((Theme("data", "Data", "Numbers.", examples=examples),)))
        self.workspace.codebook_file.write_text(
            "# our own words for it\n" + write_codebook(store.codebooks.current()), encoding="utf-8"
        )
        (self.root / "material" / "d-own" / "about.toml").write_text('author = "Adaeze Okonwu"\n', encoding="utf-8")
        (self.root / "material" / "material.csv").write_text(
            "path,author\nd-own/talk.txt,Adaeze Okonwu\nd-other/x.txt,Adaeze Okonwu\nd-other/y.txt,Will Pryce\n",
            encoding="utf-8",
        )
        self.put_brief(run)
        (self.root / ".cache").mkdir()
        (self.root / ".cache" / "plane.json").write_text(self.theirs, encoding="utf-8")

    def put_brief(self, run):
        """Approved, published as well, with the words in findings, points, an evaluator's section and a topic's label."""
        everything = [self.hers, self.his, self.alone]
        shared = self.finding((self.hers, self.his), "kingfisher ledger", heading_from="composed", stance="barrier")
        analysis = Analysis(
            run.run_id,
            Scope("cohort"),
            (shared, self.finding((self.alone,), "quartz lantern", heading_from="composed", stance="barrier")),
            emerging=(Topic("t-2", "quartz lantern", ("quartz",), (self.alone.excerpt_id,)),),
        )
        views = {}
        for view in ("internal", "published"):
            views[view] = build_brief(
                Inputs(
                    title="Brief",
                    analysis=analysis,
                    documents=[self.shared, self.own],
                    excerpts=everything,
                    tags=[],
                    codebook=self.store.codebooks.current(),
                    programme=Programme(
                        "Fairer Together (fictional)", (Collaborative("harbour", "Harbour", "Harbour"),)
                    ),
                    participants=list(self.store.participants.all().values()),
                    made=Made.by(run, at=datetime(2025, 2, 1, tzinfo=UTC)),
                    messages=([finding.finding_id for finding in analysis.findings], ""),
                    reviews=self.reviews_of_the_brief(),
                    identity="b-1",
                ),
                view=view,
            )
        self.store.briefs.put(
            "b-1", title="Brief", status="approved", scope={}, run_id=run.run_id,
            value=brief_json(views["internal"]), published=brief_json(views["published"]),
        )  # fmt: skip
        for name in ("b-1", "b-1-published"):
            folder = self.root / "briefs" / name
            folder.mkdir(parents=True)
            (folder / "brief.html").write_text(self.theirs, encoding="utf-8")

    def reviews_of_the_brief(self):
        payload = {"section": "why_now", "text": f"Because {self.theirs}."}
        return [
            new_review(Action.WRITE, "Evaluator", target="b-1", payload=payload),
            new_review(Action.SIGN_OFF, "Evaluator", target="b-1", payload={}),
        ]

    def finding(self, excerpts, heading, **others):
        ids = tuple(one.excerpt_id for one in excerpts)
        clauses = tuple(Clause(one.excerpt_id, 0, len(one.text)) for one in excerpts)
        points = tuple(Point((one.excerpt,), "data", "barrier", one) for one in clauses)
        return Finding("data", others.pop("stance"), heading, ids, ids[:1], points=points, candidates=clauses, **others)

    def left_of(self, words):
        """Names of files in which any of these words still stands, whatever the encoding."""
        found = set()
        for path in self.root.rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            if any(word.encode(code) in content for word in words for code in ("utf-8", "utf-16-le")):
                found.add(path.name)
        return found
