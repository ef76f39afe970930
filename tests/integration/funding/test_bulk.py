"""Many applications agreed to at once: each is decided by itself, and the answer says how."""

import asyncio
from typing import Any
from uuid import uuid4

from contracts.people import Role
from tests.integration.funding.scene import (
    AUTHORITY,
    BASE,
    OFFICER,
    REFUSE,
    apply,
    budget,
    decide,
    new_project,
)
from tests.integration.funding.test_kinds import SECOND, asked, building
from tests.support.person import Person
from tests.support.service import Bench

THIRD = Person("third", (Role.FUNDING_OFFICER,), department=AUTHORITY)
ELSEWHERE = Person("elsewhere", (Role.FUNDING_OFFICER,), department="ecology")
REASON = "集体研究后同意"
GRANT_ALONE = {"grant": True, "reason": REASON}


async def agree(
    bench: Bench, ids: list[str], person: Person = OFFICER, **more: Any
) -> list[dict[str, Any]]:
    """What became of each."""
    body = {"applications": ids, "reason": REASON, **more}
    answer = await bench.client(person).post(f"{BASE}/queue/agreements", body)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_each_is_granted_or_refused_by_itself(bench: Bench) -> None:
    free = await apply(bench, await new_project(bench))
    held = await apply(bench, await new_project(bench))
    claimed = await bench.client(SECOND).post(f"{BASE}/applications/{held['id']}/claim")
    assert claimed.status_code == 200
    over = await apply(bench, await new_project(bench))
    await decide(bench, over["id"], REFUSE)
    site = await building(bench, is_recognised=True, platform_investment="10000000")
    large = await asked(bench, site, "platform_post_subsidy")
    nothing = str(uuid4())
    ids = [nothing, *(each["id"] for each in (held, large, over, free)), free["id"]]
    found = await agree(bench, ids)
    assert [(each["done"], each["state"], each["code"]) for each in found] == [
        (False, None, "not_found"),
        (False, "submitted", "held_by_another"),
        (True, "first_signed", None),
        (False, "refused", "already_decided"),
        (True, "granted", None),
    ]
    assert "请" in found[1]["detail"]
    [again] = await agree(bench, [large["id"]])
    assert again["code"] == "same_officer"
    [second] = await agree(bench, [large["id"]], SECOND)
    assert second["state"] == "granted"


async def test_what_is_of_another_authority_is_not_there(bench: Bench) -> None:
    made = await apply(bench, await new_project(bench))
    [found] = await agree(bench, [made["id"]], ELSEWHERE)
    assert (found["done"], found["state"], found["code"]) == (False, None, "not_found")


async def test_two_who_agree_to_the_same_at_once_grant_each_once(bench: Bench) -> None:
    ids = [(await apply(bench, await new_project(bench)))["id"] for _ in range(6)]
    before = await budget(bench)
    both = await asyncio.gather(
        agree(bench, ids), agree(bench, ids[::-1], THIRD), decide(bench, ids[3], GRANT_ALONE)
    )
    done = [each["id"] for found in both[:2] for each in found if each["done"]]
    alone = [ids[3]] if both[2].status_code == 200 else []
    assert sorted([*done, *alone]) == sorted(ids)
    after = await budget(bench)
    assert float(after["reserved"]) - float(before["reserved"]) == 6 * 300_000
