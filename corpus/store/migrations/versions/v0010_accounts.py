"""A team signs in: accounts, the links by which they are taken up, and who is signed in."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Without accounts the app opens by its link, as before."""
    op.create_table(
        "account",
        sa.Column("name", sa.String(), nullable=False, comment="as it stands beside what they decide"),
        sa.Column("role", sa.String(), nullable=False, comment="viewer, coder, evaluator or admin"),
        sa.Column("password", sa.String(), comment="an argon2 hash; none until an invitation is taken up"),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_account")),
    )
    op.create_table(
        "invitation",
        sa.Column(
            "digest", sa.String(), nullable=False, comment="of the token in the link; the token itself is nowhere"
        ),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("ends_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_invitation")),
    )
    op.create_table(
        "signed_in",
        sa.Column("digest", sa.String(), nullable=False, comment="of the token in a browser's cookie"),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("seen_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_signed_in")),
    )
