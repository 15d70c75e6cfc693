"""Briefs as they stand: drafts may change, an approved one never does."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select, update

from learnbrief.corpus.errors import NotAllowed, NotFound, StaleEdit
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database, now


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefHead:
    """What lists tell of a brief: all but what it says, which may be a megabyte."""

    brief_id: str
    title: str
    status: str
    scope: dict[str, Any]
    run_id: str
    made_at: str
    supersedes: str | None
    edition: int

    @property
    def open(self) -> bool:
        """It waits for somebody to mend and sign it: neither signed nor retired."""
        return self.status in ("draft", "in review")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBrief(BriefHead):
    """A brief's record; its content is the JSON that outputs reads and writes."""

    value: str
    published: str | None


class Briefs:
    """Draft, in review, approved or retired; superseding keeps both."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(
        self,
        brief_id: str,
        *,
        title: str,
        status: str,
        scope: dict[str, Any],
        run_id: str,
        value: str,
        published: str | None = None,
        supersedes: str | None = None,
        edition: int | None = None,
    ) -> int:
        """Keep a brief and return its edition. `edition` is the one the change was based on, where a person made it."""
        with self._database.transaction() as connection:
            row = connection.execute(select(schema.brief).where(schema.brief.c.brief_id == brief_id)).first()
            if row is not None:
                if row.status == "approved":
                    raise NotAllowed(f"brief {brief_id} is approved and does not change; make one that supersedes it")
                if edition is not None and edition != row.edition:
                    raise StaleEdit(f"brief {brief_id} was changed by somebody else meanwhile; look at it again")
            next_edition: int = 1 if row is None else row.edition + 1
            new = {
                "brief_id": brief_id,
                "title": title,
                "status": status,
                "scope": scope,
                "run_id": run_id,
                "value": value,
                "published": published,
                "made_at": now(),
                "supersedes": supersedes if supersedes or row is None else row.supersedes,
                "edition": next_edition,
            }
            self._database.upsert(schema.brief, [new])
            return next_edition

    def open_for_edit(self, brief_id: str, *, edition: int) -> StoredBrief:
        """The brief as it stands, held against other editors until the writing transaction around this ends.

        Raises:
            NotAllowed: it is approved or retired.
            StaleEdit: it has changed since `edition`, the one the editor saw.
        """
        stored = self._held(brief_id)
        if stored.status == "retired":
            raise NotAllowed(f"brief {brief_id} is retired; bring it back first")
        _refuse_approved(stored)
        if stored.edition != edition:
            raise StaleEdit(
                "This brief was changed since you opened the page. Nothing was overwritten; open it again and repeat your edit."
            )
        return stored

    def move(self, brief_id: str, status: str) -> None:
        """Put a brief that is not approved into another status, as a new edition; what it says stays."""
        with self._database.writing() as connection:
            stored = self._held(brief_id)
            _refuse_approved(stored)
            here = schema.brief.c.brief_id == brief_id
            connection.execute(update(schema.brief).where(here).values(status=status, edition=stored.edition + 1))

    def _held(self, brief_id: str) -> StoredBrief:
        chosen = select(schema.brief).where(schema.brief.c.brief_id == brief_id).with_for_update()
        with self._database.writing() as connection:
            row = connection.execute(chosen).first()
        if row is None:
            raise NotFound(f"no brief {brief_id!r}")
        return StoredBrief(**row._mapping)

    def get(self, brief_id: str) -> StoredBrief:
        """One brief."""
        with self._database.transaction() as connection:
            row = connection.execute(select(schema.brief).where(schema.brief.c.brief_id == brief_id)).first()
        if row is None:
            raise NotFound(f"no brief {brief_id!r}")
        return StoredBrief(**row._mapping)

    def all(self) -> list[StoredBrief]:
        """Every brief, newest first."""
        chosen = select(schema.brief).order_by(schema.brief.c.made_at.desc(), schema.brief.c.brief_id)
        with self._database.transaction() as connection:
            return [StoredBrief(**row._mapping) for row in connection.execute(chosen)]

    def heads(self) -> list[BriefHead]:
        """Every brief without what it says, newest first."""
        columns = [schema.brief.c[field.name] for field in fields(BriefHead)]
        chosen = select(*columns).order_by(schema.brief.c.made_at.desc(), schema.brief.c.brief_id)
        with self._database.transaction() as connection:
            return [BriefHead(**row._mapping) for row in connection.execute(chosen)]

    def of_scope(self, scope: dict[str, Any]) -> list[StoredBrief]:
        """Briefs of this very scope, newest first."""
        return [self.get(head.brief_id) for head in self.heads() if head.scope == scope]


def _refuse_approved(stored: StoredBrief) -> None:
    if stored.status == "approved":
        raise NotAllowed(f"brief {stored.brief_id} is approved and does not change; make one that supersedes it")
