"""The first page: what the lane is, or what the person who signed in can do now."""

import asyncio
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response

from contracts.people import ORGANISATION, PLATFORM, Role
from services.portal.clients.backend import Refused, Unreachable
from services.portal.clients.optional import maybe
from services.portal.domain import agenda
from services.portal.domain.names import packs
from services.portal.page import render
from services.portal.schemas import approval, funding, insight, intake, registry
from services.portal.visit import AnyVisit, Visit

router = APIRouter(include_in_schema=False)
FIRST = 8
"""Rows of a list on the first page."""
PORTFOLIO = 100
"""Projects that a portfolio is looked through for; the page says when there are more."""
_QUEUE = (Role.OFFICER, Role.DEPARTMENT_LEAD, Role.GATE_REVIEWER)
_READS_PROJECTS = (Role.SPONSOR, Role.CASE_MANAGER, Role.AUDITOR)
_READS_LEAD_TIME = (Role.DIRECTOR, Role.AUDITOR)


@router.get("/")
async def home(visit: AnyVisit) -> Response:
    """The first page, by role."""
    if visit.session is None:
        return render(visit, "welcome.html", packs=[each.pack for each in packs()])
    if not visit.session.roles:
        return render(visit, "no_role.html")
    parts = await asyncio.gather(
        _projects(visit),
        _queue(visit),
        _team(visit),
        _platform(visit),
        _funding(visit),
        _lead_time(visit),
    )
    shown: dict[str, Any] = {}
    for part in parts:
        shown.update(part)
    return render(visit, "home.html", **shown)


async def _projects(visit: Visit) -> Mapping[str, Any]:
    """A sponsor's or manager's projects: what is asked, what comes, what is in danger."""
    if not visit.has(*_READS_PROJECTS):
        return {"projects": None, "is_registered": True}
    query = {"limit": PORTFOLIO}
    page, is_registered = await asyncio.gather(
        maybe(visit.backend.get(intake.ProjectPage, "intake", "/projects", query)),
        _is_registered(visit),
    )
    found = page.items if page else []
    return {
        "projects": page,
        "is_registered": is_registered,
        "asked": agenda.asked_of(found, "sponsor"),
        "coming": agenda.coming(found, "sponsor")[:FIRST],
        "risks": agenda.at_risk(found, visit.now),
        "recent": found[:FIRST],
    }


async def _queue(visit: Visit) -> Mapping[str, Any]:
    """The queue in figures, its first tasks, and those that the reader holds."""
    if not visit.has(*_QUEUE):
        return {"tasks": None, "counts": None, "mine": None}
    read, first = visit.backend.get, {"limit": FIRST}
    tasks, mine, counts = await asyncio.gather(
        maybe(read(approval.TaskPage, "approval", "/tasks", first)),
        maybe(read(approval.TaskPage, "approval", "/tasks", {"mine": "true", "limit": 3})),
        maybe(read(approval.Counts, "approval", "/tasks/counts")),
    )
    return {"tasks": tasks, "counts": counts, "mine": mine}


async def _team(visit: Visit) -> Mapping[str, Any]:
    if not visit.has(Role.DEPARTMENT_LEAD):
        return {"team": None}
    return {"team": await maybe(visit.backend.get(approval.Team, "approval", "/team"))}


async def _platform(visit: Visit) -> Mapping[str, Any]:
    """What a platform is asked, what it has promised, and the room it publishes."""
    if not visit.has(Role.PLATFORM_OPERATOR):
        return {"placements": None, "promised": None, "platform": None}
    own = visit.session.scopes.get(PLATFORM) if visit.session else None
    read = visit.backend.get
    asked, promised, platform = await asyncio.gather(
        maybe(read(registry.PlacementPage, "registry", "/placements", _placed("asked"))),
        maybe(read(registry.PlacementPage, "registry", "/placements", _placed("confirmed"))),
        maybe(read(registry.Platform, "registry", f"/platforms/{own or '-'}")),
    )
    return {"placements": asked, "promised": promised, "platform": platform}


def _placed(state: str) -> dict[str, str | int]:
    return {"state": state, "limit": FIRST}


async def _funding(visit: Visit) -> Mapping[str, Any]:
    """Applications that wait for a decision, and what the budgets still hold."""
    if not visit.has(Role.FUNDING_OFFICER):
        return {"applications": None, "budgets": None}
    query = {"limit": FIRST}
    page, budgets = await asyncio.gather(
        maybe(visit.backend.get(funding.ApplicationPage, "funding", "/queue", query)),
        maybe(visit.backend.get(list[funding.Budget], "funding", "/budgets")),
    )
    return {"applications": page, "budgets": budgets or []}


async def _lead_time(visit: Visit) -> Mapping[str, Any]:
    """The lane in figures, and the item that is late most often."""
    if not visit.has(*_READS_LEAD_TIME):
        return {"report": None, "slowest": None, "work": None}
    report, cases, work = await asyncio.gather(
        maybe(visit.backend.get(insight.LeadTime, "insight", "/lead-time")),
        maybe(visit.backend.get(insight.Cases, "insight", "/lead-time/cases")),
        maybe(visit.backend.get(insight.Work, "insight", "/lead-time/work")),
    )
    rates = {name: each.on_time.share for name, each in (cases.items.items() if cases else ())}
    late = {name: share for name, share in rates.items() if share is not None and share < 1}
    slowest = min(late, key=lambda name: late[name], default=None)
    return {
        "report": report,
        "slowest": (slowest, cases.items[slowest]) if cases and slowest else None,
        "work": work,
    }


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
