"""Granted money at work: commitment, instalments, contracts, release, recovery, correction."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.portal.api.money import act
from services.portal.clients.backend import Refused
from services.portal.domain.texts import N_
from services.portal.form import Form, Posted
from services.portal.page import done, refused, render
from services.portal.schemas import funding
from services.portal.visit import SignedVisit, local_path

router = APIRouter(include_in_schema=False)
_PARTS = 4
"""Rows for instalments that a page without script offers at once."""


@router.post("/funding/applications/{id_}/commitment")
async def commit(id_: UUID, posted: Form) -> Response:
    """Owe what was granted."""
    parts = [
        {
            "amount": posted.text(f"amount_{row}"),
            "milestone": posted.text(f"milestone_{row}"),
            "due_on": posted.maybe(f"due_{row}"),
        }
        for row in range(_PARTS)
        if posted.text(f"amount_{row}") or posted.text(f"milestone_{row}")
    ]
    path, version = f"/applications/{id_}/commitment", posted.version
    text = N_("已承诺支付。")
    return await act(posted, id_, path, {"instalments": parts}, text, "commitment", version=version)


@router.post("/funding/applications/{id_}/evidence")
async def show_milestone(id_: UUID, posted: Form) -> Response:
    """The sponsor shows what an instalment asks for."""
    evidence = [
        {"kind": key.removeprefix("evidence_"), "reference": value.strip()}
        for key, value in posted.typed.items()
        if key.startswith("evidence_") and value.strip()
    ]
    path = f"/instalments/{UUID(posted.text('part'))}/evidence"
    text = N_("材料已提交，等待支付。")
    return await act(posted, id_, path, {"evidence": evidence}, text, "evidence")


@router.post("/funding/applications/{id_}/payment")
async def pay(id_: UUID, posted: Form) -> Response:
    """Pay an instalment, or ask for its evidence again."""
    part = UUID(posted.text("part"))
    if posted.text("back"):
        body = {"reason": posted.text("payment_reference")}
        text = N_("已退回补充材料。")
        return await act(posted, id_, f"/instalments/{part}/return", body, text, "payment")
    body = {"payment_reference": posted.text("payment_reference")}
    return await act(posted, id_, f"/instalments/{part}/payment", body, N_("已支付。"), "payment")


@router.post("/funding/applications/{id_}/release")
async def release(id_: UUID, posted: Form) -> Response:
    """Take a promise back, or give an application up."""
    verb = "withdrawal" if posted.text("own") else "release"
    body = {"reason": posted.text("reason")}
    text = N_("已释放，金额退回预算。")
    version = None if posted.text("own") else posted.version
    path = f"/applications/{id_}/{verb}"
    return await act(posted, id_, path, body, text, "release", version=version)


@router.post("/funding/applications/{id_}/recovery")
async def recover(id_: UUID, posted: Form) -> Response:
    """Note that paid money came back."""
    body = {"amount": posted.text("amount"), "reason": posted.text("reason")}
    path = f"/applications/{id_}/recovery"
    return await act(posted, id_, path, body, N_("收回已记账。"), "recovery")


@router.post("/funding/applications/{id_}/conversion")
async def convert(id_: UUID, posted: Form) -> Response:
    """Turn the agreed part into equity."""
    body = {"valuation": posted.text("valuation")}
    path = f"/applications/{id_}/conversion"
    return await act(posted, id_, path, body, N_("已转为股权。"), "conversion")


@router.post("/funding/applications/{id_}/reversal")
async def reverse(id_: UUID, posted: Form) -> Response:
    """Correct a mistaken booking."""
    body = {"reason": posted.text("reason")}
    path = f"/movements/{UUID(posted.text('movement'))}/reversal"
    return await act(posted, id_, path, body, N_("已冲正。"), "reversal")


@router.post("/funding/applications/{id_}/contracts")
async def propose_contract(id_: UUID, posted: Form) -> Response:
    """File a service contract under a voucher."""
    names = ("platform_id", "reference", "amount", "starts_on", "ends_on", "document_sha256")
    body = {name: posted.text(name) for name in names}
    path = f"/applications/{id_}/contracts"
    return await act(posted, id_, path, body, N_("合同已登记，等待平台确认。"), "contract")


@router.get("/funding/contracts")
async def list_contracts(visit: SignedVisit, cursor: str = "") -> Response:
    """Contracts that one is party to or watches over."""
    query = {"cursor": cursor, "limit": 30}
    page = await visit.backend.get(funding.ContractPage, "funding", "/contracts", query)
    return render(visit, "contracts.html", page=page)


@router.post("/funding/contracts/{id_}/filing")
async def file_contract(id_: UUID, posted: Form) -> Response:
    """The platform confirms a contract, or says that it is none of theirs."""
    if posted.text("refuse"):
        body: dict[str, Any] = {"reason": posted.text("reason")}
        return await _contract(posted, id_, "refusal", body, N_("已答复不认可该合同。"))
    body = {"document_sha256": posted.text("document_sha256")}
    return await _contract(posted, id_, "filing", body, N_("合同已确认。"))


@router.post("/funding/contracts/{id_}/acceptance")
async def accept_contract(id_: UUID, posted: Form) -> Response:
    """One party accepts the work."""
    body = {name: posted.text(name) for name in ("amount", "document_sha256")}
    return await _contract(posted, id_, "acceptance", body, N_("验收已记录。"))


async def _contract(
    posted: Posted, id_: UUID, verb: str, body: dict[str, Any], text: str
) -> Response:
    back = local_path(posted.text("page") or "/funding/contracts")
    try:
        await posted.visit.backend.post("funding", f"/contracts/{id_}/{verb}", body, key=posted.key)
    except Refused as refusal:
        return refused(posted, back, refusal)
    return done(posted, back, text)
