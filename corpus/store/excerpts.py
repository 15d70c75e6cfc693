"""Excerpts: the units that are tagged, checked against the frozen text on the way in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Row, delete, func, select, tuple_

from learnbrief.corpus.document import Document, Excerpt, Kind, Mode, Speech, Voice
from learnbrief.corpus.errors import BrokenStore, NotFound
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import CUT, Database
from learnbrief.corpus.store.kept import Kept
from learnbrief.corpus.store.parts import MOST, newest, parts
from learnbrief.corpus.store.words import Words

_TABLE = schema.excerpt
Place = tuple[str, int, int, int]
"""Document, version, start and end."""


class Excerpts:
    """The units that are tagged, checked against the frozen text on the way in."""

    def __init__(self, database: Database, words: Words) -> None:
        self._database = database
        self._words = words
        self._now = Kept[Mapping[str, Excerpt]]()

    def put(self, document: Document, excerpts: Sequence[Excerpt]) -> None:
        """Replace this version's excerpts by these."""
        for excerpt in excerpts:
            excerpt.check_against(document)
        table = schema.excerpt
        mine = (table.c.document_id == document.document_id) & (table.c.version == document.version)
        with self._database.transaction() as connection:
            self._database.renew(CUT)
            self._words.remove(connection.execute(select(table.c.excerpt_id).where(mine)).scalars().all())
            connection.execute(delete(table).where(mine))
            if excerpts:
                connection.execute(table.insert(), [_excerpt_row(excerpt) for excerpt in excerpts])
            self._words.add((excerpt.excerpt_id, excerpt.text) for excerpt in excerpts)

    def current(self, document_ids: Collection[str] | None = None) -> list[Excerpt]:
        """Excerpts of the latest version of every document, or of these, in document order."""
        return [one for some in parts(document_ids) for one in self._fetch(select(_TABLE).where(is_current(some)))]

    def now(self) -> Mapping[str, Excerpt]:
        """All current excerpts by id, in document order, the very same until something is cut otherwise.

        For pages that lay all of the material out; they hold some 1 KB for each excerpt.
        """
        return self._now.of(self._database.edition(CUT), lambda: {one.excerpt_id: one for one in self.current()})

    def count(self) -> int:
        """How many excerpts are current."""
        with self._database.transaction() as connection:
            return connection.execute(select(func.count()).select_from(_TABLE).where(is_current())).scalar() or 0

    def evidence(self) -> set[str]:
        """Ids of the current excerpts that are evidence."""
        with self._database.transaction() as connection:
            chosen = select(_TABLE.c.excerpt_id).where(_TABLE.c.evidence, is_current())
            return set(connection.execute(chosen).scalars())

    def days(self) -> set[date]:
        """Every day on which something current was said: an excerpt's own, else its document's; forms on a brief make no month."""
        document = schema.document
        same = (_TABLE.c.document_id == document.c.document_id) & (_TABLE.c.version == document.c.version)
        said = select(func.coalesce(_TABLE.c.date, document.c.date, type_=Date)).distinct()
        material = document.c.kind != Kind.MEMBER_CHECK.value
        with self._database.transaction() as connection:
            return set(
                connection.execute(said.join_from(_TABLE, document, same).where(is_current(), material)).scalars()
            )

    def voices(self) -> dict[str, int]:
        """Every voice of now by its label, and in how many sources it is heard."""
        sources = func.count(_TABLE.c.document_id.distinct())
        chosen = select(_TABLE.c.voice_label, sources).where(is_current()).group_by(_TABLE.c.voice_label)
        with self._database.transaction() as connection:
            return {row[0]: row[1] for row in connection.execute(chosen)}

    def still(self, excerpt_ids: Iterable[str]) -> set[str]:
        """Those of these ids that the latest versions are cut into."""
        with self._database.transaction() as connection:
            latest = {row[0]: row[1] for row in connection.execute(newest())}
        # compared here: asked for both at once, SQLite goes through every current excerpt for each part of the ids
        places = self.stretches(excerpt_ids).items()
        return {excerpt_id for excerpt_id, place in places if latest.get(place[0]) == place[1]}

    def untagged(self, tagger: str) -> list[Excerpt]:
        """Current excerpts that this tagger has not seen, in document order."""
        return self._unseen(schema.tagged.c.tagger == tagger)

    def unread(self, encoder: str) -> list[Excerpt]:
        """Current excerpts that no tagger with this encoder has seen: it had to encode all that it saw."""
        return self._unseen(schema.tagged.c.tagger.contains(f" {encoder} ", autoescape=True))

    def _unseen(self, by: ColumnElement[bool]) -> list[Excerpt]:
        seen = select(schema.tagged.c.excerpt_id).where(by)
        return self._fetch(select(_TABLE).where(is_current(), _TABLE.c.excerpt_id.not_in(seen)))

    def stretches(self, excerpt_ids: Iterable[str]) -> dict[str, tuple[str, int, int, int]]:
        """Document, version, start and end of those that were ever cut so and are not gone, in whichever version."""
        found, table = dict[str, tuple[str, int, int, int]](), schema.excerpt
        columns = (table.c.excerpt_id, table.c.document_id, table.c.version, table.c.start, table.c.end)
        with self._database.transaction() as connection:
            for some in parts(set(excerpt_ids)):
                chosen = select(*columns).where(table.c.excerpt_id.in_(some or ()))
                for excerpt_id, *place in connection.execute(chosen):
                    found[excerpt_id] = (place[0], place[1], place[2], place[3])
        return found

    def spans(self, document_ids: Collection[str]) -> list[tuple[str, str, int, int, int]]:
        """Id, document, version, start and end of what these documents are cut into now, without the words."""
        found, columns = [], [_TABLE.c[name] for name in ("excerpt_id", "document_id", "version", "start", "end")]
        with self._database.transaction() as connection:
            for some in parts(document_ids):
                chosen = select(*columns).where(_TABLE.c.document_id.in_(some or ()), is_current(some))
                found += [(row[0], row[1], row[2], row[3], row[4]) for row in connection.execute(chosen)]
        return found

    def roles(self) -> list[str]:
        """Every role in which somebody speaks, in alphabetical order."""
        chosen = select(_TABLE.c.role).distinct().where(_TABLE.c.role.is_not(None), is_current())
        with self._database.transaction() as connection:
            return sorted(connection.execute(chosen).scalars())

    def of(self, document_id: str, version: int | None = None) -> list[Excerpt]:
        """Excerpts of one document, of its latest version by default."""
        if version is None:
            return self.current([document_id])
        return self._fetch(select(_TABLE).where(_TABLE.c.document_id == document_id, _TABLE.c.version == version))

    def get(self, excerpt_ids: Iterable[str]) -> dict[str, Excerpt]:
        """The excerpts of these ids; an id nobody has is an error."""
        wanted = list(excerpt_ids)
        found: dict[str, Excerpt] = {}
        for some in parts(set(wanted)):
            chosen = select(_TABLE).where(_TABLE.c.excerpt_id.in_(some or ()))
            found |= {excerpt.excerpt_id: excerpt for excerpt in self._fetch(chosen)}
        missing = [excerpt_id for excerpt_id in wanted if excerpt_id not in found]
        if missing:
            raise NotFound(f"no excerpt {missing[0]!r}")
        return found

    def at(self, places: Collection[Place]) -> dict[Place, Excerpt]:
        """The excerpts that stand, or stood, at these very places."""
        columns = tuple_(_TABLE.c.document_id, _TABLE.c.version, _TABLE.c.start, _TABLE.c.end)
        found, wanted = list[Excerpt](), sorted(set(places))
        for begin in range(0, len(wanted), MOST):
            found += self._fetch(select(_TABLE).where(columns.in_(wanted[begin : begin + MOST])))
        return {(one.document_id, one.version, one.start, one.end): one for one in found}

    def _fetch(self, chosen: Any) -> list[Excerpt]:
        table = schema.excerpt
        with self._database.transaction() as connection:
            rows = connection.execute(chosen.order_by(table.c.document_id, table.c.version, table.c.start)).all()
        return [_excerpt(row) for row in rows]


def is_current(document_ids: Sequence[str] | None = None) -> Any:
    """Whether an excerpt is of the latest version of its document."""
    return tuple_(_TABLE.c.document_id, _TABLE.c.version).in_(newest(document_ids))


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
