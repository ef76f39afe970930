"""What the authority does with a year's money: set it, close a programme, carry it over."""

from decimal import Decimal

from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.errors import NotFound
from contracts.events.funding import BudgetCarriedOver
from contracts.people import PACK
from services.funding import repository
from services.funding.domain.application import lane_year
from services.funding.domain.errors.money import NothingToCarry, YearNotOver
from services.funding.domain.ledger import carrying, opening
from services.funding.domain.quote import Programme
from services.funding.handlers.desk import Desk, cause, is_of_authority
from services.funding.handlers.money import opened_budget
from services.funding.handlers.programme import known_programme
from services.funding.repository.ledger import Booking, BudgetKey


def own_programme(id_: str, desk: Desk) -> Programme:
    """A programme of the officer's own authority. Raises NotFound."""
    pack = desk.caller.scope(PACK)
    if pack is not None:
        programme = known_programme(pack, id_)
        if is_of_authority(desk.caller, pack, programme.authority):
            return programme
    raise NotFound(what_zh="资金项目", what_en="programme")


async def set_budget(id_: str, total: Decimal, reason: str, desk: Desk, uow: UnitOfWork) -> None:
    """Make ``total`` this year's money of a programme; never less than is promised and paid."""
    programme = own_programme(id_, desk)
    key = BudgetKey(programme.pack, programme.id, lane_year(uow.now))
    await repository.open_budget(
        uow.connection, key, programme.authority, _opening_total(programme), uow.now
    )
    locked = await repository.lock_budget(uow.connection, key)
    assert locked is not None  # just opened
    budget_id, budget = locked
    movement = budget.setting(total)
    booking = Booking(cause("set", new_id()), by=desk.officer.id, reason=reason)
    await repository.book(uow.connection, budget_id, movement, uow.now, booking)


def _opening_total(programme: Programme) -> Decimal:
    """What the pack says; nothing, where it leaves the figure to the authority."""
    figure = programme.yearly_budget
    return Decimal(0) if figure is None else opening(figure.value).amount


async def set_closure(id_: str, reason: str | None, desk: Desk, uow: UnitOfWork) -> None:
    """Close a programme to new applications this year, for a reason; open it again without one."""
    programme = own_programme(id_, desk)
    budget_id, _ = await opened_budget(programme, uow.now, uow)
    at = uow.now if reason is not None else None
    await repository.set_closure(uow.connection, budget_id, at, reason)


async def carry_over(id_: str, year: int, reason: str, desk: Desk, uow: UnitOfWork) -> None:
    """Take what a past year left over into this one; what is promised is paid from its own year.

    What is released later can be carried over again. Raises YearNotOver, NothingToCarry.
    """
    programme = own_programme(id_, desk)
    this_year = lane_year(uow.now)
    if year >= this_year:
        raise YearNotOver(year=year)
    key = BudgetKey(programme.pack, programme.id, year)
    # The older budget first: always in the order of years.
    before = await repository.lock_budget(uow.connection, key)
    if before is None or not before[1].available:
        raise NothingToCarry(year=year)
    budget_id, budget = before
    now_id, _ = await opened_budget(programme, uow.now, uow)
    leaving, arriving = carrying(budget.available)
    by, mark = desk.officer.id, new_id()
    out = Booking(cause("carried_out", mark), by=by, about=now_id, reason=reason)
    await repository.book(uow.connection, budget_id, leaving, uow.now, out)
    into = Booking(cause("carried_in", mark), by=by, about=budget_id, reason=reason)
    await repository.book(uow.connection, now_id, arriving, uow.now, into)
    await uow.tell(
        BudgetCarriedOver(
            pack=programme.pack, programme=programme.id, year=year, amount=leaving.amount
        )
    )
