"""A person's browser against the portal, with the other services played by samples."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
from fastapi import FastAPI
from pydantic import BaseModel

from contracts.people import Role
from policy.loader import load_pack
from services.funding.api.programmes import programme_view
from services.funding.handlers.programme import known_programmes
from services.portal.app import make_app
from services.portal.portal import Portal
from services.portal.session import Session
from services.portal.settings import PortalSettings
from services.portal.visit import session_cookie
from tests.support.person import ISSUER, OWN_USCC, Issuer, Person
from tests.unit.portal.follow_up_samples import LETTER, follow_up_paths
from tests.unit.portal.money_samples import CONTRACT, INSTALMENT, REFERRAL
from tests.unit.portal.samples import (
    APPLICATION,
    CASE,
    DOCUMENT,
    DRAFT,
    GATE,
    MESSAGE,
    NOW,
    PLACEMENT,
    PROJECT,
    SUBMITTED_DRAFT,
    Samples,
)

PUBLIC = "http://lane.test"
CSRF = "csrf-of-this-session"
Reply = tuple[int, Any]


def settings(**more: Any) -> PortalSettings:
    """A portal whose lane clock stands near the samples' now."""
    given: dict[str, Any] = {
        "environment": "test",
        "oidc_issuer": ISSUER,
        "public_url": PUBLIC,
        "session_secret": "a secret of the tests that is long enough",
        "day_seconds": 86_400.0,
        "lane_epoch": NOW,
        "lane_epoch_real": datetime.now(UTC),
        **more,
    }
    return PortalSettings(**given)


