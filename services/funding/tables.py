"""Funding's tables. Touched by ``repository`` and ``queries`` only.

Balances are kept by the database itself: an entry's trigger moves the account, entries and
movements can be neither changed nor deleted, and at commit each movement must sum to zero. See
the first migration for the triggers.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis.plumbing import Plumbing

metadata = MetaData(schema="funding")
plumbing = Plumbing(metadata)

# Nullable where an end may be heard before the submission.
project = Table(
    "project",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Text),
    Column("organisation_name", Text),
    Column("title", Text),
    Column("sponsor_kind", Text),
    Column("pack", Text),
    Column("pack_version", Text),
    Column("pack_digest", Text),
    Column("ended_as", Text),
    Column("industry", Text),
    Column("subject", Text),
    Column("entry_stage", Text),
    Column("facts", JSONB),
)

# An organisation's grade, as `approval` told it last.
credit = Table(
    "credit",
    metadata,
    Column("organisation_id", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("grade", Text, nullable=False),
    Column("number", Integer, nullable=False),
)

# What an assessor says of a project's platform; the newest of a name counts.
grade = Table(
    "grade",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("project_id", Uuid, ForeignKey("funding.project.id"), nullable=False),
    Column("fact", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("graded_at", DateTime(timezone=True), nullable=False),
    Column("graded_by", Text, nullable=False),
)
Index("grade_newest", grade.c.project_id, grade.c.fact, grade.c.id)

application = Table(
    "application",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("project_id", Uuid, ForeignKey("funding.project.id"), nullable=False, index=True),
    Column("project_title", Text, nullable=False),
    Column("organisation_id", Text, nullable=False, index=True),
    Column("organisation_name", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("programme", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("industry", Text, nullable=False),
    Column("contract_amount", Numeric(18, 2)),
    Column("contract_reference", Text),
    Column("contract_key", Text),
    Column("purpose", Text, nullable=False),
    Column("sponsor_kind", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("reading", Text),
    Column("evidence", JSONB, nullable=False),
    Column("missing", JSONB, nullable=False),
    Column("amount", Numeric(18, 2)),
    Column("working", JSONB, nullable=False),
    Column("submitted_at", DateTime(timezone=True), nullable=False),
    Column("submitted_by", Text, nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False),
    Column("budget_year", Integer),
    Column("ground", Text),
    Column("reason", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("decided_by", Text),
    Column("first_by", Text),
    Column("first_name", Text),
    Column("first_at", DateTime(timezone=True)),
    Column("first_reason", Text),
    Column("queued_at", DateTime(timezone=True)),
    Column("valid_from", Date),
    Column("valid_until", Date),
    Column("expired_at", DateTime(timezone=True)),
    Column("committed_at", DateTime(timezone=True)),
    Column("closed_at", DateTime(timezone=True)),
    Column("holder", Text),
    Column("holder_name", Text),
    Column("lease_until", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "amount > 0 AND (contract_amount IS NULL OR amount <= contract_amount)",
        name="application_amount",
    ),
    CheckConstraint(
        "amount IS NOT NULL OR state IN ('awaiting_facts', 'refused', 'closed')",
        name="application_amount_known",
    ),
    CheckConstraint(
        "first_by IS NULL OR decided_by IS NULL OR first_by <> decided_by OR state = 'refused'",
        name="application_two_people",
    ),
)
STANDS = ("awaiting_facts", "submitted", "first_signed", "queued", "granted", "committed")
_stands = application.c.state.in_(STANDS)
Index("application_newest", application.c.submitted_at.desc(), application.c.id.desc())
Index(
    "application_due",
    application.c.pack,
    application.c.authority,
    application.c.due_at,
    application.c.id,
    postgresql_where=application.c.state.in_(("submitted", "first_signed")),
)
Index(
    "application_waiting",
    application.c.pack,
    application.c.programme,
    application.c.queued_at,
    application.c.id,
    postgresql_where=application.c.state == "queued",
)
Index(
    "application_once",
    application.c.project_id,
    application.c.programme,
    unique=True,
    postgresql_where=_stands,
)
Index(
    "contract_once",
    application.c.organisation_id,
    application.c.contract_key,
    unique=True,
    postgresql_where=application.c.state.in_((*STANDS, "completed")),
)

contract = Table(
    "contract",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column(
        "application_id", Uuid, ForeignKey("funding.application.id"), nullable=False, index=True
    ),
    Column("project_id", Uuid, nullable=False),
    Column("programme", Text, nullable=False),
    Column("platform_id", Text, nullable=False),
    Column("sponsor_id", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("amount", Numeric(18, 2), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("document_sha256", Text, nullable=False),
    Column("share", Numeric(18, 2), nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("filed_at", DateTime(timezone=True)),
    Column("filed_by", Text),
    Column("accepted_by_sponsor", Numeric(18, 2)),
    Column("accepted_by_platform", Numeric(18, 2)),
    Column("settled_at", DateTime(timezone=True)),
    Column("paid", Numeric(18, 2)),
    Column("reason", Text),
    CheckConstraint("ends_on >= starts_on", name="contract_dates"),
    CheckConstraint("share > 0 AND share <= amount", name="contract_share"),
    CheckConstraint("paid IS NULL OR (paid >= 0 AND paid <= share)", name="contract_paid"),
)
_is_subsidised = contract.c.state.in_(("proposed", "filed", "accepted"))
Index("contract_of_platform", contract.c.platform_id, contract.c.proposed_at.desc(), contract.c.id)
Index(
    "contract_same_terms",
    contract.c.sponsor_id,
    contract.c.platform_id,
    contract.c.starts_on,
    contract.c.ends_on,
    contract.c.amount,
    unique=True,
    postgresql_where=_is_subsidised,
)
Index(
    "contract_same_document",
    contract.c.document_sha256,
    unique=True,
    postgresql_where=_is_subsidised,
)

instalment = Table(
    "instalment",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("application_id", Uuid, ForeignKey("funding.application.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("amount", Numeric(18, 2), nullable=False),
    Column("milestone", Text, nullable=False),
    Column("due_on", Date),
    Column("needed", JSONB, nullable=False),
    Column("evidence", JSONB, nullable=False),
    Column("note", Text),
    Column("state", Text, nullable=False),
    Column("evidenced_at", DateTime(timezone=True)),
    Column("paid_at", DateTime(timezone=True)),
    Column("payment_reference", Text),
    UniqueConstraint("application_id", "number", name="instalment_number"),
    CheckConstraint("amount > 0", name="instalment_amount"),
)

referral = Table(
    "referral",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("project_id", Uuid, ForeignKey("funding.project.id"), nullable=False, index=True),
    Column("project_title", Text, nullable=False),
    Column("organisation_id", Text, nullable=False, index=True),
    Column("organisation_name", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("programme", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("recipient_zh", Text, nullable=False),
    Column("recipient_en", Text, nullable=False),
    Column("package", JSONB, nullable=False),
    Column("wanted", Numeric(18, 2)),
    Column("consented_at", DateTime(timezone=True), nullable=False),
    Column("consented_by", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("sent_at", DateTime(timezone=True)),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("outcome", Text),
    Column("outcome_amount", Numeric(18, 2)),
    Column("outcome_note", Text),
    Column("diligence", JSONB),
    Column("concluded_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
)
Index("referral_newest", referral.c.consented_at.desc(), referral.c.id.desc())

budget = Table(
    "budget",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("pack", Text, nullable=False),
    Column("programme", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("authority", Text, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("closed_at", DateTime(timezone=True)),
    Column("closed_reason", Text),
    UniqueConstraint("pack", "programme", "year", name="budget_once"),
)

account = Table(
    "account",
    metadata,
    Column("budget_id", Uuid, ForeignKey("funding.budget.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("balance", Numeric(18, 2), nullable=False),
    CheckConstraint("balance >= 0 OR name = 'appropriation'", name="account_not_negative"),
)

movement = Table(
    "movement",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("budget_id", Uuid, ForeignKey("funding.budget.id"), nullable=False),
    Column("application_id", Uuid, ForeignKey("funding.application.id")),
    Column("kind", Text, nullable=False),
    Column("moved_at", DateTime(timezone=True), nullable=False),
    Column("moved_by", Text),
    Column("cause", Text, nullable=False),
    Column("about", Uuid),
    Column("reverses", Uuid, ForeignKey("funding.movement.id")),
    Column("reason", Text),
    UniqueConstraint("id", "budget_id", name="movement_of_budget"),
    UniqueConstraint("cause", name="movement_once"),
    UniqueConstraint("reverses", name="reversed_once"),
)
Index("movement_by_application", movement.c.application_id)
Index(
    "opened_once",
    movement.c.budget_id,
    unique=True,
    postgresql_where=movement.c.kind == "opened",
)

entry = Table(
    "entry",
    metadata,
    Column("movement_id", Uuid, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("budget_id", Uuid, nullable=False),
    Column("amount", Numeric(18, 2), nullable=False),
    ForeignKeyConstraint(
        ["movement_id", "budget_id"],
        ["funding.movement.id", "funding.movement.budget_id"],
        name="entry_of_movement",
    ),
    ForeignKeyConstraint(
        ["budget_id", "account"],
        ["funding.account.budget_id", "funding.account.name"],
        name="entry_of_account",
    ),
    CheckConstraint("amount <> 0", name="entry_moves"),
)
Index("entry_by_account", entry.c.budget_id, entry.c.account)
