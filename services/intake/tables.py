"""Intake's tables. Touched by ``repository`` and ``queries`` only."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis.plumbing import Plumbing

metadata = MetaData(schema="intake")
plumbing = Plumbing(metadata)

organisation = Table(
    "organisation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("contact_email", Text, nullable=False),
    Column("registered_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
)

project = Table(
    "project",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Text, nullable=False, index=True),
    Column("organisation_name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("industry", Text, nullable=False),
    Column("sponsor_kind", Text, nullable=False),
    Column("key_project", Boolean, nullable=False),
    Column("project_code", Text),
    Column("pack", Text, nullable=False),
    Column("plan", JSONB, nullable=False),
    Column("next_plan", JSONB(none_as_null=True)),
    Column("entry_stage", Text, nullable=False),
    Column("entry_grounds", Text),
    Column("submitted_at", DateTime(timezone=True), nullable=False),
    Column("submitted_by", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("hold_until", DateTime(timezone=True)),
    Column("outcome", Text),
    Column("course_at", DateTime(timezone=True)),
    Column("manager", Text),
    Column("manager_name", Text),
    Column("withdrawal_reason", Text),
    Column("subject", Text, nullable=False, server_default="project"),
    Column("facts", JSONB, nullable=False, server_default=text("'{}'")),
    Column("version", Integer, nullable=False),
)
Index("project_newest", project.c.submitted_at.desc(), project.c.id)

# What each version of a pack meant when a project first used it here.
pack_release = Table(
    "pack_release",
    metadata,
    Column("pack", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("first_seen_at", DateTime(timezone=True), nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("project_id", Uuid, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("uploaded_by", Text, nullable=False),
    Column("uploaded_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("project_id", "sha256", "name", name="document_once"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("project_id", Uuid, primary_key=True),
    Column("stage", Text, primary_key=True),
    Column("attempt", Integer, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("document_ids", JSONB, nullable=False),
    Column("note", Text, nullable=False),
    Column("submitted_by", Text, nullable=False),
    Column("submitted_at", DateTime(timezone=True), nullable=False),
)

# What somebody has typed of an application; empty once it became a project.
draft = Table(
    "draft",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person", Text, nullable=False),
    Column("fields", JSONB, nullable=False),
    Column("saved_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
    Column("project_id", Uuid),
)
Index("draft_of_person", draft.c.person)

# What waits, and on whom: "whose turn is it". A newer word from the same publisher wins.
matter = Table(
    "matter",
    metadata,
    Column("project_id", Uuid, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("party", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("due_at", DateTime(timezone=True)),
    Column("is_open", Boolean, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
    Column("sequence", Integer, nullable=False),
)

history = Table(
    "history",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("project_id", Uuid, nullable=False),
    Column("event_id", Uuid, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("happened_at", DateTime(timezone=True), nullable=False),
    Column("data", JSONB, nullable=False),
)
Index("history_of_project", history.c.project_id, history.c.happened_at, history.c.id)
