"""A case between receipt and service, over HTTP and by the lane itself."""

from datetime import UTC, datetime

from chassis.identity import new_id
from contracts.commands.approval import SupersedeCases
from contracts.events.approval import CaseClosed, CaseDecided, TaskReleased
from contracts.events.case_life import (
    CaseAccepted,
    CaseAppliedAgain,
    CaseLapsed,
    CaseNotAccepted,
    CaseRecommended,
    CaseServed,
    ClockResumed,
    ClockStopped,
    GapsSupplied,
    LimitExtended,
    RecommendationChallenged,
    ServiceLate,
    StopOverran,
)
from tests.integration.approval.life import (
    FIVE,
    accepted_case,
    by_sponsor,
    detail_of,
    received_case,
    the_lane_acts,
)
from tests.integration.approval.scene import (
    APPROVED,
    BASE,
    COLLEAGUE,
    DAY,
    LEAD,
    OFFICER,
    REFUSED,
    SPONSOR,
    act,
    opened_case,
)
from tests.support.order import close
from tests.support.service import Bench


async def test_acceptance_is_told_with_the_clock_and_kept_with_who_and_when(bench: Bench) -> None:
    order = await received_case(bench)
    bench.travel(2 * DAY)
    task = await act(bench.client(OFFICER), order.case_id, "acceptance", {})
    assert task["state"] == "under_review"
    (told,) = await bench.told(CaseAccepted, order.project_id)
    assert (told.how, told.accepted_on.isoformat()) == ("accepted", "2026-03-04")
    assert told.alarms
    detail = await detail_of(bench, order)
    assert detail["committed"]["ledger"]["anchor_on"] == "2026-03-04"
    last = detail["history"][-1]
    assert (last["what"], last["actor_name"]) == ("accepted", "officer")


async def test_silence_accepts_and_is_marked_as_such(bench: Bench) -> None:
    order = await opened_case(bench, deemed_acceptance=FIVE)
    bench.travel_to(datetime(2026, 3, 9, 15, 59, tzinfo=UTC))
    await the_lane_acts(bench)
    assert await bench.told(CaseAccepted, order.project_id) == []
    bench.travel_to(datetime(2026, 3, 9, 16, 0, tzinfo=UTC))
    await the_lane_acts(bench)
    await the_lane_acts(bench)
    (told,) = await bench.told(CaseAccepted, order.project_id)
    assert (told.how, told.accepted_on.isoformat()) == ("deemed", "2026-03-02")
    detail = await detail_of(bench, order)
    assert detail["history"][-1]["what"] == "deemed_accepted"
    assert detail["history"][-1]["actor_name"] is None
    assert detail["life"]["accepted_how"] == "deemed"


async def test_a_decision_on_what_was_only_received_accepts_it_with_the_same_act(
    bench: Bench,
) -> None:
    order = await received_case(bench)
    task = await act(bench.client(OFFICER), order.case_id, "decision", APPROVED)
    assert task["state"] == "decided"
    (told,) = await bench.told(CaseAccepted, order.project_id)
    assert told.how == "at_once"
    assert len(await bench.told(CaseDecided, order.project_id)) == 1


async def test_with_gaps_it_is_accepted_and_approved_only_once_they_are_filled(
    bench: Bench,
) -> None:
    order = await received_case(bench)
    client, path = bench.client(OFFICER), f"{BASE}/tasks/{order.case_id}"
    early = await client.post(f"{path}/acceptance", {"gaps": ["检测报告"]})
    assert (early.status_code, early.json()["code"]) == (409, "gap_commitment_missing")
    case = await by_sponsor(bench, f"cases/{order.case_id}/gap-commitment", {"text": "月底补齐"})
    assert case["life"]["commitment"] == "月底补齐"
    await act(client, order.case_id, "acceptance", {"gaps": ["检测报告", "用地证明"]})
    refused = await client.post(f"{path}/decision", APPROVED)
    assert refused.json()["code"] == "gaps_unfilled"
    body = {"numbers": [1, 2], "documents": [str(new_id())]}
    case = await by_sponsor(bench, f"cases/{order.case_id}/gaps", body)
    assert all(each["supplied_at"] for each in case["life"]["gaps"])
    (told,) = await bench.told(GapsSupplied, order.project_id)
    assert (told.supplied, told.missing) == (2, 0)
    await act(client, order.case_id, "decision", APPROVED)


