"""Reads of approval. Read-only transactions; what a person may not see is not in the result."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, false, func, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from contracts.ids import ProjectId
from contracts.people import DEPARTMENT, ORGANISATION, PACK, Role
from services.approval.tables import condition, information_round, task, task_event

_SEES_ALL = (Role.DIRECTOR, Role.AUDITOR)
_WORKS_IN_PACK = (
    Role.OFFICER,
    Role.DEPARTMENT_LEAD,
    Role.GATE_REVIEWER,
    Role.CASE_MANAGER,
)


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show of a queue; None and False leave it as it is. Without a state: open tasks."""

    kind: str | None = None
    name: str | None = None
    stage: str | None = None
    state: str | None = None
    text: str | None = None
    mine: bool = False
    unclaimed: bool = False
    overdue: bool = False


def in_own_queue(caller: Principal) -> ColumnElement[bool]:
    """The tasks whose queue is the caller's; those who see all of the lane see every queue."""
    allowed: list[ColumnElement[bool]] = []
    pack, department = caller.scope(PACK), caller.scope(DEPARTMENT)
    if caller.has(*_SEES_ALL):
        allowed.append(true() if pack is None else task.c.pack == pack)
    works_in_department = caller.has(Role.OFFICER, Role.DEPARTMENT_LEAD)
    if pack is not None and department is not None and works_in_department:
        allowed.append(and_(task.c.pack == pack, task.c.department == department))
    if pack is not None and caller.has(Role.GATE_REVIEWER):
        gates = and_(task.c.pack == pack, task.c.department.is_(None), task.c.kind == "gate")
        allowed.append(gates)
    return or_(*allowed) if allowed else false()


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


async def queue_rows(
    connection: AsyncConnection,
    caller: Principal,
    wanted: Filter,
    now: datetime,
    *,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Row[Any]]:
    """Due first; at most ``limit`` rows after the key (due_at, id)."""
    statement = select(task).where(in_own_queue(caller), *_wanted(wanted, caller, now))
    if after:
        statement = statement.where(tuple_(task.c.due_at, task.c.id) > tuple_(*after))
    statement = statement.order_by(task.c.due_at, task.c.id).limit(limit)
    return list((await connection.execute(statement)).all())


def _wanted(wanted: Filter, caller: Principal, now: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.state is None:
        conditions.append(task.c.is_open)
    for column, value in (
        (task.c.state, wanted.state),
        (task.c.kind, wanted.kind),
        (task.c.name, wanted.name),
        (task.c.stage, wanted.stage),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.mine:
        conditions.append(task.c.holder == caller.id)
    if wanted.unclaimed:
        conditions.append(task.c.holder.is_(None))
    if wanted.overdue:
        conditions.append(is_overdue(now))
    if wanted.text:
        escaped = wanted.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        pattern = f"%{escaped}%"
        conditions.append(or_(task.c.title.ilike(pattern), task.c.organisation_name.ilike(pattern)))
    return conditions


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Open, running, and past the committed limit."""
    return and_(task.c.is_open, ~task.c.is_stopped, task.c.due_at <= now)


async def count_rows(
    connection: AsyncConnection, caller: Principal, now: datetime
) -> list[Row[Any]]:
    """One row per kind and name: open, unclaimed, mine, overdue and waiting tasks of the queue."""
    statement = (
        select(
            task.c.kind,
            task.c.name,
            func.count().label("open"),
            func.count().filter(task.c.holder.is_(None)).label("unclaimed"),
            func.count().filter(task.c.holder == caller.id).label("mine"),
            func.count().filter(is_overdue(now)).label("overdue"),
            func.count().filter(task.c.is_stopped).label("waiting"),
        )
        .where(in_own_queue(caller), task.c.is_open)
        .group_by(task.c.kind, task.c.name)
        .order_by(task.c.kind, task.c.name)
    )
    return list((await connection.execute(statement)).all())


async def queue_row(connection: AsyncConnection, caller: Principal, id_: UUID) -> Row[Any] | None:
    """One task, or None when it is in no queue of this person."""
    statement = select(task).where(task.c.id == id_, in_own_queue(caller))
    return (await connection.execute(statement)).one_or_none()


async def case_row(connection: AsyncConnection, caller: Principal, id_: UUID) -> Row[Any] | None:
    """One case, or None when it does not exist for this person."""
    statement = select(task).where(task.c.id == id_, task.c.kind == "case", visible_to(caller))
    return (await connection.execute(statement)).one_or_none()


async def project_rows(
    connection: AsyncConnection, caller: Principal, id_: ProjectId
) -> list[Row[Any]]:
    """A project's cases and gates as far as the person may see them, oldest first."""
    statement = select(task).where(task.c.project_id == id_, visible_to(caller))
    statement = statement.order_by(task.c.opened_at, task.c.id)
    return list((await connection.execute(statement)).all())


async def other_rows(
    connection: AsyncConnection, project_id: ProjectId, but: UUID
) -> list[Row[Any]]:
    """The other cases and gates of a project, oldest first, for whoever works on one of them."""
    statement = select(task).where(task.c.project_id == project_id, task.c.id != but)
    statement = statement.order_by(task.c.opened_at, task.c.id)
    return list((await connection.execute(statement)).all())


async def event_rows(connection: AsyncConnection, id_: UUID) -> list[Row[Any]]:
    """What happened to a task, oldest first."""
    statement = select(task_event).where(task_event.c.task_id == id_).order_by(task_event.c.id)
    return list((await connection.execute(statement)).all())


async def rounds_of(connection: AsyncConnection, ids: list[UUID]) -> dict[UUID, list[Row[Any]]]:
    """Rounds of information per case, in order."""
    statement = select(information_round).where(information_round.c.task_id.in_(ids))
    statement = statement.order_by(information_round.c.number)
    return _by_task((await connection.execute(statement)).all())


async def conditions_of(connection: AsyncConnection, ids: list[UUID]) -> dict[UUID, list[Row[Any]]]:
    """Conditions per case, in order."""
    statement = select(condition).where(condition.c.task_id.in_(ids))
    statement = statement.order_by(condition.c.position)
    return _by_task((await connection.execute(statement)).all())


def _by_task(rows: Any) -> dict[UUID, list[Row[Any]]]:
    found: defaultdict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.task_id].append(row)
    return found
