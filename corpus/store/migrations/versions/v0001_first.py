"""The first schema, spelt out: a migration must not follow later changes of the code's own tables."""

import sqlalchemy as sa
from alembic import op

from learnbrief.corpus.store.words import index_statements

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, and the word index of the database at hand."""
    op.create_table(
        "analysis",
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_analysis")),
    )
    op.create_table(
        "brief",
        sa.Column("brief_id", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False, comment="brief.json, internal view"),
        sa.Column("published", sa.Text(), nullable=True, comment="brief.json, published view"),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("supersedes", sa.String(), nullable=True),
        sa.Column(
            "edition", sa.Integer(), nullable=False, comment="counts up with every change, so that a stale edit is seen"
        ),
        sa.ForeignKeyConstraint(["supersedes"], ["brief.brief_id"], name=op.f("fk_brief_supersedes")),
        sa.PrimaryKeyConstraint("brief_id", name=op.f("pk_brief")),
    )
    op.create_table(
        "codebook",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("yaml", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_codebook")),
    )
    op.create_index(op.f("ix_codebook_version"), "codebook", ["version"], unique=False)
    op.create_table(
        "coder",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_coder")),
    )
    op.create_table(
        "document",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("collaborative", sa.String(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("passages", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column(
            "shifts", sa.JSON(), nullable=False, comment="how offsets of the version before map to this one; no text"
        ),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "version", name=op.f("pk_document")),
    )
    op.create_index(op.f("ix_document_content_hash"), "document", ["content_hash"], unique=False)
    op.create_table(
        "event",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("collaborative", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event")),
    )
    op.create_table(
        "excerpt",
        sa.Column("excerpt_id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("voice_id", sa.String(), nullable=False),
        sa.Column("voice_label", sa.Text(), nullable=False),
        sa.Column("voice_basis", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("voice_collaborative", sa.String(), nullable=True),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("speech", sa.String(), nullable=False),
        sa.Column("evidence", sa.Boolean(), nullable=False),
        sa.Column("collaborative", sa.String(), nullable=True),
        sa.Column("at", sa.Float(), nullable=True),
        sa.Column("heading", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("excerpt_id", name=op.f("pk_excerpt")),
    )
    op.create_index(op.f("ix_excerpt_document_id_version"), "excerpt", ["document_id", "version"], unique=False)
    op.create_table(
        "job",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("started_at", sa.String(), nullable=True),
        sa.Column("seen_at", sa.String(), nullable=True, comment="last sign of life of the worker"),
        sa.Column("finished_at", sa.String(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_job")),
        sa.UniqueConstraint("job_id", name=op.f("uq_job_job_id")),
    )
    op.create_table(
        "logbook",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_logbook")),
    )
    op.create_table(
        "participant",
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("collaborative", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("pseudonym", name=op.f("pk_participant")),
    )
    op.create_table(
        "privacy_check",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "version", name=op.f("pk_privacy_check")),
    )
    op.create_table(
        "privacy_mark",
        sa.Column("mark_id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False, comment="of the replacement in the frozen text"),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("replacement", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.String(),
            nullable=False,
            comment="replaced, flagged, confirmed, rejected or added; never the original",
        ),
        sa.PrimaryKeyConstraint("mark_id", name=op.f("pk_privacy_mark")),
    )
    op.create_index(op.f("ix_privacy_mark_document_id"), "privacy_mark", ["document_id"], unique=False)
    op.create_table(
        "review",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("target", sa.String(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("sample", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_review")),
        sa.UniqueConstraint("review_id", name=op.f("uq_review_review_id")),
    )
    op.create_index(
        op.f("ix_review_document_id_version_start_end"),
        "review",
        ["document_id", "version", "start", "end"],
        unique=False,
    )
    op.create_index(op.f("ix_review_target"), "review", ["target"], unique=False)
    op.create_table(
        "run",
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_run")),
    )
    op.create_table(
        "skipped",
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=True),
        sa.Column(
            "waiting", sa.Boolean(), nullable=False, comment="true: details are missing and the file waits for them"
        ),
        sa.Column("seen_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("origin", name=op.f("pk_skipped")),
    )
    op.create_table(
        "survey_answer",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("respondent", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("collaborative", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("document_id", "respondent", "question", name=op.f("pk_survey_answer")),
    )
    op.create_table(
        "tag",
        sa.Column("excerpt_id", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("score_kind", sa.String(), nullable=False),
        sa.Column("band", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("excerpt_id", "theme", name=op.f("pk_tag")),
    )
    op.create_table(
        "tagged",
        sa.Column("excerpt_id", sa.String(), nullable=False),
        sa.Column(
            "tagger", sa.String(), nullable=False, comment="codebook version, encoder and model that tagged it last"
        ),
        sa.PrimaryKeyConstraint("excerpt_id", name=op.f("pk_tagged")),
    )
    op.create_table(
        "tagger_model",
        sa.Column("model_id", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False, comment="proposed, accepted, refused or replaced"),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("trained_on", sa.JSON(), nullable=False, comment="ids of the reviews"),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("model_id", name=op.f("pk_tagger_model")),
    )
    op.create_table(
        "topic",
        sa.Column("topic_id", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("topic_id", name=op.f("pk_topic")),
    )
    op.create_table(
        "vector",
        sa.Column("encoder", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("encoder", "text_hash", name=op.f("pk_vector")),
    )
    for statement in index_statements(op.get_bind().dialect.name):
        op.execute(statement)
