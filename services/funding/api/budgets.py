"""Budgets: how much of a programme's year is left."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query

from chassis.auth import Principal
from chassis.commands import Reader
from contracts.people import DEPARTMENT, PACK
from policy.loader import available_packs
from services.funding import handlers, queries
from services.funding.api.presenting import BudgetReader
from services.funding.domain.application import lane_year
from services.funding.domain.quote import Programme
from services.funding.schemas import BudgetView

router = APIRouter()


@router.get("/budgets")
async def list_budgets(
    caller: BudgetReader,
    database: Reader,
    pack: Annotated[str | None, Query(max_length=80)] = None,
    programme: Annotated[str | None, Query(max_length=80)] = None,
    year: Annotated[int | None, Query(ge=2000, le=2200)] = None,
) -> list[BudgetView]:
    """Budgets, newest year first; programmes whose current year is not open yet included."""
    async with database.read() as connection:
        rows = await queries.budget_rows(
            connection, caller, pack=pack, programme=programme, year=year
        )
    opened = [
        BudgetView(
            pack=row.pack,
            programme=row.programme,
            year=row.year,
            authority=row.authority,
            total=row.total,
            reserved=row.reserved,
            available=row.available,
            is_open=True,
        )
        for row in rows
    ]
    this_year = lane_year(database.clock.lane_now())
    if year not in (None, this_year):
        return opened
    known = {(each.pack, each.programme) for each in opened if each.year == this_year}
    waiting = [
        _not_open(each, this_year)
        for each in _programmes_of(caller, pack)
        if (each.pack, each.id) not in known and programme in (None, each.id)
    ]
    return sorted(waiting + opened, key=lambda each: (-each.year, each.pack, each.programme))


def _programmes_of(caller: Principal, pack: str | None) -> list[Programme]:
    """The programmes whose budgets the caller may see."""
    own_pack = caller.scope(PACK)
    packs = [
        each for each in available_packs() if own_pack in (None, each) and pack in (None, each)
    ]
    found = [programme for each in packs for programme in handlers.known_programmes(each)]
    if caller.has(*queries.SEES_ALL):
        return found
    return [each for each in found if each.authority == caller.scope(DEPARTMENT)]


def _not_open(programme: Programme, year: int) -> BudgetView:
    total = programme.yearly_budget.value
    return BudgetView(
        pack=programme.pack,
        programme=programme.id,
        year=year,
        authority=programme.authority,
        total=total,
        reserved=Decimal(0),
        available=total,
        is_open=False,
    )