@dataclass
class Backstage:
    """Plays the other services. ``answers`` overrules; ``asked`` is what came in."""

    samples: Samples = field(default_factory=Samples)
    answers: dict[str, Reply | Callable[[httpx.Request], httpx.Response]] = field(
        default_factory=dict
    )
    asked: list[httpx.Request] = field(default_factory=list)
    issuer: Issuer = field(default_factory=Issuer)
    is_down: set[str] = field(default_factory=set)

    def transport(self) -> httpx.MockTransport:
        """What the portal's client is given."""
        return httpx.MockTransport(self._answer)

    def sent(self, method: str, path: str) -> list[httpx.Request]:
        """Requests that came in by that method at that path, under /api."""
        return [
            each for each in self.asked if each.method == method and each.url.path == f"/api/{path}"
        ]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        path = request.url.path.removeprefix("/api/")
        service = path.partition("/")[0]
        if service in self.is_down:
            raise httpx.ConnectError("down", request=request)
        for key in (f"{request.method} {path}", path):
            found = self.answers.get(key)
            if callable(found):
                return found(request)
            if found is not None:
                return _response(*found)
        if request.method == "POST" and path in ("intake/v1/projects", "funding/v1/applications"):
            path += "/new"
        if path.startswith("intake/v1/drafts/") and request.method == "PUT":
            path = f"intake/v1/drafts/{DRAFT}"
        known = self._known(path)
        return _response(404, _NOT_FOUND) if known is None else _response(200, known)

    def _known(self, path: str) -> Any:
        made = self.samples
        project, case = f"projects/{PROJECT}", f"cases/{CASE}"
        return {
            "intake/v1/projects": lambda: _page(made.project()),
            "intake/v1/projects/new": made.project,
            "funding/v1/applications/new": made.application,
            "intake/v1/drafts": lambda: {"items": [_plain(made.draft())]},
            f"intake/v1/drafts/{DRAFT}": made.draft,
            f"intake/v1/drafts/{SUBMITTED_DRAFT}": lambda: made.draft(is_submitted=True),
            f"intake/v1/{project}": made.file,
            f"intake/v1/{project}/evidence": made.project,
            f"intake/v1/{project}/withdrawal": made.project,
            f"intake/v1/{project}/case-manager": made.project,
            f"intake/v1/{project}/documents": lambda: made.file().documents[0],
            f"intake/v1/{project}/documents/{DOCUMENT}": lambda: {"bytes": "x"},
            f"intake/v1/organisations/{OWN_USCC}": lambda: {
                "id": OWN_USCC,
                "name": made.text,
                "contact_email": "a@b.example",
                "version": 1,
            },
            "approval/v1/tasks": lambda: _page(made.task(mine=False), made.task("gate")),
            "approval/v1/tasks/counts": lambda: _COUNTS,
            f"approval/v1/tasks/{CASE}": made.detail,
            f"approval/v1/tasks/{GATE}": lambda: made.detail("gate"),
            f"approval/v1/tasks/{CASE}/precedents": made.precedents,
            f"approval/v1/tasks/{CASE}/consequences": made.consequences,
            f"approval/v1/tasks/{GATE}/consequences": lambda: made.consequences("gate"),
            f"approval/v1/tasks/{CASE}/look": lambda: {"looked_at": NOW.isoformat()},
            **{
                f"approval/v1/tasks/{CASE}/checks/{each.point}": lambda each=each: each
                for each in made.checks()
            },
            "approval/v1/tasks/claim-next": made.task,
            "approval/v1/conflicts": lambda: _page(made.conflict()),
            "approval/v1/colleagues": made.colleagues,
            "approval/v1/team": made.team,
            "approval/v1/views": made.views,
            f"approval/v1/views/{MESSAGE}": made.views,
            "approval/v1/absences": lambda: _page(made.absence()),
            f"approval/v1/absences/{MESSAGE}/end": made.absence,
            f"approval/v1/conflicts/{MESSAGE}/end": made.conflict,
            **{
                f"approval/v1/tasks/{CASE}/{what}": made.task
                for what in (
                    "acceptance",
                    "non-acceptance",
                    "noted-question/removal",
                    "stops",
                    "stops/end",
                    "extension",
                    "recommendation",
                    "confirmation",
                    "challenge",
                    "service",
                    "transfer",
                    "delegation",
                    "return",
                    "recall",
                    "reassignment",
                    "nudge",
                    "copies",
                )
            },
            f"approval/v1/cases/{CASE}/file": made.case_file,
            f"approval/v1/cases/{CASE}/letter": lambda: {"bytes": "x"},
            f"approval/v1/letters/{LETTER}": made.letter_check,
            "approval/v1/obligations": lambda: _page(*made.obligations()),
            "approval/v1/sittings": lambda: _page(made.sitting()),
            f"approval/v1/sittings/{MESSAGE}": made.sitting,
            f"approval/v1/{project}/sittings": made.sitting,
            f"approval/v1/sittings/{MESSAGE}/minutes": made.sitting,
            **dict.fromkeys(follow_up_paths(CASE, MESSAGE), made.case_file),
            f"approval/v1/tasks/{CASE}/claim": made.task,
            f"approval/v1/tasks/{CASE}/draft": lambda: {"fields": {}},
            f"approval/v1/tasks/{CASE}/release": made.task,
            f"approval/v1/tasks/{CASE}/decision": made.task,
            f"approval/v1/tasks/{CASE}/information-request": made.task,
            f"approval/v1/{project}/cases": made.work,
            f"approval/v1/{project}/information": made.work,
            **{
                f"approval/v1/{case}/{what}": lambda: made.case("environment", "received", None)
                for what in ("gap-commitment", "gaps", "reapplication")
            },
            "registry/v1/platforms": lambda: _page(made.platform()),
            "registry/v1/platforms/gz-biopharma-pilot": made.platform,
            "registry/v1/placements": lambda: _page(made.placement(), made.placement("asked")),
            f"registry/v1/placements/{PLACEMENT}": made.placement,
            f"registry/v1/placements/{PLACEMENT}/choice": made.placement,
            f"registry/v1/placements/{PLACEMENT}/answer": made.placement,
            "funding/v1/applications": lambda: _page(made.application()),
            f"funding/v1/applications/{APPLICATION}": made.application,
            f"funding/v1/applications/{APPLICATION}/decision": made.application,
            "funding/v1/quote": made.quote,
            "funding/v1/budgets": lambda: [_plain(each) for each in made.budgets()],
            "funding/v1/budgets/industries": lambda: [_plain(each) for each in made.industries()],
            "funding/v1/entries": lambda: _page(made.journal()),
            "funding/v1/export": lambda: {"bytes": "x"},
            "funding/v1/queue": lambda: _page(made.application()),
            "funding/v1/queue/counts": made.money_counts,
            "funding/v1/queue/claim-next": made.application,
            "funding/v1/programmes": _programmes,
            "funding/v1/contracts": lambda: _page(*map(made.contract, ("proposed", "filed"))),
            "funding/v1/referrals": lambda: _page(*map(made.referral, _REFERRED)),
            **{
                f"funding/v1/applications/{APPLICATION}/{what}": made.application
                for what in (
                    *("claim", "unclaim", "commitment", "release", "withdrawal", "recovery"),
                    *("conversion", "contracts"),
                )
            },
            **{
                f"funding/v1/instalments/{INSTALMENT}/{what}": made.application
                for what in ("evidence", "return", "payment")
            },
            f"funding/v1/movements/{APPLICATION}/reversal": made.application,
            **{
                f"funding/v1/contracts/{CONTRACT}/{what}": made.contract
                for what in ("filing", "refusal", "acceptance")
            },
            **{
                f"funding/v1/referrals/{REFERRAL}/{what}": made.referral
                for what in ("sending", "outcome", "consent-withdrawal")
            },
            "funding/v1/budgets/closure": lambda: _plain(made.budgets()[0]),
            "funding/v1/budgets/carry-over": lambda: _plain(made.budgets()[0]),
            f"funding/v1/{project}/grades": lambda: {"asked": [], "grades": []},
            "funding/v1/refusal-grounds": lambda: [_GROUND],
            "insight/v1/lead-time": made.lead_time,
            "insight/v1/lead-time/choices": made.choices,
            "insight/v1/lead-time/trend": made.trend,
            "insight/v1/lead-time/flow": made.flow,
            "insight/v1/lead-time/work": made.progress,
            "insight/v1/lead-time/cases": made.cases,
            "insight/v1/lead-time/bottlenecks": made.bottlenecks,
            "insight/v1/lead-time/platforms": made.platform_figures,
            "insight/v1/service-times": made.service_times,
            "insight/v1/projects": lambda: _page(made.card()),
            f"insight/v1/{project}": made.timeline,
            "notify/v1/messages": lambda: _page(made.message()) | {"unread": 3},
            f"notify/v1/messages/{MESSAGE}/read": made.message,
            "notify/v1/deliveries": lambda: _page(made.delivery()),
            "notify/v1/me": lambda: {"id": "me"},
        }.get(path, lambda: None)()


