"""Conflicts of interest over HTTP."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from chassis.commands import Executor, Reader
from chassis.database import UnitOfWork
from contracts.errors import NotFound
from services.approval import queries
from services.approval.api import view
from services.approval.api.desks import LiftDesk, WorkDesk
from services.approval.handlers import conflict
from services.approval.handlers.desk import Desk
from services.approval.schemas import ConflictInput, ConflictList, ConflictView, ReasonInput

router = APIRouter()


@router.get("/conflicts")
async def list_conflicts(desk: WorkDesk, database: Reader) -> ConflictList:
    """Conflicts that stand: one's own; a lead sees the department's, a reviewer the reviewers'."""
    async with database.read() as connection:
        rows = await queries.conflict_rows(connection, desk.caller)
    return ConflictList(items=view.conflict_views(rows))


@router.post("/conflicts", response_model=ConflictView, status_code=201)
async def declare_conflict(body: ConflictInput, desk: WorkDesk, execute: Executor) -> JSONResponse:
    """Declare an interest. What one has in hand of it goes back into the queue."""
    order = conflict.DeclareConflict(body.organisation_id, body.task_id, body.reason)

    async def run(uow: UnitOfWork) -> ConflictView:
        return await _shown(await conflict.declare_conflict(order, desk, uow), desk, uow)

    return await execute(run, status=201)


@router.post("/conflicts/{id_}/end", response_model=ConflictView)
async def end_conflict(
    id_: UUID, body: ReasonInput, desk: LiftDesk, execute: Executor
) -> JSONResponse:
    """Lift a colleague's conflict, with the reason."""

    async def run(uow: UnitOfWork) -> ConflictView:
        await conflict.end_conflict(id_, body.reason, desk, uow)
        return await _shown(id_, desk, uow)

    return await execute(run)


async def _shown(id_: UUID, desk: Desk, uow: UnitOfWork) -> ConflictView:
    row = await queries.conflict_row(uow.connection, desk.caller, id_)
    if row is None:
        raise NotFound(what_zh="利益冲突", what_en="conflict of interest")
    return view.conflict_views([row])[0]
