"""Passages that may identify somebody without a name, and what a person decided on each."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete, func, select, update

from learnbrief.corpus.errors import NotFound, StaleEdit
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database

OPEN, SHOWN = "open", "shown"
"""What a passage waits for, and what a person said of it; one that was hidden stands in the text no more."""


@dataclass(frozen=True, slots=True)
class TextClue:
    """One such passage of a frozen text."""

    document_id: str
    version: int
    start: int
    end: int
    kind: str
    reason: str
    """Why it was pointed out; it quotes nothing."""
    instead: str
    """What is offered to stand in its place, without brackets."""
    status: str = OPEN

    @property
    def clue_id(self) -> str:
        """Depends on the place alone."""
        return stable_id("j", self.document_id, self.version, self.start, self.end)


class Clues:
    """What was pointed out in each version of a document."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, document_id: str, version: int, clues: Sequence[TextClue]) -> None:
        """Replace this version's passages by these."""
        table = schema.clue
        with self._database.transaction() as connection:
            connection.execute(delete(table).where(table.c.document_id == document_id, table.c.version == version))
            if clues:
                connection.execute(table.insert(), [asdict(clue) | {"clue_id": clue.clue_id} for clue in clues])

    def add(self, clues: Sequence[TextClue]) -> None:
        """Keep these beside the others of their version; one that stands at the very place already is left as it is."""
        table, wanted = schema.clue, {clue.clue_id: clue for clue in clues}
        chosen = select(table.c.clue_id).where(table.c.clue_id.in_(wanted))
        with self._database.transaction() as connection:
            there = {row.clue_id for row in connection.execute(chosen)}
            new = [asdict(clue) | {"clue_id": key} for key, clue in wanted.items() if key not in there]
            if new:
                connection.execute(table.insert(), new)

    def of(self, document_id: str, version: int) -> list[TextClue]:
        """Passages of one version in order of place."""
        table = schema.clue
        columns = [column for column in table.columns if column.name != "clue_id"]
        chosen = select(*columns).where(table.c.document_id == document_id, table.c.version == version)
        with self._database.transaction() as connection:
            return [TextClue(**row._mapping) for row in connection.execute(chosen.order_by(table.c.start))]

    def open(self) -> dict[tuple[str, int], int]:
        """How many wait for a person, by document and version that holds now; of those alone in which some do."""
        table, texts = schema.clue, schema.document
        newest = select(func.max(texts.c.version)).where(texts.c.document_id == table.c.document_id).scalar_subquery()
        chosen = select(table.c.document_id, table.c.version, func.count()).where(
            table.c.status == OPEN, table.c.version == newest
        )
        with self._database.transaction() as connection:
            rows = connection.execute(chosen.group_by(table.c.document_id, table.c.version))
            return {(document_id, version): count for document_id, version, count in rows}

    def set_status(self, clue: TextClue, status: str) -> None:
        """Record a person's decision on one passage."""
        table = schema.clue
        with self._database.transaction() as connection:
            done = connection.execute(update(table).where(table.c.clue_id == clue.clue_id).values(status=status))
        if done.rowcount != 1:
            raise NotFound(f"no passage {clue.clue_id!r}")

    def still_as(self, shown: TextClue) -> TextClue:
        """The passage as it is now. Within a writing transaction.

        Raises:
            StaleEdit: it is no longer as it was shown to whoever decides.
        """
        if shown not in self.of(shown.document_id, shown.version):
            raise StaleEdit(
                "This passage was decided on since you opened the page. Nothing was changed; open it again."
            )
        return shown
