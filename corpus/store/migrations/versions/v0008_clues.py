"""What may identify somebody without a name is pointed out, and a person's decision on it kept."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Texts that were taken in before are looked through by the next run."""
    op.create_table(
        "clue",
        sa.Column("clue_id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "start", sa.Integer(), nullable=False, comment="of words by which somebody may be known without a name"
        ),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, comment="why it is pointed out; quotes nothing"),
        sa.Column("instead", sa.Text(), nullable=False, comment="what is offered in place of the words"),
        sa.Column("status", sa.String(), nullable=False, comment="open or shown; hidden words are in the text no more"),
        sa.PrimaryKeyConstraint("clue_id", name=op.f("pk_clue")),
    )
    op.create_index(op.f("ix_clue_document_id_version"), "clue", ["document_id", "version"])
