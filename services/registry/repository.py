"""Writes registry's aggregates. Inside a unit of work; the caller's transaction commits."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.ids import OrganisationId, PersonId, PlacementId, PlatformId, ProjectId
from services.registry.domain.ground import DeclineGround
from services.registry.domain.placement import Placement, PlacementState
from services.registry.domain.platform import Contact, Platform
from services.registry.tables import decline, placement, platform, project


def _platform(row: Row[Any]) -> Platform:
    contact = Contact(row.contact_name, row.contact_phone, row.contact_email, row.contact_is_public)
    return Platform(
        id=PlatformId(row.id),
        pack=row.pack,
        platform_type=row.platform_type,
        name_zh=row.name_zh,
        name_en=row.name_en,
        industries=tuple(row.industries),
        place_zh=row.place_zh,
        place_en=row.place_en,
        longitude=row.longitude,
        latitude=row.latitude,
        monthly_capacity=row.monthly_capacity,
        contact=contact if row.contact_name is not None else None,
        version=row.version,
    )


def _platform_values(value: Platform, at: datetime) -> dict[str, object]:
    contact = value.contact
    values: dict[str, object] = {
        field.name: getattr(value, field.name) for field in fields(value) if field.name != "contact"
    }
    return values | {
        "industries": list(value.industries),
        "contact_name": contact.name if contact else None,
        "contact_phone": contact.phone if contact else None,
        "contact_email": contact.email if contact else None,
        "contact_is_public": contact is not None and contact.is_public,
        "changed_at": at,
    }


async def add_platform(connection: AsyncConnection, new: Platform, at: datetime) -> bool:
    """Insert a platform; False when somebody else was first."""
    statement = insert(platform).values(**_platform_values(new, at), published_at=at)
    statement = statement.on_conflict_do_nothing()
    return (await connection.execute(statement.returning(platform.c.id))).first() is not None


async def save_platform(connection: AsyncConnection, after: Platform, at: datetime) -> None:
    """Store a changed platform."""
    await connection.execute(
        update(platform).where(platform.c.id == after.id).values(**_platform_values(after, at))
    )


async def platform_of(connection: AsyncConnection, id_: PlatformId) -> Platform | None:
    """The platform, not locked."""
    row = (await connection.execute(select(platform).where(platform.c.id == id_))).one_or_none()
    return _platform(row) if row else None


async def lock_platform(connection: AsyncConnection, id_: PlatformId) -> Platform | None:
    """The platform, locked against other changes until the transaction ends."""
    statement = select(platform).where(platform.c.id == id_).with_for_update(key_share=True)
    row = (await connection.execute(statement)).one_or_none()
    return _platform(row) if row else None


async def taken_in(connection: AsyncConnection, id_: PlatformId, month: date) -> int:
    """How many projects the platform took on in a lane month and still has."""
    statement = select(func.count()).where(
        placement.c.platform_id == id_,
        placement.c.confirmed_month == month,
        placement.c.state == PlacementState.CONFIRMED,
    )
    return int((await connection.execute(statement)).scalar_one())


async def lock_project(connection: AsyncConnection, id_: ProjectId) -> bool:
    """Lock the project's row, made when first needed; whether the project has left the lane."""
    await connection.execute(
        insert(project).values(id=id_, has_left=False).on_conflict_do_nothing()
    )
    statement = select(project.c.has_left).where(project.c.id == id_).with_for_update()
    return bool((await connection.execute(statement)).scalar_one())


async def set_left(connection: AsyncConnection, id_: ProjectId) -> None:
    """Note that nothing may be opened for the project any more."""
    await connection.execute(update(project).where(project.c.id == id_).values(has_left=True))


async def add_placement(connection: AsyncConnection, new: Placement, at: datetime) -> bool:
    """Insert a placement; False when it exists already."""
    values = {
        field.name: getattr(new, field.name) for field in fields(new) if field.name != "declined_by"
    }
    statement = insert(placement).values(**values, opened_at=at).on_conflict_do_nothing()
    return (await connection.execute(statement.returning(placement.c.id))).first() is not None


async def lock_placement(connection: AsyncConnection, id_: PlacementId) -> Placement | None:
    """The placement, locked until the transaction ends; None when there is none."""
    statement = select(placement).where(placement.c.id == id_).with_for_update()
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        return None
    refused = select(decline.c.platform_id).where(decline.c.placement_id == id_)
    declined_by = (await connection.execute(refused)).scalars().all()
    return Placement(
        id=PlacementId(row.id),
        project_id=ProjectId(row.project_id),
        stage=row.stage,
        pack=row.pack,
        organisation_id=OrganisationId(row.organisation_id),
        organisation_name=row.organisation_name,
        title=row.title,
        industry=row.industry,
        key_project=row.key_project,
        state=PlacementState(row.state),
        platform_id=row.platform_id,
        declined_by=frozenset(map(PlatformId, declined_by)),
        version=row.version,
    )


async def save_placement(connection: AsyncConnection, after: Placement, **values: object) -> None:
    """Store what a command changed, and ``values``; the version grows by one."""
    await connection.execute(
        update(placement)
        .where(placement.c.id == after.id)
        .values(
            state=after.state,
            platform_id=after.platform_id,
            version=after.version + 1,
            **values,
        )
    )


async def add_decline(
    connection: AsyncConnection,
    placement_id: PlacementId,
    platform_id: PlatformId,
    ground: DeclineGround,
    note: str,
    by: PersonId,
    at: datetime,
) -> None:
    """Keep a platform's no."""
    await connection.execute(
        insert(decline).values(
            placement_id=placement_id,
            platform_id=platform_id,
            ground=ground,
            note=note,
            declined_by=by,
            declined_at=at,
        )
    )


async def release_placements(
    connection: AsyncConnection, id_: ProjectId, at: datetime
) -> Sequence[PlacementId]:
    """End every placement of a project that has not ended; their ids."""
    statement = (
        update(placement)
        .where(placement.c.project_id == id_, placement.c.state != PlacementState.RELEASED)
        .values(state=PlacementState.RELEASED, released_at=at, version=placement.c.version + 1)
        .returning(placement.c.id)
    )
    return [PlacementId(each) for each in (await connection.execute(statement)).scalars()]
