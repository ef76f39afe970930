"""Reads of the books: a year's budgets, their use by industry, and the entries behind a figure."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, case, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from services.funding.domain.application import ApplicationState
from services.funding.domain.ledger import Account
from services.funding.queries.scope import budgets_of
from services.funding.tables import account, application, budget, entry, movement


def _standing(name: Account) -> ColumnElement[Any]:
    return func.sum(case((account.c.name == name, account.c.balance), else_=0))


async def budget_rows(
    connection: AsyncConnection,
    caller: Principal,
    *,
    pack: str | None = None,
    programme: str | None = None,
    year: int | None = None,
) -> list[Row[Any]]:
    """One row per open budget, newest year first, with what stands in each account."""
    statement = (
        select(
            budget.c.id,
            budget.c.pack,
            budget.c.programme,
            budget.c.year,
            budget.c.authority,
            budget.c.closed_at,
            budget.c.closed_reason,
            (-_standing(Account.APPROPRIATION)).label("total"),
            _standing(Account.BUDGET).label("available"),
            _standing(Account.RESERVED).label("reserved"),
            _standing(Account.COMMITTED).label("committed"),
            _standing(Account.PAID).label("paid"),
            _standing(Account.EQUITY).label("equity"),
        )
        .join(account, account.c.budget_id == budget.c.id)
        .where(budgets_of(caller))
        .group_by(budget.c.id)
        .order_by(budget.c.year.desc(), budget.c.pack, budget.c.programme)
    )
    for column, value in (
        (budget.c.pack, pack),
        (budget.c.programme, programme),
        (budget.c.year, year),
    ):
        if value is not None:
            statement = statement.where(column == value)
    found: Any = await connection.execute(statement)
    return list(found.all())


async def waiting_counts(connection: AsyncConnection) -> dict[tuple[str, str], int]:
    """How many wait for each programme's money."""
    statement = (
        select(application.c.pack, application.c.programme, func.count())
        .where(application.c.state == ApplicationState.QUEUED)
        .group_by(application.c.pack, application.c.programme)
    )
    return {(row[0], row[1]): row[2] for row in (await connection.execute(statement)).all()}


async def industry_rows(
    connection: AsyncConnection, caller: Principal, *, pack: str | None, year: int
) -> list[Row[Any]]:
    """One row per pack and industry: what its applications hold of the year's money."""

    def held(*names: Account) -> ColumnElement[Any]:
        return func.coalesce(
            func.sum(case((entry.c.account.in_(names), entry.c.amount), else_=0)), 0
        )

    statement = (
        select(
            application.c.pack,
            application.c.industry,
            func.count(application.c.id.distinct()).label("applications"),
            held(Account.RESERVED).label("reserved"),
            held(Account.COMMITTED).label("committed"),
            held(Account.PAID, Account.EQUITY).label("paid"),
        )
        .join(movement, movement.c.application_id == application.c.id)
        .join(entry, entry.c.movement_id == movement.c.id)
        .join(budget, budget.c.id == movement.c.budget_id)
        .where(budgets_of(caller), budget.c.year == year)
        .group_by(application.c.pack, application.c.industry)
        .order_by(application.c.pack, application.c.industry)
    )
    if pack is not None:
        statement = statement.where(application.c.pack == pack)
    found: Any = await connection.execute(statement)
    return list(found.all())


_JOURNAL = (
    movement.c.id,
    movement.c.kind,
    movement.c.moved_at,
    movement.c.reason,
    movement.c.reverses,
    movement.c.application_id,
    entry.c.account,
    entry.c.amount,
    budget.c.pack,
    budget.c.programme,
    budget.c.year,
    application.c.project_title,
    application.c.organisation_name,
    application.c.industry,
)


async def journal_rows(
    connection: AsyncConnection,
    caller: Principal,
    *,
    pack: str | None,
    programme: str | None,
    year: int | None,
    account_name: Account | None,
    industry: str | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Row[Any]]:
    """The entries behind a figure, newest first, after the key (moved_at, movement).

    Without an account one row per movement: the account where its money arrives.
    """
    statement = (
        select(*_JOURNAL)
        .join(entry, entry.c.movement_id == movement.c.id)
        .join(budget, budget.c.id == movement.c.budget_id)
        .outerjoin(application, application.c.id == movement.c.application_id)
        .where(budgets_of(caller))
    )
    for column, value in (
        (budget.c.pack, pack),
        (budget.c.programme, programme),
        (budget.c.year, year),
        (entry.c.account, account_name),
        (application.c.industry, industry),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if account_name is None:
        statement = statement.where(entry.c.amount > 0)
    if after:
        statement = statement.where(tuple_(movement.c.moved_at, movement.c.id) < tuple_(*after))
    statement = statement.order_by(movement.c.moved_at.desc(), movement.c.id.desc())
    found: Any = await connection.execute(statement.limit(limit))
    return list(found.all())
