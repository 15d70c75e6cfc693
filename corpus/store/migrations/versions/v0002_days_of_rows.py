"""Excerpts and answers may have a day of their own: a survey of two waves is one document."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NOTE = "of its own row, where the source gives one; else the document's holds"


def upgrade() -> None:
    """Add the day, unknown for what was taken in before: the document's holds there, as it did."""
    for table in ("excerpt", "survey_answer"):
        op.add_column(table, sa.Column("date", sa.Date(), nullable=True, comment=NOTE))
