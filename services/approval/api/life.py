"""A case between receipt and service, from the department's side."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from chassis.commands import Executor, ExpectedVersion
from chassis.database import UnitOfWork
from contracts.process import Limit
from services.approval.api.acting import act
from services.approval.api.desks import CaseDesk, LeadDesk
from services.approval.api.work import order_of
from services.approval.handlers import ending, notice, receipt, stop, work
from services.approval.schemas import DecisionInput, ReasonInput, TaskView
from services.approval.schemas.life import (
    AcceptanceInput,
    DropInput,
    ExtensionInput,
    NonAcceptanceInput,
    ServiceInput,
    StopEndInput,
    StopInput,
)

router = APIRouter()


@router.post("/tasks/{id_}/acceptance", response_model=TaskView)
async def accept_case(
    id_: UUID, body: AcceptanceInput, desk: CaseDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Accept a case in hand; with `gaps` though these are missing (容缺受理)."""

    async def run(uow: UnitOfWork) -> None:
        await receipt.accept_case(id_, body.gaps, expected, desk, uow)

    return await act(id_, desk, execute, run)


@router.post("/tasks/{id_}/non-acceptance", response_model=TaskView)
async def decline_case(
    id_: UUID,
    body: NonAcceptanceInput,
    desk: CaseDesk,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Not accept a case in hand, on a ground of the law; the sponsor may apply again."""

    async def run(uow: UnitOfWork) -> None:
        await receipt.decline_case(id_, body.ground, body.reason, expected, desk, uow)

    return await act(id_, desk, execute, run)


@router.post("/tasks/{id_}/noted-question/removal", response_model=TaskView)
async def drop_question(
    id_: UUID, body: DropInput, desk: CaseDesk, execute: Executor
) -> JSONResponse:
    """Take back a question that waits for the list of all departments."""
    return await act(
        id_, desk, execute, lambda uow: notice.drop_question(id_, body.number, desk, uow)
    )


@router.post("/tasks/{id_}/stops", response_model=TaskView)
async def open_stop(
    id_: UUID, body: StopInput, desk: CaseDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Begin a procedure, or a time that does not count, with the day on which it should end."""
    order = stop.OpenStop(body.ground, body.procedure, body.expected_end_on, body.reason)
    return await act(
        id_, desk, execute, lambda uow: stop.open_stop(id_, order, expected, desk, uow)
    )


@router.post("/tasks/{id_}/stops/end", response_model=TaskView)
async def end_stop(
    id_: UUID, body: StopEndInput, desk: CaseDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """End one of them; earlier than expected only with a reason."""

    async def run(uow: UnitOfWork) -> None:
        await stop.end_stop(id_, body.number, body.reason, expected, desk, uow)

    return await act(id_, desk, execute, run)


@router.post("/tasks/{id_}/extension", response_model=TaskView)
async def extend_limit(
    id_: UUID, body: ExtensionInput, desk: LeadDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Make a case's limit longer, within the item's bound; later only."""
    by = Limit(figure=body.figure, unit=body.unit)

    async def run(uow: UnitOfWork) -> None:
        await stop.extend_limit(id_, by, body.approved_by, body.reason, expected, desk, uow)

    return await act(id_, desk, execute, run)


@router.post("/tasks/{id_}/recommendation", response_model=TaskView)
async def recommend(
    id_: UUID, body: DecisionInput, desk: CaseDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Propose a decision that a colleague confirms or challenges (four eyes)."""
    verdict = work.verdict_of(order_of(body))
    return await act(
        id_, desk, execute, lambda uow: ending.recommend(id_, verdict, expected, desk, uow)
    )


@router.post("/tasks/{id_}/confirmation", response_model=TaskView)
async def confirm(
    id_: UUID, desk: CaseDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Decide as a colleague recommended."""
    return await act(id_, desk, execute, lambda uow: ending.confirm(id_, expected, desk, uow))


@router.post("/tasks/{id_}/challenge", response_model=TaskView)
async def challenge(
    id_: UUID, body: ReasonInput, desk: CaseDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Give a recommendation back to whoever made it."""

    async def run(uow: UnitOfWork) -> None:
        await ending.challenge(id_, body.reason, expected, desk, uow)

    return await act(id_, desk, execute, run)


@router.post("/tasks/{id_}/service", response_model=TaskView)
async def serve(
    id_: UUID,
    body: ServiceInput,
    desk: CaseDesk,
    execute: Executor,
    expected: ExpectedVersion,
    request: Request,
) -> JSONResponse:
    """Note how and when a decision reached the sponsor (送达); its letter is written with it."""
    public_url = request.app.state.runtime.settings.public_url
    order = ending.Serve(body.how, body.served_on, body.note, public_url)
    return await act(id_, desk, execute, lambda uow: ending.serve(id_, order, expected, desk, uow))
