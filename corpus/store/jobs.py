"""Long work asked for in the app: a queue in the store; whoever does a job holds a lease on it and keeps it alive."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, update

from learnbrief.corpus.errors import LeaseLost, NoRoom, NotFound, StaleEdit, StoreTrouble
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database, now

LEASE = 60.0
"""Seconds without a sign of life after which a worker is taken for dead.

A run on SQLite may keep other writers waiting for up to 30 seconds (busy_timeout), the sign of life among them.
"""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of long work; `parameters` are plain values, never texts."""

    job_id: str
    kind: str
    parameters: dict[str, Any]
    status: str
    """'waiting', 'running', 'stopped' (its worker died half way), 'done' or 'failed'."""
    message: str | None
    progress: dict[str, Any]
    asked_at: str
    asked_by: str | None
    started_at: str | None
    seen_at: str | None
    finished_at: str | None
    result: dict[str, Any] | None
    worker: str | None
    """Whose lease it is, while somebody is at it."""


class Jobs:
    """First asked, first done, by one worker at a time; a job whose worker died is offered again, not repeated unasked.

    'stopped' is never written: it is what a running job reads as once its lease ran out, so it is told even where the
    disk is full and nothing can be written.
    """

    def __init__(self, database: Database, *, lease: float = LEASE) -> None:
        self._database = database
        self.lease = lease

    def ask(self, kind: str, parameters: dict[str, Any], *, asked_by: str | None = None) -> str:
        """Put a job in the queue and return its id."""
        job_id = str(uuid.uuid4())
        row = {
            "job_id": job_id,
            "kind": kind,
            "parameters": parameters,
            "status": "waiting",
            "progress": {},
            "asked_at": now(),
            "asked_by": asked_by,
        }
        with self._database.transaction() as connection:
            connection.execute(schema.job.insert(), row)
        return job_id

    def take(self, worker: str) -> Job | None:
        """The next waiting job, now running and this worker's alone."""
        table = schema.job
        with self._database.transaction() as connection:
            first = select(table.c.job_id).where(table.c.status == "waiting").order_by(table.c.number).limit(1)
            job_id = connection.execute(first).scalar()
            if job_id is None:
                return None
            stamp = now()
            mine = connection.execute(
                update(table)
                .where(table.c.job_id == job_id, table.c.status == "waiting")
                .values(status="running", worker=worker, started_at=stamp, seen_at=stamp)
            )
        return self.get(job_id) if mine.rowcount == 1 else None

    def tell(self, job: Job, *, message: str | None = None, progress: dict[str, Any] | None = None) -> None:
        """What the job's worker is at."""
        told = {"message": message, "progress": progress}
        self._set(job, {key: value for key, value in told.items() if value is not None})

    def beat(self, job: Job) -> bool:
        """Whether a sign of life could be given; one that is missed does no harm, for the lease lasts for many."""
        try:
            self._set(job, {})
        except (LeaseLost, NoRoom, StoreTrouble):  # the last: others wrote for longer than we wait, say
            return False
        return True

    def finish(self, job: Job, *, result: dict[str, Any], message: str = "") -> None:
        """The job is done."""
        self._set(job, {"status": "done", "result": result, "message": message, "finished_at": now(), "worker": None})

    def fail(self, job: Job, message: str) -> None:
        """The job failed, for a reason a person can read."""
        self._set(job, {"status": "failed", "message": message, "finished_at": now(), "worker": None})

    def give_back(self, job: Job) -> None:
        """The job waits again: its worker was asked to stop, and the next one goes on with it."""
        self._set(job, {"status": "waiting", "worker": None, "started_at": None})

    def end_leases(self, place: str) -> None:
        """Every lease of the workers of one place has run out: whoever holds that place's lock knows them to be gone."""
        table = schema.job
        theirs = and_(table.c.status == "running", table.c.worker.startswith(place, autoescape=True))
        with self._database.transaction() as connection:
            connection.execute(update(table).where(theirs).values(worker=None))

    def again(self, job_id: str) -> None:
        """Put a job that stopped or failed back in the queue, as it was asked for."""
        table = schema.job
        over = or_(table.c.status == "failed", and_(table.c.status == "running", self._run_out()))
        anew: dict[str, Any] = {"status": "waiting", "worker": None, "message": None, "progress": {}, "started_at": None,
                "finished_at": None, "result": None}  # fmt: skip
        with self._database.transaction() as connection:
            put = connection.execute(update(table).where(table.c.job_id == job_id, over).values(**anew))
        if put.rowcount == 0:
            raise StaleEdit(f"this work is {self.get(job_id).status} already; nothing was asked for twice")

    def get(self, job_id: str) -> Job:
        """One job."""
        with self._database.transaction() as connection:
            row = connection.execute(self._rows().where(schema.job.c.job_id == job_id)).first()
        if row is None:
            raise NotFound(f"no job {job_id!r}")
        return _job(row)

    def all(self, *, limit: int = 100) -> list[Job]:
        """The latest jobs, newest first."""
        with self._database.transaction() as connection:
            rows = connection.execute(self._rows().order_by(schema.job.c.number.desc()).limit(limit))
            return [_job(row) for row in rows]

    def _rows(self) -> Select[Any]:
        return select(schema.job, self._run_out().label("run_out"))

    def _run_out(self) -> ColumnElement[bool]:
        """Whether the lease of a running job has ended; times are UTC in one form, so they compare as text."""
        oldest = (datetime.now(UTC) - timedelta(seconds=self.lease)).isoformat(timespec="microseconds")
        return or_(schema.job.c.worker.is_(None), schema.job.c.seen_at < oldest)

    def _set(self, job: Job, values: dict[str, Any]) -> None:
        """Write the row of a job and keep its lease alive, as long as it is still its worker's."""
        table = schema.job
        mine = and_(table.c.job_id == job.job_id, table.c.worker == job.worker, table.c.status == "running")
        with self._database.transaction() as connection:
            if connection.execute(update(table).where(mine).values(seen_at=now(), **values)).rowcount == 0:
                raise LeaseLost(
                    f"job {job.job_id} is no longer this worker's; another has it, or it was asked for again"
                )


def _job(row: Any) -> Job:
    values = dict(row._mapping)
    run_out = values.pop("run_out")
    del values["number"]
    if values["status"] == "running" and run_out:
        values["status"] = "stopped"
    return Job(**values)
