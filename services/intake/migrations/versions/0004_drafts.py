"""Applications are kept as they are typed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from chassis.migrations import required

revision = "0004"
down_revision = "0003"

SCHEMA = "intake"


def upgrade() -> None:
    """Add drafts; the previous release does not know them."""
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("person", sa.Text()),
        required("fields", JSONB()),
        required("saved_at", sa.DateTime(timezone=True)),
        required("version", sa.Integer()),
        sa.Column("project_id", sa.Uuid),
        schema=SCHEMA,
    )
    op.create_index("draft_of_person", "draft", ["person"], schema=SCHEMA)
