"""The first page: what the lane is, or what waits for the person who signed in."""

import asyncio

from fastapi import APIRouter, Response

from contracts.people import ORGANISATION, Role
from services.portal.clients.backend import Refused, Unreachable
from services.portal.clients.optional import maybe
from services.portal.domain.names import packs
from services.portal.page import render
from services.portal.schemas import approval, funding, insight, intake, registry
from services.portal.visit import AnyVisit, Visit

router = APIRouter(include_in_schema=False)
FIRST = 8
"""Rows of a list on the first page."""
_QUEUE = (Role.OFFICER, Role.DEPARTMENT_LEAD, Role.GATE_REVIEWER)
_READS_PROJECTS = (Role.SPONSOR, Role.CASE_MANAGER, Role.AUDITOR)
_READS_LEAD_TIME = (Role.DIRECTOR,)


@router.get("/")
async def home(visit: AnyVisit) -> Response:
    """The first page, by role."""
    if visit.session is None:
        return render(visit, "welcome.html", packs=[each.pack for each in packs()])
    if not visit.session.roles:
        return render(visit, "no_role.html")
    projects, tasks, counts, placements, applications, report, is_registered = await asyncio.gather(
        _projects(visit),
        _tasks(visit),
        _counts(visit),
        _placements(visit),
        _applications(visit),
        _lead_time(visit),
        _is_registered(visit),
    )
    return render(
        visit,
        "home.html",
        projects=projects,
        tasks=tasks,
        counts=counts,
        placements=placements,
        applications=applications,
        report=report,
        is_registered=is_registered,
    )


async def _projects(visit: Visit) -> intake.ProjectPage | None:
    if not visit.has(*_READS_PROJECTS):
        return None
    reading = visit.backend.get(intake.ProjectPage, "intake", "/projects", {"limit": FIRST})
    return await maybe(reading)


async def _tasks(visit: Visit) -> approval.TaskPage | None:
    if not visit.has(*_QUEUE):
        return None
    reading = visit.backend.get(approval.TaskPage, "approval", "/tasks", {"limit": FIRST})
    return await maybe(reading)


async def _counts(visit: Visit) -> approval.Counts | None:
    if not visit.has(*_QUEUE):
        return None
    return await maybe(visit.backend.get(approval.Counts, "approval", "/tasks/counts"))


async def _placements(visit: Visit) -> registry.PlacementPage | None:
    if not visit.has(Role.PLATFORM_OPERATOR):
        return None
    query = {"state": "asked", "limit": FIRST}
    return await maybe(visit.backend.get(registry.PlacementPage, "registry", "/placements", query))


async def _applications(visit: Visit) -> funding.ApplicationPage | None:
    if not visit.has(Role.FUNDING_OFFICER):
        return None
    query = {"limit": FIRST}
    reading = visit.backend.get(funding.ApplicationPage, "funding", "/queue", query)
    return await maybe(reading)


async def _lead_time(visit: Visit) -> insight.LeadTime | None:
    if not visit.has(*_READS_LEAD_TIME):
        return None
    return await maybe(visit.backend.get(insight.LeadTime, "insight", "/lead-time"))


async def _is_registered(visit: Visit) -> bool:
    """Whether a sponsor's organisation is registered; in doubt nobody is asked to do it again."""
    own = visit.session.scopes.get(ORGANISATION) if visit.session else None
    if not own or not visit.has(Role.SPONSOR):
        return True
    try:
        await visit.backend.get(intake.Organisation, "intake", f"/organisations/{own}")
    except Refused as refusal:
        return refusal.code != "not_found"
    except Unreachable:
        pass
    return True
