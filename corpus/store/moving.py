"""A whole store in another place: every row of every table, and proof that none was lost or changed on the way."""

import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Integer, Table, func, select, text, update

from learnbrief.corpus.errors import BrokenStore, NotAllowed
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database

if TYPE_CHECKING:
    from learnbrief.corpus.store import Store

ROWS_AT_ONCE = 500
"""Held in memory between the two: a brief's row may be megabytes."""
MADE_ANEW = {schema.indexed.name}
"""Numbers of SQLite's word index, which is made anew where it is wanted."""
Sums = dict[str, tuple[int, str]]
"""By table: how many rows, and a sum of their digests in which their order does not matter."""


def tables() -> list[Table]:
    """Those that are moved, what others refer to first."""
    return [one for one in schema.metadata.sorted_tables if one.name not in MADE_ANEW]


def copy(source: "Store", target: "Store") -> Sums:
    """Everything of one store in an empty other, whole or not at all; what it holds is held against the source.

    Raises:
        NotAllowed: there is something in the other already.
        BrokenStore: something did not arrive as it was sent; nothing is kept of it then.
    """
    with source.transaction() as read, target.writing() as write:
        for table in tables():
            if write.execute(select(func.count()).select_from(table)).scalar():
                raise NotAllowed("there is a programme's store in that place already; name an empty database")
        for table in tables():
            _copy_table(read, write, table)
        if not target.database.is_sqlite:
            _count_on(write)
        rows = write.execute(select(schema.excerpt.c.excerpt_id, schema.excerpt.c.text)).all()
        target.words.add((row.excerpt_id, row.text) for row in rows)
        sent, arrived = sums(read), sums(write)
        if sent != arrived:
            off = [name for name in sent if sent[name] != arrived[name]]
            raise BrokenStore(f"not everything arrived as it was sent ({', '.join(off)}); the store stays where it was")
    return sent


def sums(connection: Connection) -> Sums:
    """What is there, in a form that two databases can be compared by."""
    found = Sums()
    for table in tables():
        count, total = 0, 0
        for row in _rows(connection, table):
            count += 1
            packed = json.dumps(row, sort_keys=True, default=_plain).encode()
            total = (total + int.from_bytes(hashlib.sha256(packed).digest())) % 2**256
        found[table.name] = count, f"{total:064x}"
    return found


def clear(database: Database) -> None:
    """Nothing of ours is left in a database; what else stands in it stays."""
    with database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
        if database.is_sqlite:
            connection.exec_driver_sql("DROP TABLE IF EXISTS excerpt_words")
        schema.metadata.drop_all(connection)


def _copy_table(read: Connection, write: Connection, table: Table) -> None:
    """A row that refers to another of its table is told of it once all are there."""
    own = [column.name for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]
    key = next(iter(table.primary_key))
    later, held = list[tuple[Any, dict[str, Any]]](), list[dict[str, Any]]()
    for row in _rows(read, table):
        if refers := {name: row[name] for name in own if row[name] is not None}:
            later.append((row[key.name], refers))
        held.append(row | dict.fromkeys(own))
        if len(held) == ROWS_AT_ONCE:
            write.execute(table.insert(), held)
            held = []
    if held:
        write.execute(table.insert(), held)
    for value, refers in later:
        write.execute(update(table).where(key == value).values(**refers))


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    chosen = select(table).order_by(*table.primary_key).execution_options(yield_per=ROWS_AT_ONCE)
    for row in connection.execute(chosen).mappings():
        yield {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}


def _count_on(write: Connection) -> None:
    """PostgreSQL numbers rows by counters of its own, which have to go on after the last row that was brought."""
    for table in tables():
        keys = list(table.primary_key)
        if len(keys) == 1 and isinstance(keys[0].type, Integer):
            counter = write.execute(
                text("SELECT pg_get_serial_sequence(:table, :key)"), {"table": table.name, "key": keys[0].name}
            ).scalar()
            last = write.execute(select(func.max(keys[0]))).scalar()
            if counter and last:
                write.execute(text("SELECT setval(:counter, :last)"), {"counter": counter, "last": last})


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
