"""Every excerpt knows its row in SQLite's word index: taking one out read all of it before."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NOTE = "of its row in SQLite's word index, which knows no other key"


def upgrade() -> None:
    """What is indexed keeps its row; PostgreSQL's index follows its table and needs none of this."""
    op.create_table(
        "indexed",
        sa.Column("number", sa.Integer(), nullable=False, comment=NOTE),
        sa.Column("excerpt_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_indexed")),
        sa.UniqueConstraint("excerpt_id", name=op.f("uq_indexed_excerpt_id")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("INSERT INTO indexed SELECT min(rowid), excerpt_id FROM excerpt_words GROUP BY excerpt_id")
        op.execute("DELETE FROM excerpt_words WHERE rowid NOT IN (SELECT number FROM indexed)")
