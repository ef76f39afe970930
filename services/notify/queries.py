"""Reads of notify. Read-only transactions; a person's messages are that person's only."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.ids import PersonId
from services.notify.domain.delivery import DeliveryState
from services.notify.tables import delivery, message, person, waiting_event

Key = tuple[datetime, UUID]


async def person_row(connection: AsyncConnection, id_: PersonId) -> Row[Any] | None:
    """A known person, or None."""
    return (await connection.execute(select(person).where(person.c.id == id_))).one_or_none()


async def message_rows(
    connection: AsyncConnection, reader: PersonId, *, unread: bool, after: Key | None, limit: int
) -> list[Row[Any]]:
    """The reader's messages, newest first; at most ``limit`` after the key (told_at, id)."""
    statement = select(message).where(message.c.person_id == reader)
    if unread:
        statement = statement.where(message.c.read_at.is_(None))
    if after:
        statement = statement.where(tuple_(message.c.told_at, message.c.id) < tuple_(*after))
    statement = statement.order_by(message.c.told_at.desc(), message.c.id.desc())
    return list((await connection.execute(statement.limit(limit))).all())


async def unread_count(connection: AsyncConnection, reader: PersonId) -> int:
    """How many of the reader's messages are unread."""
    statement = (
        select(func.count())
        .select_from(message)
        .where(message.c.person_id == reader, message.c.read_at.is_(None))
    )
    return int((await connection.execute(statement)).scalar_one())


def _deliveries() -> Select[Any]:
    told = (message.c.person_id, message.c.project_id, message.c.kind)
    return select(delivery, *told).join(message, message.c.id == delivery.c.message_id)


async def delivery_rows(
    connection: AsyncConnection, *, state: DeliveryState | None, after: Key | None, limit: int
) -> list[Row[Any]]:
    """Deliveries, newest first; at most ``limit`` after the key (created_at, id)."""
    statement = _deliveries()
    if state:
        statement = statement.where(delivery.c.state == state)
    if after:
        statement = statement.where(tuple_(delivery.c.created_at, delivery.c.id) < tuple_(*after))
    statement = statement.order_by(delivery.c.created_at.desc(), delivery.c.id.desc())
    return list((await connection.execute(statement.limit(limit))).all())


async def delivery_row(connection: AsyncConnection, id_: UUID) -> Row[Any] | None:
    """One delivery, or None."""
    found: Row[Any] | None = (
        await connection.execute(_deliveries().where(delivery.c.id == id_))
    ).one_or_none()
    return found


async def backlog(connection: AsyncConnection) -> dict[str, int]:
    """Deliveries pending and failed, and events that wait for their project's submission."""
    states = (DeliveryState.PENDING, DeliveryState.FAILED)
    counted = (
        select(delivery.c.state, func.count())
        .where(delivery.c.state.in_(states))
        .group_by(delivery.c.state)
    )
    rows = {state: int(n) for state, n in (await connection.execute(counted)).all()}
    waiting = await connection.execute(select(func.count()).select_from(waiting_event))
    found = {state.value: rows.get(state.value, 0) for state in states}
    return found | {"waiting_event": int(waiting.scalar_one())}
