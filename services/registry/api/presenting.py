"""Rows as the API shows them, and what it takes as the domain has it."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from fastapi import Depends
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Needs, Principal
from contracts.errors import NotFound
from contracts.ids import PlacementId, PlatformId
from contracts.people import PLATFORM, Role
from services.registry import queries
from services.registry.domain import platform as domain
from services.registry.schemas import (
    Contact,
    DeclineView,
    Place,
    PlacementView,
    PlatformInput,
    PlatformView,
    Words,
)

Sponsor = Annotated[Principal, Depends(Needs(Role.SPONSOR))]
PlatformOperator = Annotated[Principal, Depends(Needs(Role.PLATFORM_OPERATOR))]


def platform_of(id_: PlatformId, body: PlatformInput) -> domain.Platform:
    """The entry that an operator describes."""
    contact = body.contact
    return domain.Platform(
        id=id_,
        pack=body.pack,
        platform_type=body.platform_type,
        name_zh=body.name.zh,
        name_en=body.name.en,
        industries=tuple(dict.fromkeys(body.industries)),
        place_zh=body.place.name.zh,
        place_en=body.place.name.en,
        longitude=body.place.longitude,
        latitude=body.place.latitude,
        monthly_capacity=body.monthly_capacity,
        contact=domain.Contact(**contact.model_dump(), is_public=body.contact_is_public)
        if contact
        else None,
    )


def platform_view(row: Row[Any], shows_contact: bool) -> PlatformView:
    """A platform; its contact only where the reader may see it."""
    contact = None
    if shows_contact and row.contact_name is not None:
        contact = Contact(name=row.contact_name, phone=row.contact_phone, email=row.contact_email)
    return PlatformView(
        id=row.id,
        pack=row.pack,
        platform_type=row.platform_type,
        name=Words(zh=row.name_zh, en=row.name_en),
        industries=row.industries,
        place=Place(
            name=Words(zh=row.place_zh, en=row.place_en),
            longitude=row.longitude,
            latitude=row.latitude,
        ),
        monthly_capacity=row.monthly_capacity,
        # A capacity that was lowered below what is taken leaves none, not a negative number.
        capacity_left=max(row.monthly_capacity - row.taken, 0),
        contact=contact,
        contact_is_public=row.contact_is_public,
        published_at=row.published_at,
        changed_at=row.changed_at,
        version=row.version,
    )


def placement_view(row: Row[Any], declines: Iterable[Row[Any]]) -> PlacementView:
    """A placement with the noes that the reader may see."""
    return PlacementView(
        id=row.id,
        project_id=row.project_id,
        stage=row.stage,
        pack=row.pack,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        title=row.title,
        industry=row.industry,
        key_project=row.key_project,
        state=row.state,
        platform_id=row.platform_id,
        declines=[
            DeclineView(
                platform_id=each.platform_id,
                ground=each.ground,
                note=each.note,
                declined_at=each.declined_at,
            )
            for each in declines
        ],
        opened_at=row.opened_at,
        chosen_at=row.chosen_at,
        confirmed_at=row.confirmed_at,
        released_at=row.released_at,
        version=row.version,
    )


async def platform_of_id(
    connection: AsyncConnection, caller: Principal, id_: PlatformId, month: date
) -> PlatformView:
    row = await queries.platform_row(connection, id_, month)
    if row is None:
        raise NotFound(what_zh="平台", what_en="platform")
    return platform_view(row, may_see_contact(row, caller))


def may_see_contact(row: Row[Any], caller: Principal) -> bool:
    is_own = caller.has(Role.PLATFORM_OPERATOR) and caller.scope(PLATFORM) == row.id
    return bool(row.contact_is_public or is_own)


async def placement_of_id(
    connection: AsyncConnection, caller: Principal, id_: PlacementId
) -> PlacementView:
    row = await queries.placement_row(connection, caller, id_)
    if row is None:
        raise NotFound(what_zh="平台对接", what_en="placement")
    declines = await queries.decline_rows(connection, caller, [row.id])
    return placement_view(row, declines.get(row.id, []))
