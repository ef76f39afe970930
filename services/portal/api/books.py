"""The books: budgets by programme and industry, entries behind each figure; and referrals."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from contracts.people import Role
from services.portal.clients.backend import Refused
from services.portal.clients.optional import maybe
from services.portal.domain.texts import N_
from services.portal.form import Form, Posted
from services.portal.page import done, refused, render
from services.portal.schemas import funding
from services.portal.visit import SignedVisit

router = APIRouter(include_in_schema=False)
Word = Annotated[str, Query(max_length=80)]
Cursor = Annotated[str, Query(max_length=500)]


@router.get("/funding/budgets")
async def show_budgets(visit: SignedVisit, year: Word = "", pack: Word = "") -> Response:
    """Budgets: promised, owed and paid by programme, and by industry."""
    query = {"year": year, "pack": pack}
    backend = visit.backend
    budgets = await backend.get(list[funding.Budget], "funding", "/budgets", query)
    industries = await maybe(
        backend.get(list[funding.Industry], "funding", "/budgets/industries", query)
    )
    return render(
        visit,
        "budgets.html",
        budgets=budgets,
        industries=industries,
        filters=query,
        decides=visit.has(Role.FUNDING_OFFICER),
        years=sorted({each.year for each in budgets}, reverse=True),
    )


@router.get("/funding/entries")
async def show_entries(
    visit: SignedVisit,
    pack: Word = "",
    programme: Word = "",
    year: Word = "",
    account: Word = "",
    industry: Word = "",
    cursor: Cursor = "",
) -> Response:
    """The entries behind a figure."""
    filters = {
        "pack": pack,
        "programme": programme,
        "year": year,
        "account": account,
        "industry": industry,
    }
    query: dict[str, Any] = {**filters, "cursor": cursor, "limit": 50}
    page = await visit.backend.get(funding.Journal, "funding", "/entries", query)
    return render(visit, "entries.html", page=page, filters=filters)


@router.get("/funding/export")
async def export(visit: SignedVisit, year: Word = "", pack: Word = "") -> Response:
    """The books as a workbook."""
    query = {"year": year, "pack": pack}
    answer = await visit.backend.call("GET", "funding", "/export", params=query)
    name = f"attachment; filename=funding{'-' + year if year.isdecimal() else ''}.xlsx"
    headers = {"Content-Disposition": name}
    return Response(answer.content, media_type=answer.media_type, headers=headers)


@router.post("/funding/budgets")
async def change_budget(posted: Form) -> Response:
    """Set a year's money, close or open a programme, or carry a past year over."""
    what = posted.text("what")
    programme, reason = posted.text("programme"), posted.text("reason")
    bodies: dict[str, tuple[str, dict[str, Any], str]] = {
        "set": (
            "/budgets",
            {"programme": programme, "total": posted.text("total"), "reason": reason},
            N_("年度预算已核定。"),
        ),
        "close": (
            "/budgets/closure",
            {"programme": programme, "reason": reason},
            N_("已停止受理。"),
        ),
        "open": ("/budgets/closure", {"programme": programme}, N_("已恢复受理。")),
        "carry": (
            "/budgets/carry-over",
            {"programme": programme, "year": posted.number("year") or 0, "reason": reason},
            N_("余额已结转到本年度。"),
        ),
    }
    path, body, text = bodies.get(what, bodies["open"])
    return await _then_back(posted, path, body, text, "/funding/budgets")


async def _then_back(
    posted: Posted,
    path: str,
    body: dict[str, Any] | None,
    text: str,
    back: str,
    version: int | None = None,
) -> Response:
    backend = posted.visit.backend
    try:
        await backend.post("funding", path, body, key=posted.key, version=version)
    except Refused as refusal:
        return refused(posted, back, refusal)
    return done(posted, back, text)


@router.get("/funding/referrals")
async def list_referrals(visit: SignedVisit, state: Word = "", cursor: Cursor = "") -> Response:
    """Introductions to funds, banks and insurers."""
    query: dict[str, Any] = {"state": state, "cursor": cursor, "limit": 30}
    page = await visit.backend.get(funding.ReferralPage, "funding", "/referrals", query)
    return render(
        visit,
        "referrals.html",
        page=page,
        filters={"state": state},
        decides=visit.has(Role.FUNDING_OFFICER),
        owns=visit.has(Role.SPONSOR),
    )


@router.post("/funding/referrals/{id_}/withdrawal")
async def withdraw_consent(id_: UUID, posted: Form) -> Response:
    """Take the consent back."""
    path = f"/referrals/{id_}/consent-withdrawal"
    text = N_("已撤回同意，不会再向外提供资料。")
    return await _then_back(posted, path, None, text, "/funding/referrals")


@router.post("/funding/referrals/{id_}/sending")
async def send_referral(id_: UUID, posted: Form) -> Response:
    """Hand the project over."""
    path, back = f"/referrals/{id_}/sending", "/funding/referrals"
    return await _then_back(posted, path, None, N_("已对接。"), back, posted.version)


@router.post("/funding/referrals/{id_}/outcome")
async def conclude(id_: UUID, posted: Form) -> Response:
    """Note what came of it."""
    named = {
        key.removeprefix("diligence_"): value.strip()
        for key, value in posted.typed.items()
        if key.startswith("diligence_") and value.strip()
    }
    body = {
        "outcome": posted.text("outcome"),
        "amount": posted.maybe("amount"),
        "note": posted.text("note"),
        "diligence": named,
    }
    path, back = f"/referrals/{id_}/outcome", "/funding/referrals"
    return await _then_back(posted, path, body, N_("结果已记录。"), back, posted.version)
