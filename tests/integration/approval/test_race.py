"""Many at once on a real database: exactly one gets what only one may have."""

import asyncio
from collections import Counter
from typing import Any

import httpx

from contracts.events.approval import (
    CaseClosed,
    CaseDecided,
    CaseOpened,
    ProjectWorkClosed,
    TaskClaimed,
)
from contracts.people import Role
from tests.integration.approval.scene import (
    APPROVED,
    BASE,
    OFFICER,
    REFUSED,
    act,
    claimed_case,
    opened_case,
    opened_gate,
)
from tests.support.order import DEPARTMENT, close, new_project, open_case
from tests.support.person import officer, worker_of_pack
from tests.support.service import Bench


def _codes(answers: list[httpx.Response]) -> Counter[Any]:
    return Counter(
        answer.status_code if answer.is_success else answer.json()["code"] for answer in answers
    )


async def test_of_twelve_officers_who_claim_at_once_exactly_one_gets_the_case(
    bench: Bench,
) -> None:
    order = await opened_case(bench)
    clients = [bench.client(officer(f"racer-{number}", DEPARTMENT)) for number in range(12)]
    path = f"{BASE}/tasks/{order.case_id}/claim"
    answers = await asyncio.gather(*(client.post(path) for client in clients))
    assert _codes(answers) == {200: 1, "held_by_another": 11}
    assert {answer.status_code for answer in answers} == {200, 409}
    (told,) = await bench.told(TaskClaimed, order.project_id)
    winner = next(answer.json() for answer in answers if answer.is_success)
    assert told.holder == winner["holder"]


async def test_of_several_reviewers_who_claim_at_once_exactly_one_gets_the_gate(
    bench: Bench,
) -> None:
    order = await opened_gate(bench)
    clients = [bench.client(worker_of_pack(f"r-{n}", Role.GATE_REVIEWER)) for n in range(6)]
    path = f"{BASE}/tasks/{order.gate_id}/claim"
    answers = await asyncio.gather(*(client.post(path) for client in clients))
    assert _codes(answers) == {200: 1, "held_by_another": 5}


async def test_claims_against_closing_leave_one_end_and_no_open_task(bench: Bench) -> None:
    for _ in range(5):
        order = await opened_case(bench)
        client = bench.client(OFFICER)
        claim, _closed = await asyncio.gather(
            client.post(f"{BASE}/tasks/{order.case_id}/claim"),
            bench.hear(close(order.project_id)),
        )
        assert claim.is_success or claim.json()["code"] == "task_closed"
        detail = (await client.get(f"{BASE}/tasks/{order.case_id}")).json()
        assert detail["task"]["state"] == "withdrawn"
        assert len(await bench.told(CaseClosed, order.project_id)) == 1


async def test_a_decision_against_closing_ends_the_case_once(bench: Bench) -> None:
    for _ in range(5):
        order = await claimed_case(bench)
        client = bench.client(OFFICER)
        decision, _closed = await asyncio.gather(
            client.post(f"{BASE}/tasks/{order.case_id}/decision", APPROVED),
            bench.hear(close(order.project_id)),
        )
        decided = await bench.told(CaseDecided, order.project_id)
        closed = await bench.told(CaseClosed, order.project_id)
        assert (len(decided), len(closed)) == ((1, 0) if decision.is_success else (0, 1))
        (answer,) = await bench.told(ProjectWorkClosed, order.project_id)
        assert answer.cases == len(closed)


async def test_opening_against_closing_leaves_nothing_open(bench: Bench) -> None:
    for _ in range(5):
        project = new_project()
        await asyncio.gather(bench.hear(open_case(project)), bench.hear(close(project)))
        opened = await bench.told(CaseOpened, project)
        closed = await bench.told(CaseClosed, project)
        assert len(opened) == len(closed)


async def test_two_different_decisions_at_once_are_one_decision(bench: Bench) -> None:
    order = await claimed_case(bench)
    client, path = bench.client(OFFICER), f"{BASE}/tasks/{order.case_id}/decision"
    answers = await asyncio.gather(client.post(path, APPROVED), client.post(path, REFUSED))
    assert _codes(list(answers)) == {200: 1, "already_decided": 1}
    assert len(await bench.told(CaseDecided, order.project_id)) == 1


async def test_one_key_many_times_at_once_is_one_decision_with_one_answer(bench: Bench) -> None:
    order = await claimed_case(bench)
    client, path = bench.client(OFFICER), f"{BASE}/tasks/{order.case_id}/decision"
    answers = await asyncio.gather(
        *(client.post(path, APPROVED, key=f"once-{order.case_id}") for _ in range(8))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert len(await bench.told(CaseDecided, order.project_id)) == 1


async def test_a_release_against_a_decision_never_leaves_a_decided_case_in_the_queue(
    bench: Bench,
) -> None:
    order = await claimed_case(bench)
    client = bench.client(OFFICER)
    path = f"{BASE}/tasks/{order.case_id}"
    await asyncio.gather(client.post(f"{path}/release"), client.post(f"{path}/decision", APPROVED))
    task = (await client.get(path)).json()["task"]
    decided = await bench.told(CaseDecided, order.project_id)
    assert (task["state"] == "decided") == bool(decided)
    assert task["state"] in ("decided", "accepted")
    if not decided:
        await act(client, order.case_id, "claim")
