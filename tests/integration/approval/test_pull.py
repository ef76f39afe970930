"""Pulling work: most due first, never to two, not to who has enough, not against an interest."""

import asyncio
from collections import Counter
from typing import Any

from contracts.events.approval import TaskClaimed, TaskReleased
from contracts.people import Role
from contracts.process import Limit
from services.approval.settings import ApprovalSettings
from tests.integration.approval.scene import BASE, QUESTION, act, opened_case, opened_gate, supplied
from tests.support.order import card, open_gate
from tests.support.person import OTHER_USCC, OWN_USCC, lead, officer, worker_of_pack
from tests.support.service import Bench, Client

NEXT = f"{BASE}/tasks/claim-next"
INTEREST = {"organisation_id": OWN_USCC, "reason": "配偶在该单位任职"}


async def _queue(
    bench: Bench, department: str, figures: tuple[int, ...] = (9, 3, 7, 5)
) -> list[str]:
    """Free cases of a department of its own; their ids, most due first."""
    opened = {}
    for figure in figures:
        limit = Limit(figure=figure, unit="working_day")
        order = await opened_case(bench, department=department, committed=limit)
        opened[figure] = str(order.case_id)
    return [opened[figure] for figure in sorted(opened)]


async def _next(client: Client) -> str:
    answer = await client.post(NEXT)
    return str(answer.json().get("id") or answer.json()["code"])


async def test_the_most_due_task_comes_first_until_nothing_is_left(bench: Bench) -> None:
    ids = await _queue(bench, "pull-order")
    client = bench.client(officer("puller", "pull-order"))
    assert [await _next(client) for _ in range(5)] == [*ids, "nothing_to_claim"]


async def test_only_one_item_when_asked_for(bench: Bench) -> None:
    await _queue(bench, "pull-item")
    order = await opened_case(bench, department="pull-item", item="land")
    client = bench.client(officer("puller", "pull-item"))
    assert (await client.post(NEXT, {"item": "land"})).json()["id"] == str(order.case_id)
    assert (await client.post(NEXT, {"item": "land"})).json()["code"] == "nothing_to_claim"


async def test_twenty_who_pull_at_once_get_twenty_different_tasks(bench: Bench) -> None:
    limits = tuple(range(1, 16))
    ids = await _queue(bench, "pull-race", limits)
    people = [officer(f"pull-racer-{n}", "pull-race") for n in range(20)]
    found = await asyncio.gather(*(_next(bench.client(each)) for each in people))
    assert Counter(found) == Counter(ids) + Counter({"nothing_to_claim": 5})


async def test_the_same_person_pulling_many_times_at_once_stops_at_the_limit(bench: Bench) -> None:
    settings = bench.runtime.settings
    assert isinstance(settings, ApprovalSettings)
    most = settings.most_in_hand
    await _queue(bench, "pull-limit", tuple(range(1, most + 4)))
    client = bench.client(officer("hungry", "pull-limit"))
    found = await asyncio.gather(*(_next(client) for _ in range(most + 3)))
    assert Counter(found)["enough_in_hand"] == 3
    assert len(set(found)) == most + 1


async def test_what_waits_for_the_sponsor_does_not_count_as_in_hand(bench: Bench) -> None:
    settings = bench.runtime.settings
    assert isinstance(settings, ApprovalSettings)
    await _queue(bench, "pull-held", tuple(range(1, settings.most_in_hand + 2)))
    client = bench.client(officer("asker", "pull-held"))
    for _ in range(settings.most_in_hand):
        last = await _next(client)
    assert await _next(client) == "enough_in_hand"
    await act(client, last, "information-request", QUESTION)  # type: ignore[arg-type]
    assert await _next(client) not in ("enough_in_hand", "nothing_to_claim")


async def test_one_key_pulls_once(bench: Bench) -> None:
    await _queue(bench, "pull-key")
    client = bench.client(officer("puller", "pull-key"))
    answers = await asyncio.gather(*(client.post(NEXT, key="same") for _ in range(4)))
    assert len({each.json()["id"] for each in answers}) == 1
    page = (await client.get(f"{BASE}/tasks", mine=True)).json()
    assert len(page["items"]) == 1


async def test_a_reviewer_pulls_gates(bench: Bench) -> None:
    order = open_gate(of=card(pack="meadow"))
    await bench.hear(order)
    client = bench.client(worker_of_pack("meadow-reviewer", Role.GATE_REVIEWER, pack="meadow"))
    assert await _next(client) == str(order.gate_id)


