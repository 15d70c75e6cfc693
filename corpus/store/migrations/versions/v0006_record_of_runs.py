"""What ran, how long its stages took and how it ended is in the store, whether or not a Prefect server watched."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Earlier runs left no record here."""
    op.create_table(
        "flow_run",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False, comment="plain values such as a month, never texts"),
        sa.Column("way", sa.String(), nullable=False, comment="direct, or on a Prefect server"),
        sa.Column("began_at", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String()),
        sa.Column("outcome", sa.String(), nullable=False, comment="running, done, failed or stopped"),
        sa.Column("message", sa.Text()),
        sa.Column("briefs", sa.JSON(), nullable=False, comment="ids of those it left"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_flow_run")),
    )
    op.create_table(
        "stage_run",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("flow_run", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String()),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["flow_run"], ["flow_run.number"], name=op.f("fk_stage_run_flow_run_flow_run")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_stage_run")),
    )
    op.create_index(op.f("ix_stage_run_flow_run"), "stage_run", ["flow_run"])
