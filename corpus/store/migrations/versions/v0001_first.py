"""The first schema."""

from alembic import op

from corpus.store.schema import metadata
from corpus.store.words import index_statements

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, and the word index of the database at hand."""
    bind = op.get_bind()
    metadata.create_all(bind)
    for statement in index_statements(bind.dialect.name):
        op.execute(statement)
