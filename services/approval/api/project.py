"""A project's cases and gates from the sponsor's side, and the sponsor's answers."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Caller, Principal
from chassis.commands import Executor, ExpectedVersion, Reader
from chassis.database import UnitOfWork
from contracts.errors import NotFound
from contracts.ids import CaseId, DocumentId, ProjectId
from services.approval import queries, repository
from services.approval.api import view
from services.approval.api.desks import SponsorDesk
from services.approval.api.life_view import notice_views
from services.approval.domain.case import Case
from services.approval.handlers import notice, receipt, work
from services.approval.schemas import (
    CaseView,
    GateView,
    InformationInput,
    ProjectWorkView,
    ReasonInput,
)
from services.approval.schemas.life import (
    CommitmentInput,
    GapsInput,
    NoticeList,
    RepliesInput,
)

router = APIRouter()


@router.get("/projects/{id_}/cases")
async def list_cases(id_: UUID, caller: Caller, database: Reader) -> ProjectWorkView:
    """A project's cases and gates. Nothing for a project that has none or is not one's own."""
    async with database.read() as connection:
        return await _work_view(connection, caller, id_, database.clock.lane_now())


@router.get("/cases/{id_}")
async def show_case(id_: UUID, caller: Caller, database: Reader, response: Response) -> CaseView:
    """One case from the sponsor's side."""
    async with database.read() as connection:
        found = await _case_view(connection, caller, id_, database.clock.lane_now())
    response.headers["ETag"] = f'"{found.version}"'
    return found


@router.post("/cases/{id_}/information", response_model=CaseView)
async def supply_information(
    id_: UUID,
    body: InformationInput,
    desk: SponsorDesk,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Answer what the department asked; the clock runs again."""
    documents = tuple(map(DocumentId, body.documents))

    async def run(uow: UnitOfWork) -> CaseView:
        await work.supply_information(CaseId(id_), body.answer, documents, expected, desk, uow)
        return await _case_view(uow.connection, desk.caller, id_, uow.now)

    return await execute(run)


@router.post("/cases/{id_}/gap-commitment", response_model=CaseView)
async def commit_to_gaps(
    id_: UUID,
    body: CommitmentInput,
    desk: SponsorDesk,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Commit to supply what is missing, so that the case can be accepted now (容缺受理)."""

    async def run(uow: UnitOfWork) -> CaseView:
        await receipt.commit_to_gaps(CaseId(id_), body.text, expected, desk, uow)
        return await _case_view(uow.connection, desk.caller, id_, uow.now)

    return await execute(run)


@router.post("/cases/{id_}/gaps", response_model=CaseView)
async def supply_gaps(
    id_: UUID, body: GapsInput, desk: SponsorDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Supply what was missing at acceptance, also in parts."""
    documents = tuple(map(DocumentId, body.documents))

    async def run(uow: UnitOfWork) -> CaseView:
        await receipt.supply_gaps(CaseId(id_), body.numbers, documents, expected, desk, uow)
        return await _case_view(uow.connection, desk.caller, id_, uow.now)

    return await execute(run)


@router.post("/cases/{id_}/reapplication", response_model=CaseView)
async def apply_again(
    id_: UUID, body: ReasonInput, desk: SponsorDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Apply again for a case that was not accepted, or that lapsed."""

    async def run(uow: UnitOfWork) -> CaseView:
        await receipt.apply_again(CaseId(id_), body.reason, expected, desk, uow)
        return await _case_view(uow.connection, desk.caller, id_, uow.now)

    return await execute(run)


@router.get("/projects/{id_}/notices")
async def list_notices(id_: UUID, caller: Caller, database: Reader) -> NoticeList:
    """The requests of all departments that were sent, and until when the next one collects."""
    async with database.read() as connection:
        rows = await queries.project_rows(connection, caller, ProjectId(id_))
        ids = [row.id for row in rows]
        sent = await queries.sent_rows(connection, ids)
        rounds = await queries.rounds_of(connection, ids)
        collecting = await queries.collecting_rows(connection, id_) if rows else []
    return NoticeList(
        items=notice_views(sent, rounds),
        collecting_until=collecting[0].closes_at if collecting else None,
    )


@router.post("/projects/{id_}/information", response_model=ProjectWorkView)
async def answer_together(
    id_: UUID, body: RepliesInput, desk: SponsorDesk, execute: Executor
) -> JSONResponse:
    """Answer what several departments asked in one place: all of it counts, or nothing."""
    replies = {
        CaseId(each.case_id): notice.Reply(each.answer, tuple(map(DocumentId, each.documents)))
        for each in body.answers
    }

    async def run(uow: UnitOfWork) -> ProjectWorkView:
        await notice.answer_together(ProjectId(id_), replies, desk, uow)
        return await _work_view(uow.connection, desk.caller, id_, uow.now)

    return await execute(run)


async def _case_view(
    connection: AsyncConnection, caller: Principal, id_: UUID, now: datetime
) -> CaseView:
    row = await queries.case_row(connection, caller, id_)
    if row is None:
        raise NotFound(what_zh="审批事项", what_en="case")
    case = await repository.task_of(connection, row)
    assert isinstance(case, Case)
    rounds = await queries.rounds_of(connection, [id_])
    conditions = await queries.conditions_of(connection, [id_])
    return view.case_view(row, case, rounds.get(id_, []), conditions.get(id_, []), now)


async def _work_view(
    connection: AsyncConnection, caller: Principal, id_: UUID, now: datetime
) -> ProjectWorkView:
    cases: list[CaseView] = []
    gates: list[GateView] = []
    rows = await queries.project_rows(connection, caller, ProjectId(id_))
    ids = [row.id for row in rows]
    rounds = await queries.rounds_of(connection, ids)
    conditions = await queries.conditions_of(connection, ids)
    for row in rows:
        task = await repository.task_of(connection, row)
        if isinstance(task, Case):
            asked, imposed = rounds.get(row.id, []), conditions.get(row.id, [])
            cases.append(view.case_view(row, task, asked, imposed, now))
        else:
            gates.append(view.gate_view(row, task, now))
    collecting = await queries.collecting_rows(connection, id_) if rows else []
    return ProjectWorkView(
        items=cases,
        gates=gates,
        collecting_until=collecting[0].closes_at if collecting else None,
    )
