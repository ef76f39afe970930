"""Lead time: where the lane's time goes, and the projects behind every figure."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.portal.domain.names import find_pack, packs
from services.portal.page import render
from services.portal.schemas import insight
from services.portal.visit import SignedVisit

router = APIRouter(include_in_schema=False)
Word = Annotated[str, Query(max_length=80)]
Day = Annotated[str, Query(max_length=10)]
PARTIES = ("sponsor", "department", "queue", "platform", "gate", "handover", "suspended")


@router.get("/lead-time")
async def show_lead_time(
    visit: SignedVisit,
    pack: Word = "",
    industry: Word = "",
    since: Annotated[str, Query(alias="from", max_length=10)] = "",
    until: Annotated[str, Query(alias="to", max_length=10)] = "",
) -> Response:
    """The dashboard: percentiles, on-time rates, attribution, work in progress."""
    query = {"pack": pack, "industry": industry, "from": since, "to": until}
    found = await visit.backend.get(insight.LeadTime, "insight", "/lead-time", query)
    known = find_pack(pack or visit.pack)
    known = known or (packs()[0] if packs() else None)
    parts = [(each, found.attribution_days.get(each, 0.0)) for each in PARTIES]
    return render(
        visit,
        "leadtime.html",
        report=found,
        pack=known.pack if known else None,
        packs=[each.pack for each in packs()],
        parts=[each for each in parts if each[1] > 0],
        filters=query,
    )


@router.get("/lead-time/projects")
async def list_behind(
    visit: SignedVisit,
    pack: Word = "",
    industry: Word = "",
    state: Word = "",
    outcome: Word = "",
    stage: Word = "",
    item: Word = "",
    department: Word = "",
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """The projects behind a figure."""
    filters = {
        "pack": pack,
        "industry": industry,
        "state": state,
        "outcome": outcome,
        "stage": stage,
        "item": item,
        "department": department,
    }
    query = {**filters, "cursor": cursor, "limit": 30}
    page = await visit.backend.get(insight.CardPage, "insight", "/projects", query)
    return render(visit, "behind.html", page=page, filters=filters)


@router.get("/lead-time/projects/{id_}")
async def show_waterfall(id_: UUID, visit: SignedVisit) -> Response:
    """Where one project's time went."""
    found = await visit.backend.get(insight.Timeline, "insight", f"/projects/{id_}")
    begin = found.project.submitted_at
    total = max((found.project.finished_at or found.as_of) - begin, found.as_of - found.as_of)
    seconds = total.total_seconds() or 1.0
    bars = [
        (
            span,
            max(0.0, (span.started_at - begin).total_seconds() / seconds),
            ((span.ended_at or found.as_of) - span.started_at).total_seconds() / seconds,
        )
        for span in found.spans
    ]
    parts = [(each, found.attribution_days.get(each, 0.0)) for each in PARTIES]
    return render(
        visit,
        "waterfall.html",
        timeline=found,
        bars=bars,
        parts=[each for each in parts if each[1] > 0],
    )
