"""Whether the record of who did what is as it was written: a chain over reviews and the programme log."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from learnbrief.corpus.chain import START, Entry, Kind, entry_of
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database

RECORDS = {"review": (schema.review, "review_id"), "log": (schema.logbook, "number")}
"""By the word in the chain: the table, and the column that tells its rows apart."""
SHOWN = 32
"""Characters of a link that people are shown: enough that nobody makes another entry with the same."""

Row = tuple[str, str]
"""Record and key."""
Told = tuple[Kind, Row, Mapping[str, Any]]
"""What an entry says of which row, and the row."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found when the chain was walked."""

    entries: int
    head: str
    """Number and link of the last entry, to be noted elsewhere: whoever cuts the end off cannot make it again."""
    wrong: tuple[str, ...]
    """What is not as it was written, a line each."""
    changed: int
    """Rows that withdrawals changed or took away, which the chain says itself."""


class History:
    """The chain; whoever adds to a record adds its entry in the same transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, connection: Connection, record: str, rows: Mapping[str, Mapping[str, Any]]) -> None:
        """Entries for rows that are being written, by their keys; the caller is the only writer meanwhile."""
        self._append(connection, ((Kind.MADE, (record, key), row) for key, row in rows.items()))

    def untold(self) -> set[Row]:
        """Rows that are not as the chain tells: before a withdrawal, so that it excuses nothing that was done earlier."""
        last, rows = self._last(), self._rows()
        return {row for row in last.keys() | rows.keys() if _said(last.get(row), rows.get(row))}

    def tell_withdrawal(self, before: Collection[Row]) -> None:
        """Say of what changed just now that a withdrawal did it; `before` is what was `untold` until then."""
        with self._database.writing() as connection:
            rows, changed = self._rows(), sorted(self.untold() - set(before))
            table = schema.chain
            for record, key in changed:
                here = (table.c.record == record) & (table.c.key == key)
                connection.execute(update(table).where(here).values(salt=None))
            self._append(
                connection,
                ((Kind.CHANGED if row in rows else Kind.GONE, row, rows.get(row, {})) for row in changed),
            )

    def verify(self) -> Verdict:
        """Walk the whole chain, and hold every row against its latest entry."""
        wrong, link, last, head = list[str](), START, dict[Row, Entry](), "0-"
        entries = list(self._entries())
        for number, entry in entries:
            if not entry.follows(link):
                wrong.append(
                    f"entry {number} does not follow the one before it: something was changed, put in or taken out"
                )
            link, head = entry.link, f"{number}-{entry.link[:SHOWN]}"
            last[entry.record, entry.key] = entry
        rows = self._rows()
        for row in sorted(last.keys() | rows.keys()):
            if said := _said(last.get(row), rows.get(row)):
                wrong.append(f"{_called(row, rows.get(row))} {said}")
        changed = sum(entry.kind in (Kind.CHANGED, Kind.GONE) for entry in last.values())
        return Verdict(len(entries), head, tuple(wrong), changed)

    def holds(self, noted: str) -> bool:
        """Whether an entry that somebody noted earlier, as number and link, is still in the chain."""
        number, _, link = noted.strip().partition("-")
        return bool(link) and any(
            str(at) == number and entry.link.startswith(link) and len(link) >= SHOWN for at, entry in self._entries()
        )

    def seals(self) -> dict[str, str]:
        """By id of a review: number and link of its latest entry, as an export shows them."""
        return {
            entry.key: f"{number}-{entry.link[:SHOWN]}" for number, entry in self._entries() if entry.record == "review"
        }

    def _append(self, connection: Connection, rows: Iterable[Told]) -> None:
        table = schema.chain
        newest = select(table.c.link).order_by(table.c.number.desc()).limit(1)
        if entries := linked(rows, after=connection.execute(newest).scalar() or START):
            connection.execute(table.insert(), entries)

    def _entries(self) -> Iterator[tuple[int, Entry]]:
        table = schema.chain
        with self._database.transaction() as connection:
            for row in connection.execute(select(table).order_by(table.c.number)).all():
                yield row.number, Entry(Kind(row.kind), row.record, row.key, row.salt, row.digest, row.link)

    def _last(self) -> dict[Row, Entry]:
        return {(entry.record, entry.key): entry for _, entry in self._entries()}

    def _rows(self) -> dict[Row, dict[str, Any]]:
        found = dict[Row, dict[str, Any]]()
        with self._database.transaction() as connection:
            for record, (table, key) in RECORDS.items():
                for row in connection.execute(select(table)).mappings():
                    found[record, str(row[key])] = content(dict(row))
        return found


def content(row: Mapping[str, Any]) -> dict[str, Any]:
    """What of a row is in its digest: all but its number, and nothing that is empty, as a column of tomorrow will be."""
    return {name: value for name, value in row.items() if name != "number" and value is not None}


def linked(rows: Iterable[Told], *, after: str = START) -> list[dict[str, Any]]:
    """Entries for rows as the table takes them, each linked to the one before."""
    entries = list[dict[str, Any]]()
    for kind, (record, key), row in rows:
        entry = entry_of(kind, record, key, content(row), after=after)
        after = entry.link
        entries.append(asdict(entry) | {"kind": kind.value})
    return entries


def _said(entry: Entry | None, row: Mapping[str, Any] | None) -> str:
    """What is wrong with one row; nothing where it is as its latest entry tells."""
    if entry is None:
        return "was put in past the record"
    if row is None:
        return "" if entry.kind is Kind.GONE else "was taken out"
    return "" if entry.kind is not Kind.GONE and entry.tells(row) else "is not as it was written"


def _called(row: Row, held: Mapping[str, Any] | None) -> str:
    record, key = row
    if record == "log":
        return f"line {key} of the programme log"
    if held is None:
        return f"decision {key}"
    return f"decision {key} ({held['action']} by {held['coder']} on {str(held['made_at'])[:10]})"
