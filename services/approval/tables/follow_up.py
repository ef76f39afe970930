"""Tables of what follows a decision and of what decisions rest on. See ``tables``.

What is done to any of these is noted in ``task_event`` of the case that it hangs on.
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
)
from sqlalchemy.dialects.postgresql import JSONB

from services.approval.tables.base import metadata

TIME = DateTime(timezone=True)


def _about() -> list[Column[object]]:
    """The case that a row hangs on, as lists filter by it."""
    return [
        Column("case_id", Uuid, nullable=False, index=True),
        Column("project_id", Uuid, nullable=False, index=True),
        Column("pack", Text, nullable=False),
        Column("department", Text, nullable=False),
        Column("item", Text, nullable=False),
        Column("organisation_id", Text, nullable=False),
        Column("title", Text, nullable=False),
    ]


# What a sponsor signed, word for word by its digest. Rows are added and never changed.
commitment = Table(
    "commitment",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("text", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_version", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("signed_by", Text, nullable=False),
    Column("signed_by_name", Text, nullable=False),
    Column("signed_at", TIME, nullable=False),
)

inspection = Table(
    "inspection",
    metadata,
    Column("id", Uuid, primary_key=True),
    *_about(),
    Column("state", Text, nullable=False),
    Column("opened_at", TIME, nullable=False),
    Column("due_at", TIME, nullable=False),
    Column("is_provisional", Boolean, nullable=False),
    Column("rectify_limit", JSONB(none_as_null=True)),
    Column("rectify_by", Date),
    Column("found_by", Text),
    Column("found_by_name", Text),
    Column("found_at", TIME),
    Column("finding", Text),
    Column("report", Text),
    Column("report_documents", JSONB(none_as_null=True)),
    Column("reported_at", TIME),
    Column("version", Integer, nullable=False),
    UniqueConstraint("case_id", name="inspection_of_case"),
)

# What has to be done by when, by whom. ``next_at`` is the next alarm; the watch looks for it.
obligation = Table(
    "obligation",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject_id", Uuid, nullable=False),
    *_about(),
    Column("party", Text, nullable=False),
    Column("opened_at", TIME, nullable=False),
    Column("due_at", TIME, nullable=False),
    Column("is_provisional", Boolean, nullable=False),
    Column("soon_at", JSONB, nullable=False),
    Column("next_at", TIME),
    Column("is_overdue", Boolean, nullable=False),
    Column("closed_at", TIME),
)
Index(
    "obligation_next",
    obligation.c.next_at,
    postgresql_where=obligation.c.closed_at.is_(None),
)
Index(
    "obligation_of_department",
    obligation.c.pack,
    obligation.c.department,
    obligation.c.due_at,
    obligation.c.id,
    postgresql_where=obligation.c.closed_at.is_(None),
)
Index(
    "obligation_of_subject",
    obligation.c.subject_id,
    obligation.c.kind,
    unique=True,
    postgresql_where=obligation.c.closed_at.is_(None),
)

# An organisation's credit. Rows are added and never changed; the highest number holds.
credit_entry = Table(
    "credit_entry",
    metadata,
    Column("organisation_id", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("grade", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("ground", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("closes", JSONB, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("case_id", Uuid),
    Column("entered_by", Text, nullable=False),
    Column("entered_by_name", Text, nullable=False),
    Column("entered_at", TIME, nullable=False),
)

# How a case was graded, one row per grading; a proposed override waits for a second person.
risk_grading = Table(
    "risk_grading",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("grade", Text),
    Column("rule", Text),
    Column("route", Text, nullable=False),
    Column("closed_by", JSONB, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("reason", Text, nullable=False),
    Column("graded_by", Text, nullable=False),
    Column("graded_by_name", Text, nullable=False),
    Column("graded_at", TIME, nullable=False),
    Column("confirmed_by", Text),
    Column("confirmed_by_name", Text),
    Column("confirmed_at", TIME),
    UniqueConstraint("case_id", "number", name="risk_grading_number"),
)
Index(
    "risk_grading_waiting",
    risk_grading.c.case_id,
    unique=True,
    postgresql_where=risk_grading.c.state == "proposed",
)

# A sponsor's word that a condition is met, and what the department said to it.
discharge = Table(
    "discharge",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("condition_id", Uuid, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("document_ids", JSONB, nullable=False),
    Column("sought_by", Text, nullable=False),
    Column("sought_by_name", Text, nullable=False),
    Column("sought_at", TIME, nullable=False),
    Column("result", Text),
    Column("why", Text),
    Column("decided_by", Text),
    Column("decided_by_name", Text),
    Column("decided_at", TIME),
)
Index(
    "discharge_waiting",
    discharge.c.condition_id,
    unique=True,
    postgresql_where=discharge.c.result.is_(None),
)

# How long an approval holds: one row per period, a prolongation is another one.
permission = Table(
    "permission",
    metadata,
    Column("id", Uuid, primary_key=True),
    *_about(),
    Column("number", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("is_temporary", Boolean, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date, nullable=False),
    Column("prolongations_left", Integer, nullable=False),
    Column("prolonged_by_months", Integer),
    Column("granted_at", TIME, nullable=False),
    Column("granted_by", Text, nullable=False),
    Column("granted_by_name", Text, nullable=False),
    Column("reason", Text),
    Column("ended_at", TIME),
    Column("ended_how", Text),
    Column("ended_by", Text),
    Column("ended_by_name", Text),
    Column("ended_why", Text),
    Column("version", Integer, nullable=False),
    UniqueConstraint("case_id", "number", name="permission_number"),
)
Index(
    "permission_in_force",
    permission.c.case_id,
    unique=True,
    postgresql_where=permission.c.state == "in_force",
)

# Which of a case's decisions holds, and whether it was revoked. No row: the first, and it holds.
case_standing = Table(
    "case_standing",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("revoked_at", TIME),
    Column("revoked_ground", Text),
    Column("revoked_why", Text),
    Column("revoked_by", Text),
    Column("revoked_by_name", Text),
)

# Cases that rest on a decision that was revoked, until another one takes its place.
upstream_flag = Table(
    "upstream_flag",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("upstream_id", Uuid, nullable=False, index=True),
    Column("upstream_item", Text, nullable=False),
    Column("flagged_at", TIME, nullable=False),
    Column("cleared_at", TIME),
)

# A decision looked at again. ``before`` keeps the decision that stood, word for word.
reconsideration = Table(
    "reconsideration",
    metadata,
    Column("id", Uuid, primary_key=True),
    *_about(),
    Column("cause", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("of_number", Integer, nullable=False),
    Column("before", JSONB, nullable=False),
    Column("first_officers", JSONB, nullable=False),
    Column("reason", Text, nullable=False),
    Column("document_ids", JSONB, nullable=False),
    Column("sought_by", Text, nullable=False),
    Column("sought_by_name", Text, nullable=False),
    Column("sought_at", TIME, nullable=False),
    Column("due_at", TIME, nullable=False),
    Column("result", Text),
    Column("outcome", Text),
    Column("why", Text),
    Column("decided_by", Text),
    Column("decided_by_name", Text),
    Column("decided_at", TIME),
    Column("version", Integer, nullable=False),
    UniqueConstraint("case_id", "of_number", name="reconsideration_once"),
)

# A joint sitting over a project's open items.
sitting = Table(
    "sitting",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("project_id", Uuid, nullable=False, index=True),
    Column("organisation_id", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", TIME, nullable=False),
    Column("place", Text, nullable=False),
    Column("agenda", Text, nullable=False),
    Column("called_by", Text, nullable=False),
    Column("called_by_name", Text, nullable=False),
    Column("called_at", TIME, nullable=False),
    Column("absent", JSONB, nullable=False),
    Column("minutes", Text),
    Column("held_by", Text),
    Column("held_by_name", Text),
    Column("held_at", TIME),
    Column("version", Integer, nullable=False),
)
Index(
    "sitting_waiting",
    sitting.c.project_id,
    unique=True,
    postgresql_where=sitting.c.state == "called",
)
Index("sitting_of_pack", sitting.c.pack, sitting.c.at.desc(), sitting.c.id.desc())

sitting_case = Table(
    "sitting_case",
    metadata,
    Column("sitting_id", Uuid, primary_key=True),
    Column("case_id", Uuid, primary_key=True),
    Column("item", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("decided_at", TIME),
    Column("outcome", Text),
)
Index("sitting_case_of_case", sitting_case.c.case_id)
