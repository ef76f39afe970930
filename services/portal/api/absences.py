"""Who is away and who stands in; declared conflicts of interest."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from contracts.people import Role
from services.portal.clients.backend import Refused
from services.portal.domain.texts import N_
from services.portal.form import Form
from services.portal.page import banner_of, done, refused, render
from services.portal.schemas import approval
from services.portal.visit import SignedVisit, Visit

router = APIRouter(include_in_schema=False)
PATH = "/tasks/absences"
_MORE_STAND_INS = 3


@router.get(PATH)
async def show_absences(visit: SignedVisit) -> Response:
    """The queue's absences, and the form to enter one."""
    return await _page(visit)


async def _page(visit: Visit, status: int = 200, **shown_again: Any) -> Response:
    backend = visit.backend
    absences = await backend.get(approval.Absences, "approval", "/absences")
    colleagues = await backend.get(approval.Colleagues, "approval", "/colleagues")
    conflicts = await backend.get(approval.Conflicts, "approval", "/conflicts")
    counts = await backend.get(approval.Counts, "approval", "/tasks/counts")
    return render(
        visit,
        "absences.html",
        status,
        **{
            "absences": absences.items,
            "colleagues": colleagues.items,
            "conflicts": conflicts.items,
            "items": [each.name for each in counts.by_name if each.kind == "case"],
            "more_stand_ins": range(_MORE_STAND_INS),
            "is_lead": visit.has(Role.DEPARTMENT_LEAD),
            "may_lift": visit.has(Role.DEPARTMENT_LEAD, Role.GATE_REVIEWER),
            **shown_again,
        },
    )


@router.post(PATH)
async def enter_absence(posted: Form) -> Response:
    """Enter an absence with its stand-ins."""
    stand_ins: list[dict[str, str | None]] = [{"person": posted.text("stand_in"), "item": None}]
    for row in range(_MORE_STAND_INS):
        item, person = posted.maybe(f"item_{row}"), posted.maybe(f"stand_in_{row}")
        if item and person:
            stand_ins.append({"person": person, "item": item})
    body = {
        "person": posted.maybe("person"),
        "from_on": posted.text("from_on"),
        "until_on": posted.text("until_on"),
        "reason": posted.text("reason"),
        "stand_ins": stand_ins,
    }
    try:
        await posted.visit.backend.post("approval", "/absences", body, key=posted.key)
    except Refused as refusal:
        shown = {"typed": posted.typed, **banner_of(refusal)}
        return await _page(posted.visit, refusal.status, **shown)
    return done(posted, PATH, N_("外出已登记，期间由代理人办理。"))


@router.post(PATH + "/{id_}/end")
async def end_absence(id_: UUID, posted: Form) -> Response:
    """End an absence."""
    try:
        await posted.visit.backend.post("approval", f"/absences/{id_}/end", {}, key=posted.key)
    except Refused as refusal:
        return refused(posted, PATH, refusal)
    return done(posted, PATH, N_("外出已结束。"))


@router.post("/tasks/conflicts/{id_}/end")
async def end_conflict(id_: UUID, posted: Form) -> Response:
    """Lift a colleague's conflict of interest."""
    body = {"reason": posted.text("reason")}
    try:
        await posted.visit.backend.post("approval", f"/conflicts/{id_}/end", body, key=posted.key)
    except Refused as refusal:
        return refused(posted, PATH, refusal)
    return done(posted, PATH, N_("利益冲突已解除。"))
