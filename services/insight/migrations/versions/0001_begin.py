"""Insight begins."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from chassis.migrations import begin_plumbing, required

revision = "0001"
down_revision = None

SCHEMA = "insight"
TIME = sa.DateTime(timezone=True)

EVENT_LOG = """
CREATE TABLE insight.event_log (
    event_id uuid NOT NULL,
    happened_at timestamptz NOT NULL,
    project_id uuid,
    type text NOT NULL,
    publisher text NOT NULL,
    subject text NOT NULL,
    sequence integer NOT NULL,
    recorded_at timestamptz NOT NULL,
    heard_at timestamptz NOT NULL,
    data jsonb NOT NULL,
    PRIMARY KEY (event_id, happened_at)
) PARTITION BY RANGE (happened_at)
"""
LOG_INDEX = "CREATE INDEX event_log_of_project ON insight.event_log (project_id, happened_at)"
# Appended to, never changed: that is what makes a rebuild give the same numbers.
REFUSAL = """
CREATE FUNCTION insight.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'insight.event_log is append-only';
END $$
"""
APPEND_ONLY = """
CREATE TRIGGER event_log_is_append_only BEFORE UPDATE OR DELETE ON insight.event_log
    FOR EACH ROW EXECUTE FUNCTION insight.refuse_change()
"""


def upgrade() -> None:
    """Create the plumbing, the log and the read models."""
    begin_plumbing(SCHEMA)
    for statement in (EVENT_LOG, LOG_INDEX, REFUSAL, APPEND_ONLY):
        op.execute(statement)
    op.create_table(
        "stale_project",
        sa.Column("project_id", sa.Uuid, primary_key=True),
        required("since", TIME),
        sa.Column("fault", sa.Text),
        schema=SCHEMA,
    )
    _create_project_fact()
    _create_parts()


def _create_project_fact() -> None:
    op.create_table(
        "project_fact",
        sa.Column("project_id", sa.Uuid, primary_key=True),
        required("organisation_id", sa.Text()),
        required("title", sa.Text()),
        required("industry", sa.Text()),
        required("key_project", sa.Boolean()),
        required("pack", sa.Text()),
        required("entry_stage", sa.Text()),
        required("submitted_at", TIME),
        required("state", sa.Text()),
        required("stage", sa.Text()),
        required("attempt", sa.Integer()),
        sa.Column("finished_at", TIME),
        sa.Column("outcome", sa.Text),
        sa.Column("lead_days", sa.Double),
        sa.Column("lead_working_days", sa.Integer),
        required("events", sa.Integer()),
        required("decisions", sa.Integer()),
        required("information_requests", sa.Integer()),
        required("reminders", sa.Integer()),
        required("escalations", sa.Integer()),
        schema=SCHEMA,
    )
    op.create_index(
        "project_fact_newest",
        "project_fact",
        [sa.text("submitted_at DESC"), "project_id"],
        schema=SCHEMA,
    )


def _create_parts() -> None:
    op.create_table(
        "stage_fact",
        _of_project(),
        sa.Column("stage", sa.Text, primary_key=True),
        required("entered_at", TIME),
        sa.Column("ended_at", TIME),
        sa.Column("outcome", sa.Text),
        required("attempts", sa.Integer()),
        sa.Column("days", sa.Double),
        sa.Column("working_days", sa.Integer),
        schema=SCHEMA,
    )
    _create_case_fact()
    op.create_table(
        "span",
        _of_project(),
        sa.Column("number", sa.Integer, primary_key=True),
        required("activity", sa.Text()),
        required("kind", sa.Text()),
        required("party", sa.Text()),
        required("name", sa.Text()),
        required("stage", sa.Text()),
        sa.Column("department", sa.Text),
        required("round", sa.Integer()),
        required("started_at", TIME),
        sa.Column("ended_at", TIME),
        schema=SCHEMA,
    )
    op.create_table(
        "attribution",
        _of_project(),
        sa.Column("party", sa.Text, primary_key=True),
        sa.Column("department", sa.Text, primary_key=True),
        required("microseconds", sa.BigInteger()),
        schema=SCHEMA,
    )


def _of_project() -> sa.Column[object]:
    parent = sa.ForeignKey(f"{SCHEMA}.project_fact.project_id", ondelete="CASCADE")
    return sa.Column("project_id", sa.Uuid, parent, primary_key=True)


def _create_case_fact() -> None:
    op.create_table(
        "case_fact",
        _of_project(),
        sa.Column("case_id", sa.Uuid, primary_key=True),
        required("item", sa.Text()),
        required("department", sa.Text()),
        required("stage", sa.Text()),
        required("opened_at", TIME),
        required("due_at", TIME),
        sa.Column("closed_at", TIME),
        sa.Column("decided_at", TIME),
        sa.Column("outcome", sa.Text),
        sa.Column("within_committed", sa.Boolean),
        sa.Column("within_statutory", sa.Boolean),
        required("information_rounds", sa.Integer()),
        required("stops", JSONB()),
        sa.Column("days", sa.Double),
        sa.Column("working_days", sa.Integer),
        schema=SCHEMA,
    )
