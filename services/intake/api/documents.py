"""Documents: upload and download."""

import hashlib
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Request, Response, UploadFile
from fastapi.responses import JSONResponse

from chassis import objects
from chassis.auth import Caller
from chassis.commands import Executor, Reader
from chassis.database import UnitOfWork
from contracts.errors import NotFound
from contracts.ids import DocumentId, ProjectId
from services.intake import handlers, queries
from services.intake.api.presenting import Sponsor, project_view
from services.intake.schemas import DocumentView

router = APIRouter()


@router.post("/projects/{id_}/documents", status_code=201, response_model=DocumentView)
async def upload_document(
    id_: UUID,
    request: Request,
    caller: Sponsor,
    execute: Executor,
    file: Annotated[UploadFile, File()],
) -> JSONResponse:
    """Upload a document; evidence can then name it."""
    settings = request.app.state.runtime.settings
    content = await file.read()
    new = handlers.NewDocument(
        name=(file.filename or "document").replace("\x00", "")[:200],
        media_type=file.content_type or "",
        content=content,
        limit_bytes=settings.max_document_bytes,
    )

    async def run(uow: UnitOfWork) -> DocumentView:
        document_id, stored = await handlers.add_document(
            ProjectId(id_), new, request.app.state.resources.store, caller, uow
        )
        return DocumentView(
            id=document_id,
            name=new.name,
            media_type=new.media_type,
            size_bytes=stored.size_bytes,
            sha256=stored.sha256,
            uploaded_at=uow.now,
        )

    mark = f"{new.name}\n{new.media_type}\n{hashlib.sha256(content).hexdigest()}"
    return await execute(run, status=201, fingerprint=mark)


@router.get("/projects/{id_}/documents/{document_id}")
async def download_document(
    id_: UUID, document_id: UUID, request: Request, caller: Caller, database: Reader
) -> Response:
    """A document's bytes, always as a download."""
    async with database.read() as connection:
        await project_view(connection, caller, ProjectId(id_))
        row = await queries.document_row(connection, ProjectId(id_), DocumentId(document_id))
    if row is None:
        raise NotFound(what_zh="文件", what_en="document")
    content = await objects.get(request.app.state.resources.store, row.sha256)
    return Response(
        content,
        media_type=row.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{row.id}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
