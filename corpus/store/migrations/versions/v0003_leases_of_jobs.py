"""A job that is being done says by whom: a worker that died no longer holds it for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NOTE = "whose lease it is, from taking the job to its end; nobody else writes the row meanwhile"


def upgrade() -> None:
    """Add the worker, unknown for what was begun before: nobody is at that any more."""
    op.add_column("job", sa.Column("worker", sa.String(), nullable=True, comment=NOTE))
