"""One way to a connection, a transaction and the newest schema, whichever database is behind it."""

import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, inspect, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError

from learnbrief.corpus.errors import BadSettings, BrokenStore, NotAllowed, ReadOnly
from learnbrief.corpus.extras import extra
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.sqlite_file import SqliteFile
from learnbrief.corpus.store.trouble import in_words

HEAD = "0013"
"""The newest migration; kept here so that an up-to-date store opens without importing Alembic."""

WRITER = 0x6C_65_61_72_6E
"""The lock that whoever writes on PostgreSQL holds: any number will do that nobody else in the database uses."""

CUT, TAGS = "cut", "tags"
"""Editions: of texts and how they are cut, and of what is suggested."""


def now() -> str:
    """This moment in UTC, as the store keeps it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def database_url(where: str | Path) -> str:
    """A SQLAlchemy URL: a path means a SQLite file, a bare postgresql:// gets our driver."""
    plain = str(where)
    if "://" not in plain:
        return f"sqlite:///{plain}"
    return plain.replace("postgresql://", "postgresql+psycopg://", 1)


class Database:
    """Connections to one store; work inside `transaction()` is kept whole or not at all."""

    def __init__(self, where: str | Path) -> None:
        self.url = database_url(where)
        self.engine = _engine(self.url)
        self.file = SqliteFile(Path(self.engine.url.database or "")) if self.is_sqlite else None
        if self.file is not None:
            self.file.serve(self.engine)
        self._current: ContextVar[Connection | None] = ContextVar("connection", default=None)

    @property
    def is_sqlite(self) -> bool:
        """The store is a file."""
        return self.engine.dialect.name == "sqlite"

    @property
    def read_only(self) -> bool:
        """The store is a file that can be read and not written."""
        return self.file is not None and self.file.read_only

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Join the transaction that is open here, else begin one."""
        if (joined := self._current.get()) is not None:
            yield joined
            return
        with self.in_words(), self.engine.begin() as connection:
            mark = self._current.set(connection)
            try:
                yield connection
            finally:
                self._current.reset(mark)

    def in_words(self) -> AbstractContextManager[None]:
        """Inside, what the database complains of is told as an error of ours, with the remedy."""
        return in_words(self._shown(), is_file=self.is_sqlite)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that no other writer runs beside: what is read inside is still true when it is written."""
        with self.transaction() as connection:
            driver = connection.connection.dbapi_connection
            if not self.is_sqlite:
                # a lock on rows would not do: what is checked may be that a row is not there yet
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER})
            elif driver is not None and not driver.in_transaction:
                # SQLite begins with the first write, and two that have both read by then cannot both be kept
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    def upsert(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows; where the primary key is there already, the new values win."""
        if not rows:
            return
        dialect = sqlite if self.is_sqlite else postgresql
        keys = [column.name for column in table.primary_key]
        with self.transaction() as connection:
            insert = dialect.insert(table)
            others = {name: insert.excluded[name] for name in rows[0] if name not in keys}
            act = insert.on_conflict_do_update(index_elements=keys, set_=others) if others else insert
            connection.execute(act if others else insert.on_conflict_do_nothing(), list(rows))

    def edition(self, name: str) -> str:
        """Another word after every `renew`: whoever kept what they made of the rows sees by it that these have changed."""
        table = schema.edition
        with self.transaction() as connection:
            return connection.execute(select(table.c.value).where(table.c.name == name)).scalar() or ""

    def renew(self, name: str) -> None:
        """The rows that an edition stands for are changing in this transaction.

        Drawn and not counted: a number would come again where a transaction is taken back.
        """
        with self.writing():  # all writers take the one lock first, so that no two wait for each other
            self.upsert(schema.edition, [{"name": name, "value": uuid.uuid4().hex}])

    def migrate(self) -> None:
        """Bring the schema up to date; nothing happens when it is."""
        version = self._schema_version()
        if version is not None and version > HEAD:
            raise NotAllowed(
                f"{self._shown()} was written by a newer release of learnbrief; install that one to work with it"
            )
        if version != HEAD:
            self._upgrade()
        if self.file is not None:
            self.file.may_be_made = False

    def _upgrade(self) -> None:
        if self.read_only:
            raise ReadOnly(
                f"{self._shown()} was written by an earlier release and has to be brought up to date, but can only be read "
                "here: ask for the right to write to it, or work on a copy of the folder"
            )
        from alembic import command  # only a new or outdated store needs it
        from alembic.config import Config

        with as_file(files("learnbrief.corpus.store") / "migrations") as scripts:
            config = Config()
            config.set_main_option("script_location", str(scripts))
            # whole or not at all, and by one of two that open a new store at once: the other finds it done
            with self.writing() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    def _schema_version(self) -> str | None:
        with self.in_words(), self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return version

    def _shown(self) -> str:
        return Path(self.engine.url.database or "").name if self.is_sqlite else self.engine.url.render_as_string()


def _engine(url: str) -> Engine:
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSettings(
            "url under [store] is no database of a kind we know; write postgresql://USER@HOST/DATABASE, or leave the line out"
        )
    with extra("postgres", needed_for="a PostgreSQL store"):
        try:
            # a server that was started anew leaves dead connections behind: each is tried before it is used
            return create_engine(url, json_deserializer=_json, pool_pre_ping=not url.startswith("sqlite"))
        except (ArgumentError, ValueError) as err:  # the latter of a port that is no number
            raise BadSettings(
                "url under [store] cannot be read as an address; write postgresql://USER@HOST/DATABASE"
            ) from err


def _json(stored: str) -> Any:
    try:
        return json.loads(stored)
    except ValueError as err:
        raise BrokenStore("the store holds a record that is damaged; restore a backup") from err
