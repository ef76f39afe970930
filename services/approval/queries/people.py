"""Who works here, and what bars them."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from contracts.ids import OrganisationId, PersonId
from contracts.people import DEPARTMENT, PACK, Role
from services.approval.domain.conflict import Conflict
from services.approval.tables import conflict


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


def _conflict(row: Row[Any]) -> Conflict:
    organisation = row.organisation_id
    return Conflict(
        person=PersonId(row.person),
        name=row.person_name,
        organisation_id=OrganisationId(organisation) if organisation else None,
        task_id=row.task_id,
    )
