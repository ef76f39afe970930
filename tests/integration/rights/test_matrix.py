"""Every route of every service against every role: who may even ask.

What a role then sees is a matter of scope, and tested in each service's own folder.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from importlib import import_module
from typing import Any, Final

import pytest
from fastapi.routing import APIRoute

from contracts.people import Role
from tests.support.person import OWN_USCC, Person
from tests.support.postgres import PostgresServer
from tests.support.service import Bench, bench_of

SERVICES: Final = ("intake", "approval", "registry", "funding", "notify", "insight")
ANYBODY: Final = frozenset(Role)
SPONSOR: Final = frozenset({Role.SPONSOR})
CASE_WORKERS: Final = frozenset({Role.OFFICER, Role.DEPARTMENT_LEAD})
TASK_WORKERS: Final = CASE_WORKERS | {Role.GATE_REVIEWER}
ALL_SEEING: Final = frozenset({Role.DIRECTOR, Role.AUDITOR})
CONVENORS: Final = frozenset({Role.CASE_MANAGER, Role.DEPARTMENT_LEAD})
MONEY: Final = frozenset({Role.FUNDING_OFFICER})
BOOKS: Final = ALL_SEEING | MONEY
FOLLOWERS: Final = ALL_SEEING | {Role.CASE_MANAGER}

MATRIX: Final[Mapping[str, frozenset[Role]]] = {
    "GET /api/intake/v1/packs": ANYBODY,
    "PUT /api/intake/v1/organisations/{uscc}": SPONSOR,
    "GET /api/intake/v1/organisations/{uscc}": ANYBODY,
    "POST /api/intake/v1/projects": SPONSOR,
    "GET /api/intake/v1/drafts": SPONSOR,
    "GET /api/intake/v1/drafts/{id_}": SPONSOR,
    "PUT /api/intake/v1/drafts/{id_}": SPONSOR,
    "DELETE /api/intake/v1/drafts/{id_}": SPONSOR,
    "GET /api/intake/v1/projects": ANYBODY,
    "GET /api/intake/v1/projects/{id_}": ANYBODY,
    "GET /api/intake/v1/projects/{id_}/events": ANYBODY,
    "POST /api/intake/v1/projects/{id_}/evidence": SPONSOR,
    "POST /api/intake/v1/projects/{id_}/withdrawal": SPONSOR,
    "PUT /api/intake/v1/projects/{id_}/case-manager": frozenset({Role.CASE_MANAGER}),
    "POST /api/intake/v1/projects/{id_}/plan": frozenset({Role.OPERATOR}),
    "POST /api/intake/v1/projects/{id_}/documents": SPONSOR,
    "GET /api/intake/v1/projects/{id_}/documents/{document_id}": ANYBODY,
    "POST /api/approval/v1/clocks/recompute": frozenset({Role.OPERATOR}),
    "GET /api/approval/v1/tasks": TASK_WORKERS | ALL_SEEING,
    "GET /api/approval/v1/tasks/events": TASK_WORKERS | ALL_SEEING,
    "GET /api/approval/v1/tasks/counts": TASK_WORKERS | ALL_SEEING,
    "GET /api/approval/v1/tasks/{id_}": TASK_WORKERS | ALL_SEEING,
    "POST /api/approval/v1/tasks/{id_}/claim": TASK_WORKERS,
    "POST /api/approval/v1/tasks/claim-next": TASK_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/transfer": TASK_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/delegation": TASK_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/return": TASK_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/recall": TASK_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/reassignment": frozenset({Role.DEPARTMENT_LEAD}),
    "POST /api/approval/v1/tasks/{id_}/nudge": TASK_WORKERS | {Role.CASE_MANAGER},
    "POST /api/approval/v1/tasks/{id_}/copies": TASK_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/signers": TASK_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/signers/removal": TASK_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/signature": TASK_WORKERS,
    "PUT /api/approval/v1/tasks/{id_}/look": TASK_WORKERS,
    "PUT /api/approval/v1/tasks/{id_}/checks/{point}": TASK_WORKERS,
    "GET /api/approval/v1/tasks/{id_}/precedents": TASK_WORKERS | ALL_SEEING,
    "POST /api/approval/v1/tasks/bulk": TASK_WORKERS,
    "GET /api/approval/v1/team": frozenset({Role.DEPARTMENT_LEAD}),
    "GET /api/approval/v1/views": TASK_WORKERS,
    "POST /api/approval/v1/views": TASK_WORKERS,
    "DELETE /api/approval/v1/views/{id_}": TASK_WORKERS,
    "PUT /api/approval/v1/me": TASK_WORKERS,
    "GET /api/approval/v1/colleagues": TASK_WORKERS,
    "GET /api/approval/v1/absences": TASK_WORKERS,
    "POST /api/approval/v1/absences": TASK_WORKERS,
    "POST /api/approval/v1/absences/{id_}/end": TASK_WORKERS,
    "GET /api/approval/v1/conflicts": TASK_WORKERS,
    "POST /api/approval/v1/conflicts": TASK_WORKERS,
    "POST /api/approval/v1/conflicts/{id_}/end": frozenset(
        {Role.DEPARTMENT_LEAD, Role.GATE_REVIEWER}
    ),
    "POST /api/approval/v1/tasks/{id_}/release": TASK_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/information-request": CASE_WORKERS,
    "PUT /api/approval/v1/tasks/{id_}/draft": TASK_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/decision": TASK_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/acceptance": CASE_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/non-acceptance": CASE_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/noted-question/removal": CASE_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/stops": CASE_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/stops/end": CASE_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/extension": frozenset({Role.DEPARTMENT_LEAD}),
    "POST /api/approval/v1/tasks/{id_}/recommendation": CASE_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/confirmation": CASE_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/challenge": CASE_WORKERS,
    "POST /api/approval/v1/tasks/{id_}/service": CASE_WORKERS,
    "POST /api/approval/v1/cases/{id_}/gap-commitment": SPONSOR,
    "POST /api/approval/v1/cases/{id_}/gaps": SPONSOR,
    "POST /api/approval/v1/cases/{id_}/reapplication": SPONSOR,
    "GET /api/approval/v1/projects/{id_}/notices": ANYBODY,
    "POST /api/approval/v1/projects/{id_}/information": SPONSOR,
    "GET /api/approval/v1/projects/{id_}/cases": ANYBODY,
    "GET /api/approval/v1/cases/{id_}": ANYBODY,
    "POST /api/approval/v1/cases/{id_}/information": SPONSOR,
    "GET /api/approval/v1/cases/{id_}/file": ANYBODY,
    "GET /api/approval/v1/cases/{id_}/letter": ANYBODY,
    "POST /api/approval/v1/cases/{id_}/commitment": SPONSOR,
    "POST /api/approval/v1/inspections/{id_}/finding": CASE_WORKERS,
    "POST /api/approval/v1/inspections/{id_}/rectification": SPONSOR,
    "POST /api/approval/v1/cases/{id_}/revocation": frozenset({Role.DEPARTMENT_LEAD}),
    "POST /api/approval/v1/cases/{id_}/credit": frozenset({Role.DEPARTMENT_LEAD}),
    "POST /api/approval/v1/cases/{id_}/facts": CASE_WORKERS,
    "POST /api/approval/v1/cases/{id_}/grade": CASE_WORKERS,
    "POST /api/approval/v1/cases/{id_}/grade-consent": CASE_WORKERS,
    "GET /api/approval/v1/obligations": ANYBODY,
    "POST /api/approval/v1/conditions/{id_}/discharge-application": SPONSOR,
    "POST /api/approval/v1/conditions/{id_}/discharge": CASE_WORKERS,
    "POST /api/approval/v1/conditions/{id_}/replacement": CASE_WORKERS,
    "POST /api/approval/v1/permissions/{id_}/prolongation": CASE_WORKERS,
    "POST /api/approval/v1/permissions/{id_}/end": CASE_WORKERS,
    "POST /api/approval/v1/cases/{id_}/reconsideration": SPONSOR,
    "POST /api/approval/v1/reconsiderations/{id_}/decision": CASE_WORKERS,
    "GET /api/approval/v1/tasks/{id_}/consequences": TASK_WORKERS | ALL_SEEING,
    "POST /api/approval/v1/projects/{id_}/sittings": CONVENORS,
    "GET /api/approval/v1/sittings": ANYBODY,
    "GET /api/approval/v1/sittings/{id_}": ANYBODY,
    "POST /api/approval/v1/sittings/{id_}/minutes": CONVENORS,
    "PUT /api/registry/v1/platforms/{id_}": frozenset({Role.PLATFORM_OPERATOR}),
    "GET /api/registry/v1/platforms/{id_}": ANYBODY,
    "GET /api/registry/v1/platforms": ANYBODY,
    "GET /api/registry/v1/decline-grounds": ANYBODY,
    "GET /api/registry/v1/placements": ANYBODY,
    "GET /api/registry/v1/placements/{id_}": ANYBODY,
    "POST /api/registry/v1/placements/{id_}/choice": SPONSOR,
    "POST /api/registry/v1/placements/{id_}/answer": frozenset({Role.PLATFORM_OPERATOR}),
    "GET /api/funding/v1/refusal-grounds": ANYBODY,
    "GET /api/funding/v1/programmes": ANYBODY,
    "GET /api/funding/v1/quote": ANYBODY,
    "POST /api/funding/v1/applications": SPONSOR,
    "GET /api/funding/v1/applications": ANYBODY,
    "GET /api/funding/v1/applications/{id_}": ANYBODY,
    "POST /api/funding/v1/applications/{id_}/decision": frozenset({Role.FUNDING_OFFICER}),
    "GET /api/funding/v1/queue": BOOKS,
    "GET /api/funding/v1/queue/counts": BOOKS,
    "POST /api/funding/v1/queue/claim-next": MONEY,
    "POST /api/funding/v1/queue/agreements": MONEY,
    "POST /api/funding/v1/applications/{id_}/claim": MONEY,
    "POST /api/funding/v1/applications/{id_}/unclaim": MONEY,
    "POST /api/funding/v1/applications/{id_}/commitment": MONEY,
    "POST /api/funding/v1/applications/{id_}/withdrawal": SPONSOR,
    "POST /api/funding/v1/applications/{id_}/release": MONEY,
    "POST /api/funding/v1/applications/{id_}/recovery": MONEY,
    "POST /api/funding/v1/applications/{id_}/conversion": MONEY,
    "POST /api/funding/v1/applications/{id_}/contracts": SPONSOR,
    "POST /api/funding/v1/instalments/{id_}/evidence": SPONSOR,
    "POST /api/funding/v1/instalments/{id_}/return": MONEY,
    "POST /api/funding/v1/instalments/{id_}/payment": MONEY,
    "POST /api/funding/v1/movements/{id_}/reversal": MONEY,
    "GET /api/funding/v1/contracts": ANYBODY,
    "GET /api/funding/v1/contracts/{id_}": ANYBODY,
    "POST /api/funding/v1/contracts/{id_}/filing": frozenset({Role.PLATFORM_OPERATOR}),
    "POST /api/funding/v1/contracts/{id_}/refusal": frozenset({Role.PLATFORM_OPERATOR}),
    "POST /api/funding/v1/contracts/{id_}/acceptance": SPONSOR | {Role.PLATFORM_OPERATOR},
    "GET /api/funding/v1/budgets": BOOKS,
    "POST /api/funding/v1/budgets": MONEY,
    "POST /api/funding/v1/budgets/closure": MONEY,
    "POST /api/funding/v1/budgets/carry-over": MONEY,
    "GET /api/funding/v1/budgets/industries": BOOKS,
    "GET /api/funding/v1/entries": BOOKS,
    "GET /api/funding/v1/export": BOOKS,
    "GET /api/funding/v1/referrals": ANYBODY,
    "GET /api/funding/v1/referrals/{id_}": ANYBODY,
    "POST /api/funding/v1/referrals": SPONSOR,
    "POST /api/funding/v1/referrals/{id_}/sending": MONEY,
    "POST /api/funding/v1/referrals/{id_}/outcome": MONEY,
    "POST /api/funding/v1/referrals/{id_}/consent-withdrawal": SPONSOR,
    "GET /api/funding/v1/projects/{id_}/grades": ANYBODY,
    "POST /api/funding/v1/projects/{id_}/grades": frozenset({Role.ASSESSOR}),
    "PUT /api/notify/v1/me": ANYBODY,
    "GET /api/notify/v1/me": ANYBODY,
    "GET /api/notify/v1/messages": ANYBODY,
    "POST /api/notify/v1/messages/{id_}/read": ANYBODY,
    "GET /api/notify/v1/deliveries": frozenset({Role.OPERATOR}),
    "POST /api/notify/v1/deliveries/{id_}/retry": frozenset({Role.OPERATOR}),
    "GET /api/insight/v1/lead-time": FOLLOWERS | {Role.DEPARTMENT_LEAD},
    **{
        f"GET /api/insight/v1/lead-time/{panel}": FOLLOWERS | {Role.DEPARTMENT_LEAD}
        for panel in ("choices", "trend", "flow", "work", "cases", "bottlenecks", "platforms")
    },
    "GET /api/insight/v1/report": ALL_SEEING,
    "GET /api/insight/v1/projects": FOLLOWERS,
    "GET /api/insight/v1/projects/{id_}": FOLLOWERS | SPONSOR,
}
PUBLIC: Final = frozenset(
    {"GET /api/insight/v1/service-times", "GET /api/approval/v1/letters/{code}"}
)
"""Published: they need no sign-in and say the same to everybody."""
_IDS: Final = {
    "{id_}": "019a0000-0000-7000-8000-000000000001",
    "{document_id}": "019a0000-0000-7000-8000-000000000002",
    "{uscc}": OWN_USCC,
    "{point}": "site_plan",
}
# Queries that are asked for before the role is looked at would hide the answer.
_QUERIES: Final = {
    "GET /api/funding/v1/programmes": {"pack": "guangzhou"},
    "GET /api/funding/v1/quote": {
        "programme": "pilot_service_voucher",
        "amount": "1000.00",
        "project_id": _IDS["{id_}"],
    },
}


@pytest.fixture(scope="module")
async def benches(
    postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[dict[str, Bench]]:
    """All services, each on a database of its own."""
    store = tmp_path_factory.mktemp("documents").as_uri()
    async with AsyncExitStack() as opened:
        found = {}
        for service in SERVICES:
            made = import_module(f"services.{service}.app").make_service()
            more: dict[str, Any] = {"object_store_url": store} if service == "intake" else {}
            if service in ("approval", "intake"):
                # A stream would be read to its end.
                more["stream_seconds"] = 0.05
            found[service] = await opened.enter_async_context(
                bench_of(made, postgres_server, **more)
            )
        yield found


def _person(*roles: Role) -> Person:
    """Somebody with every scope, so that only the role can be what is missing."""
    return Person(
        id="-".join(roles) or "nobody",
        roles=roles,
        department="ecology",
        organisation=OWN_USCC,
        platform="a-platform",
    )


async def _ask(bench: Bench, route: str, token: str | None) -> tuple[int, str]:
    method, path = route.split()
    for name, value in _IDS.items():
        path = path.replace(name, value)
    headers = {"Idempotency-Key": "matrix"} if method == "POST" else {}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    more: dict[str, Any] = {} if method == "GET" else {"json": {}}
    answer = await bench.client().request(
        method, path, headers=headers, params=_QUERIES.get(route), **more
    )
    code = "" if answer.status_code < 400 else answer.json()["code"]
    return answer.status_code, code


def _bench(benches: dict[str, Bench], route: str) -> Bench:
    return benches[route.split("/")[2]]


def test_the_matrix_knows_every_route(benches: dict[str, Bench]) -> None:
    served = {
        f"{method} {path}"
        for bench in benches.values()
        for path, operations in bench.app.openapi()["paths"].items()
        for method in map(str.upper, operations)
    }
    assert served == set(MATRIX) | PUBLIC


@pytest.mark.parametrize("route", sorted(PUBLIC))
async def test_what_is_published_says_the_same_to_everybody(
    benches: dict[str, Bench], route: str
) -> None:
    bench = _bench(benches, route)
    assert await _ask(bench, route, None) == (200, "")
    assert await _ask(bench, route, "rubbish") == (200, "")


def test_no_route_hides_from_the_document(benches: dict[str, Bench]) -> None:
    hidden = {
        route.path
        for bench in benches.values()
        for route in bench.app.routes
        if isinstance(route, APIRoute) and not route.include_in_schema
    }
    assert hidden <= {"/health/live", "/health/ready", "/metrics"}


@pytest.mark.parametrize("route", MATRIX)
async def test_nobody_without_a_valid_token_gets_in(benches: dict[str, Bench], route: str) -> None:
    bench = _bench(benches, route)
    forged = bench.token(_person(Role.DIRECTOR))[:-4] + "AAAA"
    assert (await _ask(bench, route, None))[0] == 401
    assert (await _ask(bench, route, "rubbish"))[0] == 401
    assert (await _ask(bench, route, forged))[0] == 401


@pytest.mark.parametrize("route", MATRIX)
async def test_a_person_without_a_role_is_told_so(benches: dict[str, Bench], route: str) -> None:
    bench = _bench(benches, route)
    assert await _ask(bench, route, bench.token(_person())) == (403, "no_role")


@pytest.mark.parametrize("route", MATRIX)
async def test_each_role_may_ask_exactly_what_the_matrix_says(
    benches: dict[str, Bench], route: str
) -> None:
    bench = _bench(benches, route)
    answers = {role: await _ask(bench, route, bench.token(_person(role))) for role in Role}
    let_in = {role for role, (_, code) in answers.items() if code != "role_required"}
    assert let_in == MATRIX[route]
    assert all(status < 500 for status, _ in answers.values()), answers
