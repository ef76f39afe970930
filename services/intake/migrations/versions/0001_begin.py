"""Intake begins."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from chassis.migrations import begin_plumbing, required

revision = "0001"
down_revision = None

SCHEMA = "intake"
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the plumbing and intake's own tables."""
    begin_plumbing(SCHEMA)
    op.create_table(
        "organisation",
        sa.Column("id", sa.Text, primary_key=True),
        required("name", sa.Text()),
        required("contact_email", sa.Text()),
        required("registered_at", TIME),
        required("version", sa.Integer()),
        schema=SCHEMA,
    )
    op.create_table(
        "project",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("organisation_id", sa.Text(), index=True),
        required("organisation_name", sa.Text()),
        required("title", sa.Text()),
        required("summary", sa.Text()),
        required("industry", sa.Text()),
        required("sponsor_kind", sa.Text()),
        required("key_project", sa.Boolean()),
        sa.Column("project_code", sa.Text),
        required("pack", sa.Text()),
        required("plan", JSONB()),
        required("entry_stage", sa.Text()),
        sa.Column("entry_grounds", sa.Text),
        required("submitted_at", TIME),
        required("submitted_by", sa.Text()),
        required("state", sa.Text()),
        required("stage", sa.Text()),
        required("attempt", sa.Integer()),
        sa.Column("hold_until", TIME),
        sa.Column("outcome", sa.Text),
        sa.Column("course_at", TIME),
        sa.Column("manager", sa.Text),
        sa.Column("manager_name", sa.Text),
        sa.Column("withdrawal_reason", sa.Text),
        required("version", sa.Integer()),
        schema=SCHEMA,
    )
    op.create_index(
        "project_newest", "project", [sa.text("submitted_at DESC"), "id"], schema=SCHEMA
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("project_id", sa.Uuid(), index=True),
        required("name", sa.Text()),
        required("media_type", sa.Text()),
        required("size_bytes", sa.BigInteger()),
        required("sha256", sa.Text()),
        required("uploaded_by", sa.Text()),
        required("uploaded_at", TIME),
        sa.UniqueConstraint("project_id", "sha256", "name", name="document_once"),
        schema=SCHEMA,
    )
    _create_course_tables()


def _create_course_tables() -> None:
    op.create_table(
        "evidence",
        sa.Column("project_id", sa.Uuid, primary_key=True),
        sa.Column("stage", sa.Text, primary_key=True),
        sa.Column("attempt", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        required("document_ids", JSONB()),
        required("note", sa.Text()),
        required("submitted_by", sa.Text()),
        required("submitted_at", TIME),
        schema=SCHEMA,
    )
    op.create_table(
        "matter",
        sa.Column("project_id", sa.Uuid, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        required("party", sa.Text()),
        required("kind", sa.Text()),
        required("name", sa.Text()),
        required("since", TIME),
        sa.Column("due_at", TIME),
        required("is_open", sa.Boolean()),
        required("told_at", TIME),
        required("sequence", sa.Integer()),
        schema=SCHEMA,
    )
    op.create_table(
        "history",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        required("project_id", sa.Uuid()),
        required("event_id", sa.Uuid(), unique=True),
        required("type", sa.Text()),
        required("happened_at", TIME),
        required("data", JSONB()),
        schema=SCHEMA,
    )
    op.create_index(
        "history_of_project", "history", ["project_id", "happened_at", "id"], schema=SCHEMA
    )