_NOT_FOUND = {"code": "not_found", "title": "没有找到", "detail": "没有找到，或您无权查看。"}
_COUNTS = {
    "open": 5,
    "unclaimed": 2,
    "mine": 1,
    "overdue": 1,
    "awaiting_information": 1,
    "copied": 1,
    "by_name": [{"kind": "case", "name": "environment", "open": 5, "overdue": 1}],
}
_REFERRED = ("consented", "sent", "concluded", "withdrawn")
_GROUND = {"id": "evidence_insufficient", "zh": "证明材料不足", "en": "Evidence insufficient"}


def _programmes() -> list[Any]:
    """The pack's own programmes, as funding lists them."""
    declared = load_pack("guangzhou").pack
    return [
        _plain(programme_view(each, declared.programme(each.id)))
        for each in known_programmes("guangzhou")
    ]


def _page(*items: Any) -> dict[str, Any]:
    return {"items": [_plain(each) for each in items], "next_cursor": "next"}


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value


def _response(status: int, body: Any) -> httpx.Response:
    return httpx.Response(
        status,
        content=json.dumps(_plain(body)),
        headers={"content-type": "application/json"},
    )


def problem(code: str, detail: str, **errors: str) -> dict[str, Any]:
    """A problem as the services give it."""
    fields = [{"field": key, "code": code, "message": text} for key, text in errors.items()]
    return {"code": code, "title": "填写有误", "detail": detail, "errors": fields}


def session_of(person: Person, **more: Any) -> Session:
    """The session of somebody who signed in just now."""
    scopes = {
        key: value
        for key in ("pack", "department", "organisation", "platform")
        if (value := getattr(person, key))
    }
    given: dict[str, Any] = {
        "person": person.id,
        "name": person.name or person.id,
        "email": "",
        "locale": "zh-CN",
        "roles": tuple(str(role) for role in person.roles),
        "scopes": scopes,
        "access": "access-token",
        "refresh": "refresh-token",
        "expires_at": time.time() + 600,
        "csrf": CSRF,
        "started_at": time.time(),
        **more,
    }
    return Session(**given)


class Browser:
    """Follows no redirects; keeps cookies; posts forms as a browser would."""

    def __init__(self, app: FastAPI, person: Person | None, language: str = "zh") -> None:
        self.app = app
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, raise_app_exceptions=False),
            base_url=PUBLIC,
            headers={"accept-language": "zh-CN" if language == "zh" else "en"},
        )
        if person is not None:
            self.sign_in(session_of(person))

    def sign_in(self, session: Session) -> None:
        """Hold a session's cookie."""
        portal: Portal = self.app.state.portal
        value = portal.sealer.seal("session", session)
        self.http.cookies.set(session_cookie(portal), value, domain="lane.test")

    async def get(self, path: str, **more: Any) -> httpx.Response:
        """Open a page."""
        return await self.http.get(path, **more)

    async def post(self, path: str, **fields: Any) -> httpx.Response:
        """Send a form of this session from a page of ours."""
        headers = fields.pop("headers", {"origin": PUBLIC})
        files = fields.pop("files", None)
        data = {"csrf": CSRF, "key": "key-1", **fields}
        return await self.http.post(path, data=data, files=files, headers=headers)


def make_portal(backstage: Backstage, **more: Any) -> FastAPI:
    """The portal on a stage of samples."""
    return make_app(settings(**more), backstage.transport())


ROLES_OF = {
    "sponsor": (Role.SPONSOR,),
    "officer": (Role.OFFICER,),
    "lead": (Role.DEPARTMENT_LEAD,),
    "reviewer": (Role.GATE_REVIEWER,),
    "manager": (Role.CASE_MANAGER,),
    "funding": (Role.FUNDING_OFFICER,),
    "platform": (Role.PLATFORM_OPERATOR,),
    "director": (Role.DIRECTOR,),
    "auditor": (Role.AUDITOR,),
    "operator": (Role.OPERATOR,),
    "assessor": (Role.ASSESSOR,),
}


def person_of(name: str) -> Person:
    """A person by the name of a role, with the scopes that the role needs."""
    return Person(
        name,
        ROLES_OF[name],
        name="林知行",
        pack=None if name == "sponsor" else "guangzhou",
        department="ecology" if name in ("officer", "lead") else None,
        organisation=OWN_USCC if name == "sponsor" else None,
        platform="gz-biopharma-pilot" if name == "platform" else None,
    )
