"""The funding officers' queue: due first, claimed by lease, in figures."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from chassis import paging
from chassis.commands import Executor, Reader
from chassis.database import UnitOfWork
from chassis.problems import language_of
from contracts.ids import ApplicationId
from contracts.people import DEPARTMENT, PACK
from services.funding import queries
from services.funding.api.applications import Wanted
from services.funding.api.presenting import (
    BudgetReader,
    OfficersDesk,
    application_file,
    application_view,
)
from services.funding.domain.application import UNDECIDED, ApplicationState
from services.funding.handlers import bulk, decide
from services.funding.handlers.desk import Desk
from services.funding.schemas import (
    AgreementInput,
    AgreementResult,
    AgreementResults,
    ApplicationFile,
    ApplicationPage,
    QueueCounts,
    StateCount,
)

router = APIRouter()


@router.get("/queue")
async def show_queue(
    caller: BudgetReader,
    database: Reader,
    wanted: Wanted,
    cursor: paging.Cursor = None,
    limit: paging.Limit = paging.DEFAULT_LIMIT,
) -> ApplicationPage:
    """What is to be decided in the caller's authority, due first; ``state`` asks for another."""
    after, now = paging.instant_and_id(cursor), database.clock.lane_now()
    async with database.read() as connection:
        rows = await queries.queue_rows(
            connection, caller, wanted, now, after=after, limit=limit + 1
        )
    page = rows[:limit]
    last = page[-1] if len(rows) > limit else None
    return ApplicationPage(
        items=[application_view(row, caller) for row in page],
        next_cursor=paging.encode(last.due_at.isoformat(), str(last.id)) if last else None,
    )


@router.get("/queue/counts")
async def count_queue(caller: BudgetReader, database: Reader) -> QueueCounts:
    """The caller's queue in figures."""
    async with database.read() as connection:
        rows = await queries.count_rows(connection, caller, database.clock.lane_now())
    todo = [row for row in rows if row.state in UNDECIDED]

    def of_state(state: ApplicationState) -> int:
        return sum(row.number for row in rows if row.state == state)

    return QueueCounts(
        open=sum(row.number for row in todo),
        unclaimed=sum(row.unclaimed for row in todo),
        mine=sum(row.mine for row in todo),
        overdue=sum(row.overdue for row in todo),
        first_signed=of_state(ApplicationState.FIRST_SIGNED),
        waiting=of_state(ApplicationState.QUEUED),
        by_state=[
            StateCount(
                pack=row.pack,
                programme=row.programme,
                state=row.state,
                number=row.number,
                amount=row.amount,
            )
            for row in rows
        ],
    )


@router.post("/queue/claim-next", response_model=ApplicationFile)
async def claim_next(desk: OfficersDesk, execute: Executor) -> JSONResponse:
    """Take the most due free application in hand."""
    pack = desk.caller.scope(PACK) or ""
    authority = desk.caller.scope(DEPARTMENT) or ""

    async def run(uow: UnitOfWork) -> ApplicationFile:
        id_ = await decide.claim_next(pack, authority, desk, uow)
        return await application_file(uow.connection, desk, id_)

    return await execute(run)


@router.post("/queue/agreements", response_model=AgreementResults)
async def agree_to_many(
    body: AgreementInput, desk: OfficersDesk, execute: Executor, request: Request
) -> JSONResponse:
    """Agree to several; each is granted, signed first, put in line or refused by itself."""
    ids = tuple(map(ApplicationId, body.applications))
    order = bulk.Agreement(ids, body.reason, body.if_exhausted)
    language = language_of(request)

    async def run(uow: UnitOfWork) -> AgreementResults:
        results = await bulk.agree_to_many(order, desk, uow)
        return AgreementResults(
            items=[await _result(each, language, desk, uow) for each in results]
        )

    return await execute(run)


async def _result(
    result: bulk.Result, language: str, desk: Desk, uow: UnitOfWork
) -> AgreementResult:
    refusal = result.refusal
    row = await queries.application_row(uow.connection, desk.caller, result.id)
    return AgreementResult(
        id=result.id,
        done=refusal is None,
        state=row.state if row else None,
        code=refusal.code if refusal else None,
        detail=refusal.text(language) if refusal else None,
    )


@router.post("/applications/{id_}/claim", response_model=ApplicationFile)
async def claim(id_: UUID, desk: OfficersDesk, execute: Executor) -> JSONResponse:
    """Take an application in hand."""

    async def run(uow: UnitOfWork) -> ApplicationFile:
        await decide.claim(ApplicationId(id_), desk, uow)
        return await application_file(uow.connection, desk, ApplicationId(id_))

    return await execute(run)


@router.post("/applications/{id_}/unclaim", response_model=ApplicationFile)
async def put_back(id_: UUID, desk: OfficersDesk, execute: Executor) -> JSONResponse:
    """Put an application back into the queue."""

    async def run(uow: UnitOfWork) -> ApplicationFile:
        await decide.put_back(ApplicationId(id_), desk, uow)
        return await application_file(uow.connection, desk, ApplicationId(id_))

    return await execute(run)
