"""What each coder has set for themselves in the app is kept with their name: keys, and filters under a name."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Nobody has set anything yet."""
    op.create_table(
        "preference",
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False, comment="keys or filter"),
        sa.Column(
            "name",
            sa.String(),
            nullable=False,
            comment="never typed words: a withdrawal cleans values, and keeps keys",
        ),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("coder", "kind", "name", name=op.f("pk_preference")),
    )
