"""Signers over HTTP. Every answer is the task afterwards."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from chassis.commands import Executor, ExpectedVersion
from services.approval.api.acting import act
from services.approval.api.desks import WorkDesk
from services.approval.handlers import signing
from services.approval.schemas import (
    SignatureInput,
    SignerInput,
    SignerRemovalInput,
    TaskView,
)

router = APIRouter()


@router.post("/tasks/{id_}/signers", response_model=TaskView)
async def add_signer(
    id_: UUID, body: SignerInput, desk: WorkDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Ask a colleague to sign before the task is decided."""
    return await act(
        id_,
        desk,
        execute,
        lambda uow: signing.add_signer(id_, body.to, body.note, expected, desk, uow),
    )


@router.post("/tasks/{id_}/signers/removal", response_model=TaskView)
async def remove_signer(
    id_: UUID,
    body: SignerRemovalInput,
    desk: WorkDesk,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """No longer wait for somebody's signature."""
    return await act(
        id_,
        desk,
        execute,
        lambda uow: signing.remove_signer(id_, body.person, body.reason, expected, desk, uow),
    )


@router.post("/tasks/{id_}/signature", response_model=TaskView)
async def sign_task(
    id_: UUID, body: SignatureInput, desk: WorkDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Agree or object; for an absent colleague, whoever stands in."""
    order = signing.Sign(body.agrees, body.opinion)
    return await act(
        id_, desk, execute, lambda uow: signing.sign_task(id_, order, expected, desk, uow)
    )
