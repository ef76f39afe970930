"""A case's file, and acting on what follows its decision. Every answer is the file afterwards."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Caller, Principal
from chassis.commands import Execute, Executor, ExpectedVersion, Reader
from chassis.database import UnitOfWork
from contracts.ids import CaseId, DocumentId
from services.approval import queries, repository
from services.approval.api import file_view
from services.approval.api.desks import CaseDesk, LeadDesk, SponsorDesk
from services.approval.domain.case import Case
from services.approval.handlers import credit, filing, grade, revocation
from services.approval.handlers.case_desk import no_case
from services.approval.schemas.follow_up import CaseFile
from services.approval.schemas.follow_up_input import (
    CommitmentInput,
    ConsentInput,
    CreditInput,
    FactsInput,
    FindingInput,
    GradeInput,
    RevocationInput,
    WordInput,
)

router = APIRouter()


@router.get("/cases/{id_}/file")
async def show_file(id_: UUID, caller: Caller, database: Reader, response: Response) -> CaseFile:
    """What follows a case's decision, and what it rests on."""
    async with database.read() as connection:
        found = await file_of(connection, caller, id_, database.clock.lane_now())
    response.headers["ETag"] = f'"{found.version}"'
    return found


@router.post("/cases/{id_}/commitment", response_model=CaseFile)
async def sign_commitment(
    id_: UUID,
    body: CommitmentInput,
    desk: SponsorDesk,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Sign the commitment text: the case is filed at once."""
    return await acted(
        id_,
        desk.caller,
        execute,
        lambda uow: filing.sign_commitment(CaseId(id_), body.sha256, expected, desk, uow),
    )


@router.post("/inspections/{id_}/finding", response_model=CaseFile)
async def find_inspection(
    id_: UUID, body: FindingInput, desk: CaseDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Enter what an inspection found."""

    async def run(uow: UnitOfWork) -> UUID:
        return await filing.find_inspection(
            id_, body.finding, body.text, body.rectify_by, expected, desk, uow
        )

    return await acted_on(desk.caller, execute, run)


@router.post("/inspections/{id_}/rectification", response_model=CaseFile)
async def report_rectification(
    id_: UUID, body: WordInput, desk: SponsorDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Say that what was found is put right."""
    documents = tuple(map(DocumentId, body.documents))

    async def run(uow: UnitOfWork) -> UUID:
        return await filing.report_rectification(id_, body.text, documents, expected, desk, uow)

    return await acted_on(desk.caller, execute, run)


@router.post("/cases/{id_}/revocation", response_model=CaseFile)
async def revoke_case(
    id_: UUID, body: RevocationInput, desk: LeadDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Take an approval or filing back."""

    async def run(uow: UnitOfWork) -> None:
        await revocation.revoke_case(id_, body.ground, body.reason, expected, desk, uow)

    return await acted(id_, desk.caller, execute, run)


@router.post("/cases/{id_}/credit", response_model=CaseFile)
async def enter_credit(
    id_: UUID, body: CreditInput, desk: LeadDesk, execute: Executor
) -> JSONResponse:
    """Enter or repair the sponsor's credit grade, on the occasion of this case."""
    order = credit.EnterCredit(body.grade, body.is_repair, body.reason)
    return await acted(
        id_, desk.caller, execute, lambda uow: credit.enter_credit(id_, order, desk, uow)
    )


@router.post("/cases/{id_}/facts", response_model=CaseFile)
async def correct_facts(
    id_: UUID, body: FactsInput, desk: CaseDesk, execute: Executor
) -> JSONResponse:
    """Correct facts; all open cases of the project are graded anew."""

    async def run(uow: UnitOfWork) -> None:
        await grade.correct_facts(id_, body.facts, body.reason, desk, uow)

    return await acted(id_, desk.caller, execute, run)


@router.post("/cases/{id_}/grade", response_model=CaseFile)
async def override_grade(
    id_: UUID, body: GradeInput, desk: CaseDesk, execute: Executor
) -> JSONResponse:
    """Put another risk grade in the place of the rules'; it may need a second person."""
    return await acted(
        id_,
        desk.caller,
        execute,
        lambda uow: grade.override_grade(id_, body.grade, body.reason, desk, uow),
    )


@router.post("/cases/{id_}/grade-consent", response_model=CaseFile)
async def consent_to_grade(
    id_: UUID, body: ConsentInput, desk: CaseDesk, execute: Executor
) -> JSONResponse:
    """Consent to a colleague's grade, or not."""
    return await acted(
        id_,
        desk.caller,
        execute,
        lambda uow: grade.consent_to_grade(id_, body.given, body.reason, desk, uow),
    )


async def acted(
    id_: UUID,
    caller: Principal,
    execute: Execute,
    act: Callable[[UnitOfWork], Awaitable[object]],
) -> JSONResponse:
    """Do it in one transaction, and answer with the case's file as it stands afterwards."""

    async def run(uow: UnitOfWork) -> CaseFile:
        await act(uow)
        return await file_of(uow.connection, caller, id_, uow.now)

    return await execute(run)


async def acted_on(
    caller: Principal, execute: Execute, act: Callable[[UnitOfWork], Awaitable[UUID]]
) -> JSONResponse:
    """Like ``acted``, where ``act`` tells which case it was."""

    async def run(uow: UnitOfWork) -> CaseFile:
        return await file_of(uow.connection, caller, await act(uow), uow.now)

    return await execute(run)


async def file_of(
    connection: AsyncConnection, caller: Principal, id_: UUID, now: datetime
) -> CaseFile:
    """The file of a case that the caller may see. Raises NotFound."""
    row = await queries.case_row(connection, caller, id_)
    if row is None:
        raise no_case()
    case = await repository.task_of(connection, row)
    assert isinstance(case, Case)
    rows = await queries.file_rows(connection, row)
    return file_view.case_file(row, rows, file_view.Reader(caller, now, case))
