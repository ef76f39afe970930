"""The whole life of a case, and one request of all departments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from chassis.migrations import required

revision = "0010"
down_revision = "0006"

SCHEMA = "approval"
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what a case goes through; cases that are there were accepted with their receipt."""
    for column in (
        sa.Column("life", JSONB, nullable=False, server_default="{}"),
        sa.Column("acts_at", TIME),
        sa.Column("expected_end_on", sa.Date),
        sa.Column("recommended_by", sa.Text),
    ):
        op.add_column("task", column, schema=SCHEMA)
    op.add_column("information_round", sa.Column("notice_id", sa.Uuid), schema=SCHEMA)
    op.create_index(
        "task_acts",
        "task",
        ["acts_at"],
        schema=SCHEMA,
        postgresql_where=sa.text("acts_at IS NOT NULL"),
    )
    _add_notices()


def _add_notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("project_id", sa.Uuid, nullable=False, index=True),
        required("stage", sa.Text()),
        required("organisation_id", sa.Text()),
        required("pack", sa.Text()),
        required("opened_at", TIME),
        required("closes_at", TIME),
        sa.Column("sent_at", TIME),
        schema=SCHEMA,
    )
    collecting = sa.text("sent_at IS NULL")
    op.create_index(
        "notice_collecting",
        "notice",
        ["project_id", "stage"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=collecting,
    )
    op.create_index(
        "notice_due", "notice", ["closes_at"], schema=SCHEMA, postgresql_where=collecting
    )
    op.create_table(
        "notice_question",
        sa.Column("notice_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        required("task_id", sa.Uuid()),
        required("item", sa.Text()),
        required("department", sa.Text()),
        required("ground", sa.Text()),
        required("text", sa.Text()),
        required("noted_by", sa.Text()),
        required("noted_by_name", sa.Text()),
        required("noted_at", TIME),
        sa.Column("dropped_at", TIME),
        schema=SCHEMA,
    )
