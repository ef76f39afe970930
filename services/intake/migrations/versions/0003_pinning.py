"""What a pack's version meant when first used, and the plan a running project is moved to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from chassis.migrations import required

revision = "0003"
down_revision = "0002"

SCHEMA = "intake"


def upgrade() -> None:
    """Add both; the previous release does not know them."""
    op.create_table(
        "pack_release",
        sa.Column("pack", sa.Text, primary_key=True),
        sa.Column("version", sa.Text, primary_key=True),
        required("digest", sa.Text()),
        required("first_seen_at", sa.DateTime(timezone=True)),
        schema=SCHEMA,
    )
    op.add_column("project", sa.Column("next_plan", JSONB), schema=SCHEMA)
