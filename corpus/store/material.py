"""What was heard: events, documents in their versions, participants, files that were skipped."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from sqlalchemy import Row, Table, and_, delete, select, tuple_

from learnbrief.corpus.document import AsRead, Document, Event, Kind, Mode, Participant, Passage, SourceText, Speech
from learnbrief.corpus.errors import BrokenStore, NotFound, StaleEdit
from learnbrief.corpus.finding import Scope
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import CUT, Database, now
from learnbrief.corpus.store.kept import Kept
from learnbrief.corpus.store.parts import newest, parts


class Events:
    """The occasions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, event: Event) -> None:
        """Keep the event; a later one of the same id replaces it."""
        self._database.upsert(schema.event, [asdict(event)])

    def all(self) -> list[Event]:
        """Every event, by date."""
        with self._database.transaction() as connection:
            rows = connection.execute(select(schema.event).order_by(schema.event.c.date, schema.event.c.event_id))
            return [Event(**row._mapping) for row in rows]

    def find(self, event_id: str) -> Event | None:
        """The event of this id, where there is one."""
        with self._database.transaction() as connection:
            row = connection.execute(select(schema.event).where(schema.event.c.event_id == event_id)).first()
        return Event(**row._mapping) if row else None

    def get(self, event_id: str) -> Event:
        """The event of this id."""
        if (event := self.find(event_id)) is not None:
            return event
        known = ", ".join(event.event_id for event in self.all()) or "none yet"
        raise NotFound(f"no event {event_id!r}; there are: {known}")


class Participants:
    """The register's public half: pseudonym, role group, collaborative."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, participants: Iterable[Participant]) -> None:
        """Keep these participants."""
        self._database.upsert(schema.participant, [asdict(participant) for participant in participants])

    def all(self) -> dict[str, Participant]:
        """Every participant by pseudonym."""
        with self._database.transaction() as connection:
            rows = connection.execute(select(schema.participant).order_by(schema.participant.c.pseudonym))
            return {row.pseudonym: Participant(**row._mapping) for row in rows}

    def describe(self, participant: Participant, *, shown: Participant | None) -> bool:
        """Keep what somebody said of a speaker; false where that is kept already. Within a writing transaction.

        Raises:
            StaleEdit: the speaker is no longer described as it was `shown` to whoever says it.
        """
        current = self.all().get(participant.pseudonym)
        if current == participant:
            return False
        if current != shown:
            raise StaleEdit(
                f"{participant.pseudonym} was described since you opened the page. Nothing was overwritten; look again."
            )
        self.put([participant])
        return True

    def put_groups(self, groups: Mapping[str, Mapping[str, str]]) -> None:
        """What the register's own columns say of people, by column and pseudonym; what it said before goes."""
        table = schema.participant_group
        rows = [
            {"pseudonym": who, "name": name, "value": value} for name, of in groups.items() for who, value in of.items()
        ]
        if groups_of(rows) == self.groups():
            return
        with self._database.writing() as connection:
            connection.execute(delete(table))
            if rows:
                connection.execute(table.insert(), rows)

    def groups(self) -> dict[str, dict[str, str]]:
        """By column of the register, then by pseudonym, what is said of whom."""
        with self._database.transaction() as connection:
            return groups_of(row._asdict() for row in connection.execute(select(schema.participant_group)))

    def remove(self, pseudonym: str) -> None:
        """Forget one participant."""
        with self._database.transaction() as connection:
            for table in (schema.participant, schema.participant_group):
                connection.execute(delete(table).where(table.c.pseudonym == pseudonym))


