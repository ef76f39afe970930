"""What approval refuses: a stable code, the field, the reader's language, and nothing changed."""

from typing import Any
from uuid import uuid4

import pytest

from chassis.identity import new_id
from tests.integration.approval.scene import (
    ANSWER,
    APPROVED,
    BASE,
    COLLEAGUE,
    OFFICER,
    QUESTION,
    REFUSED,
    REVIEWER,
    SPONSOR,
    STRANGER,
    act,
    claimed_case,
    opened_case,
    opened_gate,
    supplied,
)
from tests.support.order import close
from tests.support.person import Person, officer
from tests.support.service import Bench

WITH = {"outcome": "approved_with_conditions", "reason": "r"}
CONDITION = {"text": "t", "trigger": "before_use"}
HOLD = {"outcome": "hold", "reason": "r"}


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        (WITH, "conditions_missing", "conditions"),
        (APPROVED | {"conditions": [CONDITION]}, "conditions_not_allowed", "conditions"),
        (REFUSED | {"conditions": [CONDITION]}, "conditions_not_allowed", "conditions"),
        ({"outcome": "refused", "reason": "r"}, "refusal_ground_missing", "ground"),
        (REFUSED | {"ground": "bad_mood"}, "unknown_refusal_ground", "ground"),
        (APPROVED | {"ground": "sensitive_area"}, "ground_not_allowed", "ground"),
        (
            WITH | {"conditions": [CONDITION, {"text": "t", "trigger": "by_date"}]},
            "condition_date_missing",
            "conditions.1.due_on",
        ),
        (
            WITH | {"conditions": [CONDITION | {"due_on": "2026-06-01"}]},
            "condition_date_not_allowed",
            "conditions.0.due_on",
        ),
        (
            WITH | {"conditions": [{"text": "t", "trigger": "by_date", "due_on": "2026-03-01"}]},
            "condition_date_passed",
            "conditions.0.due_on",
        ),
        ({"outcome": "advance", "reason": "r"}, "outcome_not_offered", "outcome"),
        (APPROVED | {"hold_until": "2026-06-01"}, "field_not_for_this_task", "hold_until"),
        ({"outcome": "maybe", "reason": "r"}, "invalid_input", "outcome"),
        ({"outcome": "approved", "reason": " "}, "invalid_input", "reason"),
        ({"outcome": "approved"}, "invalid_input", "reason"),
        (
            WITH | {"conditions": [{"text": "t", "trigger": "never"}]},
            "invalid_input",
            "conditions.0.trigger",
        ),
        (APPROVED | {"decided_by": "me"}, "invalid_input", "decided_by"),
    ],
)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_a_wrong_decision_is_refused_at_its_field(
    bench: Bench, body: dict[str, Any], code: str, field: str, language: str
) -> None:
    order = await claimed_case(bench)
    before = len(await bench.published(order.project_id))
    answer = await bench.client(OFFICER).request(
        "POST",
        f"{BASE}/tasks/{order.case_id}/decision",
        json=body,
        headers={"Idempotency-Key": str(uuid4()), "Accept-Language": language},
    )
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["errors"][0]["field"] == field
    is_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in problem["detail"])
    assert is_chinese == (language == "zh-CN")
    assert len(await bench.published(order.project_id)) == before
    # The refusal was not kept: the case is as before and can be decided.
    await act(bench.client(OFFICER), order.case_id, "decision", APPROVED, if_match=2)


