"""Writes about people: what bars them. Reading it: ``queries.people``."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.approval.domain.holder import Actor
from services.approval.tables import conflict


async def lock_people(connection: AsyncConnection, *people: str) -> None:
    """Have these people's claims and declarations wait for each other until the transaction ends.

    Taken before any task, in one order, so that two never cross.
    """
    for key in sorted({f"approval/person/{each}" for each in people}):
        await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))


async def add_conflict(
    connection: AsyncConnection,
    id_: UUID,
    by: Actor,
    *,
    pack: str,
    department: str | None,
    organisation_id: str | None,
    task_id: UUID | None,
    reason: str,
    at: datetime,
) -> bool:
    """Note a conflict; False when the same one stands already."""
    statement = insert(conflict).values(
        id=id_,
        person=by.person,
        person_name=by.name,
        pack=pack,
        department=department,
        organisation_id=organisation_id,
        task_id=task_id,
        reason=reason,
        declared_at=at,
    )
    added = statement.on_conflict_do_nothing().returning(conflict.c.id)
    return (await connection.execute(added)).first() is not None


async def end_conflict(
    connection: AsyncConnection, id_: UUID, by: Actor, why: str, at: datetime
) -> bool:
    """Lift a conflict; False when it was lifted before."""
    statement = (
        update(conflict)
        .where(conflict.c.id == id_, conflict.c.ended_at.is_(None))
        .values(ended_at=at, ended_by=by.person, ended_by_name=by.name, ended_why=why)
        .returning(conflict.c.id)
    )
    return (await connection.execute(statement)).first() is not None
