"""Bookings: every movement of an application's money, with its event, in the caller's unit."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from chassis.database import UnitOfWork
from contracts.events.funding import (
    EquityConverted,
    FundingCommitted,
    MoneyRecovered,
    PaymentMade,
    ReservationReleased,
)
from contracts.ids import PersonId
from services.funding import repository
from services.funding.domain.application import Application, lane_year
from services.funding.domain.errors.money import BudgetNotSet
from services.funding.domain.ledger import Budget, Movement, MovementKind
from services.funding.domain.quote import Programme
from services.funding.repository.ledger import Booking, BudgetKey

_TOLD = {
    MovementKind.RELEASED: ReservationReleased,
    MovementKind.COMMITTED: FundingCommitted,
    MovementKind.PAID: PaymentMade,
    MovementKind.RECOVERED: MoneyRecovered,
    MovementKind.CONVERTED: EquityConverted,
}
"""A grant has an event of its own; money between two promises of one voucher concerns nobody."""


async def opened_budget(programme: Programme, at: datetime, uow: UnitOfWork) -> tuple[UUID, Budget]:
    """This year's budget, locked; opened from the pack's figure when it is the first to ask.

    Raises BudgetNotSet where the pack leaves the figure to the authority, who has not set it.
    """
    key = BudgetKey(programme.pack, programme.id, lane_year(at))
    if programme.yearly_budget is not None:
        total = programme.yearly_budget.value
        await repository.open_budget(uow.connection, key, programme.authority, total, at)
    locked = await repository.lock_budget(uow.connection, key)
    if locked is None:
        raise BudgetNotSet(programme=programme.id, year=key.year)
    return locked


async def budget_of(application: Application, uow: UnitOfWork) -> UUID:
    """The budget that an application's money is of, locked."""
    assert application.budget_year is not None  # granted once
    key = BudgetKey(application.pack, application.programme, application.budget_year)
    locked = await repository.lock_budget(uow.connection, key)
    assert locked is not None  # the grant opened it
    return locked[0]


async def move(
    application: Application,
    movement: Movement,
    cause: str,
    uow: UnitOfWork,
    *,
    by: PersonId | None = None,
    about: UUID | None = None,
    reason: str | None = None,
) -> UUID:
    """Book a movement of a granted application's money, and tell of it. Its id."""
    budget_id = await budget_of(application, uow)
    booking = Booking(cause, application.id, by, about, reason=reason)
    id_ = await repository.book(uow.connection, budget_id, movement, uow.now, booking)
    told = _TOLD.get(movement.kind)
    if told is not None:
        event = told(
            project_id=application.project_id,
            application_id=application.id,
            movement_id=id_,
            programme=application.programme,
            amount=movement.amount,
        )
        await uow.tell(event)
    return id_


async def let_go(
    application: Application, why: str, uow: UnitOfWork, *, by: PersonId | None = None
) -> Decimal:
    """Give back all that is promised and not paid; how much that was."""
    if application.budget_year is None:
        return Decimal(0)
    holding = await repository.holding_of(uow.connection, application.id)
    for movement in holding.letting_go():
        cause = f"{why}/{application.id}/{movement.source}"
        await move(application, movement, cause, uow, by=by)
    return holding.open
