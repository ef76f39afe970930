"""Read models that a rebuild can put in place of others, and what the lane's figures are made of.

The release before writes attribution with fewer columns and relies on parts going with their
project's row: between this migration and its end it keeps projects stale and loses nothing.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from chassis.migrations import required

revision = "0010"
down_revision = "0001"

SCHEMA = "insight"
TIME = sa.DateTime(timezone=True)
PARTS = ("stage_fact", "case_fact", "span")


def upgrade() -> None:
    """Drop the references, add the columns, and have everything worked out again."""
    for table in PARTS:
        op.drop_constraint(f"{table}_project_id_fkey", table, schema=SCHEMA, type_="foreignkey")
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("stage_fact", sa.Column("platform", sa.Text), schema=SCHEMA)
    # Defaults only until every project is worked out again, which begins at once.
    _add("case_fact", "route", sa.Text(), "standard")
    _add("case_fact", "grounds", ARRAY(sa.Text), "{}")
    _add("project_fact", "written_in", sa.BigInteger(), "0")
    op.create_index("project_fact_written", "project_fact", ["written_in"], schema=SCHEMA)
    _create_shares()
    _create_rebuild()
    op.execute(
        "INSERT INTO insight.stale_project (project_id, since) "
        "SELECT project_id, max(heard_at) FROM insight.event_log "
        "WHERE project_id IS NOT NULL GROUP BY project_id ON CONFLICT DO NOTHING"
    )


def _add(table: str, name: str, type_: TypeEngine[Any], default: str) -> None:
    column = sa.Column(name, type_, nullable=False, server_default=default)
    op.add_column(table, column, schema=SCHEMA)
    op.alter_column(table, name, server_default=None, schema=SCHEMA)


def _create_shares() -> None:
    op.drop_table("attribution", schema=SCHEMA)
    op.create_table(
        "attribution",
        sa.Column("project_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        required("stage", sa.Text()),
        required("party", sa.Text()),
        required("department", sa.Text()),
        required("microseconds", sa.BigInteger()),
        sa.Column("since", TIME),
        schema=SCHEMA,
    )
    op.create_table(
        "step_fact",
        sa.Column("project_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        required("stage", sa.Text()),
        required("kind", sa.Text()),
        required("name", sa.Text()),
        required("department", sa.Text()),
        required("microseconds", sa.BigInteger()),
        required("gain_microseconds", sa.BigInteger()),
        schema=SCHEMA,
    )


def _create_rebuild() -> None:
    op.create_table(
        "read_model",
        sa.Column("is_live", sa.Boolean, primary_key=True),
        required("generation", sa.Integer()),
        sa.Column("rebuilding_since", TIME),
        sa.Column("built_at", TIME),
        sa.CheckConstraint("is_live", name="read_model_is_one_row"),
        schema=SCHEMA,
    )
    op.execute("INSERT INTO insight.read_model (is_live, generation) VALUES (true, 1)")
    op.create_table(
        "rebuild_missed",
        sa.Column("project_id", sa.Uuid, primary_key=True),
        schema=SCHEMA,
    )