@pytest.mark.parametrize(
    ("attempt", "body", "status", "code", "field"),
    [
        (1, HOLD, 422, "hold_date_missing", "hold_until"),
        (1, HOLD | {"hold_until": "2026-03-02"}, 422, "hold_date_not_in_future", "hold_until"),
        (1, HOLD | {"hold_until": "2099-01-01"}, 422, "hold_date_too_far", "hold_until"),
        (
            1,
            {"outcome": "advance", "reason": "r", "hold_until": "2026-04-01"},
            422,
            "hold_date_not_allowed",
            "hold_until",
        ),
        (2, {"outcome": "iterate", "reason": "r"}, 409, "no_more_attempts", "outcome"),
        (1, APPROVED, 422, "outcome_not_offered", "outcome"),
        (1, HOLD | {"ground": "g"}, 422, "field_not_for_this_task", "ground"),
        (1, HOLD | {"conditions": [CONDITION]}, 422, "field_not_for_this_task", "conditions"),
    ],
)
async def test_a_wrong_outcome_of_a_gate_is_refused(
    bench: Bench, attempt: int, body: dict[str, Any], status: int, code: str, field: str
) -> None:
    order = await opened_gate(bench, attempt=attempt)
    client = bench.client(REVIEWER)
    await act(client, order.gate_id, "claim")
    answer = await client.post(f"{BASE}/tasks/{order.gate_id}/decision", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["errors"][0]["field"] == field


async def test_an_outcome_that_the_plan_does_not_offer_is_refused(bench: Bench) -> None:
    order = await opened_gate(bench, outcomes=("advance", "stop"))
    client = bench.client(REVIEWER)
    await act(client, order.gate_id, "claim")
    answer = await client.post(
        f"{BASE}/tasks/{order.gate_id}/decision", {"outcome": "iterate", "reason": "r"}
    )
    assert answer.json()["code"] == "outcome_not_offered"


async def test_only_the_holder_decides_and_the_refusal_names_no_more_than_the_name(
    bench: Bench,
) -> None:
    order = await claimed_case(bench)
    answer = await bench.client(COLLEAGUE).post(f"{BASE}/tasks/{order.case_id}/decision", APPROVED)
    assert (answer.status_code, answer.json()["code"]) == (409, "held_by_another")
    assert "officer" in answer.json()["detail"]
    assert "@" not in answer.text


async def test_an_unclaimed_task_is_not_decided(bench: Bench) -> None:
    order = await opened_case(bench)
    for what, body in (("decision", APPROVED), ("information-request", QUESTION), ("release", {})):
        answer = await bench.client(OFFICER).post(f"{BASE}/tasks/{order.case_id}/{what}", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "not_claimed")


async def test_a_decision_twice_is_the_same_answer_for_the_key_and_a_conflict_for_another(
    bench: Bench,
) -> None:
    order = await claimed_case(bench)
    client, path = bench.client(OFFICER), f"{BASE}/tasks/{order.case_id}/decision"
    key = str(new_id())
    first = await client.post(path, APPROVED, key=key)
    again = await client.post(path, APPROVED, key=key)
    other = await client.post(path, APPROVED)
    changed = await client.post(path, REFUSED, key=key)
    assert again.json() == first.json()
    assert (other.status_code, other.json()["code"]) == (409, "already_decided")
    assert (changed.status_code, changed.json()["code"]) == (409, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("claim", None),
        ("release", None),
        ("decision", APPROVED),
        ("information-request", QUESTION),
    ],
)
async def test_nothing_is_done_to_a_task_of_a_withdrawn_project(
    bench: Bench, what: str, body: Any
) -> None:
    order = await claimed_case(bench)
    await bench.hear(close(order.project_id))
    answer = await bench.client(OFFICER).post(f"{BASE}/tasks/{order.case_id}/{what}", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "task_closed")


async def test_a_stale_etag_is_refused_and_a_fresh_one_accepted(bench: Bench) -> None:
    order = await opened_case(bench)
    client, path = bench.client(OFFICER), f"{BASE}/tasks/{order.case_id}"
    etag = (await client.get(path)).headers["ETag"]
    await act(client, order.case_id, "claim", if_match=etag)
    stale = await client.post(f"{path}/decision", APPROVED, if_match=etag)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    unreadable = await client.post(f"{path}/decision", APPROVED, if_match="soon")
    assert (unreadable.status_code, unreadable.json()["code"]) == (400, "malformed_if_match")
    fresh = (await client.get(path)).headers["ETag"]
    await act(client, order.case_id, "decision", APPROVED, if_match=fresh)


