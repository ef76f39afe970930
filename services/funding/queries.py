"""Reads of funding. Read-only transactions; what a person may not see is not in the result."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    case,
    false,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from contracts.ids import ApplicationId, ProjectId
from contracts.people import DEPARTMENT, ORGANISATION, PACK, Role
from services.funding.domain.application import ApplicationState
from services.funding.domain.ledger import Account
from services.funding.tables import account, application, budget, entry, movement, project

SEES_ALL = (Role.DIRECTOR, Role.AUDITOR)


def visible_to(caller: Principal) -> ColumnElement[bool]:
    """The applications that a person may see (domain.md section 1)."""
    allowed: list[ColumnElement[bool]] = []
    own_pack, department = caller.scope(PACK), caller.scope(DEPARTMENT)
    if caller.has(*SEES_ALL):
        allowed.append(true() if own_pack is None else application.c.pack == own_pack)
    if caller.has(Role.FUNDING_OFFICER) and own_pack is not None:
        allowed.append(and_(application.c.pack == own_pack, application.c.authority == department))
    own = caller.scope(ORGANISATION)
    if caller.has(Role.SPONSOR) and own is not None:
        allowed.append(application.c.organisation_id == own)
    return or_(*allowed) if allowed else application.c.id.is_(None)


async def application_row(
    connection: AsyncConnection, caller: Principal, id_: ApplicationId
) -> Row[Any] | None:
    """One application, or None when it does not exist for this person."""
    statement = select(application).where(application.c.id == id_, visible_to(caller))
    row: Row[Any] | None = (await connection.execute(statement)).one_or_none()
    return row


async def application_rows(
    connection: AsyncConnection,
    caller: Principal,
    *,
    project_id: ProjectId | None,
    programme: str | None,
    state: ApplicationState | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Row[Any]]:
    """Newest first; at most ``limit`` rows after the key (submitted_at, id)."""
    statement = select(application).where(visible_to(caller))
    if project_id:
        statement = statement.where(application.c.project_id == project_id)
    if programme:
        statement = statement.where(application.c.programme == programme)
    if state:
        statement = statement.where(application.c.state == state)
    if after:
        key = tuple_(application.c.submitted_at, application.c.id)
        statement = statement.where(key < tuple_(*after))
    statement = statement.order_by(application.c.submitted_at.desc(), application.c.id.desc())
    return list((await connection.execute(statement.limit(limit))).all())


async def entry_rows(connection: AsyncConnection, id_: ApplicationId) -> list[Row[Any]]:
    """The ledger entries of an application, in the order of booking; sources first."""
    statement = (
        select(movement.c.kind, movement.c.moved_at, entry.c.account, entry.c.amount)
        .join(entry, entry.c.movement_id == movement.c.id)
        .where(movement.c.application_id == id_)
        .order_by(movement.c.moved_at, movement.c.id, entry.c.amount)
    )
    found: Any = await connection.execute(statement)
    return list(found.all())


async def budget_rows(
    connection: AsyncConnection,
    caller: Principal,
    *,
    pack: str | None,
    programme: str | None,
    year: int | None,
) -> list[Row[Any]]:
    """One row per open budget, newest year first, with its total, reserved and available money."""

    def standing(name: Account) -> ColumnElement[Any]:
        return func.sum(case((account.c.name == name, account.c.balance), else_=0))

    statement = (
        select(
            budget.c.pack,
            budget.c.programme,
            budget.c.year,
            budget.c.authority,
            (-standing(Account.APPROPRIATION)).label("total"),
            standing(Account.RESERVED).label("reserved"),
            standing(Account.BUDGET).label("available"),
        )
        .join(account, account.c.budget_id == budget.c.id)
        .group_by(budget.c.id)
        .order_by(budget.c.year.desc(), budget.c.pack, budget.c.programme)
    )
    if own_pack := caller.scope(PACK):
        statement = statement.where(budget.c.pack == own_pack)
    if not caller.has(*SEES_ALL):
        statement = statement.where(budget.c.authority == caller.scope(DEPARTMENT))
    if pack:
        statement = statement.where(budget.c.pack == pack)
    if programme:
        statement = statement.where(budget.c.programme == programme)
    if year:
        statement = statement.where(budget.c.year == year)
    found: Any = await connection.execute(statement)
    return list(found.all())


async def project_row(
    connection: AsyncConnection, caller: Principal, id_: ProjectId
) -> Row[Any] | None:
    """A project that this person may ask a quote for, or None."""
    allowed: list[ColumnElement[bool]] = []
    own_pack = caller.scope(PACK)
    if caller.has(*SEES_ALL):
        allowed.append(true() if own_pack is None else project.c.pack == own_pack)
    if caller.has(Role.FUNDING_OFFICER) and own_pack is not None:
        allowed.append(project.c.pack == own_pack)
    own = caller.scope(ORGANISATION)
    if caller.has(Role.SPONSOR) and own is not None:
        allowed.append(project.c.organisation_id == own)
    # Without an organisation only the end was heard of.
    is_known = project.c.organisation_id.is_not(None)
    statement = select(project).where(project.c.id == id_, is_known, or_(false(), *allowed))
    row: Row[Any] | None = (await connection.execute(statement)).one_or_none()
    return row
