"""Budgets and the journal. Accounts are moved by the database when entries are booked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.identity import new_id
from contracts.ids import ApplicationId, PersonId
from services.funding.domain.ledger import Account, Budget, Holding, Movement, MovementKind, opening
from services.funding.tables import account, budget, entry, movement


class BudgetKey(NamedTuple):
    """Which budget: a programme of a pack, in a year."""

    pack: str
    programme: str
    year: int


@dataclass(frozen=True, slots=True)
class Booking:
    """Why a movement is booked: ``cause`` names it once for ever, so that nothing moves twice."""

    cause: str
    application_id: ApplicationId | None = None
    by: PersonId | None = None
    """Nobody when the lane itself moves money."""
    about: UUID | None = None
    """The instalment or contract that it pays."""
    reverses: UUID | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Booked:
    """A movement as it stands in the journal."""

    id: UUID
    budget_id: UUID
    application_id: ApplicationId | None
    by: PersonId | None
    about: UUID | None
    movement: Movement


async def open_budget(
    connection: AsyncConnection, key: BudgetKey, authority: str, total: Decimal, at: datetime
) -> None:
    """Open the year's budget with its total, once; a later figure in the pack changes nothing."""
    found = select(budget.c.id).filter_by(**key._asdict())
    if (await connection.execute(found)).first() is not None:
        return
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
    if total:
        await book(connection, id_, opening(total), at, Booking(f"opened/{id_}"))


async def lock_budget(connection: AsyncConnection, key: BudgetKey) -> tuple[UUID, Budget] | None:
    """An open budget with its balances, locked until the transaction ends; None when not open."""
    statement = select(budget.c.id).filter_by(**key._asdict()).with_for_update(key_share=True)
    id_ = (await connection.execute(statement)).scalar_one_or_none()
    if id_ is None:
        return None
    # Read only now: a statement of its own sees what others committed while this one waited.
    rows = await connection.execute(select(account).where(account.c.budget_id == id_))
    balances = dict.fromkeys(Account, Decimal(0))
    balances |= {Account(row.name): row.balance for row in rows}
    return id_, Budget(key.year, MappingProxyType(balances))


async def closure_of(connection: AsyncConnection, key: BudgetKey) -> str | None:
    """Why the programme takes nothing more this year; None while it does."""
    statement = select(budget.c.closed_reason).filter_by(**key._asdict())
    closed = statement.where(budget.c.closed_at.is_not(None))
    found: str | None = (await connection.execute(closed)).scalar_one_or_none()
    return found


async def set_closure(
    connection: AsyncConnection, id_: UUID, at: datetime | None, reason: str | None
) -> None:
    """Close the programme's year, or open it again."""
    values = {"closed_at": at, "closed_reason": reason}
    await connection.execute(update(budget).where(budget.c.id == id_).values(**values))


async def book(
    connection: AsyncConnection,
    budget_id: UUID,
    moved: Movement,
    at: datetime,
    booking: Booking,
) -> UUID:
    """Write a movement and its entries in one statement; its id.

    IntegrityError for a cause that was booked before.
    """
    id_ = new_id()
    row = insert(movement).values(
        id=id_,
        budget_id=budget_id,
        application_id=booking.application_id,
        kind=moved.kind,
        moved_at=at,
        moved_by=booking.by,
        cause=booking.cause,
        about=booking.about,
        reverses=booking.reverses,
        reason=booking.reason,
    )
    entries = [
        {"movement_id": id_, "account": name, "budget_id": budget_id, "amount": amount}
        for name, amount in moved.entries
    ]
    written = row.returning(movement.c.id).cte("written")
    await connection.execute(insert(entry).values(entries).add_cte(written))
    return id_


async def holding_of(connection: AsyncConnection, id_: ApplicationId) -> Holding:
    """What an application holds, by its entries. Exact while the application is locked."""
    statement = (
        select(entry.c.account, func.sum(entry.c.amount))
        .join(movement, movement.c.id == entry.c.movement_id)
        .where(movement.c.application_id == id_)
        .group_by(entry.c.account)
    )
    rows = (await connection.execute(statement)).all()
    return Holding.of((row[0], row[1]) for row in rows)


async def find_booked(connection: AsyncConnection, id_: UUID) -> Booked | None:
    """A movement of the journal, or None."""
    row = (await connection.execute(select(movement).where(movement.c.id == id_))).one_or_none()
    if row is None:
        return None
    pairs = select(entry.c.account, entry.c.amount).where(entry.c.movement_id == id_)
    source, target = (await connection.execute(pairs.order_by(entry.c.amount))).all()
    moved = Movement(
        MovementKind(row.kind), Account(source.account), Account(target.account), target.amount
    )
    by = PersonId(row.moved_by) if row.moved_by else None
    application = ApplicationId(row.application_id) if row.application_id else None
    return Booked(id_, row.budget_id, application, by, row.about, moved)


async def is_reversed(connection: AsyncConnection, id_: UUID) -> bool:
    """Whether a movement was reversed. Sure only under the lock of its application."""
    statement = select(movement.c.id).where(movement.c.reverses == id_)
    return (await connection.execute(statement)).first() is not None


async def granted_to_project(
    connection: AsyncConnection, applications: Sequence[ApplicationId]
) -> dict[ApplicationId, Decimal]:
    """What each application holds altogether: promised, paid, turned into equity."""
    statement = (
        select(movement.c.application_id, func.sum(entry.c.amount))
        .join(entry, movement.c.id == entry.c.movement_id)
        .where(
            movement.c.application_id.in_(applications),
            entry.c.account.not_in((Account.BUDGET, Account.APPROPRIATION)),
        )
        .group_by(movement.c.application_id)
    )
    rows = (await connection.execute(statement)).all()
    return {ApplicationId(row[0]): row[1] for row in rows}
