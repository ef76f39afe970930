"""Tasks from hand to hand on a real database: colleagues, stand-ins, leads, many at once."""

import asyncio
from typing import Any
from uuid import UUID

from chassis.identity import new_id
from contracts.events.approval import (
    CaseDecided,
    TaskClaimed,
    TaskCopied,
    TaskNudged,
    TaskReleased,
    TaskTransferred,
)
from services.approval.sweep import free_lapsed
from tests.integration.approval.scene import (
    APPROVED,
    BASE,
    DAY,
    MANAGER,
    QUESTION,
    act,
    opened_case,
    supplied,
    team,
)
from tests.support.person import OWN_USCC, lead, officer
from tests.support.service import Bench, Client

DESK = "handing"
AN, BO, CHEN = (officer(name, DESK) for name in ("an", "bo", "chen"))
BOSS = lead("boss", DESK)
WHY = {"reason": "出差"}


async def _mine(client: Client, bench: Bench, **changes: Any) -> Any:
    order = await opened_case(bench, department=DESK, **changes)
    await act(client, order.case_id, "claim")
    return order


async def _code(client: Client, id_: UUID, what: str, body: Any = None) -> tuple[int, str]:
    answer = await client.post(f"{BASE}/tasks/{id_}/{what}", body)
    return answer.status_code, answer.json().get("code", "")


async def test_a_transfer_goes_to_a_colleague_and_is_told(bench: Bench) -> None:
    an, bo = await team(bench, AN, BO)
    order = await _mine(an, bench)
    task = await act(an, order.case_id, "transfer", {"to": "bo"} | WHY)
    assert (task["holder"], task["may_recall"]) == ("bo", True)
    (told,) = await bench.told(TaskTransferred, order.project_id)
    assert (told.how, told.from_holder, told.holder, told.name) == (
        "transferred", "an", "bo", "environment",
    )  # fmt: skip
    history = (await bo.get(f"{BASE}/tasks/{order.case_id}")).json()["history"]
    assert (history[-1]["what"], history[-1]["actor_name"], history[-1]["why"]) == (
        "transferred", "an", "出差",
    )  # fmt: skip
    assert await _code(an, order.case_id, "decision", APPROVED) == (409, "held_by_another")
    await act(bo, order.case_id, "decision", APPROVED)


async def test_only_to_those_who_work_in_the_queue_and_have_signed_in(bench: Bench) -> None:
    (an, _) = await team(bench, AN, officer("far", "elsewhere"))
    order = await _mine(an, bench)
    for who in ("far", "never-came"):
        answer = await an.post(f"{BASE}/tasks/{order.case_id}/transfer", {"to": who} | WHY)
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_colleague")
        assert answer.json()["errors"][0]["field"] == "to"
    names = [each["person"] for each in (await an.get(f"{BASE}/colleagues")).json()["items"]]
    assert "far" not in names


async def test_never_to_somebody_with_an_interest(bench: Bench) -> None:
    an, bo, boss = await team(bench, AN, BO, BOSS)
    order = await _mine(an, bench)
    await bo.post(f"{BASE}/conflicts", {"organisation_id": OWN_USCC, "reason": "亲属"})
    to_bo = {"to": "bo"} | WHY
    for client, what in ((an, "transfer"), (an, "delegation"), (boss, "reassignment")):
        assert await _code(client, order.case_id, what, to_bo) == (409, "conflict_of_interest")


async def test_what_was_handed_over_is_taken_back_until_work_begins(bench: Bench) -> None:
    an, bo = await team(bench, AN, BO)
    order = await _mine(an, bench)
    await act(an, order.case_id, "transfer", {"to": "bo"} | WHY)
    assert (await act(an, order.case_id, "recall"))["holder"] == "an"
    await act(an, order.case_id, "transfer", {"to": "bo"} | WHY)
    await act(bo, order.case_id, "information-request", QUESTION)
    assert await _code(an, order.case_id, "recall") == (409, "nothing_to_recall")


