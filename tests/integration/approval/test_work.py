"""Working through queues: from the queue to the decision, as officers, reviewers and sponsors."""

from datetime import UTC, datetime
from typing import Any

from chassis.identity import new_id
from contracts.events.approval import (
    CaseDecided,
    GateDecided,
    InformationRequested,
    InformationSupplied,
    TaskClaimed,
    TaskReleased,
)
from contracts.process import Limit
from tests.integration.approval.scene import (
    APPROVED,
    BASE,
    COLLEAGUE,
    DAY,
    LEAD,
    MANAGER,
    OFFICER,
    QUESTION,
    REFUSED,
    REVIEWER,
    SPONSOR,
    act,
    claimed_case,
    opened_case,
    opened_gate,
    supplied,
)
from tests.support.order import card, new_project
from tests.support.person import officer, worker_of_pack
from tests.support.service import Bench

CONDITIONS = [
    {"text": "投入使用前完成验收", "trigger": "before_use"},
    {"text": "按期提交监测报告", "trigger": "by_date", "due_on": "2026-06-01"},
]


async def test_a_claimed_case_shows_its_holder_and_is_under_review(bench: Bench) -> None:
    order = await opened_case(bench)
    task = await act(bench.client(OFFICER), order.case_id, "claim")
    assert (task["state"], task["holder"], task["is_mine"]) == ("under_review", "officer", True)
    seen = await bench.client(COLLEAGUE).get(f"{BASE}/tasks/{order.case_id}")
    assert seen.json()["task"]["is_mine"] is False
    (told,) = await bench.told(TaskClaimed, order.project_id)
    assert told.holder == "officer"


async def test_claiming_what_one_holds_changes_nothing(bench: Bench) -> None:
    order = await claimed_case(bench)
    again = await act(bench.client(OFFICER), order.case_id, "claim")
    assert again["version"] == 2
    assert len(await bench.told(TaskClaimed, order.project_id)) == 1


async def test_a_released_task_is_free_again(bench: Bench) -> None:
    order = await claimed_case(bench)
    task = await act(bench.client(OFFICER), order.case_id, "release", {"reason": "转岗"})
    assert (task["state"], task["holder"]) == ("accepted", None)
    await act(bench.client(COLLEAGUE), order.case_id, "claim")
    assert len(await bench.told(TaskReleased, order.project_id)) == 1


async def test_a_lead_puts_back_an_absent_colleagues_task_with_a_reason(bench: Bench) -> None:
    order = await claimed_case(bench)
    client = bench.client(LEAD)
    silent = await client.post(f"{BASE}/tasks/{order.case_id}/release")
    assert (silent.status_code, silent.json()["code"]) == (422, "release_reason_missing")
    await act(client, order.case_id, "release", {"reason": "承办人休假"})
    (told,) = await bench.told(TaskReleased, order.project_id)
    assert told.holder == "officer"
    detail = (await client.get(f"{BASE}/tasks/{order.case_id}")).json()
    last = detail["history"][-1]
    assert (last["what"], last["actor_name"], last["why"]) == ("released", "lead", "承办人休假")


async def test_a_decision_with_conditions_is_told_and_shown(bench: Bench) -> None:
    order = await claimed_case(bench)
    body = {"outcome": "approved_with_conditions", "reason": "r", "conditions": CONDITIONS}
    task = await act(bench.client(OFFICER), order.case_id, "decision", body)
    assert (task["state"], task["is_open"]) == ("decided", False)
    (told,) = await bench.told(CaseDecided, order.project_id)
    assert (told.outcome, told.conditions, told.within_committed) == (
        "approved_with_conditions",
        2,
        True,
    )
    case = (await bench.client(SPONSOR).get(f"{BASE}/cases/{order.case_id}")).json()
    shown = case["decision"]["conditions"]
    assert [each["trigger"] for each in shown] == ["before_use", "by_date"]
    assert shown[1]["due_on"] == "2026-06-01"


async def test_a_refusal_carries_its_ground(bench: Bench) -> None:
    order = await claimed_case(bench)
    await act(bench.client(OFFICER), order.case_id, "decision", REFUSED)
    (told,) = await bench.told(CaseDecided, order.project_id)
    assert (told.outcome, told.ground) == ("refused", "emission_standard_exceeded")


async def test_on_the_due_day_a_decision_is_within_the_limit_and_the_day_after_late(
    bench: Bench,
) -> None:
    in_time, late = await claimed_case(bench), await claimed_case(bench)
    bench.travel_to(datetime(2026, 3, 16, 15, 59, tzinfo=UTC))
    await act(bench.client(OFFICER), in_time.case_id, "decision", APPROVED)
    bench.travel_to(datetime(2026, 3, 16, 16, 0, tzinfo=UTC))
    await act(bench.client(OFFICER), late.case_id, "decision", APPROVED)
    (first,) = await bench.told(CaseDecided, in_time.project_id)
    (second,) = await bench.told(CaseDecided, late.project_id)
    assert (first.within_committed, first.within_statutory) == (True, True)
    assert (second.within_committed, second.within_statutory) == (False, True)


