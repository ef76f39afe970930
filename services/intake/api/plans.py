"""Moving a running project to another version of its pack: for the operator of the lane."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from chassis.auth import Needs, Principal
from chassis.commands import Executor, ExpectedVersion
from chassis.database import UnitOfWork
from contracts.ids import ProjectId
from contracts.people import Role
from services.intake import handlers
from services.intake.schemas import PlanInput, PlanView

router = APIRouter()

Operator = Annotated[Principal, Depends(Needs(Role.OPERATOR))]


@router.post("/projects/{id_}/plan", response_model=PlanView)
async def replan_project(
    id_: UUID, body: PlanInput, caller: Operator, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Move a project to another version of its pack, from its next stage on."""

    async def run(uow: UnitOfWork) -> PlanView:
        before = await handlers.replan_project(ProjectId(id_), body.version, expected, caller, uow)
        return PlanView(
            project_id=before.id,
            pack=before.plan.pack,
            stage=before.stage,
            from_version=before.plan.version,
            to_version=body.version,
        )

    return await execute(run)
