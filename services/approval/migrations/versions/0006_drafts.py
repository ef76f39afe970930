"""Decisions are kept as they are typed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from chassis.migrations import required

revision = "0006"
down_revision = "0005"

SCHEMA = "approval"


def upgrade() -> None:
    """Add drafts, one per task and person."""
    op.create_table(
        "task_draft",
        sa.Column("task_id", sa.Uuid, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        required("fields", JSONB()),
        required("saved_at", sa.DateTime(timezone=True)),
        schema=SCHEMA,
    )
