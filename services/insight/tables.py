"""Insight's tables. Touched by ``repository`` and ``queries`` only.

``event_log`` is the source; everything else is derived from it and can be dropped and rebuilt. A
rebuild makes the read models' tables a second time and puts them in their place at once, so
nothing refers to them by a foreign key.
"""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
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

# One row. ``generation`` grows when a rebuild takes the place of what stood.
read_model = Table(
    "read_model",
    metadata,
    Column("is_live", Boolean, primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("rebuilding_since", TIME),
    Column("built_at", TIME),
)

# Projects worked out again while a rebuild went on: it takes them up before it takes over.
rebuild_missed = Table(
    "rebuild_missed",
    metadata,
    Column("project_id", Uuid, primary_key=True),
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
    # The transaction that wrote the row: who follows the read models asks for what is newer.
    Column("written_in", BigInteger, nullable=False),
)
Index("project_fact_written", project_fact.c.written_in)
Index("project_fact_newest", project_fact.c.submitted_at.desc(), project_fact.c.project_id)


stage_fact = Table(
    "stage_fact",
    metadata,
    Column("project_id", Uuid, primary_key=True),
    Column("stage", Text, primary_key=True),
    Column("entered_at", TIME, nullable=False),
    Column("ended_at", TIME),
    Column("outcome", Text),
    Column("attempts", Integer, nullable=False),
    Column("platform", Text),
    Column("days", Double),
    Column("working_days", Integer),
)

case_fact = Table(
    "case_fact",
    metadata,
    Column("project_id", Uuid, primary_key=True),
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
    Column("route", Text, nullable=False),
    Column("grounds", ARRAY(Text), nullable=False),
    Column("days", Double),
    Column("working_days", Integer),
)

Index("case_fact_open", case_fact.c.project_id, postgresql_where=case_fact.c.closed_at.is_(None))
Index("case_fact_decided", case_fact.c.decided_at)

span = Table(
    "span",
    metadata,
    Column("project_id", Uuid, primary_key=True),
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

# Whose every minute on the critical path was. Of a running project the one row with ``since`` has
# no length yet: it lasts from then to whenever one looks.
attribution = Table(
    "attribution",
    metadata,
    Column("project_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("stage", Text, nullable=False),
    Column("party", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("microseconds", BigInteger, nullable=False),
    Column("since", TIME),
)

# Steps of finished projects that others waited for. ``gain_microseconds`` is by how much the
# project would have ended earlier, had the step taken a day less.
step_fact = Table(
    "step_fact",
    metadata,
    Column("project_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("stage", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("microseconds", BigInteger, nullable=False),
    Column("gain_microseconds", BigInteger, nullable=False),
)

FACTS = (project_fact, stage_fact, case_fact, span, attribution, step_fact)
"""The read models of single projects; a rebuild makes all of them."""
