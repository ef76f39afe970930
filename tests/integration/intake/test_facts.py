"""What a sponsor states of a project decides its pinned plan."""

from pathlib import Path
from typing import Any

import pytest

from contracts.events.intake import ProjectSubmitted
from policy.loader import PACKS_DIR_VARIABLE
from tests.support.person import OWN_USCC, sponsor
from tests.support.service import Bench, Client

BASE = "/api/intake/v1"
PACKS = Path(__file__).parents[2] / "support" / "packs"
HARMLESS = {"uses_raw_milk": False, "smell": "mild", "wheels_per_week": 12.5}


@pytest.fixture(autouse=True)
def _made_up_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PACKS_DIR_VARIABLE, str(PACKS))


async def _sponsor(bench: Bench) -> Client:
    client = bench.client(sponsor())
    body = {"name": "样例单位", "contact_email": "a@sample.example"}
    await client.put(f"{BASE}/organisations/{OWN_USCC}", body)
    return client


def _application(**changes: Any) -> dict[str, Any]:
    body = {
        "title": "山地奶酪",
        "summary": "s",
        "pack": "meadow",
        "industry": "cheese",
        "sponsor_kind": "farm",
    }
    return body | changes


async def test_a_project_carries_its_facts_and_each_item_its_route(bench: Bench) -> None:
    client = await _sponsor(bench)
    answer = await client.post(f"{BASE}/projects", _application(facts=HARMLESS))
    card = answer.json()
    stated = {"uses_raw_milk": False, "smell": "mild", "wheels_per_week": "12.5"}
    assert (answer.status_code, card["subject"], card["facts"]) == (201, "project", stated)
    assert {each["item"]: each["route"] for each in card["items"]} == {
        "pasture_use": "commitment_and_filing",
        "water_right": "standard",
        "stable_permit": "standard",
    }
    (told,) = await bench.told(ProjectSubmitted, card["id"])
    assert (told.subject, told.facts) == ("project", stated)


async def test_without_facts_the_strictest_route_is_taken(bench: Bench) -> None:
    client = await _sponsor(bench)
    card = (await client.post(f"{BASE}/projects", _application())).json()
    assert {each["route"] for each in card["items"]} == {"standard"}


async def test_building_a_platform_takes_a_course_of_its_own(bench: Bench) -> None:
    client = await _sponsor(bench)
    body = _application(subject="platform_building", facts={"barn_investment": "2000"})
    card = (await client.post(f"{BASE}/projects", body)).json()
    assert (card["subject"], card["stages"]) == ("platform_building", ["foundations"])
    assert [each["item"] for each in card["items"]] == ["pasture_use", "water_right"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"subject": "barn_raising"}, "unknown_in_pack", "subject"),
        ({"facts": {"colour": "red"}}, "unknown_in_pack", "facts.colour"),
        ({"facts": {"smell": "odd"}}, "fact_of_wrong_kind", "facts.smell"),
        ({"facts": {"smell": True}}, "fact_of_wrong_kind", "facts.smell"),
        ({"facts": {"uses_raw_milk": "yes"}}, "fact_of_wrong_kind", "facts.uses_raw_milk"),
        ({"facts": {"wheels_per_week": "many"}}, "fact_of_wrong_kind", "facts.wheels_per_week"),
        ({"facts": {"wheels_per_week": "NaN"}}, "fact_of_wrong_kind", "facts.wheels_per_week"),
        ({"facts": {"wheels_per_week": "1e-9999"}}, "fact_of_wrong_kind", "facts.wheels_per_week"),
        ({"facts": {"wheels_per_week": True}}, "fact_of_wrong_kind", "facts.wheels_per_week"),
    ],
)
async def test_a_wrong_fact_is_refused_at_its_field(
    bench: Bench, changes: dict[str, Any], code: str, field: str
) -> None:
    client = await _sponsor(bench)
    answer = await client.post(f"{BASE}/projects", _application(**changes))
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, code), problem
    assert problem["errors"][0]["field"] == field


@pytest.mark.parametrize("value", [None, [], {}, 1e400, "x" * 81])
async def test_a_fact_of_no_known_shape_is_refused(bench: Bench, value: Any) -> None:
    client = await _sponsor(bench)
    content = b'{"facts": {"smell": 1e400}}' if value == 1e400 else None
    body = {"content": content} if content else {"json": _application(facts={"smell": value})}
    answer = await client.request(
        "POST", f"{BASE}/projects", headers={"Idempotency-Key": "k"}, **body
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


async def test_the_packs_to_choose_from_say_what_may_be_stated(bench: Bench) -> None:
    packs = (await (await _sponsor(bench)).get(f"{BASE}/packs")).json()
    (meadow,) = [pack for pack in packs if pack["id"] == "meadow"]
    facts = {each["id"]: each for each in meadow["facts"]}
    assert facts["wheels_per_week"]["unit_en"] == "wheels"
    assert [each["id"] for each in facts["smell"]["choices"]] == ["mild", "strong"]
    assert {each["id"] for each in meadow["subjects"]} == {"platform_building", "pilot_line"}
