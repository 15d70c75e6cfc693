"""What de-identification did, without a single original; and survey answers by wave."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, exists, func, select, tuple_, update

from learnbrief.corpus.errors import NotFound, StaleEdit
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.clues import OPEN
from learnbrief.corpus.store.database import Database, now
from learnbrief.corpus.store.history import History
from learnbrief.corpus.store.parts import newest


@dataclass(frozen=True, slots=True)
class PrivacyMark:
    """One replacement in a frozen text."""

    document_id: str
    version: int
    start: int
    end: int
    type: str
    """'person', 'organisation', 'e-mail', 'phone', 'nhs number', ..."""
    rule: str
    replacement: str
    status: str
    """'replaced' (certain), 'flagged' (masked until a person decides), 'confirmed', 'rejected' or 'added'."""

    @property
    def mark_id(self) -> str:
        """Depends on the place alone."""
        return stable_id("m", self.document_id, self.version, self.start, self.end)


class Privacy:
    """Marks per document version, and who confirmed which."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, document_id: str, version: int, marks: Sequence[PrivacyMark]) -> None:
        """Replace this version's marks by these."""
        table = schema.privacy_mark
        with self._database.transaction() as connection:
            connection.execute(delete(table).where(table.c.document_id == document_id, table.c.version == version))
            if marks:
                connection.execute(table.insert(), [asdict(mark) | {"mark_id": mark.mark_id} for mark in marks])

    def of(self, document_id: str, version: int) -> list[PrivacyMark]:
        """Marks of one version in order of place."""
        table = schema.privacy_mark
        chosen = (
            select(table).where(table.c.document_id == document_id, table.c.version == version).order_by(table.c.start)
        )
        with self._database.transaction() as connection:
            return [_mark(row) for row in connection.execute(chosen)]

    def counts(self) -> dict[tuple[str, int], dict[str, int]]:
        """How many marks of each status, by document and version."""
        table, found = schema.privacy_mark, dict[tuple[str, int], dict[str, int]]()
        columns = (table.c.document_id, table.c.version, table.c.status)
        with self._database.transaction() as connection:
            for row in connection.execute(select(*columns, func.count()).group_by(*columns)):
                found.setdefault((row[0], row[1]), {})[row[2]] = row[3]
        return found

    def flagged(self, types: Sequence[str]) -> list[PrivacyMark]:
        """What waits for a person in the texts as they are now, of these types, in order of document and place."""
        table = schema.privacy_mark
        here = tuple_(table.c.document_id, table.c.version).in_(newest())
        chosen = select(table).where(table.c.status == "flagged", table.c.type.in_(types), here)
        with self._database.transaction() as connection:
            return [_mark(row) for row in connection.execute(chosen.order_by(table.c.document_id, table.c.start))]

    def set_status(self, mark_id: str, status: str) -> None:
        """Record a person's decision on one mark."""
        table = schema.privacy_mark
        with self._database.transaction() as connection:
            done = connection.execute(update(table).where(table.c.mark_id == mark_id).values(status=status))
        if done.rowcount != 1:
            raise NotFound(f"no replacement {mark_id!r}")

    def still_open(self, mark: PrivacyMark, *, keep: bool) -> bool:
        """Whether a mark waits for this decision, as it was shown; false where it was kept hidden already, as wanted.

        Raises:
            StaleEdit: it was decided on otherwise meanwhile.
        """
        marks = {one.mark_id: one for one in self.of(mark.document_id, mark.version)}
        current = marks.get(mark.mark_id)
        if keep and current is not None and current.status == "confirmed":
            return False
        if current != mark:
            raise StaleEdit(
                f"{mark.replacement} was decided on since you opened the page. Nothing was changed; open it again."
            )
        return True

    def confirm(self, document_id: str, version: int, coder: str) -> None:
        """A person has checked this version's de-identification."""
        row = {"document_id": document_id, "version": version, "coder": coder, "made_at": now()}
        self._database.upsert(schema.privacy_check, [row])

    def unconfirm(self, document_id: str, version: int) -> None:
        """Something in this version waits for a person again."""
        table = schema.privacy_check
        with self._database.transaction() as connection:
            connection.execute(delete(table).where(table.c.document_id == document_id, table.c.version == version))

    def confirmed(self) -> dict[tuple[str, int], str]:
        """(document id, version) of each checked version, with the coder's name.

        One in which words by which somebody may be known came to light afterwards waits again until they are decided on.
        """
        check, clue = schema.privacy_check, schema.clue
        waits = exists().where(
            clue.c.document_id == check.c.document_id, clue.c.version == check.c.version, clue.c.status == OPEN
        )
        with self._database.transaction() as connection:
            rows = connection.execute(select(check).where(~waits))
            return {(row.document_id, row.version): row.coder for row in rows}


def _mark(row: Row[Any]) -> PrivacyMark:
    return PrivacyMark(**{key: value for key, value in row._mapping.items() if key != "mark_id"})


class Surveys:
    """Closed answers: one row per document, respondent and question."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, document_id: str, rows: Sequence[dict[str, Any]]) -> None:
        """Replace this document's answers; rows hold respondent, question, answer, wave, collaborative, date."""
        table = schema.survey_answer
        with self._database.transaction() as connection:
            connection.execute(delete(table).where(table.c.document_id == document_id))
            if rows:
                connection.execute(table.insert(), [{**row, "document_id": document_id} for row in rows])

    def of(self, document_id: str) -> list[dict[str, Any]]:
        """The closed answers of one document, in a fixed order."""
        return self._rows(schema.survey_answer.c.document_id == document_id)

    def all(self) -> list[dict[str, Any]]:
        """Every closed answer, in a fixed order."""
        return self._rows()

    def _rows(self, *wanted: ColumnElement[bool]) -> list[dict[str, Any]]:
        table = schema.survey_answer
        order = (table.c.wave, table.c.document_id, table.c.respondent, table.c.question)
        chosen = select(table).where(*wanted).order_by(*order)
        with self._database.transaction() as connection:
            return [dict(row._mapping) for row in connection.execute(chosen)]


class Logbook:
    """What happened to the programme as a whole, in words that give nobody away."""

    def __init__(self, database: Database) -> None:
        self._database, self._history = database, History(database)

    def add(self, what: str) -> None:
        """Append one line."""
        row = {"made_at": now(), "what": what}
        with self._database.writing() as connection:
            number = connection.execute(schema.logbook.insert().returning(schema.logbook.c.number), row).scalar()
            self._history.add(connection, "log", {str(number): row})

    def all(self) -> list[tuple[str, str]]:
        """(time, what) of each line, oldest first."""
        table = schema.logbook
        with self._database.transaction() as connection:
            rows = connection.execute(select(table).order_by(table.c.number))
            return [(row.made_at, row.what) for row in rows]
