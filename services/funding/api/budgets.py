"""Budgets: how a programme's year stands, by industry, and every entry behind each figure."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import paging
from chassis.auth import Principal
from chassis.commands import Executor, Reader
from chassis.database import UnitOfWork
from contracts.people import DEPARTMENT, PACK
from policy.loader import available_packs
from services.funding import queries
from services.funding.api.presenting import BudgetReader, OfficersDesk
from services.funding.domain.application import lane_year
from services.funding.domain.ledger import Account
from services.funding.domain.quote import REFERRALS, Figure, Programme
from services.funding.handlers import budget
from services.funding.handlers.programme import known_programmes
from services.funding.schemas import (
    BudgetInput,
    BudgetView,
    CarryOverInput,
    ClosureInput,
    FigureView,
    IndustryView,
    JournalPage,
    JournalView,
)

router = APIRouter()
Word = Annotated[str | None, Query(max_length=80)]
Year = Annotated[int | None, Query(ge=2000, le=2200)]


@router.get("/budgets")
async def list_budgets(
    caller: BudgetReader,
    database: Reader,
    pack: Word = None,
    programme: Word = None,
    year: Year = None,
) -> list[BudgetView]:
    """Budgets, newest year first; programmes whose current year is not open yet included."""
    this_year = lane_year(database.clock.lane_now())
    async with database.read() as connection:
        return await budget_views(connection, caller, this_year, pack, programme, year)


async def budget_views(
    connection: AsyncConnection,
    caller: Principal,
    this_year: int,
    pack: str | None,
    programme: str | None,
    year: int | None,
) -> list[BudgetView]:
    """The budgets that the caller watches over, those to come of this year included."""
    rows = await queries.budget_rows(connection, caller, pack=pack, programme=programme, year=year)
    waiting = await queries.waiting_counts(connection)
    declared = {(each.pack, each.id): each for each in _programmes_of(caller, pack)}
    opened = [_opened(row, waiting, declared.get((row.pack, row.programme))) for row in rows]
    if year not in (None, this_year):
        return opened
    known = {(each.pack, each.programme) for each in opened if each.year == this_year}
    to_come = [
        _not_open(each, this_year)
        for key, each in declared.items()
        if key not in known and programme in (None, each.id)
    ]
    return sorted(to_come + opened, key=lambda each: (-each.year, each.pack, each.programme))


def _programmes_of(caller: Principal, pack: str | None) -> list[Programme]:
    """The programmes with money of their own whose budgets the caller may see."""
    own_pack = caller.scope(PACK)
    packs = [
        each for each in available_packs() if own_pack in (None, each) and pack in (None, each)
    ]
    found = [
        programme
        for each in packs
        for programme in known_programmes(each)
        if programme.kind not in REFERRALS
    ]
    if caller.has(*queries.SEES_ALL):
        return found
    return [each for each in found if each.authority == caller.scope(DEPARTMENT)]


def _opened(
    row: Row[Any], waiting: dict[tuple[str, str], int], declared: Programme | None
) -> BudgetView:
    figure = declared.yearly_budget if declared else None
    return BudgetView(
        **{name: getattr(row, name) for name in _NAMES},
        waiting=waiting.get((row.pack, row.programme), 0),
        is_open=True,
        basis=_figure(figure) if figure else None,
    )


_NAMES = (
    "pack",
    "programme",
    "year",
    "authority",
    "total",
    "reserved",
    "available",
    "committed",
    "paid",
    "equity",
    "closed_reason",
)


def _not_open(programme: Programme, year: int) -> BudgetView:
    figure, nothing = programme.yearly_budget, Decimal(0)
    total = figure.value if figure else nothing
    return BudgetView(
        pack=programme.pack,
        programme=programme.id,
        year=year,
        authority=programme.authority,
        total=total,
        reserved=nothing,
        available=total,
        committed=nothing,
        paid=nothing,
        equity=nothing,
        waiting=0,
        is_open=False,
        is_set=figure is not None,
        basis=_figure(figure) if figure else None,
    )


def _figure(figure: Figure) -> FigureView:
    return FigureView.model_validate(figure.plain())


async def _own_budgets(desk: OfficersDesk, uow: UnitOfWork, programme: str) -> BudgetView:
    year = lane_year(uow.now)
    pack = desk.caller.scope(PACK)
    found = await budget_views(uow.connection, desk.caller, year, pack, programme, year)
    return found[0]


@router.post("/budgets", response_model=BudgetView)
async def set_budget(body: BudgetInput, desk: OfficersDesk, execute: Executor) -> JSONResponse:
    """Set this year's money of a programme of one's own authority."""

    async def run(uow: UnitOfWork) -> BudgetView:
        await budget.set_budget(body.programme, body.total, body.reason, desk, uow)
        return await _own_budgets(desk, uow, body.programme)

    return await execute(run)


@router.post("/budgets/closure", response_model=BudgetView)
async def set_closure(body: ClosureInput, desk: OfficersDesk, execute: Executor) -> JSONResponse:
    """Close a programme to new applications for this year, or open it again."""

    async def run(uow: UnitOfWork) -> BudgetView:
        await budget.set_closure(body.programme, body.reason, desk, uow)
        return await _own_budgets(desk, uow, body.programme)

    return await execute(run)


@router.post("/budgets/carry-over", response_model=BudgetView)
async def carry_over(body: CarryOverInput, desk: OfficersDesk, execute: Executor) -> JSONResponse:
    """Carry what a past year left over into this one."""

    async def run(uow: UnitOfWork) -> BudgetView:
        await budget.carry_over(body.programme, body.year, body.reason, desk, uow)
        return await _own_budgets(desk, uow, body.programme)

    return await execute(run)


@router.get("/budgets/industries")
async def list_industries(
    caller: BudgetReader, database: Reader, pack: Word = None, year: Year = None
) -> list[IndustryView]:
    """What each industry's applications hold of a year's money; this year's when none is named."""
    wanted = year or lane_year(database.clock.lane_now())
    async with database.read() as connection:
        rows = await queries.industry_rows(connection, caller, pack=pack, year=wanted)
    return [IndustryView.model_validate(dict(row._mapping)) for row in rows]


@router.get("/entries")
async def list_entries(
    caller: BudgetReader,
    database: Reader,
    pack: Word = None,
    programme: Word = None,
    year: Year = None,
    account: Account | None = None,
    industry: Word = None,
    cursor: paging.Cursor = None,
    limit: paging.Limit = paging.DEFAULT_LIMIT,
) -> JournalPage:
    """The entries behind a figure, newest first: those of one account sum to what stands in it."""
    after: tuple[Any, UUID] | None = paging.instant_and_id(cursor)
    async with database.read() as connection:
        rows = await queries.journal_rows(
            connection,
            caller,
            pack=pack,
            programme=programme,
            year=year,
            account_name=account,
            industry=industry,
            after=after,
            limit=limit + 1,
        )
    page = rows[:limit]
    last = page[-1] if len(rows) > limit else None
    return JournalPage(
        items=[journal_view(row) for row in page],
        next_cursor=paging.encode(last.moved_at.isoformat(), str(last.id)) if last else None,
    )


def journal_view(row: Row[Any]) -> JournalView:
    """An entry with whose it is."""
    values = dict(row._mapping)
    return JournalView.model_validate(values | {"movement_id": row.id, "movement": row.kind})
