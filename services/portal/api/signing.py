"""Signers of a task: ask, sign, take off."""

from uuid import UUID

from fastapi import APIRouter, Response

from services.portal.api.tasks import act
from services.portal.domain.texts import N_
from services.portal.form import Form

router = APIRouter(include_in_schema=False)


@router.post("/tasks/{id_}/signers")
async def add_signer(id_: UUID, posted: Form) -> Response:
    """Ask a colleague to sign."""
    body = {"to": posted.text("to"), "note": posted.text("note")}
    return await act(posted, id_, "signers", body, N_("已加签，等待对方签署。"), posted.version)


@router.post("/tasks/{id_}/signers/removal")
async def remove_signer(id_: UUID, posted: Form) -> Response:
    """Wait for a signature no longer."""
    body = {"person": posted.text("person"), "reason": posted.text("reason")}
    return await act(posted, id_, "signers/removal", body, N_("已减签。"))


@router.post("/tasks/{id_}/signature")
async def sign(id_: UUID, posted: Form) -> Response:
    """Agree or object."""
    body = {"agrees": posted.text("agrees") == "yes", "opinion": posted.text("opinion")}
    return await act(posted, id_, "signature", body, N_("已签署。"))
