"""Projects behind the figures, and where the time of one of them went."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from chassis import paging
from chassis.auth import Needs, Principal
from chassis.commands import Reader
from contracts.errors import NotFound
from contracts.ids import ProjectId
from contracts.people import Role
from services.insight import queries, view
from services.insight.api.choice import Asked, Follower, Slug
from services.insight.schemas import ProjectCardPage, ProjectTimeline

router = APIRouter()
Concerned = Annotated[
    Principal, Depends(Needs(Role.DIRECTOR, Role.AUDITOR, Role.CASE_MANAGER, Role.SPONSOR))
]


@router.get("/projects")
async def list_projects(
    caller: Follower,
    database: Reader,
    asked: Asked,
    state: Slug = None,
    outcome: Slug = None,
    standing: Slug = None,
    having: Annotated[Literal["late", "stopped", "open"] | None, Query()] = None,
    cursor: paging.Cursor = None,
    limit: paging.Limit = paging.DEFAULT_LIMIT,
) -> ProjectCardPage:
    """The projects behind a figure, newest first.

    ``stage`` is one that they went through, ``standing`` where they are now. ``having``: with a
    case (of ``item`` and ``department``, where given) decided late, stopped or still open.
    """
    chosen = queries.selection_of(
        asked, state=state, outcome=outcome, standing=standing, having=having
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
        stages = await queries.stage_rows(connection, project)
    return view.project_timeline(row, spans, cases, stages, database.clock.lane_now())
