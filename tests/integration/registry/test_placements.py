"""From the workflow's order to a platform's yes, and back."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from chassis.identity import new_id
from contracts.commands.registry import ReleasePlacements
from contracts.events.registry import (
    PlacementOpened,
    PlacementsReleased,
    PlatformChosen,
    PlatformConfirmed,
    PlatformDeclined,
)
from contracts.ids import ProjectId
from contracts.people import Role
from tests.integration.registry.scene import (
    BASE,
    STAGE,
    Search,
    ask,
    find,
    open_search,
    operator,
    publish,
)
from tests.support.person import OTHER_USCC, Person, sponsor, worker_of_pack
from tests.support.service import Bench

YES = {"accept": True}
NO = {"accept": False, "ground": "no_capacity"}


async def _answer(bench: Bench, search: Search, platform: str, body: dict[str, Any]) -> Any:
    return await bench.client(operator(platform)).post(f"{search.path}/answer", body)


async def test_a_search_goes_from_order_to_confirmation(bench: Bench) -> None:
    await publish(bench, "a-way")
    search = await open_search(bench)
    assert (await ask(bench, search, "a-way"))["state"] == "asked"
    answer = await _answer(bench, search, "a-way", YES)
    assert (answer.status_code, answer.json()["state"]) == (200, "confirmed")
    told = [each.type.split(".")[2] for each in await bench.published(search.project)]
    assert told == ["placement_opened", "platform_chosen", "platform_confirmed"]
    [confirmed] = await bench.told(PlatformConfirmed, search.project)
    assert (confirmed.placement_id, confirmed.stage, confirmed.platform_id) == (
        search.placement,
        STAGE,
        "a-way",
    )
    shown = (await bench.client(sponsor()).get(f"{BASE}/platforms/a-way")).json()
    assert shown["capacity_left"] == 2


async def test_the_same_order_twice_opens_one_search(bench: Bench) -> None:
    project = ProjectId(new_id())
    command, id_ = find(project), uuid4()
    for delivery in (id_, id_, uuid4()):
        await bench.hear(command, id_=delivery)
    assert len(await bench.told(PlacementOpened, project)) == 1


async def test_after_a_no_the_sponsor_turns_to_another_platform(bench: Bench) -> None:
    await publish(bench, "a-no")
    await publish(bench, "a-yes")
    search = await open_search(bench)
    await ask(bench, search, "a-no")
    answer = await _answer(bench, search, "a-no", NO | {"note": "排期已满"})
    assert (answer.status_code, answer.json()["state"]) == (200, "open")
    [declined] = await bench.told(PlatformDeclined, search.project)
    assert declined.ground == "no_capacity"

    client = bench.client(sponsor())
    again = await client.post(f"{search.path}/choice", {"platform_id": "a-no"})
    assert (again.status_code, again.json()["code"]) == (409, "platform_declined_before")
    shown = await ask(bench, search, "a-yes")
    assert [each["platform_id"] for each in shown["declines"]] == ["a-no"]
    # The first platform does not learn to whom the sponsor turned.
    assert (await bench.client(operator("a-no")).get(search.path)).status_code == 404
    seen = (await bench.client(operator("a-yes")).get(search.path)).json()
    assert seen["declines"] == []
    late = await _answer(bench, search, "a-no", YES)
    assert late.status_code == 404


async def test_no_needs_a_ground_of_the_catalogue(bench: Bench) -> None:
    await publish(bench, "a-ground")
    search = await open_search(bench)
    await ask(bench, search, "a-ground")
    without = await _answer(bench, search, "a-ground", {"accept": False})
    assert (without.status_code, without.json()["code"]) == (422, "ground_missing")
    made_up = await _answer(bench, search, "a-ground", {"accept": False, "ground": "mood"})
    assert (made_up.status_code, made_up.json()["errors"][0]["field"]) == (422, "ground")
    with_yes = await _answer(bench, search, "a-ground", YES | {"ground": "no_capacity"})
    assert (with_yes.status_code, with_yes.json()["code"]) == (422, "ground_not_taken")
    for accept in ("yes", 1, None):
        odd = await _answer(bench, search, "a-ground", {"accept": accept})
        assert odd.status_code == 422
    assert len(await bench.published(search.project)) == 2


async def test_the_last_unit_goes_to_one_of_many_who_say_yes_at_once(bench: Bench) -> None:
    await publish(bench, "a-scarce", monthly_capacity=3)
    searches = [await open_search(bench) for _ in range(8)]
    for search in searches:
        await ask(bench, search, "a-scarce")
    answers = await asyncio.gather(
        *(_answer(bench, search, "a-scarce", YES) for search in searches)
    )
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200] * 3 + [409] * 5
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {
        "platform_full"
    }
    client = bench.client(sponsor())
    late = await open_search(bench)
    refused = await client.post(f"{late.path}/choice", {"platform_id": "a-scarce"})
    assert (refused.status_code, refused.json()["code"]) == (409, "platform_full")


async def test_capacity_comes_back_with_the_next_lane_month_and_with_release(bench: Bench) -> None:
    bench.travel_to(datetime(2026, 4, 1, 2, 0, tzinfo=UTC))
    await publish(bench, "a-month", monthly_capacity=1)
    first = await open_search(bench)
    await ask(bench, first, "a-month")
    await _answer(bench, first, "a-month", YES)
    reader = bench.client(sponsor())

    async def left() -> int:
        return int((await reader.get(f"{BASE}/platforms/a-month")).json()["capacity_left"])

    assert await left() == 0
    bench.travel_to(datetime(2026, 5, 1, 2, 0, tzinfo=UTC))
    assert await left() == 1
    second = await open_search(bench)
    await ask(bench, second, "a-month")
    await _answer(bench, second, "a-month", YES)
    assert await left() == 0
    await bench.hear(ReleasePlacements(project_id=second.project))
    assert await left() == 1


async def test_release_ends_everything_and_answers_always(bench: Bench) -> None:
    await publish(bench, "a-end")
    search = await open_search(bench)
    await ask(bench, search, "a-end")
    await _answer(bench, search, "a-end", YES)
    order, id_ = ReleasePlacements(project_id=search.project), uuid4()
    await bench.hear(order, id_=id_)
    await bench.hear(order, id_=id_)
    released = await bench.told(PlacementsReleased, search.project)
    assert [each.released for each in released] == [1]

    nothing = ProjectId(new_id())
    await bench.hear(ReleasePlacements(project_id=nothing))
    assert [each.released for each in await bench.told(PlacementsReleased, nothing)] == [0]


async def test_nothing_opens_or_moves_for_a_project_that_has_left(bench: Bench) -> None:
    await publish(bench, "a-left")
    search = await open_search(bench)
    await ask(bench, search, "a-left")
    await bench.hear(ReleasePlacements(project_id=search.project))
    yes = await _answer(bench, search, "a-left", YES)
    assert (yes.status_code, yes.json()["code"]) == (409, "no_answer_now")
    client = bench.client(sponsor())
    choice = await client.post(f"{search.path}/choice", {"platform_id": "a-left"})
    assert (choice.status_code, choice.json()["code"]) == (409, "no_choice_now")

    late = ProjectId(new_id())
    await bench.hear(ReleasePlacements(project_id=late))
    await bench.hear(find(late))
    assert await bench.told(PlacementOpened, late) == []


async def test_a_yes_and_a_release_at_once_leave_no_capacity_taken(bench: Bench) -> None:
    await publish(bench, "a-both", monthly_capacity=1)
    search = await open_search(bench)
    await ask(bench, search, "a-both")
    answer, _ = await asyncio.gather(
        _answer(bench, search, "a-both", YES),
        bench.hear(ReleasePlacements(project_id=search.project)),
    )
    assert answer.status_code in (200, 409)
    shown = (await bench.client(sponsor()).get(f"{BASE}/platforms/a-both")).json()
    assert shown["capacity_left"] == 1
    assert (await bench.client(sponsor()).get(search.path)).json()["state"] == "released"


async def test_a_choice_of_what_does_not_fit_is_refused(bench: Bench) -> None:
    await publish(bench, "a-other", industries=["future_industries"])
    search = await open_search(bench)
    client = bench.client(sponsor())
    for platform, code in (("a-nowhere", "unknown_platform"), ("a-other", "industry_not_served")):
        answer = await client.post(f"{search.path}/choice", {"platform_id": platform})
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert answer.json()["errors"][0]["field"] == "platform_id"
    assert await bench.told(PlatformChosen, search.project) == []


async def test_the_same_key_gives_the_same_answer_and_another_request_is_refused(
    bench: Bench,
) -> None:
    await publish(bench, "a-key")
    search = await open_search(bench)
    client = bench.client(sponsor())
    first = await client.post(f"{search.path}/choice", {"platform_id": "a-key"}, key="k-1")
    again = await client.post(f"{search.path}/choice", {"platform_id": "a-key"}, key="k-1")
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    other = await client.post(f"{search.path}/choice", {"platform_id": "a-x"}, key="k-1")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert len(await bench.told(PlatformChosen, search.project)) == 1


async def test_a_stale_copy_chooses_nothing(bench: Bench) -> None:
    await publish(bench, "a-etag")
    search = await open_search(bench)
    client = bench.client(sponsor())
    answer = await client.post(f"{search.path}/choice", {"platform_id": "a-etag"}, if_match=7)
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")
    fresh = await client.post(f"{search.path}/choice", {"platform_id": "a-etag"}, if_match=1)
    assert (fresh.status_code, fresh.headers["etag"]) == (200, '"2"')


async def test_a_foreign_sponsor_does_not_find_the_placement(bench: Bench) -> None:
    await publish(bench, "a-foreign")
    search = await open_search(bench)
    stranger = bench.client(sponsor("stranger", OTHER_USCC))
    assert (await stranger.get(search.path)).status_code == 404
    answer = await stranger.post(f"{search.path}/choice", {"platform_id": "a-foreign"})
    assert answer.status_code == 404
    listed = await stranger.get(f"{BASE}/placements", project=str(search.project))
    assert listed.json()["items"] == []


async def test_a_platform_answers_only_when_asked(bench: Bench) -> None:
    await publish(bench, "a-idle")
    search = await open_search(bench)
    assert (await _answer(bench, search, "a-idle", YES)).status_code == 404
    assert (await bench.client(operator("a-idle")).get(search.path)).status_code == 404


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        (sponsor(), True),
        (sponsor("stranger", OTHER_USCC), False),
        (operator("a-seen"), True),
        (operator("a-blind"), False),
        (worker_of_pack("m", Role.CASE_MANAGER), True),
        (worker_of_pack("m2", Role.CASE_MANAGER, pack="elsewhere"), False),
        (worker_of_pack("d", Role.DIRECTOR), True),
        (worker_of_pack("a", Role.AUDITOR, pack=None), True),
        (worker_of_pack("o", Role.OFFICER), False),
        (worker_of_pack("r", Role.GATE_REVIEWER), False),
        (Person("n", (Role.SPONSOR,), pack=None), False),
    ],
    ids=lambda value: value.id if isinstance(value, Person) else "",
)
async def test_a_placement_is_seen_by_those_whom_it_concerns(
    bench: Bench, person: Person, sees: bool
) -> None:
    await publish(bench, "a-seen", monthly_capacity=1000)
    search = await open_search(bench)
    await ask(bench, search, "a-seen")
    client = bench.client(person)
    assert (await client.get(search.path)).status_code == (200 if sees else 404)
    listed = (await client.get(f"{BASE}/placements", project=str(search.project))).json()["items"]
    assert [each["id"] for each in listed] == ([str(search.placement)] if sees else [])


async def test_placements_come_newest_first_page_by_page(bench: Bench) -> None:
    searches = [await open_search(bench, OTHER_USCC) for _ in range(5)]
    client = bench.client(sponsor("pager", OTHER_USCC))
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = (await client.get(f"{BASE}/placements", limit=2, cursor=cursor, state="open")).json()
        found += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(found) == sorted(str(each.placement) for each in searches)
    assert len(found) == len(set(found)) == 5


async def test_a_state_that_does_not_exist_is_named_rather_than_answered_with_nothing(
    bench: Bench,
) -> None:
    answer = await bench.client(sponsor()).get(f"{BASE}/placements", state="imaginary")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "state")


async def test_the_grounds_are_listed_in_both_languages(bench: Bench) -> None:
    listed = (await bench.client(operator("a-any")).get(f"{BASE}/decline-grounds")).json()
    assert {"id": "no_capacity", "zh": "产能已满", "en": "No capacity"} in listed
