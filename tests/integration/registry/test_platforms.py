"""Publishing and reading platforms."""

import asyncio
from typing import Any

import pytest

from contracts.events.registry import PlatformPublished
from contracts.people import Role
from tests.integration.registry.scene import BASE, CONTACT, operator, publish, words
from tests.support.person import Person, sponsor, worker_of_pack
from tests.support.service import Bench


async def test_an_operator_publishes_the_own_platform_and_everybody_can_read_it(
    bench: Bench,
) -> None:
    made = await publish(bench, "p-first")
    answer = await bench.client(sponsor()).get(f"{BASE}/platforms/p-first")
    assert answer.status_code == 200
    assert answer.headers["etag"] == '"1"'
    assert answer.json() == made
    assert (made["version"], made["capacity_left"], made["place"]["longitude"]) == (1, 3, 113.484)
    [event] = await bench.told(PlatformPublished, "p-first")
    assert event.industries == ("biomedicine_health",)


async def test_the_same_words_again_change_and_tell_nothing(bench: Bench) -> None:
    await publish(bench, "p-same")
    again = await publish(bench, "p-same")
    assert again["version"] == 1
    assert len(await bench.told(PlatformPublished, "p-same")) == 1


async def test_a_change_makes_a_new_version_and_is_told(bench: Bench) -> None:
    await publish(bench, "p-change")
    after = await publish(bench, "p-change", monthly_capacity=9)
    assert (after["version"], after["capacity_left"]) == (2, 9)
    assert len(await bench.told(PlatformPublished, "p-change")) == 2


async def test_a_stale_copy_changes_nothing(bench: Bench) -> None:
    await publish(bench, "p-stale")
    await publish(bench, "p-stale", monthly_capacity=9)
    client = bench.client(operator("p-stale"))
    answer = await client.put(f"{BASE}/platforms/p-stale", words(monthly_capacity=1), if_match=1)
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")
    assert (await client.get(f"{BASE}/platforms/p-stale")).json()["monthly_capacity"] == 9


async def test_two_first_publications_at_once_make_one_platform(bench: Bench) -> None:
    made = await asyncio.gather(*(publish(bench, "p-race", monthly_capacity=n) for n in (1, 2, 3)))
    assert sorted(each["version"] for each in made) == [1, 2, 3]


async def test_the_contact_is_shown_by_consent_only(bench: Bench) -> None:
    await publish(bench, "p-shy", contact=CONTACT)
    await publish(bench, "p-known", contact=CONTACT, contact_is_public=True)
    reader = bench.client(sponsor())
    assert (await reader.get(f"{BASE}/platforms/p-shy")).json()["contact"] is None
    assert (await reader.get(f"{BASE}/platforms/p-known")).json()["contact"] == CONTACT
    own = bench.client(operator("p-shy"))
    assert (await own.get(f"{BASE}/platforms/p-shy")).json()["contact"] == CONTACT
    listed = (await reader.get(f"{BASE}/platforms", limit=200)).json()["items"]
    assert next(each for each in listed if each["id"] == "p-shy")["contact"] is None


async def test_platforms_are_found_by_pack_industry_and_type_page_by_page(bench: Bench) -> None:
    for id_ in ("q-1", "q-2", "q-3"):
        await publish(bench, id_, industries=["future_industries"], platform_type="comprehensive")
    reader = bench.client(worker_of_pack("d", Role.DIRECTOR))
    filters = {"pack": "guangzhou", "industry": "future_industries", "type": "comprehensive"}
    first = (await reader.get(f"{BASE}/platforms", **filters, limit=2)).json()
    rest = await reader.get(f"{BASE}/platforms", **filters, limit=2, cursor=first["next_cursor"])
    found = [each["id"] for each in first["items"] + rest.json()["items"]]
    assert found == ["q-1", "q-2", "q-3"]
    assert rest.json()["next_cursor"] is None
    assert (await reader.get(f"{BASE}/platforms", pack="meadow")).json()["items"] == []


async def test_a_foreign_platform_cannot_be_published(bench: Bench) -> None:
    answer = await bench.client(operator("p-mine")).put(f"{BASE}/platforms/p-theirs", words())
    assert (answer.status_code, answer.json()["code"]) == (403, "not_your_platform")
    assert (await bench.client(sponsor()).get(f"{BASE}/platforms/p-theirs")).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLATFORM_OPERATOR])
async def test_only_operators_publish(bench: Bench, role: Role) -> None:
    person = Person("x", (role,), platform="p-x")
    answer = await bench.client(person).put(f"{BASE}/platforms/p-x", words())
    assert (answer.status_code, answer.json()["code"]) == (403, "role_required")


async def test_nobody_reads_without_signing_in(bench: Bench) -> None:
    assert (await bench.client().get(f"{BASE}/platforms")).status_code == 401


def _place(longitude: object = 113.4, latitude: object = 23.1) -> dict[str, Any]:
    return {"name": {"zh": "区", "en": "x"}, "longitude": longitude, "latitude": latitude}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"platform_type": "imaginary"}, "platform_type"),
        ({"industries": ["imaginary"]}, "industries"),
        ({"industries": []}, "industries"),
        ({"pack": "atlantis"}, "pack"),
        ({"monthly_capacity": 0}, "monthly_capacity"),
        ({"monthly_capacity": -1}, "monthly_capacity"),
        ({"monthly_capacity": 1.5}, "monthly_capacity"),
        ({"monthly_capacity": True}, "monthly_capacity"),
        ({"monthly_capacity": 10**9}, "monthly_capacity"),
        ({"place": _place(longitude=180.1)}, "place.longitude"),
        ({"place": _place(latitude=-90.1)}, "place.latitude"),
        ({"place": _place(latitude="north")}, "place.latitude"),
        ({"name": {"zh": "", "en": "x"}}, "name.zh"),
        ({"name": {"zh": "只有中文"}}, "name.en"),
        ({"contact": {**CONTACT, "email": "nobody"}}, "contact.email"),
        ({"currency": "CNY"}, "currency"),
    ],
)
async def test_a_bad_entry_is_refused_with_its_field(
    bench: Bench, changes: dict[str, Any], field: str
) -> None:
    client = bench.client(operator("p-bad"))
    answer = await client.put(f"{BASE}/platforms/p-bad", words(**changes))
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == field
    assert (await client.get(f"{BASE}/platforms/p-bad")).status_code == 404


async def test_another_pack_than_the_operators_own_is_refused(bench: Bench) -> None:
    client = bench.client(operator("p-pack", pack="elsewhere"))
    answer = await client.put(f"{BASE}/platforms/p-pack", words())
    assert (answer.status_code, answer.json()["code"]) == (403, "not_your_pack")


async def test_a_made_up_cursor_is_refused(bench: Bench) -> None:
    answer = await bench.client(sponsor()).get(f"{BASE}/platforms", cursor="abc")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_cursor")
