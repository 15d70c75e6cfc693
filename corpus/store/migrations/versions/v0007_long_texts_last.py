"""Lists are read without the long texts: SQLite read through every brief to tell their titles. And what scopes are chosen by."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

BRIEF = (
    "brief_id", "title", "status", "scope", "run_id", "made_at", "supersedes", "edition", "value", "published",
)  # fmt: skip
DOCUMENT = (
    "document_id", "version", "kind", "event_id", "title", "date", "collaborative", "origin", "author", "attributes",
    "content_hash", "added_at", "shifts", "text", "passages",
)  # fmt: skip


def upgrade() -> None:
    """PostgreSQL keeps long texts apart by itself."""
    if op.get_bind().dialect.name == "sqlite":
        # a table is made anew and the old one dropped, which SQLite refuses while a row refers to another
        refers = sa.text("SELECT supersedes, brief_id FROM brief WHERE supersedes IS NOT NULL")
        pairs = [dict(row) for row in op.get_bind().execute(refers).mappings()]
        op.execute("UPDATE brief SET supersedes = NULL")
        for table, columns in (("brief", BRIEF), ("document", DOCUMENT)):
            with op.batch_alter_table(table, recreate="always", partial_reordering=[columns]):
                pass
        if pairs:
            again = sa.text("UPDATE brief SET supersedes = :supersedes WHERE brief_id = :brief_id")
            op.get_bind().execute(again, pairs)
    op.create_index(op.f("ix_document_event_id"), "document", ["event_id"])
    op.create_index(op.f("ix_excerpt_collaborative_document_id"), "excerpt", ["collaborative", "document_id"])
    op.create_index(op.f("ix_excerpt_date_document_id"), "excerpt", ["date", "document_id"])
