"""What people did: an append-only record, and the coders who made it."""

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, func, select

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database
from learnbrief.corpus.store.history import History
from learnbrief.corpus.tag import Action, Coder, Review, standing, taken_back


class ReviewedSpan(NamedTuple):
    """Where a review was made."""

    review_id: str
    document_id: str
    version: int
    start: int
    end: int
    blind: bool
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; an empty field asks for all."""

    coder: str = ""
    action: str = ""
    since: datetime | None = None
    before: datetime | None = None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """As the database is asked."""
        table = schema.review.c
        equal = [column == value for column, value in ((table.coder, self.coder), (table.action, self.action)) if value]
        since = [table.made_at >= _stamp(self.since)] if self.since else []
        return [*equal, *since, *([table.made_at < _stamp(self.before)] if self.before else [])]


def new_review(action: Action, coder: str, *, excerpt: Excerpt | None = None, **others: Any) -> Review:
    """A review made now; one of an excerpt is keyed on its document, version and span."""
    place: dict[str, Any] = {}
    if excerpt is not None:
        place = {name: getattr(excerpt, name) for name in ("document_id", "version", "start", "end")}
    return Review(str(uuid.uuid4()), action, coder, datetime.now(UTC), **place, **others)


class Reviews:
    """The append-only record of who did what."""

    def __init__(self, database: Database) -> None:
        self._database, self._history = database, History(database)

    def add(self, *reviews: Review) -> None:
        """Append these reviews, all or none."""
        if not reviews:
            return
        rows = [
            asdict(review)
            | {
                "action": review.action.value,
                "made_at": _stamp(review.made_at),
            }
            for review in reviews
        ]
        # as a writer, so that entries are numbered in the order in which others come to see them
        with self._database.writing() as connection:
            connection.execute(schema.review.insert(), rows)
            self._history.add(connection, "review", {str(row["review_id"]): row for row in rows})

    def edition(self, document_id: str | None = None) -> int:
        """Counts up with every entry, or every one about a document: a page that carries it can tell whether it is out of date."""
        table = schema.review
        last = select(func.max(table.c.number))
        if document_id is not None:
            last = last.where(table.c.document_id == document_id)
        with self._database.transaction() as connection:
            return connection.execute(last).scalar() or 0

    def since(self, document_id: str, edition: int) -> list[Review]:
        """Entries about a document that were made after this edition of them."""
        table = schema.review
        later = select(table).where(table.c.document_id == document_id, table.c.number > edition)
        with self._database.transaction() as connection:
            return [_review(row) for row in connection.execute(later.order_by(table.c.number))]

    def get(self, review_id: str) -> Review:
        """One review."""
        chosen = select(schema.review).where(schema.review.c.review_id == review_id)
        with self._database.transaction() as connection:
            row = connection.execute(chosen).first()
        if row is None:
            raise NotFound(f"no review {review_id!r}")
        return _review(row)

    def all(
        self,
        *,
        actions: Iterable[Action] | None = None,
        coder: str | None = None,
        document_id: str | None = None,
        target: str | None = None,
        themes: Iterable[str] | None = None,
        of_texts: bool = False,
    ) -> list[Review]:
        """Reviews in the order they were made, undone ones and undos included; `of_texts` are those of stretches of a text."""
        table = schema.review
        chosen = select(table).order_by(table.c.number)
        if of_texts:
            chosen = chosen.where(table.c.start.is_not(None))
        if actions is not None:
            chosen = chosen.where(table.c.action.in_([action.value for action in actions]))
        if themes is not None:
            chosen = chosen.where(table.c.theme.in_(list(themes)))
        for column, wanted in ((table.c.coder, coder), (table.c.document_id, document_id), (table.c.target, target)):
            if wanted is not None:
                chosen = chosen.where(column == wanted)
        with self._database.transaction() as connection:
            return [_review(row) for row in connection.execute(chosen)]

    def count(self, wanted: "Wanted") -> int:
        """How many entries are asked for, undone ones and undos included."""
        counted = select(func.count()).select_from(schema.review).where(*wanted.conditions)
        with self._database.transaction() as connection:
            return connection.execute(counted).scalar() or 0

    def newest(self, wanted: "Wanted", *, after: int, most: int) -> list[Review]:
        """Some of what is asked for, the newest first, after so many newer ones."""
        chosen = select(schema.review).where(*wanted.conditions).order_by(schema.review.c.number.desc())
        with self._database.transaction() as connection:
            return [_review(row) for row in connection.execute(chosen.offset(after).limit(most))]

    def last(self) -> tuple[int, str]:
        """Number and id of the newest entry; nought and nothing where there is none."""
        table = schema.review
        newest = select(table.c.number, table.c.review_id).order_by(table.c.number.desc()).limit(1)
        with self._database.transaction() as connection:
            row = connection.execute(newest).first()
        return (row[0], row[1]) if row else (0, "")

    def still_last(self, number: int, review_id: str) -> bool:
        """Whether the entry that had this number has it still: one that was not kept gives its number to another."""
        if number == 0:
            return True
        named = select(schema.review.c.review_id).where(schema.review.c.number == number)
        with self._database.transaction() as connection:
            return connection.execute(named).scalar() == review_id

    def after(self, number: int) -> list[Review]:
        """Entries that were made after the one with this number, about whatever."""
        table = schema.review
        with self._database.transaction() as connection:
            later = connection.execute(select(table).where(table.c.number > number).order_by(table.c.number))
            return [_review(row) for row in later]

    def latest(self) -> datetime | None:
        """When the last entry was made."""
        with self._database.transaction() as connection:
            found = connection.execute(select(func.max(schema.review.c.made_at))).scalar()
        return None if found is None else datetime.fromisoformat(found)

    def standing(self, *, actions: Iterable[Action] | None = None, **filters: Any) -> list[Review]:
        """Reviews that were not undone, in the order they were made; undos themselves are left out."""
        wanted = set(Action) if actions is None else set(actions)
        found, gone = self.all(actions=wanted - {Action.UNDO}, **filters), self.undone()
        return standing(review for review in found if review.review_id not in gone)

    def undone(self) -> set[str]:
        """Ids of the reviews that were taken back."""
        table = schema.review
        undos = select(table.c.review_id, table.c.target).where(table.c.action == Action.UNDO.value)
        with self._database.transaction() as connection:
            rows = connection.execute(undos.order_by(table.c.made_at, table.c.review_id)).all()
        return taken_back([(row[0], row[1]) for row in rows if row[1]])

    def spans(self, *, actions: Iterable[Action], coder: str) -> list[ReviewedSpan]:
        """What one coder did where, without the rest of it: a thousand of them are read in the time of a key press."""
        table = schema.review
        names = ("review_id", "document_id", "version", "start", "end", "blind", "payload")
        chosen = select(*(table.c[name] for name in names)).where(
            table.c.coder == coder,
            table.c.action.in_([action.value for action in actions]),
            table.c.start.is_not(None),
        )
        with self._database.transaction() as connection:
            return [ReviewedSpan(*row) for row in connection.execute(chosen.order_by(table.c.number))]


class Coders:
    """The people who review."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, coder: Coder) -> None:
        """Keep this coder; a later role replaces the earlier."""
        self._database.upsert(schema.coder, [asdict(coder)])

    def all(self) -> list[Coder]:
        """Every coder by name."""
        with self._database.transaction() as connection:
            return [
                Coder(**row._mapping) for row in connection.execute(select(schema.coder).order_by(schema.coder.c.name))
            ]


def _stamp(moment: datetime) -> str:
    """As the record keeps it, so that text is in the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _review(row: Row[Any]) -> Review:
    values = {key: value for key, value in row._mapping.items() if key != "number"}
    return Review(**{**values, "action": Action(row.action), "made_at": datetime.fromisoformat(row.made_at)})
