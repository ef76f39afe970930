"""Registry's tables. Touched by ``repository`` and ``queries`` only."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from chassis.plumbing import Plumbing

metadata = MetaData(schema="registry")
plumbing = Plumbing(metadata)

platform = Table(
    "platform",
    metadata,
    Column("id", Text, primary_key=True),
    Column("pack", Text, nullable=False, index=True),
    Column("platform_type", Text, nullable=False),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("industries", ARRAY(Text), nullable=False),
    Column("place_zh", Text, nullable=False),
    Column("place_en", Text, nullable=False),
    Column("longitude", Numeric(9, 6), nullable=False),
    Column("latitude", Numeric(8, 6), nullable=False),
    Column("monthly_capacity", Integer, nullable=False),
    Column("contact_name", Text),
    Column("contact_phone", Text),
    Column("contact_email", Text),
    Column("contact_is_public", Boolean, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("longitude BETWEEN -180 AND 180", name="platform_longitude"),
    CheckConstraint("latitude BETWEEN -90 AND 90", name="platform_latitude"),
    CheckConstraint("monthly_capacity > 0", name="platform_capacity"),
)

# One row per project that registry was told of; its lock orders opening and releasing.
project = Table(
    "project",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("has_left", Boolean, nullable=False),
)

placement = Table(
    "placement",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("project_id", Uuid, nullable=False, index=True),
    Column("stage", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("organisation_id", Text, nullable=False, index=True),
    Column("organisation_name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("industry", Text, nullable=False),
    Column("key_project", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("platform_id", Text, ForeignKey("registry.platform.id")),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("chosen_at", DateTime(timezone=True)),
    Column("confirmed_at", DateTime(timezone=True)),
    Column("confirmed_month", Date),
    Column("released_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "state <> 'confirmed' OR (platform_id IS NOT NULL AND confirmed_month IS NOT NULL)",
        name="placement_confirmed",
    ),
)
Index("placement_newest", placement.c.opened_at.desc(), placement.c.id.desc())
Index(
    "placement_taken",
    placement.c.platform_id,
    placement.c.confirmed_month,
    postgresql_where=placement.c.state == "confirmed",
)

decline = Table(
    "decline",
    metadata,
    Column("placement_id", Uuid, ForeignKey("registry.placement.id"), primary_key=True),
    Column("platform_id", Text, primary_key=True),
    Column("ground", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("declined_by", Text, nullable=False),
    Column("declined_at", DateTime(timezone=True), nullable=False),
)
