"""Who was shown what is suggested of an excerpt: whoever was codes it no longer blind."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NOTE = "of which the coder was shown what is suggested or decided"


def upgrade() -> None:
    """Nobody was watched before: what somebody decided with suggestions in sight is in the record as it is."""
    op.create_table(
        "seen",
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("excerpt_id", sa.String(), nullable=False, comment=NOTE),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("coder", "excerpt_id", name=op.f("pk_seen")),
    )
