"""What follows a decision, as it is shown: one case's file, what has to be done, sittings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Table, and_, false, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from contracts.people import DEPARTMENT, ORGANISATION, PACK, Role
from services.approval.tables import (
    case_standing,
    commitment,
    condition,
    credit_entry,
    discharge,
    inspection,
    obligation,
    permission,
    reconsideration,
    risk_grading,
    sitting,
    sitting_case,
    upstream_flag,
)

_SEES_ALL = (Role.DIRECTOR, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class FileRows:
    """Everything that hangs on one case, oldest first."""

    commitment: Row[Any] | None
    inspection: Row[Any] | None
    standing: Row[Any] | None
    conditions: list[Row[Any]]
    discharges: list[Row[Any]]
    permissions: list[Row[Any]]
    reconsiderations: list[Row[Any]]
    gradings: list[Row[Any]]
    credit: list[Row[Any]]
    flags: list[Row[Any]]
    sittings: list[Row[Any]]


async def file_rows(connection: AsyncConnection, case: Row[Any]) -> FileRows:
    """What hangs on a case whose row the caller may see."""
    id_ = case.id
    conditions = await _rows(
        connection, condition, condition.c.task_id == id_, condition.c.position
    )
    ids = [each.id for each in conditions]
    credit = and_(
        credit_entry.c.organisation_id == case.organisation_id, credit_entry.c.pack == case.pack
    )
    return FileRows(
        commitment=await _row(connection, commitment, id_),
        inspection=await _row(connection, inspection, id_),
        standing=await _row(connection, case_standing, id_),
        conditions=conditions,
        discharges=await _rows(
            connection, discharge, discharge.c.condition_id.in_(ids), discharge.c.sought_at
        ),
        permissions=await _rows(
            connection, permission, permission.c.case_id == id_, permission.c.number
        ),
        reconsiderations=await _rows(
            connection,
            reconsideration,
            reconsideration.c.case_id == id_,
            reconsideration.c.of_number,
        ),
        gradings=await _rows(
            connection, risk_grading, risk_grading.c.case_id == id_, risk_grading.c.number
        ),
        credit=await _rows(connection, credit_entry, credit, credit_entry.c.number),
        flags=await _rows(
            connection, upstream_flag, upstream_flag.c.case_id == id_, upstream_flag.c.id
        ),
        sittings=await _sittings_of(connection, id_),
    )


async def _row(connection: AsyncConnection, of: Table, id_: UUID) -> Row[Any] | None:
    return (await connection.execute(select(of).where(of.c.case_id == id_))).one_or_none()


async def _rows(
    connection: AsyncConnection, of: Table, which: ColumnElement[bool], order: ColumnElement[Any]
) -> list[Row[Any]]:
    return list((await connection.execute(select(of).where(which).order_by(order))).all())


async def _sittings_of(connection: AsyncConnection, id_: UUID) -> list[Row[Any]]:
    statement = select(sitting).join(sitting_case, sitting_case.c.sitting_id == sitting.c.id)
    statement = statement.where(sitting_case.c.case_id == id_).order_by(sitting.c.at)
    return list((await connection.execute(statement)).all())


async def obligation_rows(
    connection: AsyncConnection,
    caller: Principal,
    *,
    kind: str | None,
    overdue: bool,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Row[Any]]:
    """What has still to be done, due first, as far as it is the caller's to see."""
    statement = select(obligation).where(_mine(caller), obligation.c.closed_at.is_(None))
    if kind is not None:
        statement = statement.where(obligation.c.kind == kind)
    if overdue:
        statement = statement.where(obligation.c.is_overdue)
    if after is not None:
        statement = statement.where(tuple_(obligation.c.due_at, obligation.c.id) > tuple_(*after))
    statement = statement.order_by(obligation.c.due_at, obligation.c.id).limit(limit)
    return list((await connection.execute(statement)).all())


def _mine(caller: Principal) -> ColumnElement[bool]:
    """Of one's department, of one's organisation, of one's pack as its case manager, or all."""
    pack, department = caller.scope(PACK), caller.scope(DEPARTMENT)
    allowed: list[ColumnElement[bool]] = []
    if caller.has(*_SEES_ALL):
        allowed.append(true() if pack is None else obligation.c.pack == pack)
    if pack is not None and caller.has(Role.CASE_MANAGER):
        allowed.append(obligation.c.pack == pack)
    works = caller.has(Role.OFFICER, Role.DEPARTMENT_LEAD)
    if pack is not None and department is not None and works:
        allowed.append(and_(obligation.c.pack == pack, obligation.c.department == department))
    own = caller.scope(ORGANISATION)
    if caller.has(Role.SPONSOR) and own is not None:
        allowed.append(obligation.c.organisation_id == own)
    return or_(*allowed) if allowed else false()


async def sitting_rows(
    connection: AsyncConnection,
    caller: Principal,
    *,
    project_id: UUID | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Row[Any]]:
    """Sittings, latest first."""
    statement = select(sitting).where(_may_see_sitting(caller))
    if project_id is not None:
        statement = statement.where(sitting.c.project_id == project_id)
    if after is not None:
        statement = statement.where(tuple_(sitting.c.at, sitting.c.id) < tuple_(*after))
    statement = statement.order_by(sitting.c.at.desc(), sitting.c.id.desc()).limit(limit)
    return list((await connection.execute(statement)).all())


async def sitting_row(connection: AsyncConnection, caller: Principal, id_: UUID) -> Row[Any] | None:
    """One sitting, None when it does not exist for this person."""
    statement = select(sitting).where(sitting.c.id == id_, _may_see_sitting(caller))
    return (await connection.execute(statement)).one_or_none()


async def agenda_rows(connection: AsyncConnection, ids: list[UUID]) -> dict[UUID, list[Row[Any]]]:
    """The agendas of sittings."""
    statement = select(sitting_case).where(sitting_case.c.sitting_id.in_(ids))
    statement = statement.order_by(sitting_case.c.item, sitting_case.c.case_id)
    found: dict[UUID, list[Row[Any]]] = {id_: [] for id_ in ids}
    for row in (await connection.execute(statement)).all():
        found[row.sitting_id].append(row)
    return found


def _may_see_sitting(caller: Principal) -> ColumnElement[bool]:
    pack, own = caller.scope(PACK), caller.scope(ORGANISATION)
    allowed: list[ColumnElement[bool]] = []
    if caller.has(*_SEES_ALL):
        allowed.append(true() if pack is None else sitting.c.pack == pack)
    in_pack = (Role.OFFICER, Role.DEPARTMENT_LEAD, Role.CASE_MANAGER, Role.GATE_REVIEWER)
    if pack is not None and caller.has(*in_pack):
        allowed.append(sitting.c.pack == pack)
    if caller.has(Role.SPONSOR) and own is not None:
        allowed.append(sitting.c.organisation_id == own)
    return or_(*allowed) if allowed else false()
