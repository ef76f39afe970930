"""Insight over HTTP: figures, and the projects behind them. Nothing here changes anything."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import paging
from chassis.auth import Needs, Principal
from chassis.clock import Clock
from chassis.commands import Reader
from contracts.errors import NotFound
from contracts.ids import ProjectId
from contracts.people import Role
from services.insight import queries, view
from services.insight.queries import Selection
from services.insight.schemas import (
    LeadTimeView,
    ProjectCardPage,
    ProjectTimeline,
    ReportView,
)

router = APIRouter(prefix="/api/insight/v1")

Watcher = Annotated[
    Principal,
    Depends(Needs(Role.DIRECTOR, Role.AUDITOR, Role.CASE_MANAGER, Role.DEPARTMENT_LEAD)),
]
Overseer = Annotated[Principal, Depends(Needs(Role.DIRECTOR, Role.AUDITOR))]
Follower = Annotated[Principal, Depends(Needs(Role.DIRECTOR, Role.AUDITOR, Role.CASE_MANAGER))]
Concerned = Annotated[
    Principal, Depends(Needs(Role.DIRECTOR, Role.AUDITOR, Role.CASE_MANAGER, Role.SPONSOR))
]
Slug = Annotated[str | None, Query(max_length=80)]
Day = Annotated[date | None, Query()]


async def _selection(
    pack: Slug = None,
    industry: Slug = None,
    from_: Annotated[date | None, Query(alias="from")] = None,
    to: Day = None,
) -> Selection:
    """Submitted from one lane date to another, both included."""
    return Selection(pack=pack, industry=industry, first_on=from_, last_on=to)


Selected = Annotated[Selection, Depends(_selection)]


@router.get("/lead-time")
async def show_lead_time(caller: Watcher, database: Reader, selection: Selected) -> LeadTimeView:
    """Where the time went, over the projects that the caller may see."""
    async with database.read() as connection:
        figures = await _figures(connection, caller, selection, database.clock)
        months = await queries.throughput_rows(connection, caller, selection)
        ages = await queries.work_in_progress_rows(connection, caller, selection, figures["as_of"])
    del figures["events"]
    return LeadTimeView(
        **figures,
        throughput=[view.month(row) for row in months],
        work_in_progress={row.name: view.age_measure(row) for row in ages},
    )


@router.get("/report")
async def show_report(caller: Overseer, database: Reader, selection: Selected) -> ReportView:
    """The season in figures."""
    async with database.read() as connection:
        figures = await _figures(connection, caller, selection, database.clock)
        figures["events"] = await queries.event_count(connection)
    figures["approvals"] = figures.pop("items")
    del figures["attribution_by_department"]
    return ReportView(**figures)


async def _figures(
    connection: AsyncConnection, caller: Principal, selection: Selection, clock: Clock
) -> dict[str, Any]:
    """What every page of figures shows, as fields of its view."""
    now = clock.lane_now()
    outcomes = await queries.lead_time_statistics(connection, caller, selection)
    stages = await queries.stage_statistics(connection, caller, selection)
    items = await queries.case_statistics(connection, caller, selection, "item")
    departments = await queries.case_statistics(connection, caller, selection, "department")
    finished = await queries.attribution_rows(connection, caller, selection)
    running = await queries.open_spans(connection, caller, selection)
    parts = view.parts_of(finished, running, now)
    waiting, faulty = await queries.stale_counts(connection)
    return {
        "as_of": now,
        **await _counts(connection, caller, selection),
        "lead_time": {row.name: view.measure(row) for row in outcomes},
        "stages": {row.name: view.measure(row) for row in stages},
        "items": {row.name: view.approval_measure(row) for row in items},
        "departments": {row.name: view.approval_measure(row) for row in departments},
        "attribution_days": view.party_days(parts),
        "attribution_total_days": view.total_days(parts),
        "attribution_by_department": view.department_days(parts),
        "stale_projects": waiting + faulty,
    }


async def _counts(
    connection: AsyncConnection, caller: Principal, selection: Selection
) -> dict[str, Any]:
    rows = await queries.tally_row(connection, caller, selection)
    states: dict[str, int] = {}
    outcomes: dict[str, int] = {}
    for row in rows:
        states[row.state] = states.get(row.state, 0) + row.n
        if row.outcome:
            outcomes[row.outcome] = outcomes.get(row.outcome, 0) + row.n
    counted = ("events", "decisions", "information_requests", "reminders", "escalations")
    return {
        "projects": sum(states.values()),
        "projects_by_state": states,
        "projects_by_outcome": outcomes,
        **{name: sum(getattr(row, name) for row in rows) for name in counted},
    }


@router.get("/projects")
async def list_projects(
    caller: Follower,
    database: Reader,
    selection: Selected,
    state: Slug = None,
    outcome: Slug = None,
    stage: Slug = None,
    item: Slug = None,
    department: Slug = None,
    cursor: paging.Cursor = None,
    limit: paging.Limit = paging.DEFAULT_LIMIT,
) -> ProjectCardPage:
    """The projects behind a figure, newest first. ``stage`` is where they stand now."""
    chosen = Selection(
        pack=selection.pack,
        industry=selection.industry,
        first_on=selection.first_on,
        last_on=selection.last_on,
        state=state,
        outcome=outcome,
        stage=stage,
        item=item,
        department=department,
    )
    after = paging.instant_and_id(cursor)
    async with database.read() as connection:
        rows = await queries.project_rows(connection, caller, chosen, after=after, limit=limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    key = (last.submitted_at.isoformat(), str(last.project_id)) if last else None
    now = database.clock.lane_now()
    return ProjectCardPage(
        items=[view.card(row, now) for row in rows[:limit]],
        next_cursor=paging.encode(*key) if key else None,
    )


@router.get("/projects/{id_}")
async def show_project(id_: UUID, caller: Concerned, database: Reader) -> ProjectTimeline:
    """Where one project's time went."""
    project = ProjectId(id_)
    async with database.read() as connection:
        row = await queries.project_row(connection, caller, project)
        if row is None:
            raise NotFound(what_zh="项目", what_en="project")
        spans = await queries.span_rows(connection, [id_])
        cases = await queries.case_rows(connection, project)
    return view.project_timeline(row, spans, cases, database.clock.lane_now())
