"""Work is found: by industry, on hold since when, by saved views."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from chassis.migrations import required

revision = "0005"
down_revision = "0004"

SCHEMA = "approval"
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add industry and the beginning of a stop; saved views; indexes of what has ended."""
    for name in ("industry", "sought"):
        op.add_column("task", sa.Column(name, sa.Text), schema=SCHEMA)
    op.add_column("task", sa.Column("stopped_at", TIME), schema=SCHEMA)
    op.execute(
        f"UPDATE {SCHEMA}.task SET industry = card ->> 'industry', "
        "sought = lower(title || ' ' || organisation_name)"
    )
    op.execute(
        f"UPDATE {SCHEMA}.task SET stopped_at = asked_at FROM {SCHEMA}.information_round AS asked "
        "WHERE asked.task_id = task.id AND asked.answered_at IS NULL AND task.is_stopped"
    )
    _create_indexes()
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("person", sa.Text()),
        required("name", sa.Text()),
        required("filter", JSONB()),
        required("saved_at", TIME),
        sa.UniqueConstraint("person", "name", name="saved_view_name"),
        schema=SCHEMA,
    )


def _create_indexes() -> None:
    is_closed, is_free = sa.text("NOT is_open"), sa.text("is_open AND holder IS NULL")
    is_held = sa.text("is_open AND is_stopped")
    op.create_index(
        "task_closed", "task", ["due_at", "id"], schema=SCHEMA, postgresql_where=is_closed
    )
    op.create_index(
        "task_ended",
        "task",
        ["pack", "department", "ended_at"],
        schema=SCHEMA,
        postgresql_where=is_closed,
    )
    op.create_index(
        "task_sought",
        "task",
        ["due_at", "id"],
        schema=SCHEMA,
        postgresql_include=["pack", "department", "kind", "sought"],
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "task_on_hold", "task", ["due_at", "id"], schema=SCHEMA, postgresql_where=is_held
    )
    op.create_index(
        "task_free_in_pack",
        "task",
        ["pack", "due_at", "id"],
        schema=SCHEMA,
        postgresql_where=is_free,
    )
