"""Long work asked for in the app: a queue in the store, done by one worker process."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database, now


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of long work; `parameters` are plain values, never texts."""

    job_id: str
    kind: str
    parameters: dict[str, Any]
    status: str
    """'waiting', 'running', 'done' or 'failed'."""
    message: str | None
    progress: dict[str, Any]
    asked_at: str
    asked_by: str | None
    started_at: str | None
    seen_at: str | None
    finished_at: str | None
    result: dict[str, Any] | None


class Jobs:
    """First asked, first done; a job whose worker died is waiting again."""

    def __init__(self, database: Database) -> None:
        self._database = database

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

    def take(self) -> Job | None:
        """The next waiting job, now running and ours alone."""
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
                .values(status="running", started_at=stamp, seen_at=stamp)
            )
        return self.get(job_id) if mine.rowcount == 1 else None

    def tell(self, job_id: str, *, message: str | None = None, progress: dict[str, Any] | None = None) -> None:
        """A sign of life from the worker, with what it is at."""
        values: dict[str, Any] = {"seen_at": now()}
        if message is not None:
            values["message"] = message
        if progress is not None:
            values["progress"] = progress
        self._set(job_id, values)

    def finish(self, job_id: str, *, result: dict[str, Any]) -> None:
        """The job is done."""
        self._set(job_id, {"status": "done", "result": result, "finished_at": now()})

    def fail(self, job_id: str, message: str) -> None:
        """The job failed, for a reason a person can read."""
        self._set(job_id, {"status": "failed", "message": message, "finished_at": now()})

    def release_running(self) -> int:
        """Put running jobs back in the queue; the worker calls it on starting, when nobody else can be at them."""
        with self._database.transaction() as connection:
            again = {"status": "waiting", "started_at": None}
            return connection.execute(update(schema.job).where(schema.job.c.status == "running").values(again)).rowcount

    def get(self, job_id: str) -> Job:
        """One job."""
        with self._database.transaction() as connection:
            row = connection.execute(select(schema.job).where(schema.job.c.job_id == job_id)).first()
        if row is None:
            raise NotFound(f"no job {job_id!r}")
        return _job(row)

    def all(self, *, limit: int = 100) -> list[Job]:
        """The latest jobs, newest first."""
        with self._database.transaction() as connection:
            rows = connection.execute(select(schema.job).order_by(schema.job.c.number.desc()).limit(limit))
            return [_job(row) for row in rows]

    def _set(self, job_id: str, values: dict[str, Any]) -> None:
        with self._database.transaction() as connection:
            connection.execute(update(schema.job).where(schema.job.c.job_id == job_id).values(**values))


def _job(row: Any) -> Job:
    return Job(**{key: value for key, value in row._mapping.items() if key != "number"})
