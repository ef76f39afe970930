"""Claims that end by themselves, on a real database."""

import asyncio

from contracts.events.approval import TaskClaimed, TaskReleased
from services.approval.sweep import free_lapsed
from tests.integration.approval.scene import (
    APPROVED,
    BASE,
    COLLEAGUE,
    DAY,
    OFFICER,
    QUESTION,
    REVIEWER,
    act,
    claimed_case,
    opened_gate,
    supplied,
)
from tests.support.service import Bench


async def test_a_claim_shows_when_it_ends(bench: Bench) -> None:
    order = await claimed_case(bench)
    task = (await bench.client(OFFICER).get(f"{BASE}/tasks/{order.case_id}")).json()["task"]
    # Monday, and three working days after it.
    assert task["lease_until"] == "2026-03-05T16:00:00Z"
    (told,) = await bench.told(TaskClaimed, order.project_id)
    assert told.lease_until is not None


async def test_the_sweep_frees_what_nobody_works_on_and_tells_once(bench: Bench) -> None:
    order, gate = await claimed_case(bench), await opened_gate(bench)
    await act(bench.client(REVIEWER), gate.gate_id, "claim")
    bench.travel(3 * DAY)
    await free_lapsed(bench.runtime)
    assert await bench.told(TaskReleased, order.project_id) == []
    bench.travel(DAY)
    await asyncio.gather(free_lapsed(bench.runtime), free_lapsed(bench.runtime))
    for project in (order.project_id, gate.project_id):
        (told,) = await bench.told(TaskReleased, project)
        assert told.reason == "lease_ran_out"
    detail = (await bench.client(OFFICER).get(f"{BASE}/tasks/{order.case_id}")).json()
    assert (detail["task"]["holder"], detail["task"]["state"]) == (None, "accepted")
    last = detail["history"][-1]
    assert (last["what"], last["actor_name"]) == ("lapsed", None)


async def test_a_colleague_claims_what_ran_out_before_any_sweep(bench: Bench) -> None:
    order = await claimed_case(bench)
    bench.travel(4 * DAY)
    task = await act(bench.client(COLLEAGUE), order.case_id, "claim")
    assert task["holder"] == "colleague"
    (released,) = await bench.told(TaskReleased, order.project_id)
    assert (released.holder, released.reason) == ("officer", "lease_ran_out")
    assert [each.holder for each in await bench.told(TaskClaimed, order.project_id)] == [
        "officer",
        "colleague",
    ]


async def test_whoever_comes_back_late_goes_on_while_nobody_else_took_it(bench: Bench) -> None:
    order = await claimed_case(bench)
    bench.travel(4 * DAY)
    again = await act(bench.client(OFFICER), order.case_id, "claim")
    assert again["lease_until"] > "2026-03-10"
    await free_lapsed(bench.runtime)
    await act(bench.client(OFFICER), order.case_id, "decision", APPROVED)
    assert await bench.told(TaskReleased, order.project_id) == []


async def test_a_question_holds_the_claim_and_the_answer_renews_it(bench: Bench) -> None:
    order = await claimed_case(bench)
    asked = await act(bench.client(OFFICER), order.case_id, "information-request", QUESTION)
    assert asked["lease_until"] is None
    bench.travel(30 * DAY)
    await free_lapsed(bench.runtime)
    await supplied(bench, order.case_id)
    await free_lapsed(bench.runtime)
    task = (await bench.client(OFFICER).get(f"{BASE}/tasks/{order.case_id}")).json()["task"]
    assert (task["holder"], task["state"]) == ("officer", "under_review")


async def test_of_the_sweep_and_a_decision_at_once_exactly_one_has_its_way(bench: Bench) -> None:
    for _ in range(5):
        order = await claimed_case(bench)
        bench.travel(4 * DAY)
        decision, _freed = await asyncio.gather(
            bench.client(OFFICER).post(f"{BASE}/tasks/{order.case_id}/decision", APPROVED),
            free_lapsed(bench.runtime),
        )
        released = await bench.told(TaskReleased, order.project_id)
        assert decision.is_success != bool(released)
        assert decision.is_success or decision.json()["code"] == "not_claimed"


async def test_of_many_who_claim_what_ran_out_one_gets_it_and_it_is_released_once(
    bench: Bench,
) -> None:
    order = await claimed_case(bench)
    bench.travel(4 * DAY)
    path = f"{BASE}/tasks/{order.case_id}/claim"
    answers = await asyncio.gather(
        *(bench.client(person).post(path) for person in (OFFICER, COLLEAGUE) * 3),
        free_lapsed(bench.runtime),
    )
    assert {each.status_code for each in answers[:-1]} <= {200, 409}  # type: ignore[union-attr]
    claims = len(await bench.told(TaskClaimed, order.project_id))
    assert claims - len(await bench.told(TaskReleased, order.project_id)) == 1
