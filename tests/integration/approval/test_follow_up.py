"""Conditions, permissions, revocation with what rests on it, and reconsideration."""

import asyncio
from datetime import timedelta
from typing import Any

from contracts.events.after_decision import (
    DependantFlagged,
    ObligationDue,
    PermissionEnded,
    PermissionGranted,
    ReconsiderationSought,
)
from contracts.events.approval import CaseDecided
from services.approval.sweep import ring_due
from tests.integration.approval.after import (
    OTHER_OFFICER,
    Sponsor,
    at,
    code,
    decided,
    do,
    file_of,
    with_permission,
    with_review,
)
from tests.integration.approval.scene import (
    APPROVED,
    BASE,
    LEAD,
    OFFICER,
    REFUSED,
    REVIEWER,
    act,
    claimed_case,
    opened_case,
    opened_gate,
)
from tests.support.order import STAGE, close, new_project, open_case
from tests.support.service import Bench

FIRST = {"text": "建成事故池", "trigger": "before_use", "gate": STAGE, "reason": "临近水源"}
DATED = {"text": "补做监测", "trigger": "by_date", "due_on": "2026-03-20"}
WITH = {"outcome": "approved_with_conditions", "reason": "r", "conditions": [FIRST, DATED]}


async def test_a_gate_waits_for_the_conditions_that_name_it_and_says_which(bench: Bench) -> None:
    by, project = Sponsor(bench), new_project()
    order = open_case(project, of=by.card())
    await bench.hear(order)
    await decided(bench, order, WITH)
    first, _ = (await file_of(by.client, order.case_id))["conditions"]
    assert (first["reason"], first["requester"]) == ("临近水源", "ecology")
    gate = await opened_gate(bench, project=project, of=by.card())
    reviewer = bench.client(REVIEWER)
    await act(reviewer, gate.gate_id, "claim")
    told = (await reviewer.get(f"{BASE}/tasks/{gate.gate_id}/consequences")).json()["items"]
    assert told[0]["kind"] == "blocked_by_condition"
    assert told[0]["ids"] == [first["id"]]
    advance = {"outcome": "advance", "reason": "r"}
    refusal = await reviewer.post(f"{BASE}/tasks/{gate.gate_id}/decision", advance)
    assert refusal.json()["code"] == "gate_blocked"
    assert first["id"] in refusal.json()["detail"]
    officer = bench.client(OFFICER)
    answer = {"result": "partly", "reason": "围堰未完成"}
    path = f"conditions/{first['id']}"
    assert await code(officer, f"{path}/discharge", answer) == "no_discharge_sought"
    await do(by.client, f"{path}/discharge-application", {"text": "已建成"}, if_match=1)
    again = await code(by.client, f"{path}/discharge-application", {"text": "已建成"})
    assert again == "discharge_waits"
    await do(officer, f"{path}/discharge", answer)
    await do(by.client, f"{path}/discharge-application", {"text": "已全部建成"})
    after = await do(officer, f"{path}/discharge", {"result": "discharged", "reason": "现场核实"})
    life = after["conditions"][0]
    assert [each["result"] for each in life["discharges"]] == ["partly", "discharged"]
    assert await code(officer, f"{path}/discharge", answer) == "condition_over"
    await act(reviewer, gate.gate_id, "decision", advance)


async def test_a_condition_is_replaced_and_its_day_rings(bench: Bench) -> None:
    by = Sponsor(bench)
    order = await opened_case(bench, of=by.card())
    await decided(bench, order, WITH)
    officer = bench.client(OFFICER)
    dated = (await file_of(officer, order.case_id))["conditions"][1]
    path = f"conditions/{dated['id']}/replacement"
    later = {"condition": DATED | {"due_on": "2026-02-01"}, "reason": "延期"}
    assert await code(officer, path, later) == "condition_date_passed"
    later["condition"] = DATED | {"due_on": "2026-04-10"}
    after = await do(officer, path, later)
    states = [each["state"] for each in after["conditions"]]
    assert states == ["open", "replaced", "open"]
    bench.travel_to(at(40))
    await ring_due(bench.runtime)
    told = await bench.told(ObligationDue, order.project_id)
    assert [(each.kind, each.level) for each in told] == [("condition", "overdue")]
    seen = (await bench.client(OFFICER).get(f"{BASE}/tasks/{order.case_id}")).json()
    assert seen["decision"]["conditions"][0]["text"] == FIRST["text"]