def groups_of(rows: Iterable[Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Rows of a pseudonym, a column and a value, by column and pseudonym, in alphabetical order."""
    found: dict[str, dict[str, str]] = {}
    for row in sorted(rows, key=lambda one: (one["name"], one["pseudonym"])):
        found.setdefault(row["name"], {})[row["pseudonym"]] = row["value"]
    return found


@dataclass(frozen=True, slots=True)
class Card(AsRead):
    """A document without its text: enough for lists and counts, and to see whether its file has changed."""

    document_id: str
    version: int
    kind: Kind
    event_id: str
    title: str
    date: date
    collaborative: str | None
    origin: str = ""
    content_hash: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


class Documents:
    """Frozen sources; a version, once stored, never changes."""

    def __init__(self, database: Database) -> None:
        self._database, self._cards = database, Kept[list[Card]]()

    def add(self, document: Document, *, shifts: Sequence[tuple[int, int, int]] = ()) -> None:
        """Freeze one version. `shifts` are (start, end, new length) against the version before."""
        row = {name: getattr(document, name) for name in _DOCUMENT_FIELDS} | {
            "kind": document.kind.value,
            "text": document.text,
            "passages": [_packed(passage) for passage in document.source.passages],
            "shifts": [list(shift) for shift in shifts],
            "added_at": now(),
        }
        with self._database.transaction() as connection:
            self._database.renew(CUT)
            connection.execute(schema.document.insert(), row)

    def get(self, document_id: str, version: int | None = None) -> Document:
        """One version, the latest by default."""
        wanted = select(schema.document).where(schema.document.c.document_id == document_id)
        if version is not None:
            wanted = wanted.where(schema.document.c.version == version)
        with self._database.transaction() as connection:
            row = connection.execute(wanted.order_by(schema.document.c.version.desc()).limit(1)).first()
        if row is None:
            raise NotFound(f"no document {document_id!r}" + (f" in version {version}" if version else ""))
        return _document(row)

    def open_for_edit(self, document_id: str, version: int) -> Document:
        """The latest version, held against other editors until the writing transaction around this ends.

        Raises:
            StaleEdit: it is no longer `version`, the one the editor saw.
        """
        with self._database.writing():
            document = self.get(document_id)
        if document.version != version:
            raise StaleEdit(
                "This document has a newer version than the page you were on. Open it again; nothing was overwritten."
            )
        return document

    def latest(self, document_ids: Collection[str] | None = None) -> dict[str, Document]:
        """The latest version of every document, or of these, by date."""
        table, found = schema.document, list[Document]()
        with self._database.transaction() as connection:
            for some in parts(document_ids):
                chosen = select(table).where(tuple_(table.c.document_id, table.c.version).in_(newest(some)))
                found += map(_document, connection.execute(chosen))
        return {one.document_id: one for one in sorted(found, key=lambda one: (one.date, one.document_id))}

    def within(self, scope: Scope) -> list[str]:
        """Ids of every document of which the scope may cover a word; what it covers is for `material_of` to say."""
        table, excerpt = schema.document, schema.excerpt
        told = [table.c.event_id == scope.event] if scope.kind == "event" else []
        if scope.since or scope.until:
            told.append(_between(table.c.date, scope) | _said_in(excerpt, _between(excerpt.c.date, scope)))
        if scope.kind == "collaborative":
            heard = _said_in(excerpt, excerpt.c.collaborative == scope.collaborative)
            told.append((table.c.collaborative == scope.collaborative) | heard)
        if scope.kind == "theme":
            tagged = select(schema.tag.c.excerpt_id).where(schema.tag.c.theme == scope.theme)
            decided = select(schema.review.c.document_id).where(schema.review.c.theme == scope.theme)
            told.append(_said_in(excerpt, excerpt.c.excerpt_id.in_(tagged)) | table.c.document_id.in_(decided))
        chosen = select(table.c.document_id).where(tuple_(table.c.document_id, table.c.version).in_(newest()), *told)
        with self._database.transaction() as connection:
            return sorted(connection.execute(chosen).scalars())

    def words(self) -> int:
        """How many words the latest versions hold together."""
        table = schema.document
        chosen = select(table.c.text).where(tuple_(table.c.document_id, table.c.version).in_(newest()))
        with self._database.transaction() as connection:
            return sum(len(text.split()) for text in connection.execute(chosen).scalars())

    def cards(self) -> list[Card]:
        """The latest version of every document without its text, by date."""
        return list(self._cards.of(self._database.edition(CUT), self._read_cards))

    def _read_cards(self) -> list[Card]:
        table = schema.document
        columns = [table.c[field.name] for field in fields(Card)]
        chosen = select(*columns).where(tuple_(table.c.document_id, table.c.version).in_(newest()))
        with self._database.transaction() as connection:
            rows = connection.execute(chosen.order_by(table.c.date, table.c.document_id)).all()
        return [Card(**{**row._mapping, "kind": Kind(row.kind)}) for row in rows]

    def ids(self) -> list[str]:
        """Every document's id."""
        with self._database.transaction() as connection:
            ids = connection.execute(select(schema.document.c.document_id).distinct()).scalars()
            return sorted(ids)

    def shifts(self, document_id: str, version: int) -> list[tuple[int, int, int]]:
        """How offsets of the version before map into this one."""
        chosen = select(schema.document.c.shifts).where(
            schema.document.c.document_id == document_id, schema.document.c.version == version
        )
        with self._database.transaction() as connection:
            return [(start, end, length) for start, end, length in connection.execute(chosen).scalar() or []]

    def by_content(self, content_hash: str) -> str | None:
        """The id of the document with this original content, if there is one."""
        chosen = select(schema.document.c.document_id).where(schema.document.c.content_hash == content_hash).limit(1)
        with self._database.transaction() as connection:
            return connection.execute(chosen).scalar()

    def hashes(self) -> dict[str, str]:
        """Content hash to document id, over every version."""
        with self._database.transaction() as connection:
            rows = connection.execute(select(schema.document.c.content_hash, schema.document.c.document_id))
            return {row.content_hash: row.document_id for row in rows}


_DOCUMENT_FIELDS = (
    "document_id", "version", "event_id", "title", "date", "collaborative", "origin", "author", "attributes", "content_hash",
)  # fmt: skip


def _between(day: Any, scope: Scope) -> Any:
    """Whether a day lies in a scope's period; false where there is no day."""
    bounds = [day >= scope.since] if scope.since else []
    return and_(*bounds, day <= scope.until) if scope.until else and_(*bounds)


def _said_in(excerpt: Table, holds: Any) -> Any:
    """Documents of which an excerpt is so; in any version, since what is too many is left out later."""
    return schema.document.c.document_id.in_(select(excerpt.c.document_id).where(holds))


def _packed(passage: Passage) -> dict[str, Any]:
    packed = {key: value for key, value in asdict(passage).items() if value is not None}
    return packed | ({"said_on": passage.said_on.isoformat()} if passage.said_on else {})


def _passage(packed: dict[str, Any]) -> Passage:
    said_on = date.fromisoformat(packed["said_on"]) if "said_on" in packed else None
    mode, speech = Mode(packed["mode"]), Speech(packed["speech"])
    return Passage(**{**packed, "mode": mode, "speech": speech, "said_on": said_on})


def _document(row: Row[Any]) -> Document:
    try:
        source = SourceText(row.text, tuple(_passage(packed) for packed in row.passages))
    except ValueError as err:
        raise BrokenStore(
            f"the text of {row.document_id} v{row.version} is not the one that was frozen: {err}"
        ) from err
    return Document(**{name: getattr(row, name) for name in _DOCUMENT_FIELDS}, kind=Kind(row.kind), source=source)


class Skipped:
    """Files that were not taken in, and why; those without details wait."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, origin: str, reason: str, *, event_id: str | None = None, waiting: bool = False) -> None:
        """Remember one file; a newer reason replaces the old."""
        row = {"origin": origin, "reason": reason, "event_id": event_id, "waiting": waiting, "seen_at": now()}
        self._database.upsert(schema.skipped, [row])

    def clear(self, origin: str) -> None:
        """Forget that this file was skipped: it has been taken in."""
        with self._database.transaction() as connection:
            connection.execute(delete(schema.skipped).where(schema.skipped.c.origin == origin))

    def all(self) -> list[dict[str, Any]]:
        """Origin, reason, event_id, waiting and seen_at of each."""
        with self._database.transaction() as connection:
            rows = connection.execute(select(schema.skipped).order_by(schema.skipped.c.origin))
            return [dict(row._mapping) for row in rows]
