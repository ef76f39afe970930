"""News, routes, checklists and precedents on a real database."""

from datetime import timedelta

from contracts.commands.approval import RingAlarm
from contracts.events.approval import InformationSupplied
from tests.integration.approval.scene import (
    APPROVED,
    BASE,
    COLLEAGUE,
    DAY,
    OFFICER,
    QUESTION,
    REFUSED,
    STRANGER,
    act,
    claimed_case,
    opened_case,
    supplied,
)
from tests.support.order import card
from tests.support.person import officer
from tests.support.service import Bench


async def test_the_end_of_a_stop_is_news_to_the_holder_until_they_look(bench: Bench) -> None:
    order = await claimed_case(bench)
    officer, colleague = bench.client(OFFICER), bench.client(COLLEAGUE)
    path = f"{BASE}/tasks/{order.case_id}"
    await act(officer, order.case_id, "information-request", QUESTION)
    bench.travel(DAY)
    await supplied(bench, order.case_id)
    (told,) = await bench.told(InformationSupplied, order.project_id)
    assert told.holder == "officer"

    async def is_news() -> bool:
        page = (await officer.get(f"{BASE}/tasks", mine=True, limit=100)).json()["items"]
        return bool(next(each["is_news"] for each in page if each["id"] == str(order.case_id)))

    assert await is_news()
    assert (await colleague.get(path)).json()["task"]["is_news"] is False
    bench.travel(timedelta(minutes=1))
    assert (await officer.put(f"{path}/look")).status_code == 200
    assert not await is_news()


async def test_a_visit_keeps_the_one_before_it_until_it_is_over(bench: Bench) -> None:
    order = await claimed_case(bench)
    client, path = bench.client(OFFICER), f"{BASE}/tasks/{order.case_id}"

    async def looks() -> str | None:
        found: str | None = (await client.get(path)).json()["looked_at"]
        await client.put(f"{path}/look")
        return found

    assert await looks() is None
    bench.travel(timedelta(minutes=5))
    assert await looks() is None
    bench.travel(DAY)
    first = await looks()
    assert first is not None
    bench.travel(timedelta(minutes=5))
    assert await looks() == first
    assert (await bench.client(STRANGER).put(f"{path}/look")).status_code == 404


async def test_a_queue_is_filtered_by_route_and_grade(bench: Bench) -> None:
    light = await opened_case(bench, department="routes", route="simplified", grade="low")
    usual = await opened_case(bench, department="routes")
    client = bench.client(officer("router", "routes"))
    for route, order in (("simplified", light), ("standard", usual)):
        items = (await client.get(f"{BASE}/tasks", route=route)).json()["items"]
        assert [each["id"] for each in items] == [str(order.case_id)]
    (low,) = (await client.get(f"{BASE}/tasks", grade="low")).json()["items"]
    assert (low["id"], low["grade"]) == (str(light.case_id), "low")


async def test_who_was_told_above_shows_only_while_the_limit_is_still_past(bench: Bench) -> None:
    order = await claimed_case(bench)
    client, path = bench.client(OFFICER), f"{BASE}/tasks/{order.case_id}"
    bench.travel(20 * DAY)
    ring = RingAlarm(
        project_id=order.project_id,
        task_id=order.case_id,
        task_kind="case",
        key="due_committed",
        clock_version=1,
    )
    await bench.hear(ring)
    assert (await client.get(path)).json()["task"]["escalated"] == "committed"
    await act(client, order.case_id, "claim")
    await act(client, order.case_id, "information-request", QUESTION)
    assert (await client.get(path)).json()["task"]["escalated"] is None


async def test_the_checklist_keeps_who_ticked_what_when(bench: Bench) -> None:
    order = await claimed_case(bench, materials=("site_plan",))
    client, path = bench.client(OFFICER), f"{BASE}/tasks/{order.case_id}"
    unknown = await client.put(f"{path}/checks/other", {"is_met": True})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_point")
    tick = {"is_met": True, "note": "原件已核"}
    stranger = await bench.client(COLLEAGUE).request("PUT", f"{path}/checks/site_plan", json=tick)
    assert stranger.json()["code"] == "held_by_another"
    for body in ({"is_met": False, "note": "缺章"}, tick):
        answer = await client.put(f"{path}/checks/site_plan", body)
        assert answer.status_code == 200, answer.text
    detail = (await client.get(path)).json()
    (check,) = detail["checks"]
    assert (check["point"], check["is_met"], check["note"], check["by_name"]) == (
        "site_plan", True, "原件已核", "officer",
    )  # fmt: skip
    ticks = [each["what"] for each in detail["history"] if each["what"].startswith("point_")]
    assert ticks == ["point_open", "point_met"]
    assert {each["party"] for each in detail["spent"]} <= {"queue", "department"}


async def test_precedents_are_the_departments_own_and_the_nearest(bench: Bench) -> None:
    client = bench.client(OFFICER)
    mark = {"title": "先例", "industry": "quiet_industry"}
    near = await _decided(bench, REFUSED, of=card(**mark))
    far = await _decided(bench, APPROVED, of=card(title="先例", industry="other_industry"))
    now = await opened_case(bench, of=card(**mark))
    found = (await client.get(f"{BASE}/tasks/{now.case_id}/precedents")).json()["items"]
    assert found[0]["task_id"] == near
    assert (found[0]["alike"], found[0]["decision"]["outcome"]) == (
        ["industry", "route"],
        "refused",
    )
    assert far in [each["task_id"] for each in found] or len(found) == 5
    assert all(each["task_id"] != str(now.case_id) for each in found)
    stranger = await bench.client(STRANGER).get(f"{BASE}/tasks/{now.case_id}/precedents")
    assert stranger.status_code == 404


async def _decided(bench: Bench, decision: dict[str, str], **changes: object) -> str:
    order = await claimed_case(bench, **changes)
    await act(bench.client(OFFICER), order.case_id, "decision", decision)
    return str(order.case_id)
