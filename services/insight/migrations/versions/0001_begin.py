"""Insight begins."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from chassis.plumbing import PLUMBING_V1

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
) PARTITION BY RANGE (happened_at);
CREATE INDEX event_log_of_project ON insight.event_log (project_id, happened_at);
"""
# Appended to, never changed: that is what makes a rebuild give the same numbers.
APPEND_ONLY = """
CREATE FUNCTION insight.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'insight.event_log is append-only';
END $$;
CREATE TRIGGER event_log_is_append_only BEFORE UPDATE OR DELETE ON insight.event_log
    FOR EACH ROW EXECUTE FUNCTION insight.refuse_change();
"""


def _required(name: str, type_: sa.types.TypeEngine[object], **more: object) -> sa.Column[object]:
    return sa.Column(name, type_, nullable=False, **more)  # type: ignore[arg-type]


def upgrade() -> None:
    """Create the plumbing, the log and the read models."""
    op.execute(PLUMBING_V1.format(schema=SCHEMA))
    op.execute(EVENT_LOG)
    op.execute(APPEND_ONLY)
    op.create_table(
        "stale_project",
        sa.Column("project_id", sa.Uuid, primary_key=True),
        _required("since", TIME),
        sa.Column("fault", sa.Text),
        schema=SCHEMA,
    )
    _create_project_fact()
    _create_parts()


def _create_project_fact() -> None:
    op.create_table(
        "project_fact",
        sa.Column("project_id", sa.Uuid, primary_key=True),
        _required("organisation_id", sa.Text()),
        _required("title", sa.Text()),
        _required("industry", sa.Text()),
        _required("key_project", sa.Boolean()),
        _required("pack", sa.Text()),
        _required("entry_stage", sa.Text()),
        _required("submitted_at", TIME),
        _required("state", sa.Text()),
        _required("stage", sa.Text()),
        _required("attempt", sa.Integer()),
        sa.Column("finished_at", TIME),
        sa.Column("outcome", sa.Text),
        sa.Column("lead_days", sa.Double),
        sa.Column("lead_working_days", sa.Integer),
        _required("events", sa.Integer()),
        _required("decisions", sa.Integer()),
        _required("information_requests", sa.Integer()),
        _required("reminders", sa.Integer()),
        _required("escalations", sa.Integer()),
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
        _required("entered_at", TIME),
        sa.Column("ended_at", TIME),
        sa.Column("outcome", sa.Text),
        _required("attempts", sa.Integer()),
        sa.Column("days", sa.Double),
        sa.Column("working_days", sa.Integer),
        schema=SCHEMA,
    )
    _create_case_fact()
    op.create_table(
        "span",
        _of_project(),
        sa.Column("number", sa.Integer, primary_key=True),
        _required("activity", sa.Text()),
        _required("kind", sa.Text()),
        _required("party", sa.Text()),
        _required("name", sa.Text()),
        _required("stage", sa.Text()),
        sa.Column("department", sa.Text),
        _required("round", sa.Integer()),
        _required("started_at", TIME),
        sa.Column("ended_at", TIME),
        schema=SCHEMA,
    )
    op.create_table(
        "attribution",
        _of_project(),
        sa.Column("party", sa.Text, primary_key=True),
        sa.Column("department", sa.Text, primary_key=True),
        _required("microseconds", sa.BigInteger()),
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
        _required("item", sa.Text()),
        _required("department", sa.Text()),
        _required("stage", sa.Text()),
        _required("opened_at", TIME),
        _required("due_at", TIME),
        sa.Column("closed_at", TIME),
        sa.Column("decided_at", TIME),
        sa.Column("outcome", sa.Text),
        sa.Column("within_committed", sa.Boolean),
        sa.Column("within_statutory", sa.Boolean),
        _required("information_rounds", sa.Integer()),
        _required("stops", JSONB()),
        sa.Column("days", sa.Double),
        sa.Column("working_days", sa.Integer),
        schema=SCHEMA,
    )
