"""What stands beside a task: that one looks at it, its checklist, earlier decisions like it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse

from chassis.commands import Executor, Reader
from chassis.database import UnitOfWork
from services.approval import queries
from services.approval.api import beside_view, view
from services.approval.api.desks import WorkDesk
from services.approval.api.queue import Overseer
from services.approval.domain.precedent import nearest
from services.approval.handlers import looking
from services.approval.handlers.desk import no_task
from services.approval.schemas import (
    CheckInput,
    CheckView,
    LookView,
    Precedents,
    PrecedentView,
)

router = APIRouter()
Point = Annotated[str, Path(min_length=1, max_length=80, pattern=r"^[a-z0-9_]+$")]


@router.put("/tasks/{id_}/look", response_model=LookView)
async def look_at_task(id_: UUID, desk: WorkDesk, execute: Executor) -> JSONResponse:
    """Say that the caller has the task before them: what happens later is news."""

    async def run(uow: UnitOfWork) -> LookView:
        await looking.look_at_task(id_, desk, uow)
        return LookView(looked_at=uow.now)

    return await execute(run)


@router.put("/tasks/{id_}/checks/{point}", response_model=CheckView)
async def check_point(
    id_: UUID, point: Point, body: CheckInput, desk: WorkDesk, execute: Executor
) -> JSONResponse:
    """Tick off a point of the task's checklist."""

    async def run(uow: UnitOfWork) -> CheckView:
        await looking.check_point(id_, point, body.is_met, body.note, desk, uow)
        rows = await queries.check_rows(uow.connection, id_)
        return next(each for each in beside_view.check_views(rows) if each.point == point)

    return await execute(run)


@router.get("/tasks/{id_}/precedents")
async def list_precedents(id_: UUID, caller: Overseer, database: Reader) -> Precedents:
    """Earlier decisions of the caller's own queue on the same item, the nearest first."""
    async with database.read() as connection:
        row = await queries.queue_row(connection, caller, id_)
        if row is None:
            raise no_task()
        rows = {each.id: each for each in await queries.precedent_rows(connection, caller, row)}
        found = nearest(map(queries.precedent_of, rows.values()), row.industry, row.route)
        ids = [each.task_id for each, _ in found]
        conditions = await queries.conditions_of(connection, ids)
    return Precedents(
        items=[
            PrecedentView(
                task_id=each.task_id,
                title=rows[each.task_id].title,
                industry=each.industry,
                route=each.route,
                opened_at=rows[each.task_id].opened_at,
                alike=list(common),
                decision=view.decision_of(
                    rows[each.task_id], conditions.get(each.task_id, []), with_officers=True
                ),
            )
            for each, common in found
        ]
    )
