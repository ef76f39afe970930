"""Whose eyes a task is for: the conditions that every read of approval carries."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from contracts.people import DEPARTMENT, ORGANISATION, PACK, Role
from services.approval.tables import task

_SEES_ALL = (Role.DIRECTOR, Role.AUDITOR)
_WORKS_IN_PACK = (
    Role.OFFICER,
    Role.DEPARTMENT_LEAD,
    Role.GATE_REVIEWER,
    Role.CASE_MANAGER,
)


def in_own_queue(caller: Principal, *, to_work: bool = False) -> ColumnElement[bool]:
    """The tasks whose queue is the caller's; those who see all of the lane see every queue.

    With ``to_work`` only what the caller may take in hand; the same rule as ``may_work_on``.
    """
    allowed: list[ColumnElement[bool]] = []
    pack, department = caller.scope(PACK), caller.scope(DEPARTMENT)
    if caller.has(*_SEES_ALL) and not to_work:
        allowed.append(true() if pack is None else task.c.pack == pack)
    works_in_department = caller.has(Role.OFFICER, Role.DEPARTMENT_LEAD)
    if pack is not None and department is not None and works_in_department:
        allowed.append(and_(task.c.pack == pack, task.c.department == department))
    if pack is not None and caller.has(Role.GATE_REVIEWER):
        gates = and_(task.c.pack == pack, task.c.department.is_(None), task.c.kind == "gate")
        allowed.append(gates)
    return or_(*allowed) if allowed else false()


@dataclass(frozen=True, slots=True)
class Place:
    """Whose queue a task is in, without the task."""

    pack: str
    department: str | None

    def is_in_queue_of(self, caller: Principal) -> bool:
        """The same rule as ``in_own_queue``, for one task."""
        pack = caller.scope(PACK)
        if caller.has(*_SEES_ALL) and pack in (None, self.pack):
            return True
        if pack != self.pack:
            return False
        if self.department is None:
            return caller.has(Role.GATE_REVIEWER)
        in_department = caller.scope(DEPARTMENT) == self.department
        return in_department and caller.has(Role.OFFICER, Role.DEPARTMENT_LEAD)


async def place_of(connection: AsyncConnection, id_: UUID) -> Place | None:
    """Whose queue a task is in; None when there is no such task."""
    statement = select(task.c.pack, task.c.department).where(task.c.id == id_)
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else Place(row.pack, row.department)


def visible_to(caller: Principal) -> ColumnElement[bool]:
    """The cases and gates of which a person may see the sponsor's side."""
    allowed: list[ColumnElement[bool]] = []
    pack = caller.scope(PACK)
    if caller.has(*_SEES_ALL):
        allowed.append(true() if pack is None else task.c.pack == pack)
    if pack is not None and caller.has(*_WORKS_IN_PACK):
        allowed.append(task.c.pack == pack)
    own = caller.scope(ORGANISATION)
    if caller.has(Role.SPONSOR) and own is not None:
        allowed.append(task.c.organisation_id == own)
    return or_(*allowed) if allowed else false()
