"""Tasks from hand to hand, and to people's attention. Every answer is the task afterwards."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from chassis.commands import Executor, ExpectedVersion
from chassis.database import UnitOfWork
from chassis.problems import language_of
from services.approval.api.acting import act, shown
from services.approval.api.desks import LeadDesk, NudgeDesk, WorkDesk
from services.approval.handlers import bulk, handing, telling
from services.approval.schemas import (
    BulkInput,
    BulkResult,
    BulkResults,
    CopyInput,
    HandOverInput,
    NoteInput,
    ReassignInput,
    TaskView,
    Told,
)

router = APIRouter()


async def _language(request: Request) -> str:
    return language_of(request)


Language = Annotated[str, Depends(_language)]


@router.post("/tasks/{id_}/transfer", response_model=TaskView)
async def transfer_task(
    id_: UUID, body: HandOverInput, desk: WorkDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Hand a task to a colleague for good; to their stand-in while they are away."""
    order = handing.HandOver(body.to, body.reason)
    return await act(
        id_, desk, execute, lambda uow: handing.transfer_task(id_, order, expected, desk, uow)
    )


@router.post("/tasks/{id_}/delegation", response_model=TaskView)
async def delegate_task(
    id_: UUID, body: HandOverInput, desk: WorkDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Have a colleague do a task; it comes back, and the owner decides."""
    order = handing.HandOver(body.to, body.reason)
    return await act(
        id_, desk, execute, lambda uow: handing.delegate_task(id_, order, expected, desk, uow)
    )


@router.post("/tasks/{id_}/return", response_model=TaskView)
async def return_task(
    id_: UUID,
    desk: WorkDesk,
    execute: Executor,
    expected: ExpectedVersion,
    body: NoteInput | None = None,
) -> JSONResponse:
    """Return a delegated task to its owner."""
    text = body.text if body else ""
    return await act(
        id_, desk, execute, lambda uow: handing.return_task(id_, text, expected, desk, uow)
    )


@router.post("/tasks/{id_}/recall", response_model=TaskView)
async def recall_task(
    id_: UUID, desk: WorkDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Take back what one handed over, while nobody has begun."""
    return await act(id_, desk, execute, lambda uow: handing.recall_task(id_, expected, desk, uow))


@router.post("/tasks/{id_}/reassignment", response_model=TaskView)
async def reassign_task(
    id_: UUID, body: ReassignInput, desk: LeadDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Give a case to somebody; unnamed, to whoever has least in hand."""

    async def run(uow: UnitOfWork) -> None:
        await handing.reassign_task(id_, body.to, body.reason, expected, desk, uow)

    return await act(id_, desk, execute, run)


@router.post("/tasks/{id_}/nudge", response_model=Told)
async def nudge_task(
    id_: UUID, desk: NudgeDesk, execute: Executor, body: NoteInput | None = None
) -> JSONResponse:
    """Ask for a task to be seen to; at most once a day."""

    async def run(uow: UnitOfWork) -> Told:
        await telling.nudge_task(id_, body.text if body else "", desk, uow)
        return Told(task_id=id_)

    return await execute(run)


@router.post("/tasks/{id_}/copies", response_model=TaskView)
async def copy_task(id_: UUID, body: CopyInput, desk: WorkDesk, execute: Executor) -> JSONResponse:
    """Bring a task to colleagues' attention."""
    return await act(
        id_, desk, execute, lambda uow: telling.copy_task(id_, body.to, body.text, desk, uow)
    )


@router.post("/tasks/bulk", response_model=BulkResults)
async def act_on_many(
    body: BulkInput, desk: WorkDesk, execute: Executor, language: Language
) -> JSONResponse:
    """One move on many tasks; each is done or refused by itself."""
    order = bulk.Bulk(body.action, body.tasks, body.to, body.reason)

    async def run(uow: UnitOfWork) -> BulkResults:
        results = await bulk.act_on_many(order, desk, uow)
        return BulkResults(items=[await _result(each, language, desk, uow) for each in results])

    return await execute(run)


async def _result(
    result: bulk.Result, language: str, desk: WorkDesk, uow: UnitOfWork
) -> BulkResult:
    refusal = result.refusal
    return BulkResult(
        id=result.id,
        done=refusal is None,
        code=refusal.code if refusal else None,
        detail=refusal.text(language) if refusal else None,
        task=await shown(result.id, desk, uow) if refusal is None else None,
    )
