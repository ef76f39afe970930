"""What a sponsor states of a project, and what is put on the lane."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from chassis.migrations import required

revision = "0002"
down_revision = "0001"

SCHEMA = "intake"


def upgrade() -> None:
    """Add both with defaults: the previous release goes on inserting without them."""
    subject = required("subject", sa.Text(), server_default="project")
    facts = required("facts", JSONB(), server_default=sa.text("'{}'"))
    op.add_column("project", subject, schema=SCHEMA)
    op.add_column("project", facts, schema=SCHEMA)
