"""Acting on tasks. Every answer is the task as it stands afterwards."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from chassis.auth import Needs, Principal
from chassis.commands import Execute, Executor, ExpectedVersion
from chassis.database import UnitOfWork
from contracts.errors import NotFound
from contracts.people import Role
from services.approval import queries
from services.approval.api import view
from services.approval.domain.decision import Condition
from services.approval.handlers import work
from services.approval.schemas import (
    DecisionInput,
    InformationRequestInput,
    ReleaseInput,
    TaskView,
)

router = APIRouter()

Worker = Annotated[
    Principal, Depends(Needs(Role.OFFICER, Role.DEPARTMENT_LEAD, Role.GATE_REVIEWER))
]
CaseWorker = Annotated[Principal, Depends(Needs(Role.OFFICER, Role.DEPARTMENT_LEAD))]


@router.post("/tasks/{id_}/claim", response_model=TaskView)
async def claim_task(
    id_: UUID, caller: Worker, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Take a task in hand."""
    return await _act(id_, caller, execute, lambda uow: work.claim_task(id_, expected, caller, uow))


@router.post("/tasks/{id_}/release", response_model=TaskView)
async def release_task(
    id_: UUID,
    caller: Worker,
    execute: Executor,
    expected: ExpectedVersion,
    body: ReleaseInput | None = None,
) -> JSONResponse:
    """Put a task back into the queue."""
    reason = body.reason if body else ""
    return await _act(
        id_, caller, execute, lambda uow: work.release_task(id_, reason, expected, caller, uow)
    )


@router.post("/tasks/{id_}/information-request", response_model=TaskView)
async def request_information(
    id_: UUID,
    body: InformationRequestInput,
    caller: CaseWorker,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Ask the sponsor; the clock stands still until the answer."""

    async def run(uow: UnitOfWork) -> None:
        await work.request_information(id_, body.ground, body.question, expected, caller, uow)

    return await _act(id_, caller, execute, run)


@router.post("/tasks/{id_}/decision", response_model=TaskView)
async def decide_task(
    id_: UUID,
    body: DecisionInput,
    caller: Worker,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Decide a case, or give a gate's outcome."""
    order = work.DecideTask(
        outcome=body.outcome,
        reason=body.reason,
        ground=body.ground,
        conditions=tuple(
            Condition(each.text, each.trigger, each.due_on) for each in body.conditions
        ),
        hold_until=body.hold_until,
    )
    return await _act(
        id_, caller, execute, lambda uow: work.decide_task(id_, order, expected, caller, uow)
    )


async def _act(
    id_: UUID,
    caller: Principal,
    execute: Execute,
    act: Callable[[UnitOfWork], Awaitable[None]],
) -> JSONResponse:
    async def run(uow: UnitOfWork) -> TaskView:
        await act(uow)
        row = await queries.queue_row(uow.connection, caller, id_)
        if row is None:
            raise NotFound(what_zh="任务", what_en="task")
        return view.task_view(row, caller, uow.now)

    return await execute(run)
