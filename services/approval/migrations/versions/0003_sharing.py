"""Work is pulled, and conflicts of interest bar."""

import sqlalchemy as sa
from alembic import op

from chassis.migrations import required

revision = "0003"
down_revision = "0002"

SCHEMA = "approval"
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the indexes by which work is pulled, and the record of conflicts."""
    op.create_index(
        "task_free",
        "task",
        ["pack", "department", "due_at", "id"],
        schema=SCHEMA,
        postgresql_where=sa.text("is_open AND holder IS NULL"),
    )
    op.create_index(
        "task_of_holder",
        "task",
        ["holder", "due_at", "id"],
        schema=SCHEMA,
        postgresql_where=sa.text("is_open"),
    )
    op.create_table(
        "conflict",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("person", sa.Text()),
        required("person_name", sa.Text()),
        required("pack", sa.Text()),
        sa.Column("department", sa.Text),
        sa.Column("organisation_id", sa.Text),
        sa.Column("task_id", sa.Uuid),
        required("reason", sa.Text()),
        required("declared_at", TIME),
        sa.Column("ended_at", TIME),
        sa.Column("ended_by", sa.Text),
        sa.Column("ended_by_name", sa.Text),
        sa.Column("ended_why", sa.Text),
        schema=SCHEMA,
    )
    op.create_index(
        "conflict_standing",
        "conflict",
        ["person", "organisation_id", "task_id"],
        schema=SCHEMA,
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