async def test_a_gate_that_no_stage_has_is_refused_and_nothing_changes(bench: Bench) -> None:
    order = await claimed_case(bench)
    officer = bench.client(OFFICER)
    path = f"tasks/{order.case_id}/decision"
    body = WITH | {"conditions": [FIRST | {"gate": "nowhere"}]}
    assert await code(officer, path, body) == "unknown_gate"
    body = WITH | {"conditions": [DATED | {"gate": STAGE}]}
    assert await code(officer, path, body) == "gate_not_for_trigger"
    assert (await file_of(officer, order.case_id))["outcome"] is None


async def test_a_pilot_run_is_prolonged_once_lapses_and_is_dismantled(bench: Bench) -> None:
    by = Sponsor(bench)
    order = await opened_case(bench, of=by.card(), **with_permission())
    await decided(bench, order, APPROVED)
    officer = bench.client(OFFICER)
    (first,) = (await file_of(officer, order.case_id))["permissions"]
    assert (first["from_on"], first["to_on"]) == ("2026-03-02", "2028-03-01")
    path = f"permissions/{first['id']}"
    answers = await asyncio.gather(
        *(
            bench.client(who).post(f"{BASE}/{path}/prolongation", {"reason": "试验未完"})
            for who in (OFFICER, OTHER_OFFICER)
        )
    )
    assert sorted(each.status_code for each in answers) == [200, 409]
    before, last = (await file_of(officer, order.case_id))["permissions"]
    assert (before["state"], last["state"], last["to_on"]) == (
        "prolonged",
        "in_force",
        "2029-03-01",
    )
    path = f"permissions/{last['id']}"
    assert await code(officer, f"{path}/prolongation", {"reason": "r"}) == "not_prolonged"
    bench.travel_to(at(0) + timedelta(days=3 * 365 + 2))
    while await ring_due(bench.runtime):
        pass
    assert (await file_of(officer, order.case_id))["permissions"][-1]["state"] == "lapsed"
    converted = {"how": "converted", "reason": "r"}
    assert await code(officer, f"{path}/end", converted) == "converted_too_late"
    mine = (await by.client.get(f"{BASE}/obligations", kind="dismantling")).json()["items"]
    assert [each["party"] for each in mine] == ["sponsor"]
    await do(officer, f"{path}/end", {"how": "dismantled", "reason": "已拆除并清场"})
    granted = await bench.told(PermissionGranted, order.project_id)
    ended = await bench.told(PermissionEnded, order.project_id)
    assert [each.number for each in granted] == [1, 2]
    assert [each.how for each in ended] == ["lapsed", "dismantled"]
    assert (await by.client.get(f"{BASE}/obligations")).json()["items"] == []


async def _chain(bench: Bench, by: Sponsor) -> tuple[Any, Any, Any]:
    """Planning approved with a permission; land, approved, and building, open, rest on it."""
    project = new_project()
    upstream = open_case(
        project, of=by.card(), item="planning", **with_permission(), **with_review()
    )
    land = open_case(project, of=by.card(), item="land", after=("planning",))
    building = open_case(project, of=by.card(), item="building", after=("land",))
    for order in (upstream, land, building):
        await bench.hear(order)
    await decided(bench, upstream, APPROVED)
    await decided(bench, land, APPROVED)
    return upstream, land, building


