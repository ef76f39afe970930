"""Work goes from hand to hand, and people are away."""

import sqlalchemy as sa
from alembic import op

from chassis.migrations import required

revision = "0004"
down_revision = "0003"

SCHEMA = "approval"
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add who delegated, who may take back, for whom; members, absences, copies."""
    for name in ("owner", "owner_name", "giver", "giver_name", "decided_for", "decided_for_name"):
        op.add_column("task", sa.Column(name, sa.Text), schema=SCHEMA)
    op.add_column("task", sa.Column("nudged_on", sa.Date), schema=SCHEMA)
    for name in ("behalf", "behalf_name"):
        op.add_column("task_event", sa.Column(name, sa.Text), schema=SCHEMA)
    _create_member()
    _create_absence()
    op.create_table(
        "task_copy",
        sa.Column("task_id", sa.Uuid, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        required("by", sa.Text()),
        required("copied_at", TIME),
        schema=SCHEMA,
    )
    op.create_index("task_copy_of_person", "task_copy", ["person", "task_id"], schema=SCHEMA)


def _create_member() -> None:
    op.create_table(
        "member",
        sa.Column("person", sa.Text, primary_key=True),
        required("name", sa.Text()),
        required("pack", sa.Text()),
        sa.Column("department", sa.Text),
        required("is_case_worker", sa.Boolean()),
        required("is_lead", sa.Boolean()),
        required("is_reviewer", sa.Boolean()),
        required("seen_at", TIME),
        schema=SCHEMA,
    )
    op.create_index("member_of_queue", "member", ["pack", "department"], schema=SCHEMA)


def _create_absence() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("person", sa.Text()),
        required("person_name", sa.Text()),
        required("pack", sa.Text()),
        sa.Column("department", sa.Text),
        required("from_on", sa.Date()),
        required("until_on", sa.Date()),
        required("reason", sa.Text()),
        required("made_by", sa.Text()),
        required("made_by_name", sa.Text()),
        required("made_at", TIME),
        sa.Column("ended_on", sa.Date),
        sa.Column("ended_by", sa.Text),
        schema=SCHEMA,
    )
    op.create_index(
        "absence_of_queue", "absence", ["pack", "department", "until_on"], schema=SCHEMA
    )
    op.create_table(
        "stand_in",
        sa.Column("absence_id", sa.Uuid, primary_key=True),
        sa.Column("item", sa.Text, primary_key=True),
        required("person", sa.Text()),
        required("person_name", sa.Text()),
        schema=SCHEMA,
    )
