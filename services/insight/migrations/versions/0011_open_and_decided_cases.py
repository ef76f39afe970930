"""Indexes for open cases and for those decided lately: what is shown to Prometheus."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the two indexes, where an early state of 0010 has not done so."""
    op.create_index(
        "case_fact_open",
        "case_fact",
        ["project_id"],
        schema="insight",
        postgresql_where=sa.text("closed_at IS NULL"),
        if_not_exists=True,
    )
    op.create_index(
        "case_fact_decided", "case_fact", ["decided_at"], schema="insight", if_not_exists=True
    )
