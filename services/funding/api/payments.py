"""From a grant to its last payment: commitment, instalments, release, recovery, correction."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from chassis.commands import Execute, Executor, ExpectedVersion
from chassis.database import UnitOfWork
from contracts.ids import ApplicationId
from services.funding import repository
from services.funding.api.presenting import (
    AnyDesk,
    OfficersDesk,
    Sponsor,
    application_file,
    evidence_of,
)
from services.funding.domain.instalment import Part
from services.funding.handlers import instalment
from services.funding.handlers.desk import Desk, no_application
from services.funding.schemas import (
    ApplicationFile,
    CommitmentInput,
    ConversionInput,
    MilestoneInput,
    PaymentInput,
    ReasonInput,
    RecoveryInput,
)

router = APIRouter()
_Work = Callable[[UnitOfWork], Awaitable[None]]


async def _then_show(execute: Execute, id_: UUID, desk: Desk, work: _Work) -> JSONResponse:
    async def run(uow: UnitOfWork) -> ApplicationFile:
        await work(uow)
        return await application_file(uow.connection, desk, ApplicationId(id_))

    return await execute(run)


async def _then_show_owner(execute: Execute, part: UUID, desk: Desk, work: _Work) -> JSONResponse:
    async def run(uow: UnitOfWork) -> ApplicationFile:
        await work(uow)
        id_ = await repository.application_of_instalment(uow.connection, part)
        if id_ is None:
            raise no_application()
        return await application_file(uow.connection, desk, id_)

    return await execute(run)


@router.post("/applications/{id_}/commitment", response_model=ApplicationFile)
async def commit(
    id_: UUID,
    body: CommitmentInput,
    desk: OfficersDesk,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Owe what was granted, in instalments."""
    parts = tuple(Part(each.amount, each.milestone, each.due_on) for each in body.instalments)
    return await _then_show(
        execute,
        id_,
        desk,
        lambda uow: instalment.commit_application(ApplicationId(id_), parts, expected, desk, uow),
    )


@router.post("/instalments/{id_}/evidence", response_model=ApplicationFile)
async def show_milestone(
    id_: UUID, body: MilestoneInput, caller: Sponsor, desk: AnyDesk, execute: Executor
) -> JSONResponse:
    """Show what an instalment asks for."""
    shown = evidence_of(body.evidence)
    return await _then_show_owner(
        execute, id_, desk, lambda uow: instalment.show_milestone(id_, shown, caller, uow)
    )


@router.post("/instalments/{id_}/return", response_model=ApplicationFile)
async def send_milestone_back(
    id_: UUID, body: ReasonInput, desk: OfficersDesk, execute: Executor
) -> JSONResponse:
    """Ask for the evidence again."""
    return await _then_show_owner(
        execute,
        id_,
        desk,
        lambda uow: instalment.send_milestone_back(id_, body.reason, desk, uow),
    )


@router.post("/instalments/{id_}/payment", response_model=ApplicationFile)
async def pay(id_: UUID, body: PaymentInput, desk: OfficersDesk, execute: Executor) -> JSONResponse:
    """Pay an instalment whose evidence is there."""
    return await _then_show_owner(
        execute,
        id_,
        desk,
        lambda uow: instalment.pay_instalment(id_, body.payment_reference, desk, uow),
    )


@router.post("/applications/{id_}/withdrawal", response_model=ApplicationFile)
async def give_up(
    id_: UUID, body: ReasonInput, caller: Sponsor, desk: AnyDesk, execute: Executor
) -> JSONResponse:
    """Give an application up; what is not paid goes back."""
    return await _then_show(
        execute,
        id_,
        desk,
        lambda uow: instalment.release_application(ApplicationId(id_), body.reason, caller, uow),
    )


@router.post("/applications/{id_}/release", response_model=ApplicationFile)
async def release(
    id_: UUID,
    body: ReasonInput,
    desk: OfficersDesk,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Take a promise back; what is not paid goes back to the budget."""
    return await _then_show(
        execute,
        id_,
        desk,
        lambda uow: instalment.withdraw_grant(ApplicationId(id_), body.reason, expected, desk, uow),
    )


@router.post("/applications/{id_}/recovery", response_model=ApplicationFile)
async def recover(
    id_: UUID, body: RecoveryInput, desk: OfficersDesk, execute: Executor
) -> JSONResponse:
    """Note that paid money came back."""
    return await _then_show(
        execute,
        id_,
        desk,
        lambda uow: instalment.recover_money(
            ApplicationId(id_), body.amount, body.reason, desk, uow
        ),
    )


@router.post("/applications/{id_}/conversion", response_model=ApplicationFile)
async def convert(
    id_: UUID, body: ConversionInput, desk: OfficersDesk, execute: Executor
) -> JSONResponse:
    """Turn the agreed part of a paid grant into equity."""
    return await _then_show(
        execute,
        id_,
        desk,
        lambda uow: instalment.convert_to_equity(ApplicationId(id_), body.valuation, desk, uow),
    )


@router.post("/movements/{id_}/reversal", response_model=ApplicationFile)
async def reverse(
    id_: UUID, body: ReasonInput, desk: OfficersDesk, execute: Executor
) -> JSONResponse:
    """Correct a mistaken booking by its mirror image; by somebody else than who booked it."""

    async def run(uow: UnitOfWork) -> ApplicationFile:
        owner = await instalment.reverse_movement(id_, body.reason, desk, uow)
        return await application_file(uow.connection, desk, owner)

    return await execute(run)
