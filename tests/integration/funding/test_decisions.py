"""Granting, refusing, and giving back."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from chassis.identity import new_id
from contracts.commands.funding import ReleaseProject
from contracts.events.funding import (
    ApplicationGranted,
    ApplicationRefused,
    ProjectFundingReleased,
    ReservationReleased,
)
from contracts.events.lane import ClosingStarted, ProjectFinished
from contracts.ids import ProjectId
from contracts.people import Role
from contracts.process import ProjectOutcome
from tests.integration.funding.scene import (
    AUTHORITY,
    BASE,
    GRANT,
    OFFICER,
    REFUSE,
    apply,
    budget,
    decide,
    granted,
    new_project,
    words,
)
from tests.support.person import Person, sponsor, worker_of_pack
from tests.support.service import Bench


def _release(project: ProjectId) -> ReleaseProject:
    return ReleaseProject(project_id=project, outcome=ProjectOutcome.WITHDRAWN)


def _amounts(view: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(each["movement"], each["account"], each["amount"]) for each in view["entries"]]


async def test_a_grant_reserves_the_amount_in_the_years_budget(bench: Bench) -> None:
    before = await budget(bench)
    project = await new_project(bench)
    view = await granted(bench, project)
    assert (view["state"], view["budget_year"], view["amount"]) == ("granted", 2026, "300000.00")
    assert _amounts(view) == [
        ("reserved", "budget", "-300000.00"),
        ("reserved", "reserved", "300000.00"),
    ]
    after = await budget(bench)
    assert after["is_open"] is True
    assert Decimal(after["reserved"]) - Decimal(before["reserved"]) == 300_000
    assert Decimal(before["available"]) - Decimal(after["available"]) == 300_000
    assert Decimal(after["total"]) == Decimal(after["reserved"]) + Decimal(after["available"])
    [event] = await bench.told(ApplicationGranted, project)
    assert event.amount == Decimal("300000.00")


async def test_a_refusal_needs_a_ground_and_moves_no_money(bench: Bench) -> None:
    project = await new_project(bench)
    application = await apply(bench, project)
    without = await decide(bench, application["id"], {"grant": False, "reason": "不符合"})
    assert (without.status_code, without.json()["code"]) == (422, "ground_missing")
    answer = await decide(bench, application["id"], REFUSE)
    assert (answer.status_code, answer.json()["state"]) == (200, "refused")
    assert answer.json()["entries"] == []
    [event] = await bench.told(ApplicationRefused, project)
    assert event.ground == "evidence_insufficient"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"grant": "yes", "reason": "x"}, "grant"),
        ({"grant": 1, "reason": "x"}, "grant"),
        ({"grant": True}, "reason"),
        ({"grant": True, "reason": " "}, "reason"),
        ({"grant": False, "ground": "mood", "reason": "x"}, "ground"),
        ({"grant": True, "ground": "budget_exhausted", "reason": "x"}, "ground"),
        ({"grant": True, "reason": "x", "amount": "1"}, "amount"),
    ],
)
async def test_a_bad_decision_is_refused_with_its_field(
    bench: Bench, body: dict[str, Any], field: str
) -> None:
    project = await new_project(bench)
    application = await apply(bench, project)
    answer = await decide(bench, application["id"], body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == field
    assert len(await bench.published(project)) == 1


async def test_a_decision_stands(bench: Bench) -> None:
    project = await new_project(bench)
    application = await apply(bench, project)
    first = await decide(bench, application["id"], GRANT, key="d-1")
    again = await decide(bench, application["id"], GRANT, key="d-1")
    assert (again.status_code, again.json()) == (200, first.json())
    for body in (GRANT, REFUSE):
        other = await decide(bench, application["id"], body)
        assert (other.status_code, other.json()["code"]) == (409, "already_decided")
    assert len(await bench.told(ApplicationGranted, project)) == 1
    assert len(first.json()["entries"]) == 2


async def test_a_stale_copy_decides_nothing(bench: Bench) -> None:
    application = await apply(bench, await new_project(bench))
    answer = await decide(bench, application["id"], GRANT, if_match=9)
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")
    fresh = await decide(bench, application["id"], GRANT, if_match=application["version"])
    assert (fresh.status_code, fresh.headers["etag"]) == (200, '"2"')


@pytest.mark.parametrize(
    "person",
    [
        Person("f2", (Role.FUNDING_OFFICER,), department="ecology"),
        Person("f3", (Role.FUNDING_OFFICER,), pack="elsewhere", department=AUTHORITY),
        Person("f4", (Role.FUNDING_OFFICER,), pack=None),
    ],
    ids=lambda person: person.id,
)
async def test_a_foreign_officer_does_not_find_the_application(
    bench: Bench, person: Person
) -> None:
    application = await apply(bench, await new_project(bench))
    answer = await decide(bench, application["id"], GRANT, person)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.FUNDING_OFFICER])
async def test_only_funding_officers_decide(bench: Bench, role: Role) -> None:
    application = await apply(bench, await new_project(bench))
    answer = await decide(bench, application["id"], GRANT, Person("x", (role,)))
    assert (answer.status_code, answer.json()["code"]) == (403, "role_required")


async def test_an_unknown_application_is_not_found(bench: Bench) -> None:
    assert (await decide(bench, str(uuid4()), GRANT)).status_code == 404


async def test_release_gives_back_what_was_granted_and_answers_always(bench: Bench) -> None:
    before = await budget(bench)
    project = await new_project(bench)
    view = await granted(bench, project)
    order, id_ = _release(project), uuid4()
    await bench.hear(order, id_=id_)
    await bench.hear(order, id_=id_)
    shown = (await bench.client(OFFICER).get(f"{BASE}/applications/{view['id']}")).json()
    assert shown["state"] == "closed"
    assert _amounts(shown)[2:] == [
        ("released", "reserved", "-300000.00"),
        ("released", "budget", "300000.00"),
    ]
    assert (await budget(bench))["available"] == before["available"]
    told = [each.type.split(".")[2] for each in await bench.published(project)]
    assert told[2:] == ["reservation_released", "project_funding_released"]
    [answer] = await bench.told(ProjectFundingReleased, project)
    assert (answer.applications, answer.amount) == (1, Decimal("300000.00"))

    await bench.hear(_release(project))
    assert [each.amount for each in await bench.told(ProjectFundingReleased, project)][1:] == [0]
    assert len(await bench.told(ReservationReleased, project)) == 1


async def test_release_closes_an_undecided_application_without_moving_money(bench: Bench) -> None:
    project = await new_project(bench)
    application = await apply(bench, project)
    await bench.hear(_release(project))
    [answer] = await bench.told(ProjectFundingReleased, project)
    assert (answer.applications, answer.amount) == (1, 0)
    late = await decide(bench, application["id"], GRANT)
    assert (late.status_code, late.json()["code"]) == (409, "already_decided")


async def test_release_of_a_project_without_applications_or_never_heard_of_is_answered(
    bench: Bench,
) -> None:
    for project in (await new_project(bench), ProjectId(new_id())):
        await bench.hear(_release(project))
        [answer] = await bench.told(ProjectFundingReleased, project)
        assert (answer.applications, answer.amount) == (0, 0)
    client = bench.client(sponsor())
    late = await client.post(f"{BASE}/applications", words(project))
    assert late.status_code == 404


async def test_no_money_for_a_project_that_is_closing(bench: Bench) -> None:
    project = await new_project(bench)
    application = await apply(bench, project)
    closing = ClosingStarted(project_id=project, stage="x", outcome=ProjectOutcome.STOPPED)
    await bench.hear(closing)
    answer = await decide(bench, application["id"], GRANT)
    assert (answer.status_code, answer.json()["code"]) == (409, "project_is_over")


async def test_a_project_that_reached_its_aim_may_still_be_granted_what_it_applied_for(
    bench: Bench,
) -> None:
    project = await new_project(bench)
    application = await apply(bench, project)
    done = ProjectFinished(project_id=project, stage="x", outcome=ProjectOutcome.INDUSTRIALISED)
    await bench.hear(done)
    assert (await decide(bench, application["id"], GRANT)).status_code == 200


async def test_a_contract_can_be_used_again_after_its_project_left(bench: Bench) -> None:
    project = await new_project(bench)
    await granted(bench, project, contract_reference="HT-AGAIN")
    await bench.hear(_release(project))
    await granted(bench, await new_project(bench), contract_reference="HT-AGAIN")


async def test_a_grant_and_a_release_at_once_leave_nothing_reserved(bench: Bench) -> None:
    before = await budget(bench)
    for _ in range(5):
        project = await new_project(bench)
        application = await apply(bench, project)
        answer, _released = await asyncio.gather(
            decide(bench, application["id"], GRANT), bench.hear(_release(project))
        )
        assert answer.status_code in (200, 409)
        shown = await bench.client(OFFICER).get(f"{BASE}/applications/{application['id']}")
        assert shown.json()["state"] == "closed"
    assert (await budget(bench))["reserved"] == before["reserved"]


async def test_two_officers_at_once_make_one_decision(bench: Bench) -> None:
    project = await new_project(bench)
    application = await apply(bench, project)
    second = Person("money-2", (Role.FUNDING_OFFICER,), department=AUTHORITY)
    answers = await asyncio.gather(
        decide(bench, application["id"], GRANT), decide(bench, application["id"], REFUSE, second)
    )
    assert sorted(each.status_code for each in answers) == [200, 409]
    assert len(await bench.published(project)) == 2


async def test_of_twenty_grants_at_once_exactly_those_that_fit_the_budget_are_made(
    bench: Bench,
) -> None:
    # A year of its own: 20 million, of which 33 vouchers leave room for exactly seven more.
    bench.travel_to(datetime(2030, 6, 3, 2, 0, tzinfo=UTC))
    for _ in range(33):
        await granted(bench, await new_project(bench), contract_amount="5000000")
    assert Decimal((await budget(bench, 2030))["available"]) == 7 * 500_000
    waiting = [
        await apply(bench, await new_project(bench), contract_amount="5000000") for _ in range(20)
    ]
    answers = await asyncio.gather(*(decide(bench, each["id"], GRANT) for each in waiting))
    assert Counter(each.status_code for each in answers) == {200: 7, 409: 13}
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {
        "budget_exhausted"
    }
    after = await budget(bench, 2030)
    assert (after["available"], after["reserved"]) == ("0.00", "20000000.00")


async def test_the_first_grants_of_a_year_at_once_open_one_budget(bench: Bench) -> None:
    bench.travel_to(datetime(2031, 12, 31, 17, 0, tzinfo=UTC))  # already 2032 in Shanghai
    waiting = [await apply(bench, await new_project(bench)) for _ in range(6)]
    unopened = await budget(bench)
    assert (unopened["year"], unopened["is_open"]) == (2032, False)
    answers = await asyncio.gather(*(decide(bench, each["id"], GRANT) for each in waiting))
    assert {each.status_code for each in answers} == {200}
    assert {each.json()["budget_year"] for each in answers} == {2032}
    after = await budget(bench, 2032)
    assert (after["total"], after["reserved"]) == ("20000000.00", "1800000.00")


async def test_a_release_goes_back_to_the_year_that_it_came_from(bench: Bench) -> None:
    bench.travel_to(datetime(2033, 12, 1, 2, 0, tzinfo=UTC))
    project = await new_project(bench)
    await granted(bench, project)
    bench.travel_to(datetime(2034, 1, 5, 2, 0, tzinfo=UTC))
    await bench.hear(_release(project))
    assert (await budget(bench, 2033))["reserved"] == "0.00"
    assert (await budget(bench, 2034))["is_open"] is False


@pytest.mark.parametrize(
    ("person", "status", "count"),
    [
        (OFFICER, 200, 5),
        (Person("f2", (Role.FUNDING_OFFICER,), department="ecology"), 200, 0),
        (worker_of_pack("d", Role.DIRECTOR), 200, 5),
        (worker_of_pack("a", Role.AUDITOR, pack=None), 200, 5),
        (worker_of_pack("d2", Role.DIRECTOR, pack="elsewhere"), 200, 0),
        (worker_of_pack("o", Role.OFFICER), 403, 0),
        (sponsor(), 403, 0),
    ],
    ids=lambda value: value.id if isinstance(value, Person) else "",
)
async def test_budgets_are_for_those_who_watch_them(
    bench: Bench, person: Person, status: int, count: int
) -> None:
    bench.travel_to(datetime(2026, 3, 2, 2, 0, tzinfo=UTC))
    answer = await bench.client(person).get(f"{BASE}/budgets", pack="guangzhou", year=2026)
    assert answer.status_code == status
    if status == 200:
        assert len(answer.json()) == count
