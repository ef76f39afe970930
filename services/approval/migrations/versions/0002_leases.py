"""Claims end by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SCHEMA = "approval"


def upgrade() -> None:
    """Add the end of a claim. Claims made before it get a week: more than a new one has."""
    op.add_column("task", sa.Column("lease_until", sa.DateTime(timezone=True)), schema=SCHEMA)
    op.execute(
        f"UPDATE {SCHEMA}.task SET lease_until = claimed_at + interval '7 days' "
        "WHERE is_open AND holder IS NOT NULL"
    )
    op.create_index(
        "task_lease",
        "task",
        ["lease_until"],
        schema=SCHEMA,
        postgresql_where=sa.text("is_open AND holder IS NOT NULL"),
    )
