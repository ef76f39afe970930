"""Finding work: filters, what is on hold, kept views, and a lead's picture of the team."""

import asyncio
from typing import Any

from contracts.process import Limit
from services.approval.handlers.views import MOST_VIEWS
from tests.integration.approval.scene import (
    APPROVED,
    BASE,
    DAY,
    QUESTION,
    act,
    forget_people,
    opened_case,
    supplied,
)
from tests.support.order import card
from tests.support.person import lead, officer
from tests.support.service import Bench, Client


async def _found(client: Client, **wanted: Any) -> set[str]:
    page = await client.get(f"{BASE}/tasks", **wanted)
    assert page.status_code == 200, page.text
    return {each["id"] for each in page.json()["items"]}


async def test_a_queue_is_found_by_industry_and_pack(bench: Bench) -> None:
    first = await opened_case(bench, department="find", of=card(industry="materials"))
    second = await opened_case(bench, department="find", of=card(industry="energy"))
    client = bench.client(officer("finder", "find"))
    assert await _found(client, industry="materials") == {str(first.case_id)}
    assert await _found(client, industry="energy", unclaimed=True) == {str(second.case_id)}
    assert await _found(client, pack="meadow") == set()
    assert len(await _found(client, pack="guangzhou")) == 2


async def test_what_is_on_hold_says_since_when_and_is_never_overdue(bench: Bench) -> None:
    order = await opened_case(bench, department="hold")
    client = bench.client(officer("holder", "hold"))
    await act(client, order.case_id, "claim")
    asked = await act(client, order.case_id, "information-request", QUESTION)
    assert asked["stopped_at"] is not None
    bench.travel(90 * DAY)
    assert await _found(client, on_hold=True) == {str(order.case_id)}
    assert await _found(client, overdue=True) == set()
    counts = (await client.get(f"{BASE}/tasks/counts")).json()
    assert (counts["awaiting_information"], counts["overdue"]) == (1, 0)
    await supplied(bench, order.case_id)
    assert await _found(client, on_hold=True) == set()
    task = (await client.get(f"{BASE}/tasks/{order.case_id}")).json()["task"]
    assert task["stopped_at"] is None


async def test_what_one_got_a_copy_of_is_found(bench: Bench) -> None:
    await forget_people(bench)
    order = await opened_case(bench, department="copied")
    await opened_case(bench, department="copied")
    sender = bench.client(officer("sender", "copied"))
    reader = bench.client(officer("reader", "copied"))
    await reader.put(f"{BASE}/me")
    await act(sender, order.case_id, "copies", {"to": ["reader"]})
    assert await _found(reader, copied=True) == {str(order.case_id)}
    assert await _found(sender, copied=True) == set()
    assert (await reader.get(f"{BASE}/tasks/counts")).json()["copied"] == 1


async def test_a_view_is_kept_replaced_and_forgotten_by_its_owner(bench: Bench) -> None:
    client, other = bench.client(officer("keeper", "v")), bench.client(officer("other", "v"))
    view = {"name": "本周环评", "filter": {"item": "environment", "overdue": True}}
    first = (await client.post(f"{BASE}/views", view)).json()
    assert first["filter"] == view["filter"]
    second = (await client.post(f"{BASE}/views", view | {"filter": {"mine": True}})).json()
    assert second["id"] == first["id"]
    items = (await client.get(f"{BASE}/views")).json()["items"]
    assert [(each["name"], each["filter"]) for each in items] == [("本周环评", {"mine": True})]
    assert (await other.get(f"{BASE}/views")).json() == {"items": []}
    path = f"{BASE}/views/{first['id']}"
    assert (await other.request("DELETE", path)).status_code == 404
    assert (await client.request("DELETE", path)).json() == {"items": []}
    wrong = await client.post(f"{BASE}/views", {"name": "x", "filter": {"colour": "red"}})
    assert wrong.status_code == 422


async def test_views_saved_at_once_stop_at_the_limit(bench: Bench) -> None:
    client = bench.client(officer("collector", "v"))
    answers = await asyncio.gather(
        *(
            client.post(f"{BASE}/views", {"name": f"v{n}", "filter": {}})
            for n in range(MOST_VIEWS + 3)
        )
    )
    codes = [each.json().get("code") for each in answers]
    assert codes.count("too_many_views") == 3
    assert len((await client.get(f"{BASE}/views")).json()["items"]) == MOST_VIEWS


async def test_a_lead_sees_who_has_what(bench: Bench) -> None:
    await forget_people(bench)
    an, bo = bench.client(officer("an", "team")), bench.client(officer("bo", "team"))
    boss = bench.client(lead("boss", "team"))
    for client in (an, bo, boss):
        await client.put(f"{BASE}/me")

    async def claimed(client: Client, figure: int) -> Any:
        limit = Limit(figure=figure, unit="working_day")
        order = await opened_case(bench, department="team", committed=limit)
        await act(client, order.case_id, "claim")
        return order.case_id

    await claimed(an, 2)
    await claimed(an, 15)
    held = await claimed(an, 1)
    await act(an, held, "information-request", QUESTION)
    await act(bo, await claimed(bo, 5), "decision", APPROVED)
    await opened_case(bench, department="team", committed=Limit(figure=1, unit="working_day"))
    bench.travel(3 * DAY)
    await an.post(
        f"{BASE}/absences",
        {
            "from_on": "2026-03-05",
            "until_on": "2026-03-07",
            "reason": "r",
            "stand_ins": [{"person": "bo"}],
        },
    )
    team = (await boss.get(f"{BASE}/team")).json()
    assert [each["person"] for each in team["items"]] == ["an", "bo", "boss"]
    first, second, _ = team["items"]
    figures = ("in_hand", "on_hold", "overdue", "due_soon", "decided", "away_until")
    assert [first[each] for each in figures] == [2, 1, 1, 1, 0, "2026-03-07"]
    assert [second[each] for each in figures] == [0, 0, 0, 0, 1, None]
    assert (team["unclaimed"], team["unclaimed_overdue"]) == (1, 1)
    assert team["oldest_unclaimed_at"] is not None
