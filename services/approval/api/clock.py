"""Working clocks out again after a year of the calendar was published: for the operator."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from chassis.auth import Needs, Principal
from chassis.commands import Executor
from chassis.database import UnitOfWork
from contracts.people import Role
from services.approval.handlers import clock
from services.approval.schemas import RecomputeInput, RecomputeView

router = APIRouter()

Operator = Annotated[Principal, Depends(Needs(Role.OPERATOR))]


@router.post("/clocks/recompute", response_model=RecomputeView)
async def recompute_clocks(
    body: RecomputeInput, caller: Operator, execute: Executor
) -> JSONResponse:
    """Work out the dates of the next open tasks under the calendar of today."""

    async def run(uow: UnitOfWork) -> RecomputeView:
        done = await clock.recompute_clocks(body.after, body.limit, caller, uow)
        return RecomputeView(looked_at=done.looked_at, changed=done.changed, next_after=done.last)

    return await execute(run)
