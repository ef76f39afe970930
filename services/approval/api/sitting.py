"""Joint sittings over HTTP, and what a decision would bring before it is made."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import paging
from chassis.auth import Caller, Principal
from chassis.commands import Executor, ExpectedVersion, Reader
from chassis.database import UnitOfWork
from contracts.ids import ProjectId
from contracts.people import DEPARTMENT, PACK, Role
from services.approval import queries, repository
from services.approval.api.desks import ConvenorDesk
from services.approval.api.queue import Overseer
from services.approval.domain import consequence
from services.approval.domain.case import Case
from services.approval.domain.sitting import Call
from services.approval.handlers import sitting
from services.approval.handlers.desk import no_task
from services.approval.schemas.follow_up import (
    AgendaItemView,
    Consequences,
    ConsequenceView,
    SittingPage,
    SittingView,
)
from services.approval.schemas.follow_up_input import (
    MinutesInput,
    SittingInput,
)

router = APIRouter()


@router.get("/tasks/{id_}/consequences")
async def show_consequences(id_: UUID, caller: Overseer, database: Reader) -> Consequences:
    """What each outcome of a task would open, end, or keep shut; from the plan's graph."""
    async with database.read() as connection:
        row = await queries.queue_row(connection, caller, id_)
        if row is None:
            raise no_task()
        task = await repository.task_of(connection, row)
        if isinstance(task, Case):
            cases = await repository.cases_of(connection, task.project_id)
            others = [each for each in cases if each.id != task.id]
            found = consequence.of_case(task, others)
        else:
            blocking = await repository.blocking_conditions(connection, task.project_id, task.stage)
            found = consequence.of_gate(task, blocking)
    return Consequences(
        items=[
            ConsequenceView(
                outcome=each.outcome,
                kind=each.kind,
                item=each.item,
                department=each.department,
                waits_for=list(each.waits_for),
                task_id=each.task_id,
                ids=list(each.ids),
                months=each.months,
            )
            for each in found
        ]
    )


@router.post("/projects/{id_}/sittings", response_model=SittingView, status_code=201)
async def call_sitting(
    id_: UUID, body: SittingInput, desk: ConvenorDesk, execute: Executor
) -> JSONResponse:
    """Ask the departments of a project's open cases to sit together."""
    call = Call(body.at, body.place, body.agenda, body.cases)

    async def run(uow: UnitOfWork) -> SittingView:
        new = await sitting.call_sitting(ProjectId(id_), call, desk, uow)
        return await _shown(uow.connection, desk.caller, new)

    return await execute(run, status=201)


@router.get("/sittings")
async def list_sittings(
    caller: Caller,
    database: Reader,
    project: Annotated[UUID | None, Query()] = None,
    cursor: paging.Cursor = None,
    limit: paging.Limit = paging.DEFAULT_LIMIT,
) -> SittingPage:
    """Sittings of one's pack, or over one's own organisation's projects; latest first."""
    async with database.read() as connection:
        rows = await queries.sitting_rows(
            connection,
            caller,
            project_id=project,
            after=paging.instant_and_id(cursor),
            limit=limit + 1,
        )
        page = rows[:limit]
        agendas = await queries.agenda_rows(connection, [each.id for each in page])
    more = paging.encode(page[-1].at.isoformat(), str(page[-1].id)) if rows[limit:] else None
    items = [_view(each, agendas[each.id], caller) for each in page]
    return SittingPage(items=items, next_cursor=more)


@router.get("/sittings/{id_}")
async def show_sitting(
    id_: UUID, caller: Caller, database: Reader, response: Response
) -> SittingView:
    """One sitting: agenda, decisions, who was absent, minutes."""
    async with database.read() as connection:
        found = await _shown(connection, caller, id_)
    response.headers["ETag"] = f'"{found.version}"'
    return found


@router.post("/sittings/{id_}/minutes", response_model=SittingView)
async def hold_sitting(
    id_: UUID, body: MinutesInput, desk: ConvenorDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Keep the minutes; the sitting is over."""

    async def run(uow: UnitOfWork) -> SittingView:
        await sitting.hold_sitting(id_, body.minutes, body.absent, expected, desk, uow)
        return await _shown(uow.connection, desk.caller, id_)

    return await execute(run)


async def _shown(connection: AsyncConnection, caller: Principal, id_: UUID) -> SittingView:
    row = await queries.sitting_row(connection, caller, id_)
    if row is None:
        raise sitting.no_sitting()
    agendas = await queries.agenda_rows(connection, [id_])
    return _view(row, agendas[id_], caller)


def _view(row: Row[Any], agenda: list[Row[Any]], caller: Principal) -> SittingView:
    items = [
        AgendaItemView(
            case_id=each.case_id,
            item=each.item,
            department=each.department,
            decided_at=each.decided_at,
            outcome=each.outcome,
        )
        for each in agenda
    ]
    invited = {each.department for each in items}
    may = caller.has(Role.CASE_MANAGER) or (
        caller.has(Role.DEPARTMENT_LEAD) and caller.scope(DEPARTMENT) in invited
    )
    return SittingView(
        id=row.id,
        project_id=row.project_id,
        pack=row.pack,
        title=row.title,
        state=row.state,
        at=row.at,
        place=row.place,
        agenda=row.agenda,
        called_by_name=row.called_by_name,
        items=items,
        absent=row.absent,
        minutes=row.minutes,
        held_at=row.held_at,
        may_hold=may and row.state == "called" and caller.scope(PACK) == row.pack,
        version=row.version,
    )