async def test_a_recall_against_a_decision_has_one_winner(bench: Bench) -> None:
    an, bo = await team(bench, AN, BO)
    for _ in range(5):
        order = await _mine(an, bench)
        await act(an, order.case_id, "transfer", {"to": "bo"} | WHY)
        recalled, decided = await asyncio.gather(
            an.post(f"{BASE}/tasks/{order.case_id}/recall"),
            bo.post(f"{BASE}/tasks/{order.case_id}/decision", APPROVED),
        )
        assert {recalled.status_code, decided.status_code} == {200, 409}
        assert len(await bench.told(CaseDecided, order.project_id)) == decided.is_success


async def test_what_is_delegated_comes_back_by_hand_or_by_itself(bench: Bench) -> None:
    an, bo = await team(bench, AN, BO)
    order = await _mine(an, bench)
    task = await act(an, order.case_id, "delegation", {"to": "bo"} | WHY)
    assert (task["holder"], task["owner_name"]) == ("bo", "an")
    assert await _code(bo, order.case_id, "decision", APPROVED) == (409, "owner_decides")
    assert (await act(bo, order.case_id, "return", {"text": "已核"}))["holder"] == "an"
    await act(an, order.case_id, "delegation", {"to": "bo"} | WHY)
    bench.travel(4 * DAY)
    await free_lapsed(bench.runtime)
    task = (await an.get(f"{BASE}/tasks/{order.case_id}")).json()["task"]
    assert (task["holder"], task["state"]) == ("an", "under_review")
    last = (await bench.told(TaskTransferred, order.project_id))[-1]
    assert (last.how, last.by) == ("returned", None)
    assert await bench.told(TaskReleased, order.project_id) == []


async def test_while_the_sponsor_is_asked_a_colleague_can_wait_for_the_answer(
    bench: Bench,
) -> None:
    an, bo = await team(bench, AN, BO)
    order = await _mine(an, bench)
    await act(an, order.case_id, "information-request", QUESTION)
    await act(an, order.case_id, "transfer", {"to": "bo"} | WHY)
    assert (await supplied(bench, order.case_id))["state"] == "under_review"
    await act(bo, order.case_id, "decision", APPROVED)


async def test_a_lead_reassigns_by_name_or_to_whoever_has_least(bench: Bench) -> None:
    an, _, chen, boss = await team(bench, AN, BO, CHEN, BOSS)
    order = await _mine(an, bench)
    assert (await act(boss, order.case_id, "reassignment", {"to": "bo"} | WHY))["holder"] == "bo"
    assert await _code(an, order.case_id, "reassignment", WHY) == (403, "role_required")
    await _mine(chen, bench)
    free = await opened_case(bench, department=DESK)
    # bo and chen have one each, an has none; the lead is not a pair of hands.
    assert (await act(boss, free.case_id, "reassignment", WHY))["holder"] == "an"
    (claimed,) = await bench.told(TaskClaimed, free.project_id)
    assert claimed.given_by == "boss"


async def _away(client: Client, to: str, days: int = 5, **more: Any) -> dict[str, Any]:
    body = {
        "from_on": "2026-03-02",
        "until_on": f"2026-03-{2 + days:02}",
        "reason": "休假",
        "stand_ins": [{"person": to}],
    }
    answer = await client.post(f"{BASE}/absences", body | more)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_stand_in_acts_for_the_absent_holder_and_both_are_recorded(bench: Bench) -> None:
    an, bo, chen = await team(bench, AN, BO, CHEN)
    order = await _mine(an, bench)
    await _away(an, "bo")
    page = (await bo.get(f"{BASE}/tasks/{order.case_id}")).json()
    assert page["acting_for"] == "an"
    assert (await chen.get(f"{BASE}/tasks/{order.case_id}")).json()["acting_for"] is None
    assert await _code(chen, order.case_id, "decision", APPROVED) == (409, "held_by_another")
    await act(bo, order.case_id, "decision", APPROVED)
    (told,) = await bench.told(CaseDecided, order.project_id)
    assert (told.decided_by, told.on_behalf_of) == ("bo", "an")
    detail = (await bo.get(f"{BASE}/tasks/{order.case_id}")).json()
    decision, last = detail["decision"], detail["history"][-1]
    assert (decision["decided_by_name"], decision["decided_for_name"]) == ("bo", "an")
    assert (last["actor_name"], last["behalf_name"]) == ("bo", "an")


