"""Registry begins."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from chassis.migrations import begin_plumbing, required

revision = "0001"
down_revision = None

SCHEMA = "registry"
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the plumbing and registry's own tables."""
    begin_plumbing(SCHEMA)
    _create_platform()
    op.create_table(
        "project",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("has_left", sa.Boolean()),
        schema=SCHEMA,
    )
    _create_placement()
    _index_placement()
    _create_decline()


def _create_platform() -> None:
    op.create_table(
        "platform",
        sa.Column("id", sa.Text, primary_key=True),
        required("pack", sa.Text(), index=True),
        required("platform_type", sa.Text()),
        required("name_zh", sa.Text()),
        required("name_en", sa.Text()),
        required("industries", ARRAY(sa.Text)),
        required("place_zh", sa.Text()),
        required("place_en", sa.Text()),
        required("longitude", sa.Numeric(9, 6)),
        required("latitude", sa.Numeric(8, 6)),
        required("monthly_capacity", sa.Integer()),
        sa.Column("contact_name", sa.Text),
        sa.Column("contact_phone", sa.Text),
        sa.Column("contact_email", sa.Text),
        required("contact_is_public", sa.Boolean()),
        required("published_at", TIME),
        required("changed_at", TIME),
        required("version", sa.Integer()),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name="platform_longitude"),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name="platform_latitude"),
        sa.CheckConstraint("monthly_capacity > 0", name="platform_capacity"),
        schema=SCHEMA,
    )


def _create_placement() -> None:
    op.create_table(
        "placement",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("project_id", sa.Uuid(), index=True),
        required("stage", sa.Text()),
        required("pack", sa.Text()),
        required("organisation_id", sa.Text(), index=True),
        required("organisation_name", sa.Text()),
        required("title", sa.Text()),
        required("industry", sa.Text()),
        required("key_project", sa.Boolean()),
        required("state", sa.Text()),
        sa.Column("platform_id", sa.Text, sa.ForeignKey("registry.platform.id")),
        required("opened_at", TIME),
        sa.Column("chosen_at", TIME),
        sa.Column("confirmed_at", TIME),
        sa.Column("confirmed_month", sa.Date),
        sa.Column("released_at", TIME),
        required("version", sa.Integer()),
        sa.CheckConstraint(
            "state <> 'confirmed' OR (platform_id IS NOT NULL AND confirmed_month IS NOT NULL)",
            name="placement_confirmed",
        ),
        schema=SCHEMA,
    )


def _index_placement() -> None:
    op.create_index(
        "placement_newest",
        "placement",
        [sa.text("opened_at DESC"), sa.text("id DESC")],
        schema=SCHEMA,
    )
    op.create_index(
        "placement_taken",
        "placement",
        ["platform_id", "confirmed_month"],
        schema=SCHEMA,
        postgresql_where=sa.text("state = 'confirmed'"),
    )


def _create_decline() -> None:
    op.create_table(
        "decline",
        sa.Column(
            "placement_id", sa.Uuid, sa.ForeignKey("registry.placement.id"), primary_key=True
        ),
        sa.Column("platform_id", sa.Text, primary_key=True),
        required("ground", sa.Text()),
        required("note", sa.Text()),
        required("declined_by", sa.Text()),
        required("declined_at", TIME),
        schema=SCHEMA,
    )