async def _declared(client: Client, body: Any = INTEREST) -> dict[str, Any]:
    answer = await client.post(f"{BASE}/conflicts", body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_an_interest_bars_from_claiming_pulling_and_deciding(bench: Bench) -> None:
    own = await opened_case(bench, department="bar")
    other = await opened_case(bench, department="bar", of=card(organisation_id=OTHER_USCC))
    client = bench.client(officer("kin-bar", "bar"))
    await _declared(client)
    refused = await client.post(f"{BASE}/tasks/{own.case_id}/claim")
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict_of_interest")
    assert await _next(client) == str(other.case_id)
    assert await _next(client) == "nothing_to_claim"
    page = (await client.get(f"{BASE}/tasks")).json()
    assert {each["id"]: each["is_barred"] for each in page["items"]} == {
        str(own.case_id): True,
        str(other.case_id): False,
    }


async def test_declaring_gives_back_what_is_in_hand_and_tells_why(bench: Bench) -> None:
    order = await opened_case(bench, department="give-back")
    client = bench.client(officer("kin-back", "give-back"))
    await act(client, order.case_id, "claim")
    await _declared(client, {"task_id": str(order.case_id), "reason": "曾参与该项目"})
    (told,) = await bench.told(TaskReleased, order.project_id)
    assert (told.holder, told.reason) == ("kin-back", "conflict_of_interest")
    detail = (await client.get(f"{BASE}/tasks/{order.case_id}")).json()
    assert detail["task"]["holder"] is None
    assert [each["person"] for each in detail["conflicts"]] == ["kin-back"]


async def test_a_case_that_waits_for_the_sponsor_goes_back_with_the_answer(bench: Bench) -> None:
    order = await opened_case(bench, department="give-back-later")
    client = bench.client(officer("kin-later", "give-back-later"))
    await act(client, order.case_id, "claim")
    await act(client, order.case_id, "information-request", QUESTION)
    await _declared(client, {"task_id": str(order.case_id), "reason": "r"})
    assert await bench.told(TaskReleased, order.project_id) == []
    case = await supplied(bench, order.case_id)
    assert case["state"] == "accepted"
    (told,) = await bench.told(TaskReleased, order.project_id)
    assert told.reason == "conflict_of_interest"


async def test_the_lead_sees_and_lifts_a_conflict_and_nobody_the_own(bench: Bench) -> None:
    order = await opened_case(bench, department="lift")
    kin, boss = bench.client(officer("kin-lift", "lift")), bench.client(lead("boss", "lift"))
    made = await _declared(kin)
    repeated = await kin.post(f"{BASE}/conflicts", INTEREST)
    assert repeated.json()["code"] == "conflict_stands"
    seen = (await boss.get(f"{BASE}/conflicts")).json()["items"]
    assert [(each["person"], each["reason"]) for each in seen] == [("kin-lift", INTEREST["reason"])]
    colleague = bench.client(officer("colleague", "lift"))
    assert (await colleague.get(f"{BASE}/conflicts")).json() == {"items": []}
    path = f"{BASE}/conflicts/{made['id']}/end"
    assert (await boss.post(path, {"reason": "已离职"})).status_code == 200
    assert (await boss.post(path, {"reason": "已离职"})).json()["code"] == "conflict_ended"
    await act(kin, order.case_id, "claim")
    own = await _declared(boss)
    answer = await boss.post(f"{BASE}/conflicts/{own['id']}/end", {"reason": "r"})
    assert answer.json()["code"] == "own_conflict"


async def test_exactly_one_subject_and_only_a_task_of_the_own_queue(bench: Bench) -> None:
    client = bench.client(officer("kin-subject", "subject"))
    for body in ({"reason": "r"}, INTEREST | {"task_id": str((await opened_gate(bench)).gate_id)}):
        answer = await client.post(f"{BASE}/conflicts", body)
        assert (answer.status_code, answer.json()["code"]) == (422, "one_subject_of_conflict")
    foreign = {"task_id": str((await opened_case(bench)).case_id), "reason": "r"}
    assert (await client.post(f"{BASE}/conflicts", foreign)).status_code == 404


async def test_a_declaration_against_a_claim_never_leaves_a_barred_holder(bench: Bench) -> None:
    for n in range(8):
        order = await opened_case(bench, department="bar-race")
        client = bench.client(officer(f"kin-{n}", "bar-race"))
        await asyncio.gather(
            client.post(f"{BASE}/tasks/{order.case_id}/claim"),
            client.post(f"{BASE}/conflicts", INTEREST),
        )
        task = (await client.get(f"{BASE}/tasks/{order.case_id}")).json()["task"]
        assert task["holder"] is None
        claims = len(await bench.told(TaskClaimed, order.project_id))
        assert claims == len(await bench.told(TaskReleased, order.project_id))
