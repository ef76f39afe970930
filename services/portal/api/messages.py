"""Messages to the reader, and for the operator the e-mails that did not arrive."""

from html import escape
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse

from services.portal.clients.backend import Refused
from services.portal.clients.optional import maybe
from services.portal.form import Form
from services.portal.page import go, refused, render
from services.portal.schemas import notify
from services.portal.visit import SignedVisit, local_path

router = APIRouter(include_in_schema=False)
_MOST_SHOWN = 99
Cursor = Annotated[str, Query(max_length=500)]


@router.get("/messages")
async def list_messages(
    visit: SignedVisit, unread: Annotated[str, Query(max_length=4)] = "", cursor: Cursor = ""
) -> Response:
    """The inbox."""
    query = {"unread": "true" if unread else None, "cursor": cursor, "limit": 30}
    page = await visit.backend.get(notify.MessagePage, "notify", "/messages", query)
    return render(visit, "messages.html", page=page, only_unread=bool(unread))


@router.get("/messages/unread")
async def count_unread(visit: SignedVisit) -> Response:
    """The number beside the bell; nothing when all is read."""
    query = {"unread": "true", "limit": 1}
    page = await maybe(visit.backend.get(notify.MessagePage, "notify", "/messages", query))
    if page is None or page.unread == 0:
        return HTMLResponse("")
    shown = str(page.unread) if page.unread <= _MOST_SHOWN else f"{_MOST_SHOWN}+"
    return HTMLResponse(f'<span class="count">{escape(shown)}</span>')


@router.post("/messages/{id_}/read")
async def mark_read(id_: UUID, posted: Form) -> Response:
    """Read it, and go where it leads."""
    try:
        await posted.visit.backend.post("notify", f"/messages/{id_}/read", None, key=posted.key)
    except Refused as refusal:
        return refused(posted, "/messages", refusal)
    return go(local_path(posted.text("next") or "/messages"))


@router.get("/deliveries")
async def list_deliveries(
    visit: SignedVisit, state: Annotated[str, Query(max_length=20)] = "failed", cursor: Cursor = ""
) -> Response:
    """E-mails by state, those that failed first."""
    query = {"state": state, "cursor": cursor}
    page = await visit.backend.get(notify.DeliveryPage, "notify", "/deliveries", query)
    return render(visit, "deliveries.html", page=page, state=state)
