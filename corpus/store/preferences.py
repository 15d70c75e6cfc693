"""What each coder has set for themselves in the app: keys, and filters kept under a name."""

from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select

from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database, now


class Preference(StrEnum):
    """Kinds of things that a coder may set."""

    KEYS = "keys"
    """Single keys that press buttons."""
    FILTER = "filter"
    """A choice of excerpts, kept under a name of the coder's."""


class Preferences:
    """Small settings by coder, kind and name; they go with the person, whichever browser or port they come by."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, coder: str, kind: Preference, name: str, value: dict[str, Any]) -> None:
        """Keep this; what stood under the name goes."""
        row = {"coder": coder, "kind": kind.value, "name": name, "value": value, "made_at": now()}
        self._database.upsert(schema.preference, [row])

    def of(self, coder: str, kind: Preference) -> dict[str, dict[str, Any]]:
        """What a coder has set, by name in alphabetical order."""
        table = schema.preference
        chosen = select(table.c.name, table.c.value).where(table.c.coder == coder, table.c.kind == kind.value)
        with self._database.transaction() as connection:
            return {row.name: row.value for row in connection.execute(chosen.order_by(table.c.name))}

    def remove(self, coder: str, kind: Preference, name: str) -> None:
        """Forget it; nothing happens where nobody set it."""
        table = schema.preference
        mine = (table.c.coder == coder) & (table.c.kind == kind.value) & (table.c.name == name)
        with self._database.transaction() as connection:
            connection.execute(delete(table).where(mine))
