"""What a database says when it cannot go on, as an error of ours that names the store and the remedy."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from learnbrief.corpus.errors import (
    BrokenStore,
    LearnbriefError,
    NoRoom,
    ReadOnly,
    StoreBusy,
    StoreUnreachable,
)

NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, "53100"}
"""How the databases say that the disk is full, or that a limit on files or an account is reached."""
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL, "55P03", "40P01", "40001", "53300"}
"""Others hold what is wanted: locks, and on PostgreSQL the last connection."""
READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, "25006", "42501"}
BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, "XX001", "XX002"}
GONE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY_DBMOVED, sqlite3.SQLITE_IOERR, "3D000", "28P01", "28000"}
PG_GONE = ("08", "57P", "58")
"""Classes of PostgreSQL's codes: the connection, the server's own end, its disk."""
UNDECODABLE = "Could not decode"
"""How Python's sqlite3 says that stored bytes are no text; SQLite itself does not look at them."""


@contextmanager
def in_words(store: str, *, is_file: bool) -> Iterator[None]:
    """Inside, what the database complains of is said of `store` in one line; what it cannot be blamed for is left as it is."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as err:
        told = _told(err, store, is_file=is_file)
        if told is None:
            raise
        raise told from err


def _told(err: DBAPIError | sqlite3.Error, store: str, *, is_file: bool) -> LearnbriefError | None:
    cause = err.orig if isinstance(err, DBAPIError) else err
    lost = isinstance(err, DBAPIError) and err.connection_invalidated
    code = getattr(cause, "sqlite_errorcode", None) or getattr(cause, "sqlstate", None)
    kinds = {code, code & 0xFF} if isinstance(code, int) else {code}  # SQLite's last byte is the kind, the rest detail
    if kinds & NO_ROOM:
        return NoRoom(
            f"there is no room left to write {store}: make room on its disk, then try again; "
            "what was kept before is unharmed"
        )
    if kinds & BUSY:
        return StoreBusy(
            f"{store} is held by another program that writes to it; wait until that ends, then try again; nothing was lost"
        )
    if sqlite3.SQLITE_READONLY_DBMOVED not in kinds and kinds & READ_ONLY:
        return ReadOnly(f"{store} can be read and not written: ask for the right to write to it, or work on a copy")
    if kinds & BROKEN or str(cause).startswith(UNDECODABLE):
        return BrokenStore(f"{store} is not a learnbrief store or is damaged; restore a backup")
    if kinds & GONE or lost or _server_gone(code, is_file=is_file):
        return StoreUnreachable(f"{store} cannot be reached: {_first_line(cause)}; {_remedy(is_file=is_file)}")
    return None


def _server_gone(code: object, *, is_file: bool) -> bool:
    """Without a code it is libpq that speaks: it found no server, or lost it."""
    return not is_file and (code is None or str(code).startswith(PG_GONE))


def _first_line(cause: object) -> str:
    return next(iter(str(cause).splitlines()), "").strip().rstrip(".")


def _remedy(*, is_file: bool) -> str:
    if is_file:
        return "see that its folder is there and connected, or restore a backup"
    return "see that the server runs, and that the address, user and password under [store] are right"
