"""Who works here, what bars them, and when they are away."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from contracts.ids import OrganisationId, PersonId
from contracts.people import DEPARTMENT, PACK, Role
from services.approval.domain.absence import Absence, StandIn
from services.approval.domain.conflict import Conflict
from services.approval.domain.holder import Actor
from services.approval.tables import absence, conflict, member, stand_in, task


def _sees_conflict(caller: Principal) -> ColumnElement[bool]:
    """Own ones; a lead also the department's, a reviewer also the other reviewers'."""
    allowed: list[ColumnElement[bool]] = [conflict.c.person == caller.id]
    pack, department = caller.scope(PACK), caller.scope(DEPARTMENT)
    if pack is not None and department is not None and caller.has(Role.DEPARTMENT_LEAD):
        allowed.append(and_(conflict.c.pack == pack, conflict.c.department == department))
    if pack is not None and caller.has(Role.GATE_REVIEWER):
        allowed.append(and_(conflict.c.pack == pack, conflict.c.department.is_(None)))
    return or_(*allowed) if caller.has(*_WORKERS) else false()


_WORKERS = (Role.OFFICER, Role.DEPARTMENT_LEAD, Role.GATE_REVIEWER)


async def conflict_rows(connection: AsyncConnection, caller: Principal) -> list[Row[Any]]:
    """Conflicts of interest that stand, as far as the caller may see them, newest first."""
    statement = (
        select(conflict)
        .where(_sees_conflict(caller), conflict.c.ended_at.is_(None))
        .order_by(conflict.c.declared_at.desc(), conflict.c.id)
    )
    return list((await connection.execute(statement)).all())


async def conflict_row(
    connection: AsyncConnection, caller: Principal, id_: UUID
) -> Row[Any] | None:
    """One conflict, ended or not; None when it is not for the caller's eyes."""
    statement = select(conflict).where(conflict.c.id == id_, _sees_conflict(caller))
    return (await connection.execute(statement)).one_or_none()


async def conflicts_of(connection: AsyncConnection, *people: str) -> list[Conflict]:
    """What bars these people now."""
    if not people:
        return []
    statement = select(conflict).where(conflict.c.person.in_(people), conflict.c.ended_at.is_(None))
    return [_conflict(row) for row in (await connection.execute(statement)).all()]


async def conflicts_with(
    connection: AsyncConnection, caller: Principal, organisation_id: str, task_id: UUID
) -> list[Row[Any]]:
    """Whom a task is barred to, as far as the caller may know."""
    meant = or_(conflict.c.organisation_id == organisation_id, conflict.c.task_id == task_id)
    statement = select(conflict).where(meant, conflict.c.ended_at.is_(None), _sees_conflict(caller))
    return list((await connection.execute(statement.order_by(conflict.c.person_name))).all())


async def member_row(connection: AsyncConnection, person: str) -> Row[Any] | None:
    """Where somebody works, None when they have never signed in."""
    statement = select(member).where(member.c.person == person)
    return (await connection.execute(statement)).one_or_none()


def in_queue_of(pack: str, department: str | None) -> ColumnElement[bool]:
    """The members who work through a queue: a department's, or without one the gates'."""
    if department is None:
        return and_(member.c.pack == pack, member.c.is_reviewer)
    return and_(member.c.pack == pack, member.c.department == department, member.c.is_case_worker)


async def colleague_rows(
    connection: AsyncConnection, pack: str, department: str | None
) -> list[Row[Any]]:
    """Who works through a queue and what each has in hand, least first."""
    in_hand = (
        select(func.count())
        .where(task.c.holder == member.c.person, task.c.is_open, ~task.c.is_stopped)
        .scalar_subquery()
        .label("in_hand")
    )
    statement = select(member, in_hand).where(in_queue_of(pack, department))
    statement = statement.order_by(in_hand, member.c.person)
    return list((await connection.execute(statement)).all())


async def absence_rows(
    connection: AsyncConnection, pack: str, department: str | None, today: date
) -> list[Row[Any]]:
    """The absences of a queue that are not over, by their first day."""
    ends_on = func.coalesce(absence.c.ended_on, absence.c.until_on)
    statement = select(absence).where(
        absence.c.pack == pack,
        absence.c.department.is_not_distinct_from(department),
        ends_on > today,
        ends_on > absence.c.from_on,
    )
    statement = statement.order_by(absence.c.from_on, absence.c.id)
    return list((await connection.execute(statement)).all())


async def absence_row(connection: AsyncConnection, id_: UUID) -> Row[Any] | None:
    """One absence."""
    return (await connection.execute(select(absence).where(absence.c.id == id_))).one_or_none()


async def stand_ins_of(
    connection: AsyncConnection, ids: Sequence[UUID]
) -> dict[UUID, list[Row[Any]]]:
    """Stand-ins by absence, the one for everything else first."""
    found: dict[UUID, list[Row[Any]]] = {id_: [] for id_ in ids}
    statement = select(stand_in).where(stand_in.c.absence_id.in_(ids)).order_by(stand_in.c.item)
    for row in (await connection.execute(statement)).all():
        found[row.absence_id].append(row)
    return found


async def absences_of(
    connection: AsyncConnection, pack: str, department: str | None, today: date
) -> list[Absence]:
    """The absences of a queue that are not over."""
    rows = await absence_rows(connection, pack, department, today)
    if not rows:
        return []
    stand_ins = await stand_ins_of(connection, [row.id for row in rows])
    return [
        Absence(
            person=PersonId(row.person),
            name=row.person_name,
            from_on=row.from_on,
            until_on=row.ended_on or row.until_on,
            stand_ins=tuple(
                StandIn(each.item or None, Actor(PersonId(each.person), each.person_name))
                for each in stand_ins[row.id]
            ),
        )
        for row in rows
    ]


def _conflict(row: Row[Any]) -> Conflict:
    organisation = row.organisation_id
    return Conflict(
        person=PersonId(row.person),
        name=row.person_name,
        organisation_id=OrganisationId(organisation) if organisation else None,
        task_id=row.task_id,
    )
