"""A store that is one SQLite file: made once, never by mistake again, and read where it can only be read."""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

from learnbrief.corpus.errors import ReadOnly

PATIENCE = 30.0
"""Seconds that whoever wants to write waits for others who do."""


class SqliteFile:
    """How connections to the file are opened; an engine's, for as long as it lives."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.may_be_made = True
        """Until the schema is there. A file that vanishes later is not made anew, empty, under whoever works."""

    @property
    def read_only(self) -> bool:
        """The file is there, and it or its folder cannot be written: SQLite needs both."""
        return self.path.is_file() and not (os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK))

    def serve(self, engine: Engine) -> None:
        """From now on the engine's connections are opened in this way."""
        event.listen(engine, "do_connect", self._locate)
        event.listen(engine, "connect", self._prepare)
        event.listen(engine, "checkout", self._refuse_moved)

    def _locate(self, _dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]) -> None:
        mode = self._reading() if self.read_only else "mode=rwc" if self.may_be_made else "mode=rw"
        arguments[:] = [f"{self.path.as_uri()}?{mode}"]
        options["uri"] = True

    def _reading(self) -> str:
        """The log beside a file holds what was written last; without its index nobody but a writer can read it."""
        log, index = (self.path.with_name(f"{self.path.name}-{end}") for end in ("wal", "shm"))
        if not log.is_file() or log.stat().st_size == 0:
            return "mode=ro&immutable=1"  # no writer is about, and none can come: SQLite need not make an index
        if index.is_file():
            return "mode=ro"
        raise ReadOnly(
            f"{self.path.name} can only be read here, and what was written last waits in {log.name}: run "
            "'learnbrief status' once where the workspace can be written, or work on a copy of the folder"
        )

    def _prepare(self, connection: sqlite3.Connection, record: Any) -> None:
        pragmas = [f"busy_timeout={int(PATIENCE * 1000)}", "foreign_keys=ON"]
        if not self.read_only:
            # overwrites what a withdrawal removes
            pragmas += ["secure_delete=ON", "synchronous=NORMAL"]
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        if not self.read_only:
            _keep_a_log(connection)
        record.info["file"] = self._identity()

    def _refuse_moved(self, _connection: Any, record: Any, _proxy: Any) -> None:
        """A file that was moved away goes on being written where nobody will ever look for it."""
        if record.info.get("file") != self._identity():
            raise DisconnectionError

    def _identity(self) -> tuple[int, int] | None:
        try:
            facts = self.path.stat()
        except OSError:  # gone, or its drive is
            return None
        return facts.st_dev, facts.st_ino


def _keep_a_log(connection: sqlite3.Connection) -> None:
    """WAL, which lets the app read while a flow writes.

    SQLite waits for nobody when it changes to it: two that open a new file at once would lock each other out for good,
    so one of them is refused at once, whatever its timeout. It only has to ask again.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as err:
            if err.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
