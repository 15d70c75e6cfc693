"""What the register's own columns say of people, as far as enough of them have it in common."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Empty: the next run, or the next page that opens the register, fills it."""
    op.create_table(
        "participant_group",
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="of a column of the register"),
        sa.Column("value", sa.Text(), nullable=False, comment="what at least k people of the register have in common"),
        sa.PrimaryKeyConstraint("pseudonym", "name", name=op.f("pk_participant_group")),
    )
