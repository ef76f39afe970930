"""Joint sittings: called over a project's open items, and minuted."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from contracts.lane_time import LANE_ZONE
from services.portal.clients.backend import Refused
from services.portal.domain.texts import N_
from services.portal.form import Form
from services.portal.page import banner_of, done, render
from services.portal.schemas import approval, case_file
from services.portal.visit import SignedVisit, Visit

router = APIRouter(include_in_schema=False)
PAGE = 20


@router.get("/sittings")
async def list_sittings(
    visit: SignedVisit, cursor: Annotated[str, Query(max_length=500)] = ""
) -> Response:
    """Sittings, latest first."""
    query = {"cursor": cursor, "limit": PAGE}
    page = await visit.backend.get(case_file.SittingPage, "approval", "/sittings", query)
    return render(visit, "sittings.html", page=page)


@router.get("/projects/{id_}/sitting")
async def ask_to_call(id_: UUID, visit: SignedVisit) -> Response:
    """The project's open items, and a form to call departments together."""
    return await _call_page(visit, id_)


async def _call_page(visit: Visit, id_: UUID, status: int = 200, **shown_again: Any) -> Response:
    work = await visit.backend.get(approval.ProjectWork, "approval", f"/projects/{id_}/cases")
    pack = visit.pack
    context: dict[str, Any] = {"work": work, "project_id": id_, "pack": pack, **shown_again}
    return render(visit, "sitting_call.html", status, **context)


@router.post("/projects/{id_}/sitting")
async def call(id_: UUID, posted: Form) -> Response:
    """Call a sitting."""
    body = {
        "at": _instant(posted.text("at")),
        "place": posted.text("place"),
        "agenda": posted.text("agenda"),
        "cases": posted.several("cases"),
    }
    path = f"/projects/{id_}/sittings"
    try:
        answer = await posted.visit.backend.post("approval", path, body, key=posted.key)
    except Refused as refusal:
        shown = {"typed": posted.typed, **banner_of(refusal)}
        return await _call_page(posted.visit, id_, refusal.status, **shown)
    found = answer.read(case_file.Sitting)
    return done(posted, f"/sittings/{found.id}", N_("已召集联合会审，相关部门会收到通知。"))


@router.get("/sittings/{id_}")
async def show_sitting(id_: UUID, visit: SignedVisit) -> Response:
    """One sitting."""
    return await _sitting_page(visit, id_)


async def _sitting_page(visit: Visit, id_: UUID, status: int = 200, **shown_again: Any) -> Response:
    found = await visit.backend.get(case_file.Sitting, "approval", f"/sittings/{id_}")
    return render(visit, "sitting.html", status, **{"sitting": found, **shown_again})


@router.post("/sittings/{id_}/minutes")
async def hold(id_: UUID, posted: Form) -> Response:
    """Keep the minutes."""
    body = {"minutes": posted.text("minutes"), "absent": posted.several("absent")}
    path = f"/sittings/{id_}/minutes"
    try:
        await posted.visit.backend.post(
            "approval", path, body, key=posted.key, version=posted.version
        )
    except Refused as refusal:
        shown = {"typed": posted.typed, **banner_of(refusal)}
        return await _sitting_page(posted.visit, id_, refusal.status, **shown)
    return done(posted, f"/sittings/{id_}", N_("会审纪要已归档。"))


def _instant(text: str) -> str:
    """What a date-time field says, as an instant in Shanghai; unreadable text as it is."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=LANE_ZONE).isoformat()
    except ValueError:
        return text
