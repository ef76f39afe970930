"""Insight's tables. Touched by ``repository`` and ``queries`` only.

``event_log`` is the source; everything else is derived from it and can be dropped and rebuilt.
"""

from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis.plumbing import Plumbing

metadata = MetaData(schema="insight")
plumbing = Plumbing(metadata)

TIME = DateTime(timezone=True)

# Partitioned by month of lane time; the key holds that time because PostgreSQL asks for it.
event_log = Table(
    "event_log",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    Column("happened_at", TIME, primary_key=True),
    Column("project_id", Uuid),
    Column("type", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("recorded_at", TIME, nullable=False),
    Column("heard_at", TIME, nullable=False),
    Column("data", JSONB, nullable=False),
    postgresql_partition_by="RANGE (happened_at)",
)
Index("event_log_of_project", event_log.c.project_id, event_log.c.happened_at)

# Projects of which something was heard that the read models do not show yet.
stale_project = Table(
    "stale_project",
    metadata,
    Column("project_id", Uuid, primary_key=True),
    Column("since", TIME, nullable=False),
    Column("fault", Text),
)

project_fact = Table(
    "project_fact",
    metadata,
    Column("project_id", Uuid, primary_key=True),
    Column("organisation_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("industry", Text, nullable=False),
    Column("key_project", Boolean, nullable=False),
    Column("pack", Text, nullable=False),
    Column("entry_stage", Text, nullable=False),
    Column("submitted_at", TIME, nullable=False),
    Column("state", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("finished_at", TIME),
    Column("outcome", Text),
    Column("lead_days", Double),
    Column("lead_working_days", Integer),
    Column("events", Integer, nullable=False),
    Column("decisions", Integer, nullable=False),
    Column("information_requests", Integer, nullable=False),
    Column("reminders", Integer, nullable=False),
    Column("escalations", Integer, nullable=False),
)
Index("project_fact_newest", project_fact.c.submitted_at.desc(), project_fact.c.project_id)


def _of_project() -> Column[UUID]:
    """Parts go when their project's row does: one statement clears the way for new ones."""
    parent = ForeignKey(project_fact.c.project_id, ondelete="CASCADE")
    return Column("project_id", Uuid, parent, primary_key=True)


stage_fact = Table(
    "stage_fact",
    metadata,
    _of_project(),
    Column("stage", Text, primary_key=True),
    Column("entered_at", TIME, nullable=False),
    Column("ended_at", TIME),
    Column("outcome", Text),
    Column("attempts", Integer, nullable=False),
    Column("days", Double),
    Column("working_days", Integer),
)

case_fact = Table(
    "case_fact",
    metadata,
    _of_project(),
    Column("case_id", Uuid, primary_key=True),
    Column("item", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("opened_at", TIME, nullable=False),
    Column("due_at", TIME, nullable=False),
    Column("closed_at", TIME),
    Column("decided_at", TIME),
    Column("outcome", Text),
    Column("within_committed", Boolean),
    Column("within_statutory", Boolean),
    Column("information_rounds", Integer, nullable=False),
    Column("stops", JSONB, nullable=False),
    Column("days", Double),
    Column("working_days", Integer),
)

span = Table(
    "span",
    metadata,
    _of_project(),
    Column("number", Integer, primary_key=True),
    Column("activity", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("party", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("department", Text),
    Column("round", Integer, nullable=False),
    Column("started_at", TIME, nullable=False),
    Column("ended_at", TIME),
)

# Of finished projects only: what a running one's minutes add up to changes with every minute.
attribution = Table(
    "attribution",
    metadata,
    _of_project(),
    Column("party", Text, primary_key=True),
    Column("department", Text, primary_key=True),
    Column("microseconds", BigInteger, nullable=False),
)
