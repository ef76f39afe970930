"""Projects: submit, read, hand in evidence, withdraw, take on."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from chassis import paging
from chassis.auth import Caller
from chassis.commands import Executor, ExpectedVersion, Reader
from chassis.database import UnitOfWork
from contracts.ids import DocumentId, ProjectId
from services.intake import handlers, queries
from services.intake.api.presenting import (
    Manager,
    Sponsor,
    document_view,
    project_card,
    project_view,
)
from services.intake.domain.project import EvidenceItem
from services.intake.schemas import (
    EvidenceSubmission,
    EvidenceView,
    HistoryEntry,
    ProjectFile,
    ProjectInput,
    ProjectPage,
    ProjectView,
    WithdrawalInput,
)

router = APIRouter()


@router.post("/projects", status_code=201, response_model=ProjectView)
async def submit_project(body: ProjectInput, caller: Sponsor, execute: Executor) -> JSONResponse:
    """Submit a project for the caller's organisation."""
    command = handlers.SubmitProject(**body.model_dump())

    async def run(uow: UnitOfWork) -> ProjectView:
        project = await handlers.submit_project(command, caller, uow)
        return await project_view(uow.connection, caller, project.id)

    return await execute(run, status=201)


@router.get("/projects")
async def list_projects(
    caller: Caller,
    database: Reader,
    state: Annotated[str | None, Query(max_length=20)] = None,
    text: Annotated[str | None, Query(max_length=100)] = None,
    cursor: paging.Cursor = None,
    limit: paging.Limit = paging.DEFAULT_LIMIT,
) -> ProjectPage:
    """The projects that the caller may see, newest first."""
    after = paging.instant_and_id(cursor)
    async with database.read() as connection:
        rows = await queries.project_rows(
            connection, caller, state=state, text=text, after=after, limit=limit + 1
        )
        page = rows[:limit]
        matters = await queries.open_matters(connection, [ProjectId(row.id) for row in page])
    last = page[-1] if len(rows) > limit else None
    return ProjectPage(
        items=[project_card(row, matters.get(row.id, [])) for row in page],
        next_cursor=paging.encode(last.submitted_at.isoformat(), str(last.id)) if last else None,
    )


@router.get("/projects/{id_}")
async def show_project(
    id_: UUID, caller: Caller, database: Reader, response: Response
) -> ProjectFile:
    """One project, whole."""
    async with database.read() as connection:
        view = await project_view(connection, caller, ProjectId(id_))
        events = await queries.history_rows(connection, ProjectId(id_))
        handed_in = await queries.evidence_rows(connection, ProjectId(id_))
        documents = await queries.document_rows(connection, ProjectId(id_))
    response.headers["ETag"] = f'"{view.version}"'
    return ProjectFile(
        project=view,
        history=[
            HistoryEntry(
                event_id=row.event_id, type=row.type, happened_at=row.happened_at, data=row.data
            )
            for row in events
        ],
        evidence=[
            EvidenceView(
                stage=row.stage,
                attempt=row.attempt,
                kind=row.kind,
                documents=row.document_ids,
                note=row.note,
                submitted_at=row.submitted_at,
            )
            for row in handed_in
        ],
        documents=[document_view(row) for row in documents],
    )


@router.post("/projects/{id_}/evidence", response_model=ProjectView)
async def submit_evidence(
    id_: UUID,
    body: EvidenceSubmission,
    caller: Sponsor,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Hand in all evidence of the current attempt of the current stage."""
    items = tuple(
        EvidenceItem(
            kind=item.kind, documents=tuple(map(DocumentId, item.documents)), note=item.note
        )
        for item in body.items
    )

    async def run(uow: UnitOfWork) -> ProjectView:
        await handlers.submit_evidence(
            ProjectId(id_), body.stage, body.attempt, items, expected, caller, uow
        )
        return await project_view(uow.connection, caller, ProjectId(id_))

    return await execute(run)


@router.post("/projects/{id_}/withdrawal", response_model=ProjectView)
async def withdraw_project(
    id_: UUID,
    body: WithdrawalInput,
    caller: Sponsor,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Take the project off the lane; everything open is closed in order."""

    async def run(uow: UnitOfWork) -> ProjectView:
        await handlers.withdraw_project(ProjectId(id_), body.reason, expected, caller, uow)
        return await project_view(uow.connection, caller, ProjectId(id_))

    return await execute(run)


@router.put("/projects/{id_}/case-manager", response_model=ProjectView)
async def take_on_project(
    id_: UUID, caller: Manager, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Become the project's named case manager."""

    async def run(uow: UnitOfWork) -> ProjectView:
        await handlers.take_on_project(ProjectId(id_), expected, caller, uow)
        return await project_view(uow.connection, caller, ProjectId(id_))

    return await execute(run)
