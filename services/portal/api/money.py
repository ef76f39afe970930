"""Funding: quotes and applications of sponsors, decisions of the funding officer, budgets."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from contracts.ids import ProjectId
from contracts.people import Role
from services.portal.clients.backend import Refused
from services.portal.clients.optional import maybe
from services.portal.domain.names import find_pack
from services.portal.domain.texts import N_
from services.portal.form import Form
from services.portal.page import banner_of, done, render
from services.portal.schemas import funding, intake
from services.portal.visit import SignedVisit, Visit

router = APIRouter(include_in_schema=False)
Word = Annotated[str, Query(max_length=80)]
STATES = ("submitted", "granted", "refused", "closed")


@router.get("/funding")
async def list_applications(
    visit: SignedVisit, state: Word = "", cursor: Annotated[str, Query(max_length=500)] = ""
) -> Response:
    """Applications, and the year's budgets for those who watch them."""
    query = {"state": state, "cursor": cursor, "limit": 30}
    page = await visit.backend.get(funding.ApplicationPage, "funding", "/applications", query)
    budgets = None
    if not visit.has(Role.SPONSOR):
        budgets = await maybe(visit.backend.get(list[funding.Budget], "funding", "/budgets"))
    return render(
        visit, "funding.html", page=page, budgets=budgets, states=STATES, filters={"state": state}
    )


@router.get("/funding/{id_}")
async def show_application(id_: UUID, visit: SignedVisit) -> Response:
    """One application, its working and its ledger."""
    return await _application_page(visit, id_)


async def _application_page(
    visit: Visit, id_: UUID, status: int = 200, **shown_again: Any
) -> Response:
    path = f"/applications/{id_}"
    found = await visit.backend.get(funding.ApplicationFile, "funding", path)
    grounds = await maybe(visit.backend.get(list[funding.Ground], "funding", "/refusal-grounds"))
    can_decide = visit.has(Role.FUNDING_OFFICER) and found.state == "submitted"
    return render(
        visit,
        "application.html",
        status,
        application=found,
        grounds_known=grounds or [],
        can_decide=can_decide,
        **shown_again,
    )


@router.post("/funding/{id_}/decision")
async def decide(id_: UUID, posted: Form) -> Response:
    """Grant or refuse."""
    grant = posted.text("grant") == "yes"
    body = {
        "grant": grant,
        "ground": None if grant else posted.maybe("ground"),
        "reason": posted.text("reason"),
    }
    path = f"/applications/{id_}/decision"
    try:
        await posted.visit.backend.post(
            "funding", path, body, key=posted.key, version=posted.version
        )
    except Refused as refusal:
        shown = {"typed": posted.typed, **banner_of(refusal)}
        return await _application_page(posted.visit, id_, refusal.status, **shown)
    return done(
        posted, f"/funding/{id_}", N_("已同意，金额已预留。") if grant else N_("决定已记录。")
    )


@router.get("/projects/{id_}/voucher")
async def ask_voucher(
    id_: UUID,
    visit: SignedVisit,
    programme: Word = "",
    contract_amount: Annotated[str, Query(max_length=40)] = "",
    contract_reference: Annotated[str, Query(max_length=100)] = "",
    purpose: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """A quote first, then the application."""
    typed = {
        "programme": programme,
        "contract_amount": contract_amount,
        "contract_reference": contract_reference,
        "purpose": purpose,
    }
    return await _voucher_page(visit, ProjectId(id_), typed)


async def _voucher_page(
    visit: Visit,
    id_: ProjectId,
    typed: dict[str, str],
    status: int = 200,
    refusal: Refused | None = None,
) -> Response:
    file = await visit.backend.get(intake.ProjectFile, "intake", f"/projects/{id_}")
    quote: funding.Quote | None = None
    if typed.get("contract_amount"):
        query = {
            "project_id": str(id_),
            "programme": typed["programme"],
            "amount": typed["contract_amount"],
        }
        try:
            quote = await visit.backend.get(funding.Quote, "funding", "/quote", query)
        except Refused as fault:
            refusal, status = refusal or fault, max(status, fault.status)
    pack = find_pack(file.project.pack)
    programmes = [each.id for each in pack.pack.vouchers] if pack else []
    shown = banner_of(refusal) if refusal else {}
    if "amount" in shown.get("errors", {}):
        shown["errors"] = {**shown["errors"], "contract_amount": shown["errors"]["amount"]}
    return render(
        visit,
        "voucher.html",
        status,
        project=file.project,
        quote=quote,
        programmes=programmes,
        typed={"programme": programmes[0] if programmes else "", **_given(typed)},
        **shown,
    )


def _given(typed: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in typed.items() if value}


@router.post("/projects/{id_}/voucher")
async def apply_for_voucher(id_: UUID, posted: Form) -> Response:
    """Ask for the money that was quoted."""
    project = ProjectId(id_)
    body = {
        "project_id": str(id_),
        "programme": posted.text("programme"),
        "contract_amount": posted.text("contract_amount"),
        "contract_reference": posted.text("contract_reference"),
        "purpose": posted.text("purpose"),
    }
    try:
        answer = await posted.visit.backend.post("funding", "/applications", body, key=posted.key)
    except Refused as refusal:
        return await _voucher_page(posted.visit, project, posted.typed, refusal.status, refusal)
    application = answer.read(funding.Application)
    return done(posted, f"/funding/{application.id}", N_("申请已提交。"))
