"""Drafts of applications: kept as they are typed, read back, discarded, by their writer alone."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from chassis.commands import Executor, ExpectedVersion, Reader
from chassis.database import UnitOfWork
from services.intake import handlers, queries
from services.intake.api.presenting import Sponsor
from services.intake.handlers.draft import no_draft
from services.intake.schemas import DraftInput, DraftList, DraftView

router = APIRouter()


@router.get("/drafts")
async def list_drafts(caller: Sponsor, database: Reader) -> DraftList:
    """The caller's drafts that are no project yet, last saved first."""
    async with database.read() as connection:
        rows = await queries.draft_rows(connection, caller)
    return DraftList(items=[DraftView(**row._mapping) for row in rows])


@router.get("/drafts/{id_}")
async def show_draft(id_: UUID, caller: Sponsor, database: Reader, response: Response) -> DraftView:
    """One of the caller's drafts; after submission only where it went."""
    async with database.read() as connection:
        row = await queries.draft_row(connection, caller, id_)
    if row is None:
        raise no_draft()
    response.headers["ETag"] = f'"{row.version}"'
    return DraftView(**row._mapping)


@router.put("/drafts/{id_}", response_model=DraftView)
async def save_draft(
    id_: UUID, body: DraftInput, caller: Sponsor, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Keep what is typed, whole. If-Match tells when another window saved in between."""

    async def run(uow: UnitOfWork) -> DraftView:
        version = await handlers.save_draft(id_, body.fields, expected, caller, uow)
        return DraftView(id=id_, fields=body.fields, saved_at=uow.now, version=version)

    return await execute(run)


@router.delete("/drafts/{id_}", response_model=DraftList)
async def discard_draft(id_: UUID, caller: Sponsor, execute: Executor) -> JSONResponse:
    """Forget a draft; what is left. What became a project stays."""

    async def run(uow: UnitOfWork) -> DraftList:
        await handlers.discard_draft(id_, caller, uow)
        rows = await queries.draft_rows(uow.connection, caller)
        return DraftList(items=[DraftView(**row._mapping) for row in rows])

    return await execute(run)
