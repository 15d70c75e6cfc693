"""What ran: every flow with its stages, how long each took and how it ended, wherever the flow ran."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database, now

KEPT = 500
"""Runs whose record is kept: at a run a day, those of more than a year."""
RUNNING, DONE, FAILED, STOPPED = "running", "done", "failed", "stopped"


@dataclass(frozen=True, slots=True)
class StageRun:
    """One stage of a run, in the order in which they began."""

    name: str
    parts: int
    """Into how many equal parts its work was cut; 1 where it was done at one go."""
    began_at: str
    ended_at: str | None
    outcome: str

    @property
    def seconds(self) -> float | None:
        """By the clock; unknown of one that did not end."""
        return _seconds(self.began_at, self.ended_at)


@dataclass(frozen=True, slots=True)
class FlowRun:
    """One run of a flow."""

    number: int
    flow: str
    parameters: dict[str, Any]
    """What it was asked for, such as a month; plain values, never texts."""
    way: str
    """'direct' in the process that was asked, 'server' under a Prefect server, 'served' there and asked for by nobody."""
    began_at: str
    ended_at: str | None
    outcome: str
    """'running', 'done', 'failed', or 'stopped' by a person or a power cut before its end."""
    message: str | None
    """Why it failed, in one line."""
    briefs: tuple[str, ...]
    """Ids of those it left."""
    stages: tuple[StageRun, ...] = ()

    @property
    def seconds(self) -> float | None:
        """By the clock; unknown of one that did not end."""
        return _seconds(self.began_at, self.ended_at)


class FlowRuns:
    """Begun and ended by whoever holds the workspace's lock on runs: an older one without an end was stopped."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, flow: str, parameters: dict[str, Any], *, way: str) -> int:
        """A run begins; its number."""
        row = {"flow": flow, "parameters": parameters, "way": way, "began_at": now(), "outcome": RUNNING, "briefs": []}
        runs, stages = schema.flow_run, schema.stage_run
        with self._database.transaction() as connection:
            for table in (runs, stages):
                connection.execute(update(table).where(table.c.outcome == RUNNING).values(outcome=STOPPED))
            number = _new(connection, runs, row)
            connection.execute(delete(stages).where(stages.c.flow_run <= number - KEPT))
            connection.execute(delete(runs).where(runs.c.number <= number - KEPT))
            return number

    def describe(self, number: int, parameters: dict[str, Any]) -> None:
        """More is known of what a run is about."""
        table = schema.flow_run
        with self._database.transaction() as connection:
            known = connection.execute(select(table.c.parameters).where(table.c.number == number)).scalar_one()
            values = {"parameters": {**known, **parameters}}
            connection.execute(update(table).where(table.c.number == number).values(**values))

    def end(self, number: int, outcome: str, *, message: str = "", briefs: Iterable[str] = ()) -> None:
        """A run is over."""
        ended = {"outcome": outcome, "ended_at": now(), "message": message or None, "briefs": list(briefs)}
        with self._database.transaction() as connection:
            connection.execute(update(schema.flow_run).where(schema.flow_run.c.number == number).values(**ended))

    def begin_stage(self, number: int, name: str, *, parts: int) -> int:
        """A stage of a run begins; the stage's own number."""
        row = {"flow_run": number, "name": name, "parts": parts, "began_at": now(), "outcome": RUNNING}
        with self._database.transaction() as connection:
            return _new(connection, schema.stage_run, row)

    def end_stage(self, number: int, outcome: str) -> None:
        """A stage is over."""
        ended = {"outcome": outcome, "ended_at": now()}
        with self._database.transaction() as connection:
            connection.execute(update(schema.stage_run).where(schema.stage_run.c.number == number).values(**ended))

    def latest(self, limit: int = 1) -> list[FlowRun]:
        """The newest runs first, as they are written: whether one that is 'running' still does, its lock tells."""
        runs, stages = schema.flow_run, schema.stage_run
        with self._database.transaction() as connection:
            found = [
                row._asdict() for row in connection.execute(select(runs).order_by(runs.c.number.desc()).limit(limit))
            ]
            wanted = stages.c.flow_run.in_([row["number"] for row in found])
            of: dict[int, list[StageRun]] = {row["number"]: [] for row in found}
            for row in connection.execute(select(stages).where(wanted).order_by(stages.c.number)):
                of[row.flow_run].append(StageRun(row.name, row.parts, row.began_at, row.ended_at, row.outcome))
        return [FlowRun(**{**row, "briefs": tuple(row["briefs"]), "stages": tuple(of[row["number"]])}) for row in found]


def _new(connection: Connection, table: Any, row: dict[str, Any]) -> int:
    key: Any = connection.execute(table.insert(), row).inserted_primary_key
    return int(key[0])


def _seconds(began_at: str, ended_at: str | None) -> float | None:
    if ended_at is None:
        return None
    return (datetime.fromisoformat(ended_at) - datetime.fromisoformat(began_at)).total_seconds()
