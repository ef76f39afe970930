"""Approval begins."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from chassis.migrations import begin_plumbing, required

revision = "0001"
down_revision = None

SCHEMA = "approval"
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the plumbing and approval's own tables."""
    begin_plumbing(SCHEMA)
    op.create_table(
        "project_work",
        sa.Column("project_id", sa.Uuid, primary_key=True),
        required("is_closed", sa.Boolean()),
        sa.Column("outcome", sa.Text),
        sa.Column("closed_at", TIME),
        schema=SCHEMA,
    )
    _create_task()
    _create_parts_of_a_task()


def _create_task() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("kind", sa.Text()),
        required("project_id", sa.Uuid(), index=True),
        required("pack", sa.Text()),
        sa.Column("department", sa.Text),
        required("name", sa.Text()),
        required("stage", sa.Text()),
        sa.Column("attempt", sa.Integer),
        sa.Column("round", sa.Integer),
        required("state", sa.Text()),
        required("is_open", sa.Boolean()),
        required("is_stopped", sa.Boolean()),
        *_holder(),
        required("organisation_id", sa.Text()),
        required("organisation_name", sa.Text()),
        required("title", sa.Text()),
        required("card", JSONB()),
        required("plan", JSONB()),
        required("unresolved", JSONB()),
        *_clock(),
        *_decision(),
        required("version", sa.Integer()),
        schema=SCHEMA,
    )
    op.create_index(
        "task_queue", "task", ["pack", "department", "is_open", "due_at", "id"], schema=SCHEMA
    )
    op.create_index(
        "task_open",
        "task",
        ["due_at", "id"],
        schema=SCHEMA,
        postgresql_where=sa.text("is_open"),
    )


def _holder() -> list[sa.Column[object]]:
    return [
        sa.Column("holder", sa.Text),
        sa.Column("holder_name", sa.Text),
        sa.Column("claimed_at", TIME),
    ]


def _clock() -> list[sa.Column[object]]:
    return [
        required("opened_at", TIME),
        required("anchor_on", sa.Date()),
        required("due_at", TIME),
        sa.Column("statutory_due_at", TIME),
        required("is_provisional", sa.Boolean()),
        required("clock_version", sa.Integer()),
        required("rung", JSONB()),
        sa.Column("ended_at", TIME),
    ]


def _decision() -> list[sa.Column[object]]:
    return [
        sa.Column("outcome", sa.Text),
        sa.Column("ground", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("hold_until", sa.Date),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_by_name", sa.Text),
        sa.Column("within_committed", sa.Boolean),
        sa.Column("within_statutory", sa.Boolean),
    ]


def _create_parts_of_a_task() -> None:
    op.create_table(
        "information_round",
        sa.Column("task_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        required("ground", sa.Text()),
        required("question", sa.Text()),
        required("asked_by", sa.Text()),
        required("asked_by_name", sa.Text()),
        required("asked_at", TIME),
        sa.Column("answer", sa.Text),
        sa.Column("document_ids", JSONB),
        sa.Column("answered_by", sa.Text),
        sa.Column("answered_by_name", sa.Text),
        sa.Column("answered_at", TIME),
        schema=SCHEMA,
    )
    op.create_table(
        "condition",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("task_id", sa.Uuid()),
        required("position", sa.Integer()),
        required("text", sa.Text()),
        required("trigger", sa.Text()),
        sa.Column("due_on", sa.Date),
        sa.UniqueConstraint("task_id", "position", name="condition_place"),
        schema=SCHEMA,
    )
    op.create_table(
        "task_event",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        required("task_id", sa.Uuid()),
        required("happened_at", TIME),
        required("what", sa.Text()),
        sa.Column("actor", sa.Text),
        sa.Column("actor_name", sa.Text),
        sa.Column("why", sa.Text),
        required("data", JSONB()),
        schema=SCHEMA,
    )
    op.create_index("task_event_of_task", "task_event", ["task_id", "id"], schema=SCHEMA)
