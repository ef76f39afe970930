"""Colleagues sign before a task is decided."""

import sqlalchemy as sa
from alembic import op

from chassis.migrations import required

revision = "0030"
down_revision = "0020"

SCHEMA = "approval"
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add signers, found by task and by person."""
    op.create_table(
        "task_signer",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("task_id", sa.Uuid()),
        required("person", sa.Text()),
        required("person_name", sa.Text()),
        required("asked_by", sa.Text()),
        required("asked_by_name", sa.Text()),
        required("asked_at", TIME),
        required("note", sa.Text()),
        sa.Column("agrees", sa.Boolean),
        sa.Column("opinion", sa.Text),
        sa.Column("signed_at", TIME),
        sa.Column("signed_by", sa.Text),
        sa.Column("signed_by_name", sa.Text),
        sa.Column("ended_at", TIME),
        sa.Column("ended_by", sa.Text),
        sa.Column("ended_why", sa.Text),
        schema=SCHEMA,
    )
    standing = sa.text("ended_at IS NULL")
    op.create_index(
        "task_signer_standing",
        "task_signer",
        ["task_id", "person"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=standing,
    )
    op.create_index(
        "task_signer_of_person",
        "task_signer",
        ["person", "task_id"],
        schema=SCHEMA,
        postgresql_where=standing,
    )
