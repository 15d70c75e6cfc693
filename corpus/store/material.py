"""What was heard: events, documents in their versions, participants, excerpts, files that were skipped."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, func, select, tuple_

from learnbrief.corpus.document import (
    Document,
    Event,
    Excerpt,
    Kind,
    Mode,
    Participant,
    Passage,
    SourceText,
    Speech,
    Voice,
)
from learnbrief.corpus.errors import BrokenStore, NotFound, StaleEdit
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database, now
from learnbrief.corpus.store.words import Words


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

    def get(self, event_id: str) -> Event:
        """The event of this id."""
        for event in self.all():
            if event.event_id == event_id:
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

    def remove(self, pseudonym: str) -> None:
        """Forget one participant."""
        with self._database.transaction() as connection:
            connection.execute(delete(schema.participant).where(schema.participant.c.pseudonym == pseudonym))


@dataclass(frozen=True, slots=True)
class Card:
    """A document without its text: enough for lists and counts."""

    document_id: str
    version: int
    kind: Kind
    event_id: str
    title: str
    date: date
    collaborative: str | None


class Documents:
    """Frozen sources; a version, once stored, never changes."""

    def __init__(self, database: Database) -> None:
        self._database = database

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

    def latest(self) -> dict[str, Document]:
        """The latest version of every document, by date."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                select(schema.document)
                .where(tuple_(schema.document.c.document_id, schema.document.c.version).in_(_newest()))
                .order_by(schema.document.c.date, schema.document.c.document_id)
            )
            return {row.document_id: _document(row) for row in rows}

    def cards(self) -> list[Card]:
        """The latest version of every document without its text, by date."""
        table = schema.document
        columns = [table.c[field.name] for field in fields(Card)]
        chosen = select(*columns).where(tuple_(table.c.document_id, table.c.version).in_(_newest()))
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


def _newest() -> Any:
    newest = select(schema.document.c.document_id, func.max(schema.document.c.version))
    return newest.group_by(schema.document.c.document_id)


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


class Excerpts:
    """The units that are tagged, checked against the frozen text on the way in."""

    def __init__(self, database: Database, words: Words) -> None:
        self._database = database
        self._words = words

    def put(self, document: Document, excerpts: Sequence[Excerpt]) -> None:
        """Replace this version's excerpts by these."""
        for excerpt in excerpts:
            excerpt.check_against(document)
        table = schema.excerpt
        mine = (table.c.document_id == document.document_id) & (table.c.version == document.version)
        with self._database.transaction() as connection:
            self._words.remove(connection.execute(select(table.c.excerpt_id).where(mine)).scalars().all())
            connection.execute(delete(table).where(mine))
            if excerpts:
                connection.execute(table.insert(), [_excerpt_row(excerpt) for excerpt in excerpts])
            self._words.add((excerpt.excerpt_id, excerpt.text) for excerpt in excerpts)

    def current(self) -> list[Excerpt]:
        """Excerpts of the latest version of every document, in document order."""
        table = schema.excerpt
        chosen = select(table).where(tuple_(table.c.document_id, table.c.version).in_(_newest()))
        return self._fetch(chosen)

    def stretches(self, excerpt_ids: Iterable[str]) -> dict[str, tuple[str, int, int, int]]:
        """Document, version, start and end of those that were ever cut so and are not gone, in whichever version."""
        wanted, found = sorted(excerpt_ids), dict[str, tuple[str, int, int, int]]()
        table = schema.excerpt
        columns = (table.c.excerpt_id, table.c.document_id, table.c.version, table.c.start, table.c.end)
        with self._database.transaction() as connection:
            for begin in range(0, len(wanted), 500):
                some = table.c.excerpt_id.in_(wanted[begin : begin + 500])
                for excerpt_id, *place in connection.execute(select(*columns).where(some)):
                    found[excerpt_id] = (place[0], place[1], place[2], place[3])
        return found

    def of(self, document_id: str, version: int | None = None) -> list[Excerpt]:
        """Excerpts of one document, of its latest version by default."""
        table = schema.excerpt
        chosen = select(table).where(table.c.document_id == document_id)
        if version is None:
            chosen = chosen.where(tuple_(table.c.document_id, table.c.version).in_(_newest()))
        else:
            chosen = chosen.where(table.c.version == version)
        return self._fetch(chosen)

    def get(self, excerpt_ids: Iterable[str]) -> dict[str, Excerpt]:
        """The excerpts of these ids; an id nobody has is an error."""
        wanted = list(excerpt_ids)
        found: dict[str, Excerpt] = {}
        for begin in range(0, len(wanted), 500):  # SQLite limits the number of parameters
            chosen = select(schema.excerpt).where(schema.excerpt.c.excerpt_id.in_(wanted[begin : begin + 500]))
            found |= {excerpt.excerpt_id: excerpt for excerpt in self._fetch(chosen)}
        missing = [excerpt_id for excerpt_id in wanted if excerpt_id not in found]
        if missing:
            raise NotFound(f"no excerpt {missing[0]!r}")
        return found

    def _fetch(self, chosen: Any) -> list[Excerpt]:
        table = schema.excerpt
        with self._database.transaction() as connection:
            rows = connection.execute(chosen.order_by(table.c.document_id, table.c.version, table.c.start)).all()
        return [_excerpt(row) for row in rows]


def _excerpt_row(excerpt: Excerpt) -> dict[str, Any]:
    return {
        "excerpt_id": excerpt.excerpt_id,
        "document_id": excerpt.document_id,
        "version": excerpt.version,
        "start": excerpt.start,
        "end": excerpt.end,
        "text": excerpt.text,
        "voice_id": excerpt.voice.voice_id,
        "voice_label": excerpt.voice.label,
        "voice_basis": excerpt.voice.basis,
        "role": excerpt.voice.role,
        "voice_collaborative": excerpt.voice.collaborative,
        "mode": excerpt.mode.value,
        "speech": excerpt.speech.value,
        "evidence": excerpt.evidence,
        "collaborative": excerpt.collaborative,
        "at": excerpt.at,
        "heading": excerpt.heading,
        "date": excerpt.date,
    }


def _excerpt(row: Row[Any]) -> Excerpt:
    found = Excerpt(
        document_id=row.document_id,
        version=row.version,
        start=row.start,
        end=row.end,
        text=row.text,
        voice=Voice(row.voice_id, row.voice_label, row.voice_basis, row.role, row.voice_collaborative),
        mode=Mode(row.mode),
        speech=Speech(row.speech),
        evidence=row.evidence,
        collaborative=row.collaborative,
        at=row.at,
        heading=row.heading,
        date=row.date,
    )
    if found.excerpt_id != row.excerpt_id:
        raise BrokenStore(f"excerpt {row.excerpt_id} is stored under an id that is not its own")
    return found


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
