"""Search by word: FTS5 in SQLite, tsvector in PostgreSQL, behind one method."""

import re
from collections.abc import Collection, Iterable

from sqlalchemy import text

from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database

_FTS5 = (
    "CREATE VIRTUAL TABLE excerpt_words USING fts5("
    "text, excerpt_id UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2')",
)
_NUMBER = "SELECT number FROM indexed WHERE excerpt_id = :excerpt_id"
_NUMBERED = "SELECT number, :text, excerpt_id FROM indexed WHERE excerpt_id = :excerpt_id"
_TSVECTOR = ("CREATE INDEX excerpt_words ON excerpt USING gin (to_tsvector('english', text))",)


def index_statements(dialect: str) -> tuple[str, ...]:
    """The statements that make the word index."""
    return _FTS5 if dialect == "sqlite" else _TSVECTOR


class Words:
    """Full-text search over excerpts; any user input is a search, never a syntax error."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, rows: Iterable[tuple[str, str]]) -> None:
        """Index (excerpt id, text) pairs; PostgreSQL's index follows its table by itself."""
        pairs = [{"excerpt_id": excerpt_id, "text": words} for excerpt_id, words in rows]
        if not self._database.is_sqlite or not pairs:
            return
        with self._database.transaction() as connection:
            connection.execute(schema.indexed.insert(), [{"excerpt_id": pair["excerpt_id"]} for pair in pairs])
            connection.execute(text(f"INSERT INTO excerpt_words (rowid, text, excerpt_id) {_NUMBERED}"), pairs)

    def remove(self, excerpt_ids: Iterable[str]) -> None:
        """Forget excerpts; nothing finds them any more."""
        ids = [{"excerpt_id": excerpt_id} for excerpt_id in excerpt_ids]
        if not self._database.is_sqlite or not ids:
            return
        with self._database.transaction() as connection:
            # by its number: the index can look for no id without reading all of itself
            connection.execute(text(f"DELETE FROM excerpt_words WHERE rowid = ({_NUMBER})"), ids)
            connection.execute(text("DELETE FROM indexed WHERE excerpt_id = :excerpt_id"), ids)

    def erase(self, excerpt_ids: Collection[str]) -> None:
        """Forget excerpts whose words must not be kept: the index is merged, or they would linger in its pages.

        That reads and writes all of the index, so many excerpts are erased at once.
        """
        self.remove(excerpt_ids)
        if self._database.is_sqlite and excerpt_ids:
            with self._database.transaction() as connection:
                connection.execute(text("INSERT INTO excerpt_words (excerpt_words) VALUES ('optimize')"))

    def search(self, query: str, *, limit: int = 100) -> list[tuple[str, float]]:
        """Excerpt ids holding any of the words, best first, with a score where more is better."""
        words = re.findall(r"\w+", query)
        if not words:
            return []
        if self._database.is_sqlite:
            sql = "SELECT excerpt_id, -rank FROM excerpt_words WHERE excerpt_words MATCH :q ORDER BY rank LIMIT :n"
            asked = " OR ".join(f'"{word}"' for word in words)
        else:
            sql = (
                "SELECT excerpt_id, ts_rank_cd(to_tsvector('english', text), q) AS score"
                " FROM excerpt, websearch_to_tsquery('english', :q) q"
                " WHERE to_tsvector('english', text) @@ q ORDER BY score DESC, excerpt_id LIMIT :n"
            )
            asked = " or ".join(words)
        with self._database.transaction() as connection:
            return [(row[0], float(row[1])) for row in connection.execute(text(sql), {"q": asked, "n": limit})]