async def test_revoking_flags_what_rests_on_it_and_has_it_decided_anew(bench: Bench) -> None:
    by = Sponsor(bench)
    upstream, land, building = await _chain(bench, by)
    leader, officer = bench.client(LEAD), bench.client(OFFICER)
    body = {"ground": "law", "reason": "规划调整"}
    answers = await asyncio.gather(
        *(leader.post(f"{BASE}/cases/{upstream.case_id}/revocation", body) for _ in range(3))
    )
    assert sorted(each.status_code for each in answers) == [200, 409, 409]
    told = await bench.told(DependantFlagged, upstream.project_id)
    assert {(each.item, each.is_reviewed) for each in told} == {("land", True), ("building", False)}
    assert (await file_of(officer, upstream.case_id))["permissions"][0]["ended_how"] == "revoked"
    await act(officer, building.case_id, "claim")
    path = f"tasks/{building.case_id}/decision"
    assert await code(officer, path, APPROVED) == "upstream_revoked"
    (review,) = (await file_of(officer, land.case_id))["reconsiderations"]
    assert review["cause"] == "upstream_revoked"
    again = {"text": "已按新规划修改"}
    seen = await do(by.client, f"cases/{upstream.case_id}/reconsideration", again)
    anew = {"outcome": "approved", "reason": "符合新规划"}
    decision = f"reconsiderations/{seen['reconsiderations'][0]['id']}/decision"
    assert await code(officer, decision, anew) == "first_officer"
    other = bench.client(OTHER_OFFICER)
    after = await do(other, decision, anew)
    assert after["standing"] == after["standing"] | {"number": 2, "revoked_at": None}
    assert [each["state"] for each in after["permissions"]] == ["ended", "in_force"]
    await do(
        other, f"reconsiderations/{review['id']}/decision", {"outcome": "upheld", "reason": "r"}
    )
    numbers = [each.number for each in await bench.told(CaseDecided, upstream.project_id)]
    assert numbers == [1, 1, 2]
    assert (await file_of(officer, land.case_id))["upstream_revoked"] == []


async def test_a_refusal_is_reconsidered_once_by_another_within_the_limit(bench: Bench) -> None:
    by = Sponsor(bench)
    order = await opened_case(bench, of=by.card(), on_refusal="finish", **with_review())
    path = f"cases/{order.case_id}/reconsideration"
    ask = {"text": "请复核排放数据"}
    assert await code(by.client, path, ask) == "nothing_to_reconsider"
    await decided(bench, order, REFUSED)
    answers = await asyncio.gather(*(by.client.post(f"{BASE}/{path}", ask) for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [200, 409, 409]
    (sought,) = await bench.told(ReconsiderationSought, order.project_id)
    assert sought.cause == "sponsor"
    review = (await file_of(by.client, order.case_id))["reconsiderations"][0]
    assert review["before"]["outcome"] == "refused"
    assert "decided_by_name" not in review["before"]
    decision = f"reconsiderations/{review['id']}/decision"
    body = {"outcome": "approved_with_conditions", "reason": "数据有误", "conditions": [DATED]}
    after = await do(bench.client(OTHER_OFFICER), decision, body)
    assert (after["outcome"], after["conditions"][0]["decision"]) == ("approved_with_conditions", 2)
    assert await code(bench.client(OTHER_OFFICER), decision, body) == "reconsideration_over"
    assert await code(by.client, path, ask) == "nothing_to_reconsider"


async def test_too_late_or_out_of_the_lane_nothing_is_approved_any_more(bench: Bench) -> None:
    by = Sponsor(bench)
    order = await opened_case(bench, of=by.card(), **with_review())
    late = await opened_case(bench, of=by.card(), **with_review())
    await decided(bench, order, REFUSED)
    await decided(bench, late, REFUSED)
    seen = await do(by.client, f"cases/{order.case_id}/reconsideration", {"text": "r"})
    await bench.hear(close(order.project_id))
    decision = f"reconsiderations/{seen['reconsiderations'][0]['id']}/decision"
    other = bench.client(OTHER_OFFICER)
    anew = {"outcome": "approved", "reason": "r"}
    assert await code(other, decision, anew) == "project_has_left"
    await do(other, decision, anew | {"outcome": "upheld"})
    bench.travel(timedelta(days=10))
    ask = {"text": "r"}
    path = f"cases/{late.case_id}/reconsideration"
    assert await code(by.client, path, ask) == "too_late_to_reconsider"
