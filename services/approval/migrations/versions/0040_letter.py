"""Decision letters, as they were served."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from chassis.migrations import required

revision = "0040"
down_revision = "0031"

SCHEMA = "approval"


def upgrade() -> None:
    """Add the letters; decisions that were served before have none."""
    op.create_table(
        "letter",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("code", sa.Text, nullable=False, unique=True),
        required("content", JSONB()),
        required("pdf", sa.LargeBinary()),
        required("sha256", sa.Text()),
        required("made_at", sa.DateTime(timezone=True)),
        schema=SCHEMA,
    )
