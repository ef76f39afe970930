"""Budgets and the journal. Accounts are moved by the database when entries are booked."""

from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.identity import new_id
from contracts.ids import ApplicationId, PersonId
from services.funding.domain.ledger import Account, Budget, Movement, opening
from services.funding.tables import account, budget, entry, movement


class BudgetKey(NamedTuple):
    """Which budget: a programme of a pack, in a year."""

    pack: str
    programme: str
    year: int


async def open_budget(
    connection: AsyncConnection, key: BudgetKey, authority: str, total: Decimal, at: datetime
) -> None:
    """Open the year's budget with its total, once; a later figure in the pack changes nothing."""
    statement = (
        insert_or(budget)
        .values(id=new_id(), **key._asdict(), authority=authority, opened_at=at)
        .on_conflict_do_nothing()
        .returning(budget.c.id)
    )
    id_ = (await connection.execute(statement)).scalar_one_or_none()
    if id_ is None:
        return
    accounts = [{"budget_id": id_, "name": name, "balance": Decimal(0)} for name in Account]
    await connection.execute(insert(account), accounts)
    await book(connection, id_, opening(total), at)


async def lock_budget(connection: AsyncConnection, key: BudgetKey) -> tuple[UUID, Budget]:
    """An open budget with its balances, locked until the transaction ends."""
    pack, programme, year = key
    statement = (
        select(budget.c.id)
        .where(budget.c.pack == pack, budget.c.programme == programme, budget.c.year == year)
        .with_for_update(key_share=True)
    )
    id_ = (await connection.execute(statement)).scalar_one()
    # Read only now: a statement of its own sees what others committed while this one waited.
    rows = await connection.execute(select(account).where(account.c.budget_id == id_))
    balances = {Account(row.name): row.balance for row in rows}
    return id_, Budget(year, MappingProxyType(balances))


async def book(
    connection: AsyncConnection,
    budget_id: UUID,
    moved: Movement,
    at: datetime,
    *,
    application_id: ApplicationId | None = None,
    by: PersonId | None = None,
) -> None:
    """Write a movement and its entries; ``by`` is nobody when the lane itself moves money."""
    id_ = new_id()
    await connection.execute(
        insert(movement).values(
            id=id_,
            budget_id=budget_id,
            application_id=application_id,
            kind=moved.kind,
            moved_at=at,
            moved_by=by,
        )
    )
    rows = [
        {"movement_id": id_, "account": name, "budget_id": budget_id, "amount": amount}
        for name, amount in moved.entries
    ]
    await connection.execute(insert(entry), rows)
