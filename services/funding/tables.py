"""Funding's tables. Touched by ``repository`` and ``queries`` only.

Balances are kept by the database itself: an entry's trigger moves the account, entries and
movements can be neither changed nor deleted, and at commit each movement must sum to zero. See
the first migration for the triggers.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
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
)

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
    Column("authority", Text, nullable=False),
    Column("contract_amount", Numeric(18, 2), nullable=False),
    Column("contract_reference", Text, nullable=False),
    Column("contract_key", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("sponsor_kind", Text, nullable=False),
    Column("amount", Numeric(18, 2), nullable=False),
    Column("working", JSONB, nullable=False),
    Column("submitted_at", DateTime(timezone=True), nullable=False),
    Column("submitted_by", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("budget_year", Integer),
    Column("ground", Text),
    Column("reason", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("decided_by", Text),
    Column("closed_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    CheckConstraint("amount > 0 AND amount <= contract_amount", name="application_amount"),
)
_stands = application.c.state.in_(("submitted", "granted"))
Index("application_newest", application.c.submitted_at.desc(), application.c.id.desc())
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
    postgresql_where=_stands,
)

budget = Table(
    "budget",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("pack", Text, nullable=False),
    Column("programme", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("authority", Text, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
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
    UniqueConstraint("id", "budget_id", name="movement_of_budget"),
    UniqueConstraint("application_id", "kind", name="movement_once"),
)
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
