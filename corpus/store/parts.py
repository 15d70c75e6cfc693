"""What many queries share: a long list of ids in parts that a database takes, and which versions are the latest."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from learnbrief.corpus.store import schema

MOST = 500
"""Values in one query: SQLite allows 32,766, and its planner is quickest with few."""


def parts(wanted: Collection[str] | None) -> Iterator[list[str] | None]:
    """The wanted ids in order, some at a time; one None where all are wanted, and nothing where none is."""
    if wanted is None:
        yield None
        return
    ordered = sorted(wanted)
    for begin in range(0, len(ordered), MOST):
        yield ordered[begin : begin + MOST]


def newest(document_ids: Sequence[str] | None = None) -> Any:
    """(document, latest version) of every document, or of these."""
    table = schema.document
    chosen = select(table.c.document_id, func.max(table.c.version)).group_by(table.c.document_id)
    return chosen if document_ids is None else chosen.where(table.c.document_id.in_(document_ids))
