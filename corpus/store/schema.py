"""The tables, once, for SQLite and PostgreSQL alike.

Times are ISO 8601 text in UTC: both databases then keep and compare them the same way.
"""

from sqlalchemy import (  # noqa: I001 (a line a name is all that it asks for)
    JSON, Boolean, Column, Date, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text,
)  # fmt: skip

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

event = Table(
    "event",
    metadata,
    Column("event_id", String, primary_key=True),
    Column("title", Text, nullable=False),
    Column("date", Date, nullable=False),
    Column("collaborative", String),
)

document = Table(
    "document",
    metadata,
    Column("document_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("event_id", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("date", Date, nullable=False),
    Column("collaborative", String),
    Column("origin", Text, nullable=False),
    Column("author", String),
    Column("attributes", JSON, nullable=False),
    Column("content_hash", String, nullable=False, index=True),
    Column("added_at", String, nullable=False),
    Column("shifts", JSON, nullable=False, comment="how offsets of the version before map to this one; no text"),
    # last: SQLite reads through whatever stands before the column that is asked for
    Column("text", Text, nullable=False),
    Column("passages", JSON, nullable=False),
    Index(None, "event_id"),
)

participant = Table(
    "participant",
    metadata,
    Column("pseudonym", String, primary_key=True),
    Column("role", String),
    Column("collaborative", String),
)

participant_group = Table(
    "participant_group",
    metadata,
    Column("pseudonym", String, primary_key=True),
    Column("name", String, primary_key=True, comment="of a column of the register"),
    Column("value", Text, nullable=False, comment="what at least k people of the register have in common"),
)

excerpt = Table(
    "excerpt",
    metadata,
    Column("excerpt_id", String, primary_key=True),
    Column("document_id", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("voice_id", String, nullable=False),
    Column("voice_label", Text, nullable=False),
    Column("voice_basis", String, nullable=False),
    Column("role", String),
    Column("voice_collaborative", String),
    Column("mode", String, nullable=False),
    Column("speech", String, nullable=False),
    Column("evidence", Boolean, nullable=False),
    Column("collaborative", String),
    Column("at", Float),
    Column("heading", Text),
    Column("date", Date, comment="of its own row, where the source gives one; else the document's holds"),
    Index(None, "document_id", "version"),
    Index(None, "collaborative", "document_id"),
    Index(None, "date", "document_id"),
)

indexed = Table(
    "indexed",
    metadata,
    Column("number", Integer, primary_key=True, comment="of its row in SQLite's word index, which knows no other key"),
    Column("excerpt_id", String, nullable=False, unique=True),
)

vector = Table(
    "vector",
    metadata,
    Column("encoder", String, primary_key=True),
    Column("text_hash", String, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

codebook = Table(
    "codebook",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("version", String, nullable=False, index=True),
    Column("yaml", Text, nullable=False),
    Column("made_at", String, nullable=False),
    Column("made_by", String),
    Column("note", Text),
)

tag = Table(
    "tag",
    metadata,
    Column("excerpt_id", String, primary_key=True),
    Column("theme", String, primary_key=True),
    Column("score", Float, nullable=False),
    Column("score_kind", String, nullable=False),
    Column("band", String, nullable=False),
    Column("method", String, nullable=False),
    Column("reason", JSON),
    Index(None, "theme"),
)

tagged = Table(
    "tagged",
    metadata,
    Column("excerpt_id", String, primary_key=True),
    Column("tagger", String, nullable=False, comment="codebook version, encoder and model that tagged it last"),
)

coder = Table(
    "coder",
    metadata,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),
)

review = Table(
    "review",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("review_id", String, nullable=False, unique=True),
    Column("action", String, nullable=False),
    Column("coder", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("document_id", String),
    Column("version", Integer),
    Column("start", Integer),
    Column("end", Integer),
    Column("theme", String),
    Column("target", String),
    Column("payload", JSON, nullable=False),
    Column("blind", Boolean, nullable=False),
    Column("sample", String),
    Index(None, "document_id", "version", "start", "end"),
    Index(None, "target"),
    Index(None, "action"),
)

chain = Table(
    "chain",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", String, nullable=False, comment="made, found, changed or gone"),
    Column("record", String, nullable=False, comment="review or log"),
    Column("key", String, nullable=False),
    Column("salt", String, comment="gone once a withdrawal took words out of the row: nobody finds them by trying"),
    Column("digest", String, nullable=False),
    Column("link", String, nullable=False, comment="digest of this entry and of the link before"),
    Index(None, "record", "key"),
)

seen = Table(
    "seen",
    metadata,
    Column("coder", String, primary_key=True),
    Column("excerpt_id", String, primary_key=True, comment="of which the coder was shown what is suggested or decided"),
    Column("made_at", String, nullable=False),
)

preference = Table(
    "preference",
    metadata,
    Column("coder", String, primary_key=True),
    Column("kind", String, primary_key=True, comment="keys or filter"),
    Column("name", String, primary_key=True, comment="never typed words: a withdrawal cleans values, and keeps keys"),
    Column("value", JSON, nullable=False),
    Column("made_at", String, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("name", String, primary_key=True, comment="as it stands beside what they decide"),
    Column("role", String, nullable=False, comment="viewer, coder, evaluator or admin"),
    Column("password", String, comment="an argon2 hash; none until an invitation is taken up"),
    Column("made_at", String, nullable=False),
)

invitation = Table(
    "invitation",
    metadata,
    Column("digest", String, primary_key=True, comment="of the token in the link; the token itself is nowhere"),
    Column("account", String, nullable=False),
    Column("ends_at", String, nullable=False),
)

signed_in = Table(
    "signed_in",
    metadata,
    Column("digest", String, primary_key=True, comment="of the token in a browser's cookie"),
    Column("account", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("seen_at", String, nullable=False),
)

topic = Table(
    "topic",
    metadata,
    Column("topic_id", String, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("current", Boolean, nullable=False),
)

run = Table(
    "run",
    metadata,
    Column("run_id", String, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("made_at", String, nullable=False),
)

analysis = Table(
    "analysis",
    metadata,
    Column("run_id", String, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("made_at", String, nullable=False),
)

brief = Table(
    "brief",
    metadata,
    Column("brief_id", String, primary_key=True),
    Column("title", Text, nullable=False),
    Column("status", String, nullable=False),
    Column("scope", JSON, nullable=False),
    Column("run_id", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("supersedes", String, ForeignKey("brief.brief_id")),
    Column("edition", Integer, nullable=False, comment="counts up with every change, so that a stale edit is seen"),
    # last: SQLite reads through whatever stands before the column that is asked for, and these may be megabytes
    Column("value", Text, nullable=False, comment="brief.json, internal view"),
    Column("published", Text, comment="brief.json, published view"),
)

job = Table(
    "job",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("job_id", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("parameters", JSON, nullable=False),
    Column("status", String, nullable=False),
    Column("message", Text),
    Column("progress", JSON, nullable=False),
    Column("asked_at", String, nullable=False),
    Column("asked_by", String),
    Column("started_at", String),
    Column("seen_at", String, comment="last sign of life of the worker"),
    Column("finished_at", String),
    Column("result", JSON),
    Column(
        "worker",
        String,
        comment="whose lease it is, from taking the job to its end; nobody else writes the row meanwhile",
    ),
)

privacy_mark = Table(
    "privacy_mark",
    metadata,
    Column("mark_id", String, primary_key=True),
    Column("document_id", String, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False, comment="of the replacement in the frozen text"),
    Column("end", Integer, nullable=False),
    Column("type", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("replacement", Text, nullable=False),
    Column(
        "status", String, nullable=False, comment="replaced, flagged, confirmed, rejected or added; never the original"
    ),
)

privacy_check = Table(
    "privacy_check",
    metadata,
    Column("document_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("coder", String, nullable=False),
    Column("made_at", String, nullable=False),
)

clue = Table(
    "clue",
    metadata,
    Column("clue_id", String, primary_key=True),
    Column("document_id", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False, comment="of words by which somebody may be known without a name"),
    Column("end", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("reason", Text, nullable=False, comment="why it is pointed out; quotes nothing"),
    Column("instead", Text, nullable=False, comment="what is offered in place of the words"),
    Column("status", String, nullable=False, comment="open or shown; hidden words are in the text no more"),
    Index(None, "document_id", "version"),
)

survey_answer = Table(
    "survey_answer",
    metadata,
    Column("document_id", String, primary_key=True),
    Column("respondent", String, primary_key=True),
    Column("question", String, primary_key=True),
    Column("answer", Text),
    Column("wave", String, nullable=False),
    Column("collaborative", String),
    Column("date", Date, comment="of its own row, where the source gives one; else the document's holds"),
)

tagger_model = Table(
    "tagger_model",
    metadata,
    Column("model_id", String, primary_key=True),
    Column("made_at", String, nullable=False),
    Column("status", String, nullable=False, comment="proposed, accepted, refused or replaced"),
    Column("scores", JSON, nullable=False),
    Column("trained_on", JSON, nullable=False, comment="ids of the reviews"),
    Column("blob", LargeBinary, nullable=False),
)

skipped = Table(
    "skipped",
    metadata,
    Column("origin", String, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("event_id", String),
    Column("waiting", Boolean, nullable=False, comment="true: details are missing and the file waits for them"),
    Column("seen_at", String, nullable=False),
)

edition = Table(
    "edition",
    metadata,
    Column("name", String, primary_key=True, comment="cut or tags"),
    Column("value", String, nullable=False, comment="drawn at random with every change: none comes twice"),
)

logbook = Table(
    "logbook",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("made_at", String, nullable=False),
    Column("what", Text, nullable=False),
)

flow_run = Table(
    "flow_run",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("flow", String, nullable=False),
    Column("parameters", JSON, nullable=False, comment="plain values such as a month, never texts"),
    Column("way", String, nullable=False, comment="direct, or on a Prefect server"),
    Column("began_at", String, nullable=False),
    Column("ended_at", String),
    Column("outcome", String, nullable=False, comment="running, done, failed or stopped"),
    Column("message", Text),
    Column("briefs", JSON, nullable=False, comment="ids of those it left"),
)

stage_run = Table(
    "stage_run",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("flow_run", Integer, ForeignKey("flow_run.number"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("began_at", String, nullable=False),
    Column("ended_at", String),
    Column("outcome", String, nullable=False),
)