async def test_malformed_json_is_a_problem(bench: Bench) -> None:
    order = await claimed_case(bench)
    answer = await bench.client(OFFICER).post(
        f"{BASE}/tasks/{order.case_id}/decision", content=b'{"outcome": '
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_json")


async def test_text_that_cannot_be_stored_is_a_problem_and_not_a_fault(bench: Bench) -> None:
    order = await claimed_case(bench)
    client, path = bench.client(OFFICER), f"{BASE}/tasks/{order.case_id}/decision"
    for reason in ("a\x00b", "\x00"):
        answer = await client.post(path, APPROVED | {"reason": reason})
        assert (answer.status_code, answer.json()["code"]) == (422, "unstorable_text")
    searched = await client.get(f"{BASE}/tasks", text="\x00")
    assert (searched.status_code, searched.json()["code"]) == (422, "unstorable_text")


async def test_a_command_without_an_idempotency_key_is_refused(bench: Bench) -> None:
    order = await opened_case(bench)
    answer = await bench.client(OFFICER).request("POST", f"{BASE}/tasks/{order.case_id}/claim")
    assert (answer.status_code, answer.json()["code"]) == (428, "idempotency_key_missing")


async def test_while_the_sponsor_is_asked_nothing_else_happens(bench: Bench) -> None:
    order = await claimed_case(bench)
    client = bench.client(OFFICER)
    await act(client, order.case_id, "information-request", QUESTION)
    for what, body in (("decision", APPROVED), ("information-request", QUESTION), ("release", {})):
        answer = await client.post(f"{BASE}/tasks/{order.case_id}/{what}", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "awaiting_information")


async def test_rounds_of_information_are_limited_by_the_item(bench: Bench) -> None:
    order = await claimed_case(bench)
    client, path = bench.client(OFFICER), f"{BASE}/tasks/{order.case_id}/information-request"
    await client.post(path, QUESTION)
    await supplied(bench, order.case_id)
    answer = await client.post(path, QUESTION)
    assert (answer.status_code, answer.json()["code"]) == (409, "information_rounds_used_up")


async def test_a_question_needs_a_ground_that_stops_this_items_clock(bench: Bench) -> None:
    order = await claimed_case(bench)
    answer = await bench.client(OFFICER).post(
        f"{BASE}/tasks/{order.case_id}/information-request",
        {"ground": "lunch", "question": "?"},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_stop_ground")
    assert answer.json()["errors"][0]["field"] == "ground"


async def test_an_answer_to_no_question_is_refused(bench: Bench) -> None:
    order = await claimed_case(bench)
    answer = await bench.client(SPONSOR).post(f"{BASE}/cases/{order.case_id}/information", ANSWER)
    assert (answer.status_code, answer.json()["code"]) == (409, "no_information_requested")


@pytest.mark.parametrize(
    "person",
    [STRANGER, officer("elsewhere", "ecology", pack="meadow"), REVIEWER],
    ids=["other department", "other pack", "reviewer"],
)
async def test_a_foreign_task_does_not_exist(bench: Bench, person: Person) -> None:
    order = await opened_case(bench)
    client, path = bench.client(person), f"{BASE}/tasks/{order.case_id}"
    seen = await client.get(path)
    claimed = await client.post(f"{path}/claim")
    decided = await client.post(f"{path}/decision", APPROVED)
    assert {each.status_code for each in (seen, claimed, decided)} == {404}
    missing = await client.get(f"{BASE}/tasks/{new_id()}")
    assert missing.json()["detail"] == seen.json()["detail"]


@pytest.mark.parametrize("cursor", ["x", "!!!", "WyJhIiwgImIiXQ", "WyIyMDI2LTAxLTAxIiwgIjEiXQ"])
async def test_a_cursor_that_is_none_of_ours_is_refused(bench: Bench, cursor: str) -> None:
    answer = await bench.client(OFFICER).get(f"{BASE}/tasks", cursor=cursor)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_cursor")
