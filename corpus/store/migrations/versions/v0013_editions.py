"""What pages keep in memory tells by an edition whether it is out of date; what they ask for most has an index."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """No edition yet: the first change makes one."""
    op.create_table(
        "edition",
        sa.Column("name", sa.String(), nullable=False, comment="cut or tags"),
        sa.Column("value", sa.String(), nullable=False, comment="drawn at random with every change: none comes twice"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_edition")),
    )
    op.create_index(op.f("ix_review_action"), "review", ["action"])
    op.create_index(op.f("ix_tag_theme"), "tag", ["theme"])
