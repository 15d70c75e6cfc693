"""One store, a SQLite file or a PostgreSQL database; the meeting point of flows and app."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.protocols import Stretch
from learnbrief.corpus.store.accounts import Accounts
from learnbrief.corpus.store.analyses import Analyses, Codebooks, Models, StoredModel, Topics
from learnbrief.corpus.store.blind import Blind
from learnbrief.corpus.store.briefs import BriefHead, Briefs, StoredBrief
from learnbrief.corpus.store.by_theme import ByTheme
from learnbrief.corpus.store.checks import contradictions
from learnbrief.corpus.store.clues import Clues, TextClue
from learnbrief.corpus.store.cuts import Cuts
from learnbrief.corpus.store.database import Database
from learnbrief.corpus.store.disputes import Dispute, Disputes
from learnbrief.corpus.store.excerpts import Excerpts
from learnbrief.corpus.store.flow_runs import FlowRun, FlowRuns
from learnbrief.corpus.store.history import History
from learnbrief.corpus.store.jobs import Job, Jobs
from learnbrief.corpus.store.links import Contradiction, LinksInStore, links_of, span_of
from learnbrief.corpus.store.marks import Marks
from learnbrief.corpus.store.material import Documents, Events, Participants, Skipped
from learnbrief.corpus.store.moves import Moves, moves_of
from learnbrief.corpus.store.preferences import Preference, Preferences
from learnbrief.corpus.store.privacy import Logbook, Privacy, PrivacyMark, Surveys
from learnbrief.corpus.store.reviews import Coders, Reviews, new_review
from learnbrief.corpus.store.spans import shifted
from learnbrief.corpus.store.spoken import SpokenOf
from learnbrief.corpus.store.tags import Tags, decided, effective_tags, last_words
from learnbrief.corpus.store.vectors import VectorCache
from learnbrief.corpus.store.words import Words

__all__ = [
    "BriefHead", "Contradiction", "Dispute", "FlowRun", "Job", "Moves", "Preference", "PrivacyMark", "Store", "StoredBrief", "StoredModel", "TextClue", "decided",
    "effective_tags", "last_words", "links_of", "new_review", "open_store", "shifted", "span_of",
]  # fmt: skip


class Store:
    """The parts of one store; each keeps one kind of record."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.words = Words(database)
        self.events = Events(database)
        self.participants = Participants(database)
        self.documents = Documents(database)
        self.excerpts = Excerpts(database, self.words)
        self.skipped = Skipped(database)
        self.vectors = VectorCache(database)
        self.codebooks = Codebooks(database)
        self.history = History(database)
        self.reviews = Reviews(database)
        self.coders = Coders(database)
        self.preferences = Preferences(database)
        self.cuts = Cuts(database, self.documents)
        self.spoken = SpokenOf(self.documents, self.reviews, self.cuts)
        self.tags = Tags(database, self.documents, self.excerpts, self.reviews, self.spoken)
        self.by_theme = ByTheme(database, self.spoken, self.reviews)
        self.disputes = Disputes(self.spoken)
        self.blind = Blind(database, self.documents, self.reviews, self.cuts)
        self.marks = Marks(self.documents, self.reviews)
        self.links = LinksInStore(self.documents, self.excerpts, self.reviews)
        self.topics = Topics(database)
        self.analyses = Analyses(database)
        self.models = Models(database)
        self.briefs = Briefs(database)
        self.jobs = Jobs(database)
        self.flow_runs = FlowRuns(database)
        self.privacy = Privacy(database)
        self.clues = Clues(database)
        self.surveys = Surveys(database)
        self.logbook = Logbook(database)
        self.accounts = Accounts(database, self.logbook)

    def moves(
        self,
        named: Iterable[str],
        excerpts: Sequence[Excerpt] | None = None,
        *,
        told: Mapping[str, Stretch] | None = None,
    ) -> Moves:
        """Where the excerpts with these ids stand among those of now, whichever version they were cut from."""
        named = set(named)
        if excerpts is None:  # their words can only be in the documents where they were
            excerpts = self.excerpts.current({place[0] for place in self.excerpts.stretches(named).values()})
        return moves_of(named, excerpts, kept=self.excerpts, documents=self.documents, told=told)

    def transaction(self) -> AbstractContextManager[Connection]:
        """Everything done inside is kept whole or not at all."""
        return self.database.transaction()

    def writing(self) -> AbstractContextManager[Connection]:
        """The same, and nobody else writes meanwhile: for a change that depends on what is read first."""
        return self.database.writing()

    def check(self) -> list[str]:
        """What is wrong with the store, in words; empty where nothing is."""
        return contradictions(self)

    def close(self) -> None:
        """Give back every connection."""
        self.database.engine.dispose()


def open_store(where: str | Path) -> Store:
    """Open the store at a path or database URL, made or brought up to date as needed."""
    database = Database(where)
    database.migrate()
    return Store(database)
