"""Applications: submit, read, decide."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from chassis import paging
from chassis.auth import Caller
from chassis.commands import Executor, ExpectedVersion, Reader
from chassis.database import UnitOfWork
from contracts.ids import ApplicationId, ProjectId
from services.funding import handlers, queries
from services.funding.api.presenting import (
    FundingOfficer,
    Sponsor,
    application_file,
    application_view,
)
from services.funding.domain.application import ApplicationState
from services.funding.schemas import (
    ApplicationFile,
    ApplicationInput,
    ApplicationPage,
    DecisionInput,
)

router = APIRouter()


@router.post("/applications", status_code=201, response_model=ApplicationFile)
async def submit_application(
    body: ApplicationInput, caller: Sponsor, execute: Executor
) -> JSONResponse:
    """Apply for a project of the caller's organisation."""
    given = body.model_dump() | {"project_id": ProjectId(body.project_id)}
    command = handlers.SubmitApplication(**given)

    async def run(uow: UnitOfWork) -> ApplicationFile:
        id_ = await handlers.submit_application(command, caller, uow)
        return await application_file(uow.connection, caller, id_)

    return await execute(run, status=201)


@router.get("/applications")
async def list_applications(
    caller: Caller,
    database: Reader,
    project_id: UUID | None = None,
    programme: Annotated[str | None, Query(max_length=80)] = None,
    state: ApplicationState | None = None,
    cursor: paging.Cursor = None,
    limit: paging.Limit = paging.DEFAULT_LIMIT,
) -> ApplicationPage:
    """The applications that the caller may see, newest first."""
    after = paging.instant_and_id(cursor)
    async with database.read() as connection:
        rows = await queries.application_rows(
            connection,
            caller,
            project_id=ProjectId(project_id) if project_id else None,
            programme=programme,
            state=state,
            after=after,
            limit=limit + 1,
        )
    page = rows[:limit]
    last = page[-1] if len(rows) > limit else None
    return ApplicationPage(
        items=[application_view(row) for row in page],
        next_cursor=paging.encode(last.submitted_at.isoformat(), str(last.id)) if last else None,
    )


@router.get("/applications/{id_}")
async def show_application(
    id_: UUID, caller: Caller, database: Reader, response: Response
) -> ApplicationFile:
    """One application with its ledger entries."""
    async with database.read() as connection:
        view = await application_file(connection, caller, ApplicationId(id_))
    response.headers["ETag"] = f'"{view.version}"'
    return view


@router.post("/applications/{id_}/decision", response_model=ApplicationFile)
async def decide_application(
    id_: UUID,
    body: DecisionInput,
    caller: FundingOfficer,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Grant or refuse."""
    decision = handlers.Decision(**body.model_dump())

    async def run(uow: UnitOfWork) -> ApplicationFile:
        await handlers.decide_application(ApplicationId(id_), decision, expected, caller, uow)
        return await application_file(uow.connection, caller, ApplicationId(id_))

    return await execute(run)