async def test_a_question_stops_the_clock_and_the_answer_moves_the_due_date(
    bench: Bench,
) -> None:
    # Facts: 2026-02-10 + 20 working days with a stop [02-12, 03-03) is 03-27.
    bench.travel_to(datetime(2026, 2, 10, 2, 0, tzinfo=UTC))
    order = await claimed_case(bench, committed=Limit(figure=20, unit="working_day"))
    bench.travel_to(datetime(2026, 2, 12, 2, 0, tzinfo=UTC))
    client = bench.client(OFFICER)
    task = await act(client, order.case_id, "information-request", QUESTION)
    assert (task["state"], task["is_stopped"]) == ("awaiting_information", True)
    bench.travel_to(datetime(2026, 3, 3, 2, 0, tzinfo=UTC))
    document = str(new_id())
    case = await supplied(bench, order.case_id, {"answer": "已补充", "documents": [document]})
    assert case["committed"]["due_on"] == "2026-03-27"
    assert case["state"] == "under_review"
    assert case["rounds"][0]["documents"] == [document]
    (asked,) = await bench.told(InformationRequested, order.project_id)
    (answered,) = await bench.told(InformationSupplied, order.project_id)
    assert (asked.clock_version, answered.clock_version) == (2, 3)
    assert answered.due_at == datetime(2026, 3, 27, 16, 0, tzinfo=UTC)


async def test_the_ledger_explains_every_day(bench: Bench) -> None:
    order = await claimed_case(bench)
    bench.travel(DAY)
    client = bench.client(OFFICER)
    await act(client, order.case_id, "information-request", QUESTION)
    bench.travel(2 * DAY)
    await supplied(bench, order.case_id)
    detail = (await client.get(f"{BASE}/tasks/{order.case_id}")).json()
    committed = detail["committed"]
    assert committed["ledger"]["days_counted"] == committed["limit"]["figure"] == 10
    kinds = [entry["kind"] for entry in committed["ledger"]["entries"]]
    assert kinds[0] == "stop"
    assert "weekend" in kinds
    assert detail["statutory"]["ledger"]["days_counted"] == 20
    assert detail["stops"] == [
        {"from_on": "2026-03-03", "until_on": "2026-03-05", "grounds": ["information_requested"]}
    ]


async def test_a_stopped_task_is_never_overdue(bench: Bench) -> None:
    order = await claimed_case(bench)
    client = bench.client(OFFICER)
    await act(client, order.case_id, "information-request", QUESTION)
    bench.travel(90 * DAY)
    task = (await client.get(f"{BASE}/tasks/{order.case_id}")).json()
    assert task["task"]["is_overdue"] is False
    assert task["committed"]["is_overdue"] is False
    case = (await bench.client(SPONSOR).get(f"{BASE}/cases/{order.case_id}")).json()
    assert case["is_overdue"] is False


async def test_a_sponsor_sees_questions_and_grounds_but_no_officer_and_no_notes(
    bench: Bench,
) -> None:
    order = await claimed_case(bench)
    client = bench.client(OFFICER)
    await act(client, order.case_id, "release", {"reason": "internal words"})
    await act(client, order.case_id, "claim")
    await act(client, order.case_id, "information-request", QUESTION)
    await supplied(bench, order.case_id)
    await act(client, order.case_id, "decision", REFUSED)
    work = await bench.client(SPONSOR).get(f"{BASE}/projects/{order.project_id}/cases")
    (case,) = work.json()["items"]
    assert case["rounds"][0]["question"] == QUESTION["question"]
    assert case["decision"]["reason"] == REFUSED["reason"]
    assert "internal words" not in work.text
    assert "officer" not in work.text.replace("officers", "")


async def test_those_who_work_on_a_task_see_the_projects_other_tasks(bench: Bench) -> None:
    project = new_project()
    first = await opened_case(bench, project=project)
    await opened_case(bench, project=project, item="registration", department="market_regulation")
    gate = await opened_gate(bench, project=project)
    detail = (await bench.client(OFFICER).get(f"{BASE}/tasks/{first.case_id}")).json()
    assert {each["name"] for each in detail["others"]} == {"registration", gate.stage}
    assert detail["choices"]["refusal_grounds"][0] == "emission_standard_exceeded"
    assert detail["choices"]["information_rounds_left"] == 1


