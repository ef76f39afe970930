"""A team's workload, for its lead; and the views that people keep."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.commands import Executor, Reader
from chassis.database import UnitOfWork
from contracts.errors import NotFound
from policy.calendar import calendar_with
from policy.clock import day_end, lane_date
from services.approval import queries
from services.approval.api.desks import LeadDesk, WorkDesk
from services.approval.handlers import views
from services.approval.handlers.absence import queue_of
from services.approval.handlers.desk import Desk
from services.approval.schemas import SavedView, SavedViews, Team, TeamMember, ViewInput

router = APIRouter()
_SOON_WORKING_DAYS = 2


@router.get("/team")
async def show_team(desk: LeadDesk, database: Reader) -> Team:
    """Who in the lead's department has how much in hand, and what nobody has."""
    now = database.clock.lane_now()
    today = lane_date(now)
    soon = day_end(calendar_with().add_working_days(today, _SOON_WORKING_DAYS))
    pack, department = queue_of(desk.caller)
    if department is None:
        raise NotFound(what_zh="部门", what_en="department")
    async with database.read() as connection:
        rows = await queries.team_rows(connection, pack, department, now, soon)
        free = await queries.unclaimed_row(connection, pack, department, now)
        absences = await queries.absences_of(connection, pack, department, today)
    away = {each.person: each.until_on for each in absences if each.covers(today)}
    return Team(
        items=[
            TeamMember(
                person=row.person,
                name=row.name,
                is_lead=row.is_lead,
                in_hand=row.in_hand,
                on_hold=row.on_hold,
                overdue=row.overdue,
                due_soon=row.due_soon,
                decided=row.decided,
                away_until=away.get(row.person),
            )
            for row in rows
        ],
        unclaimed=free.unclaimed,
        unclaimed_overdue=free.overdue,
        oldest_unclaimed_at=free.oldest_at,
    )


@router.get("/views")
async def list_views(desk: WorkDesk, database: Reader) -> SavedViews:
    """The caller's saved views, by name."""
    async with database.read() as connection:
        return await _views(connection, desk)


@router.post("/views", response_model=SavedView, status_code=201)
async def save_view(body: ViewInput, desk: WorkDesk, execute: Executor) -> JSONResponse:
    """Keep a filter under a name; one of the same name is replaced."""
    wanted = body.filter.model_dump(exclude_defaults=True)

    async def run(uow: UnitOfWork) -> SavedView:
        id_ = await views.save_view(body.name, wanted, desk, uow)
        return SavedView(id=id_, name=body.name, filter=wanted)

    return await execute(run, status=201)


@router.delete("/views/{id_}", response_model=SavedViews)
async def remove_view(id_: UUID, desk: WorkDesk, execute: Executor) -> JSONResponse:
    """Forget a view; the answer is what is left."""

    async def run(uow: UnitOfWork) -> SavedViews:
        await views.remove_view(id_, desk, uow)
        return await _views(uow.connection, desk)

    return await execute(run)


async def _views(connection: AsyncConnection, desk: Desk) -> SavedViews:
    rows = await queries.view_rows(connection, desk.caller.id)
    return SavedViews(
        items=[SavedView(id=row.id, name=row.name, filter=row.filter) for row in rows]
    )