async def test_gaps_that_stay_end_the_case_and_it_is_applied_for_again(bench: Bench) -> None:
    order = await received_case(bench)
    await by_sponsor(bench, f"cases/{order.case_id}/gap-commitment", {"text": "t"})
    await act(bench.client(OFFICER), order.case_id, "acceptance", {"gaps": ["检测报告"]})
    bench.travel_to(datetime(2026, 3, 9, 16, 0, tzinfo=UTC))
    await the_lane_acts(bench)
    detail = await detail_of(bench, order)
    assert (detail["task"]["state"], detail["task"]["is_open"]) == ("lapsed", False)
    assert len(await bench.told(CaseLapsed, order.project_id)) == 1
    claim = await bench.client(OFFICER).post(f"{BASE}/tasks/{order.case_id}/claim")
    assert claim.json()["code"] == "case_lapsed"
    case = await by_sponsor(bench, f"cases/{order.case_id}/reapplication", {"reason": "已补齐"})
    assert (case["state"], case["life"]["application"]) == ("received", 2)
    (told,) = await bench.told(CaseAppliedAgain, order.project_id)
    assert told.alarms
    await act(bench.client(OFFICER), order.case_id, "claim")


async def test_a_case_is_not_accepted_on_a_ground_of_the_law(bench: Bench) -> None:
    order = await received_case(bench)
    client = bench.client(OFFICER)
    body = {"ground": "not_competent", "reason": "由上级受理"}
    task = await act(client, order.case_id, "non-acceptance", body)
    assert task["state"] == "not_accepted"
    (told,) = await bench.told(CaseNotAccepted, order.project_id)
    assert told.ground == "not_competent"
    case = (await bench.client(SPONSOR).get(f"{BASE}/cases/{order.case_id}")).json()
    assert case["life"]["not_accepted_reason"] == "由上级受理"
    await bench.hear(close(order.project_id))
    again = await bench.client(SPONSOR).post(
        f"{BASE}/cases/{order.case_id}/reapplication", {"reason": "r"}
    )
    assert again.json()["code"] == "task_closed"


async def test_a_stop_is_opened_ended_early_with_a_reason_and_moves_the_due_date(
    bench: Bench,
) -> None:
    order = await accepted_case(bench)
    client, path = bench.client(OFFICER), f"{BASE}/tasks/{order.case_id}/stops"
    before = (await detail_of(bench, order))["committed"]["due_on"]
    stop = {"ground": "expert_review", "expected_end_on": "2026-03-10", "reason": "专家论证"}
    task = await act(client, order.case_id, "stops", stop)
    assert (task["is_stopped"], task["expected_end_on"]) == (True, "2026-03-10")
    assert (await client.post(f"{BASE}/tasks/{order.case_id}/decision", APPROVED)).json()[
        "code"
    ] == "clock_stands_still_for_procedure"
    bench.travel(3 * DAY)
    silent = await client.post(f"{path}/end", {"number": 1})
    assert (silent.status_code, silent.json()["code"]) == (422, "early_end_reason_missing")
    task = await act(client, order.case_id, "stops/end", {"number": 1, "reason": "提前完成"})
    assert not task["is_stopped"]
    assert (await detail_of(bench, order))["committed"]["due_on"] > before
    (stopped,) = await bench.told(ClockStopped, order.project_id)
    (resumed,) = await bench.told(ClockResumed, order.project_id)
    assert (stopped.stops_clock, resumed.is_early, resumed.is_stopped) == (True, True, False)
    assert resumed.clock_version == stopped.clock_version + 1


async def test_a_stop_that_overruns_is_told_once(bench: Bench) -> None:
    order = await accepted_case(bench)
    stop = {"ground": "expert_review", "expected_end_on": "2026-03-04", "reason": "r"}
    await act(bench.client(OFFICER), order.case_id, "stops", stop)
    bench.travel(5 * DAY)
    await the_lane_acts(bench)
    await the_lane_acts(bench)
    (told,) = await bench.told(StopOverran, order.project_id)
    assert told.holder == "officer"


async def test_a_withdrawal_ends_a_case_on_hold(bench: Bench) -> None:
    order = await accepted_case(bench)
    stop = {"ground": "expert_review", "expected_end_on": "2026-03-10", "reason": "r"}
    await act(bench.client(OFFICER), order.case_id, "stops", stop)
    await bench.hear(close(order.project_id))
    task = (await detail_of(bench, order))["task"]
    assert (task["state"], task["is_stopped"]) == ("withdrawn", False)


