"""The whole matrix: every route against every role, inside and outside its scope."""

from typing import Any

import pytest

from contracts.people import Role
from tests.integration.approval.scene import (
    ANSWER,
    APPROVED,
    BASE,
    DIRECTOR,
    LEAD,
    MANAGER,
    OFFICER,
    QUESTION,
    REVIEWER,
    SPONSOR,
    STRANGER,
    claimed_case,
    forget_people,
    opened_case,
)
from tests.support.person import OTHER_USCC, Person, officer, sponsor, worker_of_pack
from tests.support.service import Bench

AUDITOR = worker_of_pack("auditor", Role.AUDITOR, pack=None)
PEOPLE = {
    "nobody": None,
    "no role": Person("without", ()),
    "officer": OFFICER,
    "lead": LEAD,
    "officer elsewhere": STRANGER,
    "officer of another pack": officer("meadow-officer", "ecology", pack="meadow"),
    "officer without a pack": Person("lost", (Role.OFFICER,), pack=None, department="ecology"),
    "reviewer": REVIEWER,
    "case manager": MANAGER,
    "director": DIRECTOR,
    "director of another pack": worker_of_pack("d2", Role.DIRECTOR, pack="meadow"),
    "auditor": AUDITOR,
    "sponsor": SPONSOR,
    "other sponsor": sponsor("sponsor-2", OTHER_USCC),
    "funding officer": worker_of_pack("f", Role.FUNDING_OFFICER),
    "operator": worker_of_pack("o", Role.OPERATOR, pack=None),
}
# 200: may; 409: may, but the state of the task is against it; 404: not for this person's eyes.
_READS_TASK = {
    "officer": 200, "lead": 200, "officer elsewhere": 404, "officer of another pack": 404,
    "officer without a pack": 404, "reviewer": 404, "director": 200,
    "director of another pack": 404, "auditor": 200,
}  # fmt: skip
_WORKS = {
    "officer": 200, "lead": 409, "officer elsewhere": 404, "officer of another pack": 404,
    "officer without a pack": 404, "reviewer": 404,
}  # fmt: skip
# The colleague named has never signed in; who may not see the task is told that first.
_HANDS = _WORKS | {"officer": 422, "lead": 422}
_IN_A_QUEUE = dict.fromkeys(_WORKS, 200) | {"officer without a pack": 404}
_SEES_CASE = {
    "officer": 200, "lead": 200, "officer elsewhere": 200, "officer of another pack": 404,
    "officer without a pack": 404, "reviewer": 200, "case manager": 200, "director": 200,
    "director of another pack": 404, "auditor": 200, "sponsor": 200, "other sponsor": 404,
    "funding officer": 404, "operator": 404,
}  # fmt: skip
_CASES = {name: status for name, status in _WORKS.items() if name != "reviewer"}
# An accepted case that nobody asked, stopped, recommended or decided: most moves are against it.
_AGAINST = _CASES | {"officer": 409}
# Route -> role -> status; who is not named gets 403, nobody 401.
MATRIX: dict[tuple[str, str], dict[str, int]] = {
    ("GET", "/tasks"): dict.fromkeys(_READS_TASK, 200),
    ("GET", "/tasks/events"): dict.fromkeys(_READS_TASK, 200),
    ("GET", "/tasks/counts"): dict.fromkeys(_READS_TASK, 200),
    ("GET", "/tasks/{id_}"): _READS_TASK,
    ("POST", "/tasks/claim-next"): {
        "officer": 200,
        "lead": 200,
        "officer elsewhere": 409,
        "officer of another pack": 409,
        "officer without a pack": 409,
        "reviewer": 409,
    },
    ("POST", "/tasks/{id_}/transfer"): _HANDS,
    ("POST", "/tasks/{id_}/delegation"): _HANDS,
    ("POST", "/tasks/{id_}/return"): _WORKS | {"officer": 409},
    ("POST", "/tasks/{id_}/recall"): _WORKS | {"officer": 409},
    ("POST", "/tasks/{id_}/reassignment"): {"lead": 422},
    ("POST", "/tasks/{id_}/nudge"): _WORKS | {"officer": 409, "lead": 200, "case manager": 200},
    ("POST", "/tasks/{id_}/copies"): _HANDS,
    ("POST", "/tasks/bulk"): dict.fromkeys(_WORKS, 200),
    ("GET", "/team"): {"lead": 200},
    ("GET", "/views"): dict.fromkeys(_WORKS, 200),
    ("POST", "/views"): dict.fromkeys(_WORKS, 201),
    ("DELETE", "/views/{id_}"): dict.fromkeys(_WORKS, 404),
    ("PUT", "/me"): _IN_A_QUEUE,
    ("GET", "/colleagues"): _IN_A_QUEUE,
    ("GET", "/absences"): _IN_A_QUEUE,
    ("POST", "/absences"): dict.fromkeys(_WORKS, 422) | {"officer without a pack": 404},
    ("POST", "/absences/{id_}/end"): dict.fromkeys(_WORKS, 404),
    ("GET", "/conflicts"): dict.fromkeys(_WORKS, 200),
    ("POST", "/conflicts"): dict.fromkeys(_WORKS, 201) | {"officer without a pack": 404},
    ("POST", "/conflicts/{id_}/end"): {"lead": 404, "reviewer": 404},
    ("POST", "/tasks/{id_}/claim"): _WORKS,
    ("POST", "/tasks/{id_}/release"): _WORKS | {"lead": 422},
    ("POST", "/tasks/{id_}/information-request"): _CASES,
    ("POST", "/tasks/{id_}/acceptance"): _AGAINST,
    ("POST", "/tasks/{id_}/non-acceptance"): _AGAINST,
    ("POST", "/tasks/{id_}/noted-question/removal"): _AGAINST,
    ("POST", "/tasks/{id_}/stops"): _CASES,
    ("POST", "/tasks/{id_}/stops/end"): _AGAINST,
    ("POST", "/tasks/{id_}/extension"): {"lead": 409},
    ("POST", "/tasks/{id_}/recommendation"): _AGAINST,
    ("POST", "/tasks/{id_}/confirmation"): _AGAINST,
    ("POST", "/tasks/{id_}/challenge"): _AGAINST,
    ("POST", "/tasks/{id_}/service"): _AGAINST,
    ("PUT", "/tasks/{id_}/draft"): _WORKS,
    ("POST", "/tasks/{id_}/decision"): _WORKS,
    ("GET", "/projects/{id_}/cases"): dict.fromkeys(_SEES_CASE, 200),
    ("GET", "/cases/{id_}"): _SEES_CASE,
    ("POST", "/clocks/recompute"): {"operator": 200},
    ("POST", "/cases/{id_}/information"): {"sponsor": 409, "other sponsor": 404},
    ("POST", "/cases/{id_}/gap-commitment"): {"sponsor": 409, "other sponsor": 404},
    ("POST", "/cases/{id_}/gaps"): {"sponsor": 422, "other sponsor": 404},
    ("POST", "/cases/{id_}/reapplication"): {"sponsor": 409, "other sponsor": 404},
    ("GET", "/projects/{id_}/notices"): dict.fromkeys(_SEES_CASE, 200),
    # The case that is answered is none of this project's.
    ("POST", "/projects/{id_}/information"): {"sponsor": 404, "other sponsor": 404},
}
# Whose eyes and hands these are for is tested with what they do (life, commitment, follow-up,
# sitting); which roles may ask at all, for every route, in ``tests/integration/rights``.
ELSEWHERE = frozenset(
    {
        "POST /cases/{id_}/commitment",
        "POST /cases/{id_}/credit",
        "POST /cases/{id_}/facts",
        "GET /cases/{id_}/file",
        "GET /cases/{id_}/letter",
        "GET /letters/{code}",
        "POST /cases/{id_}/grade",
        "POST /cases/{id_}/grade-consent",
        "POST /cases/{id_}/reconsideration",
        "POST /cases/{id_}/revocation",
        "POST /conditions/{id_}/discharge",
        "POST /conditions/{id_}/discharge-application",
        "POST /conditions/{id_}/replacement",
        "POST /inspections/{id_}/finding",
        "POST /inspections/{id_}/rectification",
        "GET /obligations",
        "POST /permissions/{id_}/end",
        "POST /permissions/{id_}/prolongation",
        "POST /projects/{id_}/sittings",
        "PUT /tasks/{id_}/checks/{point}",
        "PUT /tasks/{id_}/look",
        "GET /tasks/{id_}/precedents",
        "POST /tasks/{id_}/signature",
        "POST /tasks/{id_}/signers",
        "POST /tasks/{id_}/signers/removal",
        "POST /reconsiderations/{id_}/decision",
        "GET /sittings",
        "GET /sittings/{id_}",
        "POST /sittings/{id_}/minutes",
        "GET /tasks/{id_}/consequences",
    }
)
_COLLEAGUE = {"to": "nobody-knows", "reason": "出差"}
_SOME_ID = "019a0000-0000-7000-8000-000000000001"
BODIES: dict[str, Any] = {
    "transfer": _COLLEAGUE,
    "delegation": _COLLEAGUE,
    "reassignment": _COLLEAGUE,
    "views": {"name": "紧急", "filter": {"overdue": True}},
    "draft": {"fields": {"reason": "材料"}},
    "copies": {"to": ["nobody-knows"]},
    "bulk": {"action": "nudge", "tasks": [_SOME_ID]},
    "absences": {
        "from_on": "2026-03-02",
        "until_on": "2026-03-04",
        "reason": "休假",
        "stand_ins": [{"person": "nobody-knows"}],
    },
    "conflicts": {"organisation_id": OTHER_USCC, "reason": "亲属任职"},
    "end": {"reason": "已调离"},
    "information-request": QUESTION,
    "decision": APPROVED,
    "information": ANSWER,
    "recompute": {},
    "acceptance": {},
    "non-acceptance": {"ground": "not_competent", "reason": "r"},
    "removal": {"number": 1},
    "stops": {"ground": "expert_review", "expected_end_on": "2099-01-05", "reason": "r"},
    "/tasks/{id_}/stops/end": {"number": 1, "reason": "r"},
    "extension": {"figure": 5, "reason": "r"},
    "recommendation": APPROVED,
    "challenge": {"reason": "r"},
    "service": {"how": "post", "served_on": "2026-03-02"},
    "gap-commitment": {"text": "t"},
    "gaps": {"numbers": [1], "documents": [_SOME_ID]},
    "reapplication": {"reason": "r"},
    "/projects/{id_}/information": {"answers": [{"case_id": _SOME_ID, "answer": "a"}]},
}
"""By the whole route, or by its last word."""
CELLS = [(route, name) for route in MATRIX for name in PEOPLE]


