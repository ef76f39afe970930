"""Approval's tables. Touched by ``repository`` and ``queries`` only.

``task`` holds cases and gates in one table, since a queue shows both. Columns that only one kind
has are empty for the other.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    and_,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.approval.tables.base import metadata, plumbing
from services.approval.tables.follow_up import (
    case_standing,
    commitment,
    credit_entry,
    discharge,
    inspection,
    obligation,
    permission,
    reconsideration,
    risk_grading,
    sitting,
    sitting_case,
    upstream_flag,
)
from services.approval.tables.letter import letter
from services.approval.tables.looking import task_check, task_look
from services.approval.tables.people import absence, member, stand_in
from services.approval.tables.signing import task_signer

__all__ = [
    "absence",
    "case_standing",
    "commitment",
    "condition",
    "conflict",
    "credit_entry",
    "discharge",
    "information_round",
    "inspection",
    "letter",
    "member",
    "metadata",
    "notice",
    "notice_question",
    "obligation",
    "permission",
    "plumbing",
    "project_work",
    "reconsideration",
    "risk_grading",
    "saved_view",
    "sitting",
    "sitting_case",
    "stand_in",
    "task",
    "task_check",
    "task_copy",
    "task_draft",
    "task_event",
    "task_look",
    "task_signer",
    "upstream_flag",
]

# One row per project that ever had work here; its lock orders opening against closing.
project_work = Table(
    "project_work",
    metadata,
    Column("project_id", Uuid, primary_key=True),
    Column("is_closed", Boolean, nullable=False),
    Column("outcome", Text),
    Column("closed_at", DateTime(timezone=True)),
)

task = Table(
    "task",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("project_id", Uuid, nullable=False, index=True),
    Column("pack", Text, nullable=False),
    Column("department", Text),
    Column("name", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("attempt", Integer),
    Column("round", Integer),
    Column("state", Text, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("is_stopped", Boolean, nullable=False),
    Column("stopped_at", DateTime(timezone=True)),
    Column("resumed_at", DateTime(timezone=True)),
    Column("route", Text),
    Column("grade", Text),
    Column("holder", Text),
    Column("holder_name", Text),
    Column("claimed_at", DateTime(timezone=True)),
    Column("lease_until", DateTime(timezone=True)),
    Column("owner", Text),
    Column("owner_name", Text),
    Column("giver", Text),
    Column("giver_name", Text),
    Column("nudged_on", Date),
    Column("organisation_id", Text, nullable=False),
    Column("organisation_name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("industry", Text),
    Column("sought", Text),
    Column("card", JSONB, nullable=False),
    Column("plan", JSONB, nullable=False),
    Column("unresolved", JSONB, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("anchor_on", Date, nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("statutory_due_at", DateTime(timezone=True)),
    Column("is_provisional", Boolean, nullable=False),
    Column("clock_version", Integer, nullable=False),
    Column("rung", JSONB, nullable=False),
    Column("life", JSONB, nullable=False, server_default="{}"),
    Column("acts_at", DateTime(timezone=True)),
    Column("expected_end_on", Date),
    Column("recommended_by", Text),
    Column("ended_at", DateTime(timezone=True)),
    Column("outcome", Text),
    Column("ground", Text),
    Column("reason", Text),
    Column("hold_until", Date),
    Column("decided_by", Text),
    Column("decided_by_name", Text),
    Column("decided_for", Text),
    Column("decided_for_name", Text),
    Column("within_committed", Boolean),
    Column("within_statutory", Boolean),
    Column("version", Integer, nullable=False),
)
# A department's queue, due first, and its pages; gates have no department.
Index("task_queue", task.c.pack, task.c.department, task.c.is_open, task.c.due_at, task.c.id)
# The whole lane's open work, due first, for those who see every queue.
Index("task_open", task.c.due_at, task.c.id, postgresql_where=task.c.is_open)
# What has ended, for those who see every queue.
Index("task_closed", task.c.due_at, task.c.id, postgresql_where=~task.c.is_open)
# What a team has ended lately.
Index(
    "task_ended",
    task.c.pack,
    task.c.department,
    task.c.ended_at,
    postgresql_where=~task.c.is_open,
)
# Claims that run out, for the sweep.
Index(
    "task_lease",
    task.c.lease_until,
    postgresql_where=and_(task.c.is_open, task.c.holder.is_not(None)),
)
# What the lane itself has to do when nobody acts, for the sweep.
Index("task_acts", task.c.acts_at, postgresql_where=task.c.acts_at.is_not(None))
# The same by what people type, without a look at the rows that do not match.
Index(
    "task_sought",
    task.c.due_at,
    task.c.id,
    postgresql_include=["pack", "department", "kind", "sought"],
    postgresql_where=task.c.is_open,
)
# What is on hold: little, and asked for by everybody.
Index(
    "task_on_hold",
    task.c.due_at,
    task.c.id,
    postgresql_where=and_(task.c.is_open, task.c.is_stopped),
)
# Lighter routes are few, and looked for.
Index(
    "task_by_route",
    task.c.route,
    task.c.due_at,
    task.c.id,
    postgresql_where=and_(task.c.is_open, task.c.route != "standard"),
)
# What was decided on the same item, for whoever decides the next one.
Index(
    "task_precedent",
    task.c.pack,
    task.c.name,
    task.c.industry,
    task.c.ended_at,
    postgresql_where=task.c.outcome.is_not(None),
)
# What nobody has, in all queues of a pack.
Index(
    "task_free_in_pack",
    task.c.pack,
    task.c.due_at,
    task.c.id,
    postgresql_where=and_(task.c.is_open, task.c.holder.is_(None)),
)
# What can be claimed, most due first.
Index(
    "task_free",
    task.c.pack,
    task.c.department,
    task.c.due_at,
    task.c.id,
    postgresql_where=and_(task.c.is_open, task.c.holder.is_(None)),
)
# What somebody has in hand.
Index("task_of_holder", task.c.holder, task.c.due_at, task.c.id, postgresql_where=task.c.is_open)

# To whose attention a task was brought.
task_copy = Table(
    "task_copy",
    metadata,
    Column("task_id", Uuid, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("by", Text, nullable=False),
    Column("copied_at", DateTime(timezone=True), nullable=False),
)
Index("task_copy_of_person", task_copy.c.person, task_copy.c.task_id)

# What somebody has typed for a decision and not sent yet; seen by nobody else.
task_draft = Table(
    "task_draft",
    metadata,
    Column("task_id", Uuid, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("fields", JSONB, nullable=False),
    Column("saved_at", DateTime(timezone=True), nullable=False),
)

# Filters that people keep under a name of their own.
saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("filter", JSONB, nullable=False),
    Column("saved_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("person", "name", name="saved_view_name"),
)

# Who declared what interest, and who lifted it when. Rows are ended, never removed.
conflict = Table(
    "conflict",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person", Text, nullable=False),
    Column("person_name", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("department", Text),
    Column("organisation_id", Text),
    Column("task_id", Uuid),
    Column("reason", Text, nullable=False),
    Column("declared_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("ended_by", Text),
    Column("ended_by_name", Text),
    Column("ended_why", Text),
)
Index(
    "conflict_standing",
    conflict.c.person,
    conflict.c.organisation_id,
    conflict.c.task_id,
    unique=True,
    postgresql_where=conflict.c.ended_at.is_(None),
    postgresql_nulls_not_distinct=True,
)

information_round = Table(
    "information_round",
    metadata,
    Column("task_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("ground", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_by_name", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("answer", Text),
    Column("document_ids", JSONB),
    Column("answered_by", Text),
    Column("answered_by_name", Text),
    Column("answered_at", DateTime(timezone=True)),
    Column("notice_id", Uuid),
)

# One request of all departments to a sponsor: collected until closes_at, then sent once.
notice = Table(
    "notice",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("project_id", Uuid, nullable=False, index=True),
    Column("stage", Text, nullable=False),
    Column("organisation_id", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("closes_at", DateTime(timezone=True), nullable=False),
    Column("sent_at", DateTime(timezone=True)),
)
# At most one of a stage collects.
Index(
    "notice_collecting",
    notice.c.project_id,
    notice.c.stage,
    unique=True,
    postgresql_where=notice.c.sent_at.is_(None),
)
Index("notice_due", notice.c.closes_at, postgresql_where=notice.c.sent_at.is_(None))

# What departments noted for a notice. Dropped ones stay, with the time.
notice_question = Table(
    "notice_question",
    metadata,
    Column("notice_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("task_id", Uuid, nullable=False),
    Column("item", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("ground", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("noted_by", Text, nullable=False),
    Column("noted_by_name", Text, nullable=False),
    Column("noted_at", DateTime(timezone=True), nullable=False),
    Column("dropped_at", DateTime(timezone=True)),
)

condition = Table(
    "condition",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("task_id", Uuid, nullable=False),
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    Column("due_on", Date),
    Column("reason", Text),
    Column("gate", Text),
    Column("owner", Text),
    Column("state", Text, nullable=False, server_default="open"),
    Column("replaced_by", Uuid),
    Column("ended_at", DateTime(timezone=True)),
    Column("decision", Integer, nullable=False, server_default="1"),
    Column("version", Integer, nullable=False, server_default="1"),
    UniqueConstraint("task_id", "position", name="condition_place"),
)

# Who did what to a task, when and why. Rows are added and never changed.
task_event = Table(
    "task_event",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("task_id", Uuid, nullable=False),
    Column("happened_at", DateTime(timezone=True), nullable=False),
    Column("what", Text, nullable=False),
    Column("actor", Text),
    Column("actor_name", Text),
    Column("behalf", Text),
    Column("behalf_name", Text),
    Column("why", Text),
    Column("data", JSONB, nullable=False),
)
Index("task_event_of_task", task_event.c.task_id, task_event.c.id)
