"""Decision letters: the PDF for whom it concerns, and the check of one by its code for anybody."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.portal.clients.backend import Refused
from services.portal.page import banner_of, render
from services.portal.schemas.letter import LetterCheck
from services.portal.visit import AnyVisit, SignedVisit

router = APIRouter(include_in_schema=False)


@router.get("/cases/{id_}/letter")
async def download_letter(id_: UUID, visit: SignedVisit) -> Response:
    """The letter of a case's decision, as it was served."""
    answer = await visit.backend.call("GET", "approval", f"/cases/{id_}/letter")
    headers = {"Content-Disposition": f'attachment; filename="decision-{id_}.pdf"'}
    return Response(answer.content, media_type=answer.media_type, headers=headers)


@router.get("/verify")
async def verify(visit: AnyVisit, code: Annotated[str, Query(max_length=60)] = "") -> Response:
    """Whether a letter still holds; the code comes from the form or from a QR code."""
    asked = code.strip()
    if not asked:
        return render(visit, "verify.html", code="", found=None)
    client = visit.request.client
    # The service holds back who asks too often: it has to know for whom the pages ask.
    headers = {"X-Forwarded-For": client.host} if client else {}
    path = f"/letters/{quote(asked, safe='')}"
    try:
        answer = await visit.backend.call("GET", "approval", path, headers=headers)
    except Refused as refusal:
        shown = banner_of(refusal)
        return render(visit, "verify.html", refusal.status, code=asked, found=None, **shown)
    return render(visit, "verify.html", code=asked, found=answer.read(LetterCheck))