async def test_what_is_handed_to_somebody_away_reaches_the_stand_in(bench: Bench) -> None:
    an, bo, _ = await team(bench, AN, BO, CHEN)
    await _away(bo, "an", stand_ins=[{"person": "an"}, {"person": "chen", "item": "environment"}])
    order = await _mine(an, bench)
    task = await act(an, order.case_id, "transfer", {"to": "bo"} | WHY)
    assert task["holder"] == "chen"
    (told,) = await bench.told(TaskTransferred, order.project_id)
    assert (told.holder, told.meant_for) == ("chen", "bo")


async def test_after_the_return_the_stand_in_is_a_colleague_like_any_other(bench: Bench) -> None:
    an, bo = await team(bench, AN, BO)
    made = await _away(an, "bo")
    order = await _mine(an, bench)
    assert (await an.post(f"{BASE}/absences/{made['id']}/end")).status_code == 200
    assert await _code(bo, order.case_id, "decision", APPROVED) == (409, "held_by_another")
    again = await an.post(f"{BASE}/absences/{made['id']}/end")
    assert again.json()["code"] == "absence_ended"
    assert (await an.get(f"{BASE}/absences")).json() == {"items": []}


async def test_absences_are_ones_own_or_entered_by_the_lead(bench: Bench) -> None:
    _, bo, boss = await team(bench, AN, BO, BOSS)
    body = {"person": "an", "from_on": "2026-03-03", "until_on": "2026-03-05"}
    body |= {"reason": "病假", "stand_ins": [{"person": "bo"}]}  # type: ignore[dict-item]
    refused = await bo.post(f"{BASE}/absences", body)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_absence")
    made = (await boss.post(f"{BASE}/absences", body)).json()
    assert (made["person"], made["made_by_name"]) == ("an", "boss")
    end = f"{BASE}/absences/{made['id']}/end"
    assert (await bo.post(end)).json()["code"] == "not_your_absence"
    stranger = bench.client(officer("far", "elsewhere"))
    assert (await stranger.post(end)).status_code == 404
    assert (await boss.post(end)).status_code == 200


async def test_two_who_enter_each_other_at_once_make_no_circle(bench: Bench) -> None:
    an, bo = await team(bench, AN, BO)
    body = {"from_on": "2026-03-03", "until_on": "2026-03-05", "reason": "r"}
    answers = await asyncio.gather(
        an.post(f"{BASE}/absences", body | {"stand_ins": [{"person": "bo"}]}),
        bo.post(f"{BASE}/absences", body | {"stand_ins": [{"person": "an"}]}),
    )
    assert sorted(each.status_code for each in answers) == [201, 409]
    codes = [each.json().get("code") for each in answers]
    assert "stand_in_circle" in codes


async def test_a_nudge_once_a_day_to_the_holder_also_by_a_case_manager(bench: Bench) -> None:
    an, bo = await team(bench, AN, BO)
    order = await _mine(an, bench)
    assert await _code(an, order.case_id, "nudge") == (409, "own_task")
    manager = bench.client(MANAGER)
    assert await _code(manager, order.case_id, "nudge", {"text": "重点项目"}) == (200, "")
    assert await _code(bo, order.case_id, "nudge") == (409, "nudged_today")
    bench.travel(DAY)
    assert await _code(bo, order.case_id, "nudge") == (200, "")
    told = await bench.told(TaskNudged, order.project_id)
    assert [(each.by, each.holder) for each in told] == [("manager", "an"), ("bo", "an")]
    await act(an, order.case_id, "information-request", QUESTION)
    bench.travel(DAY)
    assert await _code(bo, order.case_id, "nudge") == (409, "awaiting_information")


