"""Drafts: kept as typed, for whoever typed them, until the decision."""

import asyncio
from typing import Any

from services.approval.sweep import free_lapsed
from tests.integration.approval.scene import (
    APPROVED,
    BASE,
    COLLEAGUE,
    DAY,
    DIRECTOR,
    OFFICER,
    act,
    claimed_case,
)
from tests.support.person import Person
from tests.support.service import Bench

TYPED = {"fields": {"outcome": "approved", "reason": "材料齐全，符"}}


async def _draft(bench: Bench, id_: Any, person: Person = OFFICER) -> Any:
    detail = await bench.client(person).get(f"{BASE}/tasks/{id_}")
    draft = detail.json()["draft"]
    return draft and draft["fields"]


async def test_what_was_typed_is_shown_again_to_its_author_alone(bench: Bench) -> None:
    order = await claimed_case(bench)
    client, path = bench.client(OFFICER), f"{BASE}/tasks/{order.case_id}"
    before = (await client.get(path)).json()["version"]
    assert (await client.put(f"{path}/draft", TYPED)).status_code == 200
    assert await _draft(bench, order.case_id) == TYPED["fields"]
    for other in (COLLEAGUE, DIRECTOR):
        assert await _draft(bench, order.case_id, other) is None
    # A decision drawn from the page before the draft still goes through.
    assert (await client.get(path)).json()["version"] == before
    longer = {"fields": {"reason": "材料齐全，符合要求"}}
    await client.put(f"{path}/draft", longer)
    assert await _draft(bench, order.case_id) == longer["fields"]


async def test_the_decision_removes_the_draft_and_an_empty_one_is_none(bench: Bench) -> None:
    order = await claimed_case(bench)
    client, path = bench.client(OFFICER), f"{BASE}/tasks/{order.case_id}"
    await client.put(f"{path}/draft", TYPED)
    await client.put(f"{path}/draft", {"fields": {"reason": ""}})
    assert await _draft(bench, order.case_id) is None
    await client.put(f"{path}/draft", TYPED)
    await act(client, order.case_id, "decision", APPROVED)
    assert await _draft(bench, order.case_id) is None
    late = await client.put(f"{path}/draft", TYPED)
    assert (late.status_code, late.json()["code"]) == (409, "already_decided")


async def test_only_the_holder_drafts(bench: Bench) -> None:
    order = await claimed_case(bench)
    answer = await bench.client(COLLEAGUE).put(f"{BASE}/tasks/{order.case_id}/draft", TYPED)
    assert (answer.status_code, answer.json()["code"]) == (409, "held_by_another")


async def test_a_draft_is_work_and_renews_the_claim(bench: Bench) -> None:
    order = await claimed_case(bench)
    client, path = bench.client(OFFICER), f"{BASE}/tasks/{order.case_id}"
    bench.travel(3 * DAY)
    await client.put(f"{path}/draft", TYPED)
    bench.travel(2 * DAY)
    await free_lapsed(bench.runtime)
    task = (await client.get(path)).json()["task"]
    assert (task["holder"], task["lease_until"]) == ("officer", "2026-03-10T16:00:00Z")


async def test_a_draft_against_a_decision_leaves_no_draft(bench: Bench) -> None:
    for _ in range(5):
        order = await claimed_case(bench)
        client, path = bench.client(OFFICER), f"{BASE}/tasks/{order.case_id}"
        draft, decision = await asyncio.gather(
            client.put(f"{path}/draft", TYPED), client.post(f"{path}/decision", APPROVED)
        )
        assert decision.status_code == 200
        assert draft.status_code in (200, 409)
        assert await _draft(bench, order.case_id) is None
