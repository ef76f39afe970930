"""One request of all departments, over HTTP and by the lane."""

from datetime import UTC, datetime
from typing import Any

from contracts.events.approval import CaseDecided, InformationRequested, InformationSupplied
from contracts.events.case_life import NoticeSent, QuestionNoted
from tests.integration.approval.life import FIVE, by_sponsor, detail_of, the_lane_acts
from tests.integration.approval.scene import (
    APPROVED,
    BASE,
    OFFICER,
    QUESTION,
    SPONSOR,
    STRANGER,
    act,
    claimed_case,
)
from tests.support.order import new_project
from tests.support.person import OTHER_USCC, sponsor
from tests.support.service import Bench

CLOSES = datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
ITEM: dict[str, Any] = {"request_window": FIVE, "max_information_rounds": 2}


async def two_cases(bench: Bench) -> tuple[Any, Any]:
    """Two departments' cases of one project, in hand, while the window is open."""
    project = new_project()
    first = await claimed_case(bench, project=project, **ITEM)
    second = await claimed_case(bench, project=project, item="planning", **ITEM)
    return first, second


async def test_what_departments_ask_goes_out_as_one_list_with_one_clock(bench: Bench) -> None:
    first, second = await two_cases(bench)
    client = bench.client(OFFICER)
    task = await act(client, first.case_id, "information-request", QUESTION)
    assert (task["is_stopped"], task["state"]) == (False, "under_review")
    await act(client, second.case_id, "information-request", QUESTION | {"question": "补总平面图"})
    assert (await detail_of(bench, first))["noted"][0]["text"] == QUESTION["question"]
    listed = (await bench.client(SPONSOR).get(f"{BASE}/projects/{first.project_id}/notices")).json()
    assert (listed["items"], listed["collecting_until"]) == ([], "2026-03-09T09:30:00Z")
    bench.travel_to(CLOSES)
    await the_lane_acts(bench)
    await the_lane_acts(bench)
    (sent,) = await bench.told(NoticeSent, first.project_id)
    assert (sent.cases, sent.questions) == (2, 2)
    asked = await bench.told(InformationRequested, first.project_id)
    assert {each.notice_id for each in asked} == {sent.notice_id}
    stops = {(await detail_of(bench, each))["stops"][0]["from_on"] for each in (first, second)}
    assert stops == {"2026-03-09"}
    body = {
        "answers": [
            {"case_id": str(each.case_id), "answer": "已补", "documents": []}
            for each in (first, second)
        ]
    }
    work = await by_sponsor(bench, f"projects/{first.project_id}/information", body)
    # A claim counts from the sending: whoever asked goes on with the answers.
    assert {each["state"] for each in work["items"]} == {"under_review"}
    listed = (await bench.client(SPONSOR).get(f"{BASE}/projects/{first.project_id}/notices")).json()
    assert [each["state"] for each in listed["items"]] == ["answered"]
    assert len(await bench.told(InformationSupplied, first.project_id)) == 2


async def test_after_the_window_a_question_is_a_round_of_its_own_and_counted(
    bench: Bench,
) -> None:
    first, _ = await two_cases(bench)
    client = bench.client(OFFICER)
    await act(client, first.case_id, "information-request", QUESTION)
    bench.travel_to(CLOSES)
    await the_lane_acts(bench)
    for _round in range(2):
        answer = {"answers": [{"case_id": str(first.case_id), "answer": "a"}]}
        await by_sponsor(bench, f"projects/{first.project_id}/information", answer)
        last = await client.post(f"{BASE}/tasks/{first.case_id}/information-request", QUESTION)
    assert (last.status_code, last.json()["code"]) == (409, "information_rounds_used_up")
    asked = await bench.told(InformationRequested, first.project_id)
    assert [(each.round, each.notice_id is None) for each in asked] == [(1, False), (2, True)]


async def test_a_decision_drops_what_was_noted_and_an_empty_list_is_not_sent(
    bench: Bench,
) -> None:
    first, second = await two_cases(bench)
    client = bench.client(OFFICER)
    await act(client, first.case_id, "information-request", QUESTION)
    await act(client, first.case_id, "decision", APPROVED)
    await act(client, second.case_id, "information-request", QUESTION)
    number = (await detail_of(bench, second))["noted"][0]["number"]
    await act(client, second.case_id, "noted-question/removal", {"number": number})
    assert (await detail_of(bench, second))["noted"] == []
    bench.travel_to(CLOSES)
    await the_lane_acts(bench)
    assert await bench.told(NoticeSent, first.project_id) == []
    assert len(await bench.told(QuestionNoted, first.project_id)) == 2
    assert len(await bench.told(CaseDecided, first.project_id)) == 1


async def test_nobody_answers_or_reads_what_is_not_theirs(bench: Bench) -> None:
    first, _ = await two_cases(bench)
    await act(bench.client(OFFICER), first.case_id, "information-request", QUESTION)
    bench.travel_to(CLOSES)
    await the_lane_acts(bench)
    other = bench.client(sponsor("other", OTHER_USCC))
    body = {"answers": [{"case_id": str(first.case_id), "answer": "a"}]}
    path = f"{BASE}/projects/{first.project_id}"
    assert (await other.post(f"{path}/information", body)).status_code == 404
    assert (await other.get(f"{path}/notices")).json()["items"] == []
    wrong = {"number": 1}
    gone = await bench.client(STRANGER).post(
        f"{BASE}/tasks/{first.case_id}/noted-question/removal", wrong
    )
    assert gone.status_code == 404
