"""Acting on tasks. Every answer is the task as it stands afterwards."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from chassis.commands import Executor, ExpectedVersion
from chassis.database import UnitOfWork
from services.approval.api.acting import act, shown
from services.approval.api.desks import CaseDesk, WorkDesk
from services.approval.domain.decision import Condition
from services.approval.handlers import hands, work
from services.approval.schemas import (
    ClaimNextInput,
    DecisionInput,
    DraftInput,
    DraftView,
    InformationRequestInput,
    ReleaseInput,
    TaskView,
)

router = APIRouter()


@router.post("/tasks/{id_}/claim", response_model=TaskView)
async def claim_task(
    id_: UUID, desk: WorkDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Take a task in hand."""
    return await act(id_, desk, execute, lambda uow: hands.claim_task(id_, expected, desk, uow))


@router.post("/tasks/claim-next", response_model=TaskView)
async def claim_next(
    desk: WorkDesk, execute: Executor, body: ClaimNextInput | None = None
) -> JSONResponse:
    """Take the most due free task of the own queue, while one has little in hand."""

    async def run(uow: UnitOfWork) -> TaskView:
        id_ = await hands.claim_next(body.item if body else None, desk, uow)
        return await shown(id_, desk, uow)

    return await execute(run)


@router.post("/tasks/{id_}/release", response_model=TaskView)
async def release_task(
    id_: UUID,
    desk: WorkDesk,
    execute: Executor,
    expected: ExpectedVersion,
    body: ReleaseInput | None = None,
) -> JSONResponse:
    """Put a task back into the queue."""
    reason = body.reason if body else ""
    return await act(
        id_, desk, execute, lambda uow: hands.release_task(id_, reason, expected, desk, uow)
    )


@router.post("/tasks/{id_}/information-request", response_model=TaskView)
async def request_information(
    id_: UUID,
    body: InformationRequestInput,
    desk: CaseDesk,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Ask the sponsor; the clock stands still until the answer."""

    async def run(uow: UnitOfWork) -> None:
        await work.request_information(id_, body.ground, body.question, expected, desk, uow)

    return await act(id_, desk, execute, run)


@router.put("/tasks/{id_}/draft", response_model=DraftView)
async def save_draft(
    id_: UUID, body: DraftInput, desk: WorkDesk, execute: Executor
) -> JSONResponse:
    """Keep a decision as far as it is typed; for the caller alone, until it is sent."""

    async def run(uow: UnitOfWork) -> DraftView:
        await work.save_draft(id_, body.fields, desk, uow)
        return DraftView(fields=body.fields, saved_at=uow.now)

    return await execute(run)


@router.post("/tasks/{id_}/decision", response_model=TaskView)
async def decide_task(
    id_: UUID,
    body: DecisionInput,
    desk: WorkDesk,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Decide a case, or give a gate's outcome."""
    return await act(
        id_, desk, execute, lambda uow: work.decide_task(id_, order_of(body), expected, desk, uow)
    )


def order_of(body: DecisionInput) -> work.DecideTask:
    """A decision as entered."""
    return work.DecideTask(
        outcome=body.outcome,
        reason=body.reason,
        ground=body.ground,
        conditions=tuple(
            Condition(each.text, each.trigger, each.due_on, each.gate, each.reason, each.owner)
            for each in body.conditions
        ),
        hold_until=body.hold_until,
        sitting_id=body.sitting_id,
    )
