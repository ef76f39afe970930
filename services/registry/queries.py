"""Reads of registry. Read-only transactions; what a person may not see is not in the result."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from contracts.ids import PlacementId, PlatformId, ProjectId
from contracts.people import ORGANISATION, PACK, PLATFORM, Role
from services.registry.domain.placement import PlacementState
from services.registry.tables import decline, placement, platform

_SEES_ALL = (Role.DIRECTOR, Role.AUDITOR)


def _with_taken(month: date) -> Select[Any]:
    """Platforms, each with the number of projects it took on in the month and still has."""
    taken = (
        select(func.count())
        .where(
            placement.c.platform_id == platform.c.id,
            placement.c.confirmed_month == month,
            placement.c.state == PlacementState.CONFIRMED,
        )
        .scalar_subquery()
    )
    return select(platform, taken.label("taken"))


async def platform_row(
    connection: AsyncConnection, id_: PlatformId, month: date
) -> Row[Any] | None:
    """One platform, or None. Everybody who signs in may see it."""
    statement = _with_taken(month).where(platform.c.id == id_)
    row: Row[Any] | None = (await connection.execute(statement)).one_or_none()
    return row


async def platform_rows(
    connection: AsyncConnection,
    month: date,
    *,
    pack: str | None,
    industry: str | None,
    platform_type: str | None,
    after: str | None,
    limit: int,
) -> list[Row[Any]]:
    """In order of id; at most ``limit`` rows after the id ``after``."""
    statement = _with_taken(month)
    if pack:
        statement = statement.where(platform.c.pack == pack)
    if industry:
        statement = statement.where(platform.c.industries.contains([industry]))
    if platform_type:
        statement = statement.where(platform.c.platform_type == platform_type)
    if after:
        statement = statement.where(platform.c.id > after)
    return list((await connection.execute(statement.order_by(platform.c.id).limit(limit))).all())


def visible_to(caller: Principal) -> ColumnElement[bool]:
    """The placements that a person may see: a platform those that ask or asked it."""
    allowed: list[ColumnElement[bool]] = []
    own_pack = caller.scope(PACK)
    in_pack = true() if own_pack is None else placement.c.pack == own_pack
    if caller.has(*_SEES_ALL):
        allowed.append(in_pack)
    if own_pack is not None and caller.has(Role.CASE_MANAGER):
        allowed.append(in_pack)
    own = caller.scope(ORGANISATION)
    if caller.has(Role.SPONSOR) and own is not None:
        allowed.append(placement.c.organisation_id == own)
    own_platform = caller.scope(PLATFORM)
    if caller.has(Role.PLATFORM_OPERATOR) and own_platform is not None:
        has_declined = exists().where(
            decline.c.placement_id == placement.c.id, decline.c.platform_id == own_platform
        )
        is_free = placement.c.platform_id.is_(None)
        allowed.append(placement.c.platform_id == own_platform)
        # Its own no stays visible to it, but not to whom the sponsor turned afterwards.
        allowed.append(and_(is_free, has_declined))
    return or_(*allowed) if allowed else placement.c.id.is_(None)


async def placement_row(
    connection: AsyncConnection, caller: Principal, id_: PlacementId
) -> Row[Any] | None:
    """One placement, or None when it does not exist for this person."""
    statement = select(placement).where(placement.c.id == id_, visible_to(caller))
    return (await connection.execute(statement)).one_or_none()


async def placement_rows(
    connection: AsyncConnection,
    caller: Principal,
    *,
    project: ProjectId | None,
    state: PlacementState | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Row[Any]]:
    """Newest first; at most ``limit`` rows after the key (opened_at, id)."""
    statement = select(placement).where(visible_to(caller))
    if project:
        statement = statement.where(placement.c.project_id == project)
    if state:
        statement = statement.where(placement.c.state == state)
    if after:
        key = tuple_(placement.c.opened_at, placement.c.id)
        statement = statement.where(key < tuple_(*after))
    statement = statement.order_by(placement.c.opened_at.desc(), placement.c.id.desc())
    return list((await connection.execute(statement.limit(limit))).all())


async def decline_rows(
    connection: AsyncConnection, caller: Principal, ids: Sequence[UUID]
) -> dict[UUID, list[Row[Any]]]:
    """The noes to each placement, oldest first; a platform sees only its own."""
    statement = select(decline).where(decline.c.placement_id.in_(ids))
    if caller.roles == {Role.PLATFORM_OPERATOR}:
        statement = statement.where(decline.c.platform_id == caller.scope(PLATFORM))
    statement = statement.order_by(decline.c.declined_at, decline.c.platform_id)
    found: defaultdict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in (await connection.execute(statement)).all():
        found[row.placement_id].append(row)
    return found