async def test_a_gate_on_hold_names_the_instant_at_which_it_ends(bench: Bench) -> None:
    order = await opened_gate(bench)
    client = bench.client(REVIEWER)
    await act(client, order.gate_id, "claim")
    body = {"outcome": "hold", "reason": "等待检测", "hold_until": "2026-04-01"}
    await act(client, order.gate_id, "decision", body)
    (told,) = await bench.told(GateDecided, order.project_id)
    assert told.hold_until == datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
    work = (await bench.client(MANAGER).get(f"{BASE}/projects/{order.project_id}/cases")).json()
    assert work["gates"][0]["decision"]["hold_until"] == "2026-04-01"


async def test_a_gate_advances(bench: Bench) -> None:
    order = await opened_gate(bench, unresolved=("land",))
    client = bench.client(REVIEWER)
    await act(client, order.gate_id, "claim")
    detail = (await client.get(f"{BASE}/tasks/{order.gate_id}")).json()
    assert detail["unresolved"] == ["land"]
    assert detail["choices"]["outcomes"] == ["advance", "iterate", "hold", "stop"]
    assert detail["statutory"] is None
    await act(client, order.gate_id, "decision", {"outcome": "advance", "reason": "r"})
    (told,) = await bench.told(GateDecided, order.project_id)
    assert (told.outcome, told.hold_until, told.within_committed) == ("advance", None, True)


async def _queue(bench: Bench, department: str) -> tuple[Any, list[str]]:
    """A department of its own with five cases, due in an order other than that of their opening."""
    ids = []
    for figure in (9, 3, 7, 3, 5):
        order = await opened_case(
            bench,
            department=department,
            committed=Limit(figure=figure, unit="working_day"),
            of=card(title=f"项目 {figure}% 甲"),
        )
        ids.append(str(order.case_id))
    return bench.client(officer("queue-officer", department)), ids


async def test_a_queue_is_due_first_and_pages_lose_and_repeat_nothing(bench: Bench) -> None:
    client, ids = await _queue(bench, "paged")
    seen: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = (await client.get(f"{BASE}/tasks", limit=2, cursor=cursor)).json()
        seen += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(each["id"] for each in seen) == sorted(ids)
    assert [each["due_at"] for each in seen] == sorted(each["due_at"] for each in seen)
    assert seen[-1]["id"] == ids[0]


async def test_a_queue_can_be_filtered(bench: Bench) -> None:
    client, ids = await _queue(bench, "filtered")
    await act(client, ids[0], "claim")  # type: ignore[arg-type]
    await act(client, ids[0], "information-request", QUESTION)  # type: ignore[arg-type]
    await act(client, ids[1], "claim")  # type: ignore[arg-type]
    await act(client, ids[1], "decision", APPROVED)  # type: ignore[arg-type]

    async def found(**wanted: Any) -> set[str]:
        page = await client.get(f"{BASE}/tasks", **wanted)
        assert page.status_code == 200, page.text
        return {each["id"] for each in page.json()["items"]}

    assert await found() == set(ids) - {ids[1]}
    assert await found(mine=True) == {ids[0]}
    assert await found(unclaimed=True) == set(ids[2:])
    assert await found(state="awaiting_information") == {ids[0]}
    assert await found(state="decided") == {ids[1]}
    assert await found(text="项目 7%") == {ids[2]}
    assert await found(text="云启") == set(ids) - {ids[1]}
    assert await found(text="_") == set()
    assert await found(item="environment", stage="pilot_maturation") == set(ids) - {ids[1]}
    assert await found(item="land") == set()
    assert await found(kind="gate") == set()
    assert await found(overdue=True) == set()
    bench.travel(8 * DAY)
    assert await found(overdue=True) == {ids[3], ids[4]}
    counts = (await client.get(f"{BASE}/tasks/counts")).json()
    assert counts == {
        "open": 4,
        "unclaimed": 3,
        "mine": 1,
        "overdue": 2,
        "awaiting_information": 1,
        "copied": 0,
        "to_sign": 0,
        "by_name": [{"kind": "case", "name": "environment", "open": 4, "overdue": 2}],
    }


async def test_an_empty_queue_is_empty(bench: Bench) -> None:
    client = bench.client(officer("lonely", "nobody_home"))
    assert (await client.get(f"{BASE}/tasks")).json() == {"items": [], "next_cursor": None}
    assert (await client.get(f"{BASE}/tasks/counts")).json()["open"] == 0


async def test_a_reviewer_sees_the_gates_of_the_own_pack_only(bench: Bench) -> None:
    order = await opened_gate(bench, of=card(pack="meadow"))
    here = (await bench.client(REVIEWER).get(f"{BASE}/tasks")).json()["items"]
    there_client = bench.client(worker_of_pack("r2", REVIEWER.roles[0], pack="meadow"))
    there = (await there_client.get(f"{BASE}/tasks")).json()["items"]
    assert str(order.gate_id) not in {each["id"] for each in here}
    assert [each["id"] for each in there] == [str(order.gate_id)]
    assert {each["kind"] for each in here} <= {"gate"}
