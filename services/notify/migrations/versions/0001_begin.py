"""Notify begins."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from chassis.migrations import begin_plumbing, required

revision = "0001"
down_revision = None

SCHEMA = "notify"
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the plumbing, people, what is known of projects, messages and deliveries."""
    begin_plumbing(SCHEMA)
    _create_people()
    op.create_table(
        "project",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("organisation_id", sa.Text()),
        required("title", sa.Text()),
        required("pack", sa.Text()),
        sa.Column("manager", sa.Text),
        sa.Column("manager_since", TIME),
        schema=SCHEMA,
    )
    op.create_table(
        "waiting_event",
        sa.Column("event_id", sa.Uuid, primary_key=True),
        required("project_id", sa.Uuid(), index=True),
        required("envelope", JSONB()),
        schema=SCHEMA,
    )
    _create_messages()
    _create_deliveries()


def _create_people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Text, primary_key=True),
        required("roles", ARRAY(sa.Text)),
        sa.Column("pack", sa.Text),
        sa.Column("department", sa.Text),
        sa.Column("organisation", sa.Text),
        sa.Column("platform", sa.Text),
        sa.Column("claimed_email", sa.Text),
        required("claimed_locale", sa.Text()),
        sa.Column("chosen_email", sa.Text),
        sa.Column("chosen_locale", sa.Text),
        required("channels", ARRAY(sa.Text)),
        sa.Column("quiet_since", sa.Time),
        sa.Column("quiet_until", sa.Time),
        required("seen_at", TIME),
        required("version", sa.Integer()),
        schema=SCHEMA,
    )
    op.create_index("person_by_role", "person", ["roles"], schema=SCHEMA, postgresql_using="gin")


def _create_messages() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("event_id", sa.Uuid()),
        required("person_id", sa.Text()),
        required("project_id", sa.Uuid()),
        required("kind", sa.Text()),
        required("urgent", sa.Boolean()),
        sa.Column("task_id", sa.Text),
        required("subject_zh", sa.Text()),
        required("subject_en", sa.Text()),
        required("body_zh", sa.Text()),
        required("body_en", sa.Text()),
        required("happened_at", TIME),
        required("told_at", TIME),
        sa.Column("read_at", TIME),
        sa.UniqueConstraint("event_id", "person_id", name="message_once"),
        schema=SCHEMA,
    )
    op.create_index(
        "message_newest",
        "message",
        ["person_id", sa.text("told_at DESC"), sa.text("id DESC")],
        schema=SCHEMA,
    )
    op.create_index(
        "message_unread",
        "message",
        ["person_id"],
        schema=SCHEMA,
        postgresql_where=sa.text("read_at IS NULL"),
    )


def _create_deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("message_id", sa.Uuid, sa.ForeignKey(f"{SCHEMA}.message.id"), nullable=False),
        required("channel", sa.Text()),
        required("state", sa.Text()),
        required("attempts", sa.Integer()),
        required("next_attempt_at", TIME),
        sa.Column("error", sa.Text),
        required("created_at", TIME),
        sa.Column("sent_at", TIME),
        sa.UniqueConstraint("message_id", "channel", name="delivery_once"),
        schema=SCHEMA,
    )
    op.create_index(
        "delivery_due",
        "delivery",
        ["next_attempt_at"],
        schema=SCHEMA,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "delivery_by_state",
        "delivery",
        ["state", sa.text("created_at DESC"), sa.text("id DESC")],
        schema=SCHEMA,
    )
