"""Writes about people: who works here, what bars them, when they are away. Reads: ``queries``."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from contracts.people import DEPARTMENT, PACK, Role
from services.approval.domain.absence import Absence
from services.approval.domain.holder import Actor
from services.approval.tables import absence, conflict, member, stand_in, task, task_copy


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


async def note_member(connection: AsyncConnection, caller: Principal, at: datetime) -> None:
    """Remember where a person works, as their token says; nothing is written when it is known."""
    pack = caller.scope(PACK)
    if pack is None:
        return
    values = {
        "name": caller.name,
        "pack": pack,
        "department": caller.scope(DEPARTMENT),
        "is_case_worker": caller.has(Role.OFFICER, Role.DEPARTMENT_LEAD),
        "is_lead": caller.has(Role.DEPARTMENT_LEAD),
        "is_reviewer": caller.has(Role.GATE_REVIEWER),
    }
    statement = insert(member).values(values | {"person": caller.id, "seen_at": at})
    changed = or_(*(member.c[name].is_distinct_from(value) for name, value in values.items()))
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[member.c.person], set_=values | {"seen_at": at}, where=changed
        )
    )


async def add_absence(
    connection: AsyncConnection,
    id_: UUID,
    new: Absence,
    *,
    pack: str,
    department: str | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Note an absence with its stand-ins."""
    await connection.execute(
        insert(absence).values(
            id=id_,
            person=new.person,
            person_name=new.name,
            pack=pack,
            department=department,
            from_on=new.from_on,
            until_on=new.until_on,
            reason=reason,
            made_by=by.person,
            made_by_name=by.name,
            made_at=at,
        )
    )
    rows = [
        {
            "absence_id": id_,
            "item": each.item or "",
            "person": each.who.person,
            "person_name": each.who.name,
        }
        for each in new.stand_ins
    ]
    await connection.execute(insert(stand_in), rows)


async def end_absence(connection: AsyncConnection, id_: UUID, on: date, by: str) -> None:
    """Cut an absence short."""
    statement = update(absence).where(absence.c.id == id_)
    await connection.execute(statement.values(ended_on=on, ended_by=by))


async def add_copy(
    connection: AsyncConnection, task_id: UUID, person: str, by: str, at: datetime
) -> bool:
    """Note to whose attention a task was brought; False when it was before."""
    statement = insert(task_copy).values(task_id=task_id, person=person, by=by, copied_at=at)
    added = statement.on_conflict_do_nothing().returning(task_copy.c.person)
    return (await connection.execute(added)).first() is not None


async def note_nudge(connection: AsyncConnection, task_id: UUID, on: date) -> bool:
    """Note a nudge; False when there was one on that day."""
    statement = (
        update(task)
        .where(task.c.id == task_id, task.c.nudged_on.is_distinct_from(on))
        .values(nudged_on=on)
        .returning(task.c.id)
    )
    return (await connection.execute(statement)).first() is not None
