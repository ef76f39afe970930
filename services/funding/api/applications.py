"""Applications: submit, read, decide; and the grades that awards wait for."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import JSONResponse

from chassis import paging
from chassis.auth import Caller
from chassis.commands import Executor, ExpectedVersion, Reader
from chassis.database import UnitOfWork
from contracts.ids import ApplicationId, ProjectId
from services.funding import queries
from services.funding.api.presenting import (
    AnyDesk,
    OfficersDesk,
    Sponsor,
    application_file,
    application_view,
    evidence_of,
    settings_of,
)
from services.funding.domain.application import ApplicationState
from services.funding.handlers.apply import SubmitApplication, submit_application
from services.funding.handlers.decide import Decision, decide_application
from services.funding.handlers.desk import Desk
from services.funding.schemas import (
    ApplicationFile,
    ApplicationInput,
    ApplicationPage,
    DecisionInput,
)
from services.funding.settings import FundingSettings

router = APIRouter()
Word = Annotated[str | None, Query(max_length=80)]


async def filter_of(
    project_id: UUID | None = None,
    programme: Word = None,
    kind: Word = None,
    state: ApplicationState | None = None,
    industry: Word = None,
    text: Annotated[str | None, Query(max_length=100)] = None,
    mine: bool = False,
    unclaimed: bool = False,
    overdue: bool = False,
) -> queries.Filter:
    """Dependency: what is wanted of a list."""
    return queries.Filter(
        project_id=ProjectId(project_id) if project_id else None,
        programme=programme,
        kind=kind,
        state=state,
        industry=industry,
        text=text,
        mine=mine,
        unclaimed=unclaimed,
        overdue=overdue,
    )


Wanted = Annotated[queries.Filter, Depends(filter_of)]


@router.post("/applications", status_code=201, response_model=ApplicationFile)
async def apply_for_money(
    body: ApplicationInput,
    caller: Sponsor,
    settings: Annotated[FundingSettings, Depends(settings_of)],
    execute: Executor,
) -> JSONResponse:
    """Apply for a project of the caller's organisation."""
    command = SubmitApplication(
        project_id=ProjectId(body.project_id),
        programme=body.programme,
        purpose=body.purpose,
        contract_amount=body.contract_amount,
        contract_reference=body.contract_reference,
        facts=body.facts,
        reading=body.reading,
        evidence=tuple(evidence_of(body.evidence)),
    )

    async def run(uow: UnitOfWork) -> ApplicationFile:
        id_ = await submit_application(command, caller, uow)
        return await application_file(uow.connection, Desk(caller, settings), id_)

    return await execute(run, status=201)


@router.get("/applications")
async def list_applications(
    caller: Caller,
    database: Reader,
    wanted: Wanted,
    cursor: paging.Cursor = None,
    limit: paging.Limit = paging.DEFAULT_LIMIT,
) -> ApplicationPage:
    """The applications that the caller may see, newest first."""
    after, now = paging.instant_and_id(cursor), database.clock.lane_now()
    async with database.read() as connection:
        rows = await queries.application_rows(
            connection, caller, wanted, now, after=after, limit=limit + 1
        )
    page = rows[:limit]
    last = page[-1] if len(rows) > limit else None
    return ApplicationPage(
        items=[application_view(row, caller) for row in page],
        next_cursor=paging.encode(last.submitted_at.isoformat(), str(last.id)) if last else None,
    )


@router.get("/applications/{id_}")
async def show_application(
    id_: UUID, desk: AnyDesk, database: Reader, response: Response
) -> ApplicationFile:
    """One application with its working, its ledger entries and all that hangs on it."""
    async with database.read() as connection:
        view = await application_file(connection, desk, ApplicationId(id_))
    response.headers["ETag"] = f'"{view.version}"'
    return view


@router.post("/applications/{id_}/decision", response_model=ApplicationFile)
async def decide(
    id_: UUID,
    body: DecisionInput,
    desk: OfficersDesk,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Grant, which may need a second officer, or refuse."""
    decision = Decision(**body.model_dump())

    async def run(uow: UnitOfWork) -> ApplicationFile:
        await decide_application(ApplicationId(id_), decision, expected, desk, uow)
        return await application_file(uow.connection, desk, ApplicationId(id_))

    return await execute(run)
