"""The record of who did what becomes a chain: what is changed in it afterwards shows."""

import sqlalchemy as sa
from alembic import op

from learnbrief.corpus.chain import Kind
from learnbrief.corpus.store.history import Told, linked

revision = "0011"
down_revision = "0010"

REVIEW = sa.table(
    "review",
    *(
        sa.column(name)
        for name in ("number", "review_id", "action", "coder", "made_at", "document_id", "version", "start", "end")
    ),
    *(sa.column(name) for name in ("theme", "target", "sample")),
    sa.column("payload", sa.JSON()),
    sa.column("blind", sa.Boolean()),
)
LOGBOOK = sa.table("logbook", *(sa.column(name) for name in ("number", "made_at", "what")))


def upgrade() -> None:
    """What is there is taken as it is found: nobody can say what it was before."""
    chain = op.create_table(
        "chain",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False, comment="made, found, changed or gone"),
        sa.Column("record", sa.String(), nullable=False, comment="review or log"),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "salt", sa.String(), comment="gone once a withdrawal took words out of the row: nobody finds them by trying"
        ),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False, comment="digest of this entry and of the link before"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_chain")),
    )
    op.create_index(op.f("ix_chain_record_key"), "chain", ["record", "key"])
    bind = op.get_bind()
    reviews = bind.execute(sa.select(REVIEW).order_by(REVIEW.c.number)).mappings().all()
    lines = bind.execute(sa.select(LOGBOOK).order_by(LOGBOOK.c.number)).mappings().all()
    found: list[Told] = [(Kind.FOUND, ("review", row["review_id"]), dict(row)) for row in reviews]
    found += [(Kind.FOUND, ("log", str(row["number"])), dict(row)) for row in lines]
    if entries := linked(found):
        op.bulk_insert(chain, entries)