async def test_nudges_at_once_are_one(bench: Bench) -> None:
    an, bo, chen = await team(bench, AN, BO, CHEN)
    order = await _mine(an, bench)
    answers = await asyncio.gather(
        *(_code(each, order.case_id, "nudge") for each in (bo, chen) * 3)
    )
    assert sorted(code for _, code in answers) == ["", *["nudged_today"] * 5]
    assert len(await bench.told(TaskNudged, order.project_id)) == 1


async def test_a_copy_reaches_each_colleague_once(bench: Bench) -> None:
    an, *_ = await team(bench, AN, BO, CHEN)
    order = await _mine(an, bench)
    await act(an, order.case_id, "copies", {"to": ["bo"]})
    await act(an, order.case_id, "copies", {"to": ["bo", "chen"], "text": "请知悉"})
    told = await bench.told(TaskCopied, order.project_id)
    assert [each.to for each in told] == ["bo", "chen"]


async def test_many_tasks_at_once_each_done_or_refused_by_itself(bench: Bench) -> None:
    an, bo, boss = await team(bench, AN, BO, BOSS)
    mine, theirs, free = await _mine(an, bench), await _mine(bo, bench), None
    free = await opened_case(bench, department=DESK)
    foreign = await opened_case(bench)
    ids = [str(each.case_id) for each in (mine, theirs, free, foreign)] + [str(new_id())]
    body = {"action": "claim", "tasks": ids}
    answer = await an.post(f"{BASE}/tasks/bulk", body, key="bulk-1")
    items = answer.json()["items"]
    assert [each["id"] for each in items] == ids
    assert [each["code"] for each in items] == [
        None, "held_by_another", None, "not_found", "not_found",
    ]  # fmt: skip
    assert "bo" in items[1]["detail"]
    assert items[2]["task"]["holder"] == "an"
    again = await an.post(f"{BASE}/tasks/bulk", body, key="bulk-1")
    assert again.json() == answer.json()
    assert len(await bench.told(TaskClaimed, free.project_id)) == 1
    given = {"action": "reassign", "tasks": ids[:3], "to": "bo", "reason": "调整分工"}
    items = (await boss.post(f"{BASE}/tasks/bulk", given)).json()["items"]
    assert [each["code"] for each in items] == [None, "holds_it_already", None]


async def test_bulk_needs_what_its_action_needs(bench: Bench) -> None:
    (an,) = await team(bench, AN)
    for body in (
        {"action": "transfer", "reason": "r"},
        {"action": "transfer", "to": "bo"},
        {"action": "reassign"},
        {"action": "dance"},
    ):
        answer = await an.post(f"{BASE}/tasks/bulk", {"tasks": [str(new_id())]} | body)
        assert answer.status_code == 422, body


async def test_bulks_single_moves_and_withdrawals_at_once_never_block_each_other(
    bench: Bench,
) -> None:
    people = [officer(f"many-{n}", DESK) for n in range(6)]
    clients = await team(bench, *people)
    orders = [await opened_case(bench, department=DESK) for _ in range(12)]
    ids = [str(each.case_id) for each in orders]
    jobs: list[Any] = []
    for n, client in enumerate(clients):
        shuffled = ids[n:] + ids[:n]
        body = {"action": "claim", "tasks": shuffled if n % 2 else shuffled[::-1]}
        jobs.append(client.post(f"{BASE}/tasks/bulk", body))
        jobs.append(client.post(f"{BASE}/tasks/claim-next"))
    answers = await asyncio.gather(*jobs)
    assert {each.status_code for each in answers} <= {200, 409}
    for order in orders:
        assert len(await bench.told(TaskClaimed, order.project_id)) == 1
