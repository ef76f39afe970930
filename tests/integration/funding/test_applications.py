"""Applying and reading: who, what, and what is refused."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from chassis.identity import new_id
from contracts.events.funding import ApplicationSubmitted
from contracts.events.lane import ClosingStarted, ProjectFinished
from contracts.ids import ProjectId
from contracts.people import Role
from contracts.process import ProjectOutcome
from tests.integration.funding.scene import (
    AUTHORITY,
    BASE,
    OFFICER,
    PROGRAMME,
    REFUSE,
    apply,
    decide,
    new_project,
    submitted,
    words,
)
from tests.support.person import OTHER_USCC, OWN_USCC, Person, sponsor, uscc, worker_of_pack
from tests.support.service import Bench


async def _try(bench: Bench, project: ProjectId, **changes: Any) -> Any:
    return await bench.client(sponsor()).post(f"{BASE}/applications", words(project, **changes))


async def test_an_application_is_quoted_with_its_working(bench: Bench) -> None:
    project = await new_project(bench)
    view = await apply(bench, project, contract_amount="333333.33")
    assert (view["state"], view["amount"], view["entries"]) == ("submitted", "99999.99", [])
    quote = view["quote"]
    assert (quote["base"], quote["share_amount"], quote["is_capped"]) == (
        "333333.33",
        "99999.99",
        False,
    )
    assert (quote["share_percent"]["value"], quote["share_percent"]["basis"]) == (
        "30",
        "set_by_authority",
    )
    assert quote["share_percent"]["reason_zh"]
    assert quote["share_percent"]["reason_en"]
    assert quote["is_indicative"] is True
    [event] = await bench.told(ApplicationSubmitted, project)
    assert (str(event.application_id), event.amount) == (view["id"], Decimal("99999.99"))


async def test_the_cap_bites_on_a_large_contract(bench: Bench) -> None:
    view = await apply(bench, await new_project(bench), contract_amount="5000000")
    assert (view["amount"], view["quote"]["is_capped"]) == ("500000.00", True)
    assert view["quote"]["share_amount"] == "1500000.00"


async def test_a_quote_changes_nothing_and_equals_the_application(bench: Bench) -> None:
    project = await new_project(bench)
    client = bench.client(sponsor())
    asked = {"project_id": str(project), "programme": PROGRAMME, "amount": "123456.78"}
    quote = await client.get(f"{BASE}/quote", **asked)
    assert quote.status_code == 200, quote.text
    assert await bench.published(project) == []
    assert (await apply(bench, project, contract_amount="123456.78"))["quote"] == quote.json()
    stranger = bench.client(sponsor("stranger", OTHER_USCC))
    assert (await stranger.get(f"{BASE}/quote", **asked)).status_code == 404
    wrong = await client.get(f"{BASE}/quote", **(asked | {"programme": "gold"}))
    assert (wrong.status_code, wrong.json()["code"]) == (422, "unknown_programme")


@pytest.mark.parametrize(
    "amount",
    [
        *("-1", "0", "0.00", "0.001", "1e3", "1_000", "12,5", "abc", "", "NaN", "Infinity"),
        *("1000000000000.01", "9" * 60, "1.005"),
        *(-5, 0, 0.001, 10**30, 1e300, True, None, [], {}, ["1"], {"amount": 1}),
    ],
    ids=repr,
)
async def test_an_amount_that_is_none_is_refused_with_its_field(
    bench: Bench, amount: object
) -> None:
    project = await new_project(bench)
    answer = await _try(bench, project, contract_amount=amount)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"].startswith("contract_amount")
    assert await bench.published(project) == []


@pytest.mark.parametrize("raw", ["NaN", "Infinity", "-Infinity", "1e400", "9" * 5000])
async def test_numbers_that_json_does_not_know_are_refused(bench: Bench, raw: str) -> None:
    project = await new_project(bench)
    body = f'{{"project_id": "{project}", "programme": "{PROGRAMME}", "contract_amount": {raw}, '
    body += '"contract_reference": "HT-1", "purpose": "x"}'
    answer = await bench.client(sponsor()).request(
        "POST",
        f"{BASE}/applications",
        content=body,
        headers={"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"},
    )
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("given", "taken"), [(1234.5, "1234.50"), ("１２０．５", "120.50")])
async def test_an_amount_may_be_a_number_or_full_width_text(
    bench: Bench, given: object, taken: str
) -> None:
    view = await apply(bench, await new_project(bench), contract_amount=given)
    assert view["contract_amount"] == taken


async def test_a_share_below_one_fen_is_refused(bench: Bench) -> None:
    answer = await _try(bench, await new_project(bench), contract_amount="0.03")
    assert (answer.status_code, answer.json()["code"]) == (422, "amount_too_small")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"programme": "gold"}, "programme"),
        ({"purpose": "  "}, "purpose"),
        ({"contract_reference": ""}, "contract_reference"),
        ({"contract_reference": "--"}, "contract_reference"),
        ({"contract_reference": "x" * 101}, "contract_reference"),
        ({"project_id": "17"}, "project_id"),
        ({"sponsor_kind": "startup_team"}, "sponsor_kind"),
        ({"currency": "USD"}, "currency"),
        ({"amount": "500000"}, "amount"),
    ],
)
async def test_a_bad_field_is_named(bench: Bench, changes: dict[str, Any], field: str) -> None:
    answer = await _try(bench, await new_project(bench), **changes)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == field


async def test_a_kind_of_sponsor_that_the_programme_is_not_for_is_refused(bench: Bench) -> None:
    project = ProjectId(new_id())
    await bench.hear(submitted(project, sponsor_kind="large_enterprise"))
    asked = {"project_id": str(project), "programme": PROGRAMME, "amount": "100"}
    quote = await bench.client(sponsor()).get(f"{BASE}/quote", **asked)
    for answer in (await _try(bench, project), quote):
        assert (answer.status_code, answer.json()["code"]) == (422, "sponsor_kind_not_eligible")


async def test_malformed_json_is_said_so_in_the_readers_language(bench: Bench) -> None:
    for language, word in (("zh-CN", "JSON"), ("en", "not valid JSON")):
        answer = await bench.client(sponsor()).request(
            "POST",
            f"{BASE}/applications",
            content="{",
            headers={
                "Idempotency-Key": str(uuid4()),
                "Content-Type": "application/json",
                "Accept-Language": language,
            },
        )
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed_json")
        assert word in answer.json()["detail"]


async def test_one_application_stands_per_project_and_programme(bench: Bench) -> None:
    project = await new_project(bench)
    first = await apply(bench, project)
    second = await _try(bench, project, contract_reference="HT-other")
    assert (second.status_code, second.json()["code"]) == (409, "application_is_open")
    assert (await decide(bench, first["id"], REFUSE)).status_code == 200
    await apply(bench, project, contract_reference="HT-better")


WAYS_TO_WRITE_ONE = [
    "ht-2026-001",
    "HT－2026－００１",
    " HT-2026-001 ",
    "HT–2026–001",
    "HT-2026 -001",
]


@pytest.mark.parametrize("way", range(len(WAYS_TO_WRITE_ONE)), ids=WAYS_TO_WRITE_ONE)
async def test_one_contract_is_subsidised_once_however_it_is_written(
    bench: Bench, way: int
) -> None:
    own, written = uscc(1000 + way), WAYS_TO_WRITE_ONE[way]
    client = bench.client(sponsor("one", own))
    first, second = await new_project(bench, own), await new_project(bench, own)
    path = f"{BASE}/applications"
    assert (
        await client.post(path, words(first, contract_reference="HT-2026-001"))
    ).status_code == 201
    again = await client.post(path, words(second, contract_reference=written))
    assert (again.status_code, again.json()["code"]) == (409, "contract_already_used")
    assert await bench.published(second) == []


async def test_one_contract_claimed_by_many_projects_at_once_is_taken_once(bench: Bench) -> None:
    projects = [await new_project(bench) for _ in range(6)]
    answers = await asyncio.gather(
        *(_try(bench, each, contract_reference="HT-RACE-1") for each in projects)
    )
    assert sorted(each.status_code for each in answers) == [201] + [409] * 5


async def test_another_organisation_may_have_a_contract_of_the_same_number(bench: Bench) -> None:
    await apply(bench, await new_project(bench), contract_reference="HT-SAME")
    other = await new_project(bench, OTHER_USCC)
    await apply(bench, other, OTHER_USCC, contract_reference="HT-SAME")


async def test_the_same_key_gives_the_same_answer(bench: Bench) -> None:
    project = await new_project(bench)
    client = bench.client(sponsor())
    first = await client.post(f"{BASE}/applications", words(project), key="f-1")
    again = await client.post(f"{BASE}/applications", words(project), key="f-1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert len(await bench.told(ApplicationSubmitted, project)) == 1


async def test_an_unknown_or_foreign_project_is_not_found(bench: Bench) -> None:
    foreign = await new_project(bench, OTHER_USCC)
    for project in (ProjectId(new_id()), foreign):
        answer = await _try(bench, project)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("submission_first", [True, False])
async def test_a_project_that_is_ending_may_not_apply(bench: Bench, submission_first: bool) -> None:
    project = ProjectId(new_id())
    heard: list[Any] = [
        submitted(project),
        ClosingStarted(project_id=project, stage="small_trial", outcome=ProjectOutcome.WITHDRAWN),
    ]
    for message in heard if submission_first else reversed(heard):
        await bench.hear(message)
    answer = await _try(bench, project)
    assert (answer.status_code, answer.json()["code"]) == (409, "project_is_over")


async def test_a_project_that_has_finished_may_not_apply(bench: Bench) -> None:
    project = await new_project(bench)
    await bench.hear(
        ProjectFinished(
            project_id=project,
            stage="industrialisation",
            outcome=ProjectOutcome.INDUSTRIALISED,
        )
    )
    assert (await _try(bench, project)).json()["code"] == "project_is_over"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SPONSOR])
async def test_only_sponsors_apply(bench: Bench, role: Role) -> None:
    person = Person("x", (role,), organisation=OWN_USCC)
    answer = await bench.client(person).post(
        f"{BASE}/applications", words(await new_project(bench))
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "role_required")


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        (sponsor(), True),
        (sponsor("stranger", OTHER_USCC), False),
        (OFFICER, True),
        (Person("f2", (Role.FUNDING_OFFICER,), department="ecology"), False),
        (Person("f3", (Role.FUNDING_OFFICER,), pack="elsewhere", department=AUTHORITY), False),
        (Person("f4", (Role.FUNDING_OFFICER,)), False),
        (worker_of_pack("d", Role.DIRECTOR), True),
        (worker_of_pack("d2", Role.DIRECTOR, pack="elsewhere"), False),
        (worker_of_pack("a", Role.AUDITOR, pack=None), True),
        (worker_of_pack("o", Role.OFFICER), False),
        (worker_of_pack("p", Role.PLATFORM_OPERATOR), False),
        (worker_of_pack("r", Role.GATE_REVIEWER), False),
    ],
    ids=lambda value: value.id if isinstance(value, Person) else "",
)
async def test_an_application_is_seen_by_those_whom_it_concerns(
    bench: Bench, person: Person, sees: bool
) -> None:
    project = await new_project(bench)
    made = await apply(bench, project)
    client = bench.client(person)
    one = await client.get(f"{BASE}/applications/{made['id']}")
    assert one.status_code == (200 if sees else 404)
    listed = (await client.get(f"{BASE}/applications", project_id=str(project))).json()["items"]
    assert [each["id"] for each in listed] == ([made["id"]] if sees else [])


async def test_applications_come_newest_first_page_by_page(bench: Bench) -> None:
    own = uscc(777)
    made = [(await apply(bench, await new_project(bench, own), own))["id"] for _ in range(5)]
    client = bench.client(sponsor("pager", own))
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = (await client.get(f"{BASE}/applications", limit=2, cursor=cursor)).json()
        found += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == list(reversed(made))
    unknown = await client.get(f"{BASE}/applications", state="imaginary")
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "state")
    for odd in ("abc", "WyJhIiwgImIiXQ"):
        answer = await client.get(f"{BASE}/applications", cursor=odd)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed_cursor")


async def test_programmes_say_which_figures_the_authority_set(bench: Bench) -> None:
    client = bench.client(sponsor())
    listed = (await client.get(f"{BASE}/programmes", pack="guangzhou")).json()
    programme = next(each for each in listed if each["id"] == PROGRAMME)
    assert (programme["id"], programme["authority"]) == (PROGRAMME, AUTHORITY)
    assert programme["is_indicative"] is True
    assert programme["yearly_budget"]["reason_en"]
    unknown = await client.get(f"{BASE}/programmes", pack="atlantis")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_pack")


async def test_the_grounds_are_listed_in_both_languages(bench: Bench) -> None:
    listed = (await bench.client(OFFICER).get(f"{BASE}/refusal-grounds")).json()
    assert {
        "id": "evidence_insufficient",
        "zh": "证明材料不足",
        "en": "The evidence is insufficient",
    } in listed
