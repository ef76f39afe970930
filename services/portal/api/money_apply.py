"""Asking for money: which programmes there are, a quote first, then the application."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.portal.clients.backend import Refused
from services.portal.domain.names import find_pack
from services.portal.domain.texts import N_
from services.portal.form import Form
from services.portal.page import banner_of, done, render
from services.portal.schemas import funding, intake
from services.portal.visit import SignedVisit, Visit

router = APIRouter(include_in_schema=False)
_TYPED = ("programme", "contract_amount", "contract_reference", "purpose", "reading")
_LONGEST = 4000


@router.get("/projects/{id_}/funding")
async def ask(id_: UUID, visit: SignedVisit, request: Request) -> Response:
    """What the pack offers; with a programme its form, with its facts a quote."""
    asked = request.query_params
    typed = {
        key: value[:_LONGEST]
        for key, value in asked.items()
        if key in _TYPED or key.startswith(("fact_", "evidence_"))
    }
    return await _page(visit, id_, typed, wants_quote="quote" in asked)


async def _page(
    visit: Visit,
    id_: UUID,
    typed: Mapping[str, str],
    status: int = 200,
    refusal: Refused | None = None,
    *,
    wants_quote: bool = True,
) -> Response:
    backend = visit.backend
    file = await backend.get(intake.ProjectFile, "intake", f"/projects/{id_}")
    project = file.project
    offered = await backend.get(
        list[funding.Programme], "funding", "/programmes", {"pack": project.pack}
    )
    chosen = next((each for each in offered if each.id == typed.get("programme")), None)
    quote: funding.Quote | None = None
    if chosen is not None and not chosen.is_referral and wants_quote:
        try:
            quote = await backend.get(
                funding.Quote, "funding", "/quote", _question(project.id, chosen, typed)
            )
        except Refused as fault:
            refusal, status = refusal or fault, max(status, fault.status)
    return render(
        visit,
        "fund_apply.html",
        status,
        project=project,
        offered=[each for each in offered if project.subject in each.subjects],
        programme=chosen,
        facts=_facts(project.pack, chosen),
        quote=quote,
        typed=dict(typed),
        **_shown(refusal),
    )


def _shown(refusal: Refused | None) -> dict[str, Any]:
    """The refusal at the field that was typed: the quote calls the contract's sum an amount."""
    if refusal is None:
        return {}
    shown = banner_of(refusal)
    renamed = {"amount": "contract_amount"}
    errors = {
        renamed.get(key, key.replace("facts.", "fact_")): text
        for key, text in shown["errors"].items()
    }
    return shown | {"errors": errors}


def _question(project: UUID, chosen: funding.Programme, typed: Mapping[str, str]) -> dict[str, Any]:
    facts = [f"{name}={value}" for name, value in _stated(chosen, typed).items()]
    return {
        "project_id": str(project),
        "programme": chosen.id,
        "amount": typed.get("contract_amount"),
        "reading": typed.get("reading"),
        "fact": facts or None,
    }


def _stated(chosen: funding.Programme, typed: Mapping[str, str]) -> dict[str, str]:
    """The facts that were typed, by name; those that an assessor gives are not asked for."""
    return {
        name: value
        for name in chosen.facts
        if name not in chosen.assessed_facts and (value := typed.get(f"fact_{name}", "").strip())
    }


def _facts(pack_id: str, chosen: funding.Programme | None) -> list[dict[str, Any]]:
    """What the form asks for: name, type and choices by the pack."""
    pack = find_pack(pack_id)
    if pack is None or chosen is None:
        return []
    return [
        {"id": each.id, "name": each.name, "type": each.type, "choices": each.choices}
        for each in pack.pack.facts
        if each.id in chosen.facts and each.id not in chosen.assessed_facts
    ]


@router.post("/projects/{id_}/funding")
async def apply(id_: UUID, posted: Form) -> Response:
    """Ask for the money that was quoted."""
    typed = posted.typed
    truths = {"yes": True, "no": False}
    facts = {
        key.removeprefix("fact_"): truths.get(value.strip(), value.strip())
        for key, value in typed.items()
        if key.startswith("fact_") and value.strip()
    }
    evidence = [
        {"kind": key.removeprefix("evidence_"), "reference": value.strip()}
        for key, value in typed.items()
        if key.startswith("evidence_") and value.strip()
    ]
    body = {
        "project_id": str(id_),
        "programme": posted.text("programme"),
        "purpose": posted.text("purpose"),
        "contract_amount": posted.maybe("contract_amount"),
        "contract_reference": posted.maybe("contract_reference"),
        "reading": posted.maybe("reading"),
        "facts": facts,
        "evidence": evidence,
    }
    try:
        answer = await posted.visit.backend.post("funding", "/applications", body, key=posted.key)
    except Refused as refusal:
        return await _page(posted.visit, id_, typed, refusal.status, refusal)
    application = answer.read(funding.Application)
    return done(posted, f"/funding/applications/{application.id}", N_("申请已提交。"))


@router.post("/projects/{id_}/referral")
async def ask_referral(id_: UUID, posted: Form) -> Response:
    """Ask to be introduced, with consent."""
    body = {
        "project_id": str(id_),
        "programme": posted.text("programme"),
        "recipient": posted.number("recipient") or 0,
        "package": posted.several("package"),
        "consent": posted.text("consent") == "yes",
        "wanted": posted.maybe("wanted"),
    }
    try:
        await posted.visit.backend.post("funding", "/referrals", body, key=posted.key)
    except Refused as refusal:
        return await _page(posted.visit, id_, posted.typed, refusal.status, refusal)
    return done(posted, "/funding/referrals", N_("对接申请已提交，您可随时撤回同意。"))