def test_the_matrix_names_every_route(bench: Bench) -> None:
    served = {
        (method.upper(), path.removeprefix(BASE))
        for path, methods in bench.app.openapi()["paths"].items()
        for method in methods
    }
    elsewhere = {tuple(each.split()) for each in ELSEWHERE}
    assert served == set(MATRIX) | elsewhere
    assert not set(MATRIX) & elsewhere


@pytest.mark.parametrize(
    ("route", "name"), CELLS, ids=[f"{method} {path} {name}" for (method, path), name in CELLS]
)
async def test_each_role_may_exactly_what_the_matrix_says(
    bench: Bench, route: tuple[str, str], name: str
) -> None:
    method, template = route
    await forget_people(bench)
    order = await claimed_case(bench)
    id_ = order.project_id if template.startswith("/projects") else order.case_id
    path = BASE + template.format(id_=id_)
    client = bench.client(PEOPLE[name])
    if method in ("GET", "DELETE"):
        answer = await client.request(method, path)
    else:
        # A free task beside the held one, so that there is something to pull.
        await opened_case(bench)
        body = BODIES.get(template, BODIES.get(path.rsplit("/", 1)[-1]))
        answer = await (client.put(path, body) if method == "PUT" else client.post(path, body))
    expected = 401 if name == "nobody" else MATRIX[route].get(name, 403)
    assert answer.status_code == expected, answer.text


async def test_a_foreign_projects_work_is_an_empty_list(bench: Bench) -> None:
    order = await claimed_case(bench)
    path = f"{BASE}/projects/{order.project_id}/cases"
    for person in (sponsor("sponsor-2", OTHER_USCC), officer("m", "ecology", pack="meadow")):
        found = (await bench.client(person).get(path)).json()
        assert found == {"items": [], "gates": [], "collecting_until": None}
    assert len((await bench.client(SPONSOR).get(path)).json()["items"]) == 1
