"""One way to a connection, a transaction and the newest schema, whichever database is behind it."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DatabaseError, OperationalError

from learnbrief.corpus.errors import BrokenStore, NoRoom, NotFound
from learnbrief.corpus.extras import extra

HEAD = "0005"
"""The newest migration; kept here so that an up-to-date store opens without importing Alembic."""

WRITER = 0x6C_65_61_72_6E
"""The lock that whoever writes on PostgreSQL holds: any number will do that nobody else in the database uses."""

NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE}
"""How SQLite says that the disk is full, or that a limit on files or an account is reached."""
PG_NO_ROOM = "53100"
"""How PostgreSQL says it: disk_full."""


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
        self._current: ContextVar[Connection | None] = ContextVar("connection", default=None)

    @property
    def is_sqlite(self) -> bool:
        """The store is a file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Join the transaction that is open here, else begin one."""
        if (joined := self._current.get()) is not None:
            yield joined
            return
        with self._room(), self.engine.begin() as connection:
            mark = self._current.set(connection)
            try:
                yield connection
            finally:
                self._current.reset(mark)

    @contextmanager
    def _room(self) -> Iterator[None]:
        """What the database says of a full disk, in words that a person can act on."""
        try:
            yield
        except DatabaseError as err:
            code = getattr(err.orig, "sqlite_errorcode", None) or getattr(err.orig, "sqlstate", None)
            if code in NO_ROOM or code == PG_NO_ROOM:
                raise NoRoom(
                    f"there is no room left to write {self._shown()}: make room on its disk, then try again; "
                    "what was kept before is unharmed"
                ) from err
            raise

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

    def migrate(self) -> None:
        """Bring the schema up to date; nothing happens when it is."""
        version = self._schema_version()
        if version == HEAD:
            return
        from alembic import command  # only a new or outdated store needs it
        from alembic.config import Config

        with as_file(files("learnbrief.corpus.store") / "migrations") as scripts:
            config = Config()
            config.set_main_option("script_location", str(scripts))
            with self._room(), self.engine.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    def _schema_version(self) -> str | None:
        try:
            with self._room(), self.engine.connect() as connection:
                if not inspect(connection).has_table("alembic_version"):
                    return None
                return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        except OperationalError as err:
            raise NotFound(f"the store {self._shown()} cannot be opened: {err.orig}; check the path or server") from err
        except DatabaseError as err:
            raise BrokenStore(f"{self._shown()} is not a learnbrief store or is damaged; restore a backup") from err

    def _shown(self) -> str:
        return Path(self.engine.url.database or "").name if self.is_sqlite else self.engine.url.render_as_string()


def _engine(url: str) -> Engine:
    with extra("postgres", needed_for="a PostgreSQL store"):
        engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # WAL lets the app read while a flow writes; secure_delete overwrites what a withdrawal removes
    for pragma in (
        "journal_mode=WAL",
        "secure_delete=ON",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "synchronous=NORMAL",
    ):
        connection.execute(f"PRAGMA {pragma}")