async def test_the_lead_extends_with_the_approval_of_the_rank(bench: Bench) -> None:
    order = await accepted_case(bench)
    path = f"{BASE}/tasks/{order.case_id}/extension"
    body = {"figure": 5, "reason": "专家意见分歧"}
    assert (await bench.client(OFFICER).post(path, body)).status_code == 403
    bare = await bench.client(LEAD).post(path, body)
    assert (bare.status_code, bare.json()["code"]) == (422, "extension_approval_missing")
    before = (await detail_of(bench, order))["task"]["statutory_due_at"]
    given = body | {"approved_by": "局长 2026-7"}
    task = await act(bench.client(LEAD), order.case_id, "extension", given)
    assert task["statutory_due_at"] > before
    (told,) = await bench.told(LimitExtended, order.project_id)
    assert (told.rank, told.used, bool(told.alarms)) == ("agency_head", 1, True)
    again = await bench.client(LEAD).post(path, given)
    assert again.json()["code"] == "no_extension_left"
    case = (await bench.client(SPONSOR).get(f"{BASE}/cases/{order.case_id}")).json()
    assert case["life"]["extensions"][0]["reason"] == "专家意见分歧"


async def test_four_eyes_recommend_challenge_and_confirm(bench: Bench) -> None:
    order = await accepted_case(bench, four_eyes=True)
    mine, other = bench.client(OFFICER), bench.client(COLLEAGUE)
    path = f"{BASE}/tasks/{order.case_id}"
    assert (await mine.post(f"{path}/decision", APPROVED)).json()["code"] == "four_eyes_needed"
    task = await act(mine, order.case_id, "recommendation", REFUSED)
    assert (task["state"], task["holder"]) == ("recommended", None)
    assert (await mine.post(f"{path}/claim")).json()["code"] == "same_officer"
    await act(other, order.case_id, "claim")
    task = await act(other, order.case_id, "challenge", {"reason": "依据不足"})
    assert (task["state"], task["holder"]) == ("under_review", "officer")
    await act(mine, order.case_id, "recommendation", APPROVED)
    await act(other, order.case_id, "claim")
    assert (await detail_of(bench, order))["life"]["recommendation"]["by_name"] == "officer"
    task = await act(other, order.case_id, "confirmation")
    assert (task["state"], task["outcome"]) == ("decided", "approved")
    (decided,) = await bench.told(CaseDecided, order.project_id)
    assert decided.decided_by == "colleague"
    assert len(await bench.told(CaseRecommended, order.project_id)) == 2
    assert len(await bench.told(RecommendationChallenged, order.project_id)) == 1
    released = await bench.told(TaskReleased, order.project_id)
    assert [each.reason for each in released] == ["recommended", "recommended"]


async def test_pulling_passes_over_ones_own_recommendation(bench: Bench) -> None:
    order = await accepted_case(bench, four_eyes=True, item="four_eyes_only")
    await act(bench.client(OFFICER), order.case_id, "recommendation", APPROVED)
    body = {"item": "four_eyes_only"}
    mine = await bench.client(OFFICER).post(f"{BASE}/tasks/claim-next", body)
    assert mine.json()["code"] == "nothing_to_claim"
    other = await bench.client(COLLEAGUE).post(f"{BASE}/tasks/claim-next", body)
    assert other.json()["id"] == str(order.case_id)


async def test_a_decision_is_served_and_late_service_is_told(bench: Bench) -> None:
    order, late = await accepted_case(bench), await accepted_case(bench)
    client = bench.client(OFFICER)
    for each in (order, late):
        await act(client, each.case_id, "decision", APPROVED)
    served = {"how": "electronic", "served_on": "2026-03-03", "note": ""}
    bench.travel(DAY)
    task = await act(bench.client(COLLEAGUE), order.case_id, "service", served)
    assert task["state"] == "served"
    (told,) = await bench.told(CaseServed, order.project_id)
    assert (told.outcome, told.within_limit) == ("approved", True)
    again = await client.post(f"{BASE}/tasks/{order.case_id}/service", served)
    assert again.json()["code"] == "already_served"
    bench.travel(20 * DAY)
    await the_lane_acts(bench)
    assert await bench.told(ServiceLate, order.project_id) == []
    assert len(await bench.told(ServiceLate, late.project_id)) == 1
    found = await client.get(f"{BASE}/tasks", state="served", text=None)
    assert str(order.case_id) in {each["id"] for each in found.json()["items"]}


async def test_a_refusal_supersedes_what_is_open_and_leaves_what_is_decided(
    bench: Bench,
) -> None:
    order = await accepted_case(bench)
    done = await accepted_case(bench)
    await act(bench.client(OFFICER), done.case_id, "decision", APPROVED)
    command = SupersedeCases(
        project_id=order.project_id, cases=(order.case_id, done.case_id), because="planning"
    )
    await bench.hear(command)
    await bench.hear(command)
    (told,) = await bench.told(CaseClosed, order.project_id)
    assert (told.case_id, told.state, told.because) == (order.case_id, "superseded", "planning")
    assert await bench.told(CaseClosed, done.project_id) == []
    detail = await detail_of(bench, order)
    assert detail["history"][-1]["data"] == {"because": "planning"}
