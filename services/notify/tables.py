"""Notify's tables. Touched by ``repository`` and ``queries`` only."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Time,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from chassis.plumbing import Plumbing

metadata = MetaData(schema="notify")
plumbing = Plumbing(metadata)

TIME = DateTime(timezone=True)

# What the issuer claims, refreshed at every sign-in, and beside it what the person chose.
person = Table(
    "person",
    metadata,
    Column("id", Text, primary_key=True),
    Column("roles", ARRAY(Text), nullable=False),
    Column("pack", Text),
    Column("department", Text),
    Column("organisation", Text),
    Column("platform", Text),
    Column("claimed_email", Text),
    Column("claimed_locale", Text, nullable=False),
    Column("chosen_email", Text),
    Column("chosen_locale", Text),
    Column("channels", ARRAY(Text), nullable=False),
    Column("quiet_since", Time),
    Column("quiet_until", Time),
    Column("seen_at", TIME, nullable=False),
    Column("version", Integer, nullable=False),
)
Index("person_by_role", person.c.roles, postgresql_using="gin")

project = Table(
    "project",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("manager", Text),
    Column("manager_since", TIME),
)

# Events heard before their project's submission: who is concerned is known only then.
waiting_event = Table(
    "waiting_event",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    Column("project_id", Uuid, nullable=False, index=True),
    Column("envelope", JSONB, nullable=False),
)

message = Table(
    "message",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("event_id", Uuid, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("task_id", Text),
    Column("subject_zh", Text, nullable=False),
    Column("subject_en", Text, nullable=False),
    Column("body_zh", Text, nullable=False),
    Column("body_en", Text, nullable=False),
    Column("happened_at", TIME, nullable=False),
    Column("told_at", TIME, nullable=False),
    Column("read_at", TIME),
    UniqueConstraint("event_id", "person_id", name="message_once"),
)
Index("message_newest", message.c.person_id, message.c.told_at.desc(), message.c.id.desc())
Index("message_unread", message.c.person_id, postgresql_where=message.c.read_at.is_(None))

# Times here are the machine's: mail servers know nothing of lane time.
delivery = Table(
    "delivery",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("message_id", Uuid, ForeignKey(message.c.id), nullable=False),
    Column("channel", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", TIME, nullable=False),
    Column("error", Text),
    Column("created_at", TIME, nullable=False),
    Column("sent_at", TIME),
    UniqueConstraint("message_id", "channel", name="delivery_once"),
)
Index(
    "delivery_due",
    delivery.c.next_attempt_at,
    postgresql_where=delivery.c.state == "pending",
)
Index("delivery_by_state", delivery.c.state, delivery.c.created_at.desc(), delivery.c.id.desc())
