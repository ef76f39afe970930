"""Platforms: the list, the operator's own entry, and who carries out a project's stage."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from contracts.people import PLATFORM
from services.portal.clients.backend import Refused
from services.portal.clients.optional import maybe
from services.portal.domain.names import find_pack
from services.portal.domain.texts import N_
from services.portal.domain.words import DECLINE_GROUND
from services.portal.form import Form, Posted
from services.portal.page import banner_of, done, refused, render
from services.portal.schemas import registry
from services.portal.visit import SignedVisit, Visit

router = APIRouter(include_in_schema=False)
Word = Annotated[str, Query(max_length=80)]
Cursor = Annotated[str, Query(max_length=500)]


@router.get("/platforms")
async def list_platforms(
    visit: SignedVisit, industry: Word = "", type: Word = "", cursor: Cursor = ""
) -> Response:
    """Published platforms."""
    query = {"pack": visit.pack, "industry": industry, "type": type, "cursor": cursor}
    page = await visit.backend.get(registry.PlatformPage, "registry", "/platforms", query)
    packs = {each.pack for each in page.items} | ({visit.pack} if visit.pack else set())
    found = find_pack(sorted(packs)[0]) if packs else None
    filters = {"industry": industry, "type": type}
    return render(
        visit, "platforms.html", page=page, filters=filters, pack=found.pack if found else None
    )


@router.get("/placements")
async def list_placements(visit: SignedVisit, state: Word = "", cursor: Cursor = "") -> Response:
    """Requests to the operator's platform."""
    query = {"state": state, "cursor": cursor, "limit": 30}
    page = await visit.backend.get(registry.PlacementPage, "registry", "/placements", query)
    return render(
        visit, "placements.html", page=page, state=state, decline_grounds=list(DECLINE_GROUND)
    )


@router.post("/placements/{id_}/answer")
async def answer(id_: UUID, posted: Form) -> Response:
    """Yes or no for the operator's platform."""
    accept = posted.text("answer") == "yes"
    body: dict[str, Any] = {"accept": accept, "note": posted.text("note")}
    if not accept:
        body["ground"] = posted.maybe("ground")
    try:
        await posted.visit.backend.post(
            "registry", f"/placements/{id_}/answer", body, key=posted.key
        )
    except Refused as refusal:
        return refused(posted, "/placements", refusal)
    return done(posted, "/placements", N_("已确认承接。") if accept else N_("已谢绝。"))


@router.get("/placements/{id_}/choice")
async def ask_choice(
    id_: UUID, visit: SignedVisit, project: Word = "", cursor: Cursor = ""
) -> Response:
    """The platforms that a sponsor can ask for this stage."""
    return await _choice_page(visit, id_, cursor)


async def _choice_page(
    visit: Visit, id_: UUID, cursor: str, status: int = 200, **shown_again: Any
) -> Response:
    placement = await visit.backend.get(registry.Placement, "registry", f"/placements/{id_}")
    query = {"pack": placement.pack, "industry": placement.industry, "cursor": cursor, "limit": 50}
    page = await visit.backend.get(registry.PlatformPage, "registry", "/platforms", query)
    declined = {each.platform_id for each in placement.declines}
    return render(
        visit,
        "choice.html",
        status,
        placement=placement,
        page=page,
        declined=declined,
        **shown_again,
    )


@router.post("/placements/{id_}/choice")
async def choose(id_: UUID, posted: Form) -> Response:
    """Ask a platform."""
    body = {"platform_id": posted.text("platform_id")}
    try:
        answer = await posted.visit.backend.post(
            "registry", f"/placements/{id_}/choice", body, key=posted.key
        )
    except Refused as refusal:
        return await _choice_page(posted.visit, id_, "", refusal.status, **banner_of(refusal))
    placement = answer.read(registry.Placement)
    return done(posted, f"/projects/{placement.project_id}", N_("已向平台提出请求，请等待答复。"))


@router.get("/platform")
async def show_own(visit: SignedVisit) -> Response:
    """The operator's own platform, to be published or changed."""
    own = _own(visit)
    found = await maybe(visit.backend.get(registry.Platform, "registry", f"/platforms/{own}"))
    return _own_page(visit, found, _as_typed(found) if found else {}, 200)


def _own(visit: Visit) -> str:
    return (visit.session.scopes.get(PLATFORM) if visit.session else None) or "-"


def _own_page(
    visit: Visit,
    found: registry.Platform | None,
    typed: dict[str, Any],
    status: int,
    **shown_again: Any,
) -> Response:
    pack = find_pack(found.pack if found else visit.pack)
    return render(
        visit,
        "platform.html",
        status,
        found=found,
        pack=pack.pack if pack else None,
        typed=typed,
        **shown_again,
    )


def _as_typed(found: registry.Platform) -> dict[str, Any]:
    contact = found.contact
    return {
        "name_zh": found.name.zh,
        "name_en": found.name.en,
        "platform_type": found.platform_type,
        "industries": found.industries,
        "place_zh": found.place.name.zh,
        "place_en": found.place.name.en,
        "longitude": found.place.longitude,
        "latitude": found.place.latitude,
        "monthly_capacity": found.monthly_capacity,
        "contact_name": contact.name if contact else "",
        "contact_phone": contact.phone if contact else "",
        "contact_email": contact.email if contact else "",
        "contact_is_public": "yes" if found.contact_is_public else "",
        "version": found.version,
    }


@router.post("/platform")
async def publish(posted: Form) -> Response:
    """Publish or change the own platform."""
    visit, own = posted.visit, _own(posted.visit)
    try:
        await visit.backend.post(
            "registry",
            f"/platforms/{own}",
            _platform_body(posted),
            key=posted.key,
            version=posted.version,
            method="PUT",
        )
    except Refused as refusal:
        found = await maybe(visit.backend.get(registry.Platform, "registry", f"/platforms/{own}"))
        typed = {**posted.typed, "industries": posted.several("industries")}
        return _own_page(visit, found, typed, refusal.status, **banner_of(refusal))
    return done(posted, "/platform", N_("平台信息已发布。"))


def _platform_body(posted: Posted) -> dict[str, Any]:
    contact = {key: posted.text(f"contact_{key}") for key in ("name", "phone", "email")}
    return {
        "pack": posted.text("pack") or posted.visit.pack,
        "platform_type": posted.text("platform_type"),
        "name": {"zh": posted.text("name_zh"), "en": posted.text("name_en")},
        "industries": posted.several("industries"),
        "place": {
            "name": {"zh": posted.text("place_zh"), "en": posted.text("place_en")},
            "longitude": _degrees(posted.text("longitude")),
            "latitude": _degrees(posted.text("latitude")),
        },
        "monthly_capacity": posted.number("monthly_capacity"),
        "contact": contact if any(contact.values()) else None,
        "contact_is_public": posted.text("contact_is_public") == "yes",
    }


def _degrees(typed: str) -> float | str:
    """The number that was typed; anything else goes on as it is, for registry to refuse."""
    try:
        return float(Decimal(typed))
    except InvalidOperation:
        return typed
