"""Lead time: where the lane's time goes, and the projects behind every figure."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from contracts.people import Role
from services.portal.api.leadtime_panels import VIEWS, PanelsOf, View, summary_of, telling
from services.portal.clients.optional import maybe
from services.portal.domain.definitions import DEFINITIONS
from services.portal.domain.panel import table
from services.portal.domain.texts import translations
from services.portal.page import render
from services.portal.schemas import insight
from services.portal.sheet import CSV_TYPE, XLSX_TYPE, csv_of, xlsx_of
from services.portal.visit import AnyVisit, SignedVisit

router = APIRouter(include_in_schema=False)
Word = Annotated[str, Query(max_length=80)]
PARTIES = ("sponsor", "department", "queue", "platform", "gate", "handover", "suspended")
_LISTS_PROJECTS = (Role.DIRECTOR, Role.AUDITOR, Role.CASE_MANAGER)


def filters_of(
    pack: Word = "",
    stage: Word = "",
    item: Word = "",
    department: Word = "",
    industry: Word = "",
    route: Word = "",
    platform: Word = "",
    quarter: Word = "",
    since: Annotated[str, Query(alias="from", max_length=10)] = "",
    until: Annotated[str, Query(alias="to", max_length=10)] = "",
) -> dict[str, str]:
    """What figures and lists are narrowed to; the address says all of it, so it can be shared."""
    return {
        "pack": pack,
        "stage": stage,
        "item": item,
        "department": department,
        "industry": industry,
        "route": route,
        "platform": platform,
        "quarter": quarter,
        "from": since,
        "to": until,
    }


Filters = Annotated[dict[str, str], Depends(filters_of)]


@router.get("/lead-time")
async def show_lead_time(visit: SignedVisit, filters: Filters, view: View = "overview") -> Response:
    """The dashboard, one view at a time."""
    report = await summary_of(visit, filters)
    tell = telling(visit, filters)
    panels = await PanelsOf[view](visit, filters, tell, report) if report.projects else []
    if not visit.has(*_LISTS_PROJECTS):
        panels = [panel.without_links() for panel in panels]
    choices = await maybe(visit.backend.get(insight.Choices, "insight", "/lead-time/choices"))
    parts = [(each, report.attribution_days.get(each, 0.0)) for each in PARTIES]
    return render(
        visit,
        "leadtime.html",
        report=report,
        views=VIEWS,
        view=view,
        panels=panels,
        choices=choices,
        parts=[each for each in parts if each[1] > 0],
        filters=filters,
        held={key: value for key, value in filters.items() if value},
        definitions=DEFINITIONS,
        tell=tell,
    )


@router.get("/lead-time/export")
async def export_panel(
    visit: SignedVisit,
    filters: Filters,
    panel: Word,
    view: View = "overview",
    form: Annotated[Literal["csv", "xlsx"], Query(alias="as")] = "csv",
) -> Response:
    """One panel's table as a file; the same cells as on the page."""
    report = await summary_of(visit, filters)
    panels = await PanelsOf[view](visit, filters, telling(visit, filters), report)
    found = next((each for each in panels if each.id == panel), None)
    if found is None:
        return Response(status_code=404)
    translate = translations(visit.language).gettext
    rows = table(found, translate)
    content = csv_of(rows) if form == "csv" else xlsx_of(rows, translate(found.title))
    return Response(
        content,
        media_type=CSV_TYPE if form == "csv" else XLSX_TYPE,
        headers={"content-disposition": f'attachment; filename="{found.id}.{form}"'},
    )


@router.get("/lead-time/projects")
async def list_behind(
    visit: SignedVisit,
    filters: Filters,
    state: Word = "",
    outcome: Word = "",
    standing: Word = "",
    having: Word = "",
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """The projects behind a figure."""
    filters |= {"state": state, "outcome": outcome, "standing": standing, "having": having}
    query = {**filters, "cursor": cursor, "limit": 30}
    page = await visit.backend.get(insight.CardPage, "insight", "/projects", query)
    held = {key: value for key, value in filters.items() if value}
    return render(
        visit, "behind.html", page=page, filters=filters, held=held, tell=telling(visit, filters)
    )


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
        for span in found.bars
    ]
    parts = [(each, found.attribution_days.get(each, 0.0)) for each in PARTIES]
    return render(
        visit,
        "waterfall.html",
        timeline=found,
        bars=bars,
        parts=[each for each in parts if each[1] > 0],
        definitions=DEFINITIONS,
    )


@router.get("/service-times")
async def show_service_times(visit: AnyVisit) -> Response:
    """Published: how long approvals take, for everybody."""
    found = await visit.backend.get(insight.ServiceTimes, "insight", "/service-times")
    return render(visit, "service_times.html", found=found, definitions=DEFINITIONS)
