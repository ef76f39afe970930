"""What a queue and a task's page show beside: news, routes, checklists, precedents."""

import sqlalchemy as sa
from alembic import op

from chassis.migrations import required

revision = "0031"
down_revision = "0030"

SCHEMA = "approval"
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add when a clock ran again, the route, looks and ticks; find routes and precedents."""
    op.add_column("task", sa.Column("resumed_at", TIME), schema=SCHEMA)
    op.add_column("task", sa.Column("route", sa.Text), schema=SCHEMA)
    op.add_column("task", sa.Column("grade", sa.Text), schema=SCHEMA)
    op.execute(
        "UPDATE approval.task"
        " SET route = coalesce(plan ->> 'route', 'standard'), grade = plan ->> 'grade'"
        " WHERE kind = 'case'"
    )
    op.create_index(
        "task_by_route",
        "task",
        ["route", "due_at", "id"],
        schema=SCHEMA,
        postgresql_where=sa.text("is_open AND route <> 'standard'"),
    )
    op.create_index(
        "task_precedent",
        "task",
        ["pack", "name", "industry", "ended_at"],
        schema=SCHEMA,
        postgresql_where=sa.text("outcome IS NOT NULL"),
    )
    op.create_table(
        "task_look",
        sa.Column("task_id", sa.Uuid, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        required("looked_at", TIME),
        sa.Column("before_at", TIME),
        schema=SCHEMA,
    )
    op.create_table(
        "task_check",
        sa.Column("task_id", sa.Uuid, primary_key=True),
        sa.Column("point", sa.Text, primary_key=True),
        required("is_met", sa.Boolean()),
        required("note", sa.Text()),
        required("by", sa.Text()),
        required("by_name", sa.Text()),
        required("checked_at", TIME),
        schema=SCHEMA,
    )
