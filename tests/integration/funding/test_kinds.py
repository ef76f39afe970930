"""Money of every kind from application to its end, over HTTP, on a real database."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, Literal
from uuid import uuid4

import pytest

from chassis.identity import new_id
from contracts.commands.funding import ReleaseProject
from contracts.events.after_decision import CreditGraded
from contracts.events.funding import (
    ApplicationFirstSigned,
    ApplicationGraded,
    ApplicationQueued,
    PaymentMade,
    ProgrammeOffered,
    ReservationReleased,
    VoucherExpired,
)
from contracts.events.lane import StageEntered
from contracts.ids import OrganisationId, ProjectId
from contracts.people import Role
from contracts.process import ProjectOutcome
from services.funding.sweep import expire_vouchers, move_waiting_lists
from tests.integration.funding.scene import (
    AUTHORITY,
    BASE,
    GRANT,
    OFFICER,
    budget,
    granted,
    new_project,
    submitted,
    words,
)
from tests.support.person import OTHER_USCC, Person, sponsor, uscc
from tests.support.service import Bench

SECOND = Person("money-2", (Role.FUNDING_OFFICER,), department=AUTHORITY)
ASSESSOR = Person("assessor", (Role.ASSESSOR,))
PLATFORM = Person("platform", (Role.PLATFORM_OPERATOR,), platform="p-1")
REASON = {"reason": "样例理由"}


async def building(bench: Bench, **facts: bool | str) -> ProjectId:
    """The building of a platform, with what its sponsor stated."""
    project = ProjectId(new_id())
    event = submitted(project).model_copy(
        update={"subject": "platform_building", "facts": facts, "entry_stage": ""}
    )
    await bench.hear(event)
    return project


async def post(bench: Bench, person: Person, path: str, body: Any = None, **more: Any) -> Any:
    """Whatever is answered."""
    return await bench.client(person).post(f"{BASE}{path}", body, **more)


async def done(bench: Bench, person: Person, path: str, body: Any = None) -> dict[str, Any]:
    """What is answered to something that has to work."""
    answer = await post(bench, person, path, body)
    assert answer.status_code in (200, 201), answer.text
    view: dict[str, Any] = answer.json()
    return view


async def asked(bench: Bench, project: ProjectId, programme: str, **more: Any) -> dict[str, Any]:
    """An application without a contract."""
    body = {"project_id": str(project), "programme": programme, "purpose": "样例", **more}
    return await done(bench, sponsor(), "/applications", body)


async def refused(bench: Bench, person: Person, path: str, body: Any, code: str) -> None:
    """It is refused by that name, in both languages."""
    answer = await post(bench, person, path, body)
    assert (answer.status_code >= 400, answer.json()["code"]) == (True, code), answer.text


def held(view: dict[str, Any]) -> tuple[str, ...]:
    """Reserved, committed, paid, equity."""
    return tuple(
        view["held"][each].removesuffix(".00")
        for each in ("reserved", "committed", "paid", "equity")
    )


async def test_a_large_amount_is_paid_in_instalments_after_two_officers(bench: Bench) -> None:
    project = await building(bench, is_recognised=True, platform_investment="10000000")
    made = await asked(bench, project, "platform_post_subsidy")
    path = f"/applications/{made['id']}"
    assert (made["amount"], made["two_people"]) == ("2000000.00", True)
    first = await done(bench, OFFICER, f"{path}/decision", GRANT)
    assert (first["state"], first["entries"]) == ("first_signed", [])
    assert first["is_own_signature"]
    assert not (await bench.client(SECOND).get(f"{BASE}{path}")).json()["is_own_signature"]
    await refused(bench, OFFICER, f"{path}/decision", GRANT, "same_officer")
    second = await done(bench, SECOND, f"{path}/decision", GRANT)
    assert (second["state"], held(second)) == ("granted", ("2000000", "0", "0", "0"))
    assert not second["is_own_signature"]
    assert len(await bench.told(ApplicationFirstSigned, project)) == 1
    parts = [
        {"amount": "1500000", "milestone": "设备到位"},
        {"amount": "500000.01", "milestone": "x"},
    ]
    await refused(
        bench, OFFICER, f"{path}/commitment", {"instalments": parts}, "instalments_do_not_sum"
    )
    parts[1]["amount"] = "500000"
    owed = await done(bench, OFFICER, f"{path}/commitment", {"instalments": parts})
    assert held(owed) == ("0", "2000000", "0", "0")
    one, two = (f"/instalments/{each['id']}" for each in owed["instalments"])
    shown = {"evidence": [{"kind": "operation_report", "reference": "报告"}]}
    pay = {"payment_reference": "P-1"}
    await refused(bench, OFFICER, f"{one}/payment", pay, "not_in_state")
    await refused(bench, sponsor(), f"{one}/evidence", {"evidence": []}, "evidence_missing")
    await done(bench, sponsor(), f"{two}/evidence", shown)
    await refused(bench, OFFICER, f"{two}/payment", pay, "instalment_out_of_order")
    await done(bench, sponsor(), f"{one}/evidence", shown)
    await done(bench, OFFICER, f"{one}/return", REASON)
    await done(bench, sponsor(), f"{one}/evidence", shown)
    paid = await done(bench, OFFICER, f"{one}/payment", pay)
    assert held(paid) == ("0", "500000", "1500000", "0")
    ended = await done(bench, SECOND, f"{two}/payment", pay)
    assert (ended["state"], held(ended)) == ("completed", ("0", "0", "2000000", "0"))
    assert len(await bench.told(PaymentMade, project)) == 2
    again = await post(bench, sponsor(), "/applications", {**_ask(project), **_POST_SUBSIDY})
    assert again.json()["code"] == "paid_once"


_POST_SUBSIDY = {"programme": "platform_post_subsidy"}


def _ask(project: ProjectId) -> dict[str, Any]:
    return {"project_id": str(project), "purpose": "样例"}


async def paid_award(bench: Bench) -> tuple[ProjectId, dict[str, Any]]:
    """A project with a match of CNY 100 000 that was paid at once."""
    project = await building(bench, is_upgrade=True, is_new_build=False, upper_award="200000")
    made = await asked(bench, project, "upgrade_match")
    path = f"/applications/{made['id']}"
    await done(bench, OFFICER, f"{path}/decision", GRANT)
    owed = await done(bench, OFFICER, f"{path}/commitment", {})
    part = f"/instalments/{owed['instalments'][0]['id']}"
    shown = {"evidence": [{"kind": "upper_award_notice", "reference": "通知"}]}
    await done(bench, sponsor(), f"{part}/evidence", shown)
    return project, await done(bench, OFFICER, f"{part}/payment", {"payment_reference": "P"})


async def test_a_mistaken_payment_is_reversed_by_somebody_else_and_paid_again(
    bench: Bench,
) -> None:
    _, view = await paid_award(bench)
    movement = next(each for each in view["entries"] if each["movement"] == "paid")["movement_id"]
    path = f"/movements/{movement}/reversal"
    await refused(bench, OFFICER, path, REASON, "same_officer")
    back = await done(bench, SECOND, path, REASON)
    assert (back["state"], held(back)) == ("committed", ("0", "100000", "0", "0"))
    await refused(bench, SECOND, path, REASON, "already_reversed")
    part = f"/instalments/{view['instalments'][0]['id']}/payment"
    again = await done(bench, OFFICER, part, {"payment_reference": "P-2"})
    assert (again["state"], held(again)) == ("completed", ("0", "0", "100000", "0"))


async def test_paid_money_is_recovered_never_more_than_was_paid(bench: Bench) -> None:
    _, view = await paid_award(bench)
    path = f"/applications/{view['id']}/recovery"
    await refused(bench, OFFICER, path, {"amount": "100000.01", **REASON}, "recovery_too_large")
    for bad in ("-1", "0", "1e5", "0.001", "x"):
        await refused(bench, OFFICER, path, {"amount": bad, **REASON}, "invalid_input")
    foreign = {"amount": "1", "currency": "USD", **REASON}
    await refused(bench, OFFICER, path, foreign, "invalid_input")
    some = await done(bench, OFFICER, path, {"amount": "40000", **REASON})
    assert (some["state"], held(some)) == ("completed", ("0", "0", "60000", "0"))
    rest = await done(bench, OFFICER, path, {"amount": "60000", **REASON})
    assert (rest["state"], held(rest)) == ("recovered", ("0", "0", "0", "0"))


async def test_an_award_waits_for_its_grade(bench: Bench) -> None:
    project = await building(bench, is_recognised=True, performance_grade="excellent")
    made = await asked(bench, project, "performance_award")
    assert (made["state"], made["amount"], made["missing"]) == (
        "awaiting_facts",
        None,
        ["performance_grade"],
    )
    path = f"/applications/{made['id']}"
    await refused(bench, OFFICER, f"{path}/decision", GRANT, "facts_missing")
    seen = await bench.client(ASSESSOR).get(f"{BASE}/applications")
    assert made["id"] in [each["id"] for each in seen.json()["items"]]
    grades = f"/projects/{project}/grades"
    wrong = {"fact": "is_recognised", "value": "yes", **REASON}
    await refused(bench, ASSESSOR, grades, wrong, "fact_not_assessable")
    odd = {"fact": "performance_grade", "value": "splendid", **REASON}
    assert (await post(bench, ASSESSOR, grades, odd)).status_code == 422
    await done(bench, ASSESSOR, grades, {"fact": "performance_grade", "value": "good", **REASON})
    [event] = await bench.told(ApplicationGraded, project)
    assert event.amount == 500_000
    view = await done(bench, OFFICER, f"{path}/decision", GRANT)
    assert (view["state"], view["amount"]) == ("granted", "500000.00")


async def test_a_sponsor_in_grade_d_is_granted_nothing_from_then_on(bench: Bench) -> None:
    owner = sponsor("debtor", uscc(77))
    project = await new_project(bench, uscc(77))
    made = await done(bench, owner, "/applications", words(project))

    async def graded(grade: Literal["A", "D"], number: int) -> None:
        await bench.hear(
            CreditGraded(
                project_id=project,
                organisation_id=OrganisationId(uscc(77)),
                pack="guangzhou",
                grade=grade,
                before="B",
                closes=(),
                ground="authority",
                number=number,
            )
        )

    await graded("D", 2)
    await graded("A", 1)  # told late
    path = f"/applications/{made['id']}/decision"
    await refused(bench, OFFICER, path, GRANT, "credit_closes_funding")
    other = words(await new_project(bench, uscc(77)))
    await refused(bench, owner, "/applications", other, "credit_closes_funding")
    await graded("A", 3)
    await done(bench, OFFICER, path, GRANT)


async def test_what_was_granted_meanwhile_cuts_the_next_grant(bench: Bench) -> None:
    facts: dict[str, bool | str] = {
        "is_recognised": True,
        "is_new_build": True,
        "is_upgrade": False,
        "upper_award": "1000000",
        "platform_investment": "3000000",
    }
    project = await building(bench, **facts)
    post_ = await asked(bench, project, "platform_post_subsidy")
    match = await asked(bench, project, "upgrade_match")
    assert (post_["amount"], match["amount"]) == ("600000.00", "500000.00")
    await done(bench, OFFICER, f"/applications/{post_['id']}/decision", GRANT)
    path = f"/applications/{match['id']}/decision"
    await refused(bench, OFFICER, path, GRANT, "stacking_exhausted")


async def test_an_exhausted_budget_has_a_waiting_list_that_moves_on_in_order(
    bench: Bench,
) -> None:
    bench.travel_to(datetime(2035, 6, 4, 2, 0, tzinfo=UTC))
    set_ = {"programme": "pilot_service_voucher", "total": "500000", **REASON}
    await done(bench, OFFICER, "/budgets", set_)
    project = await new_project(bench)
    await granted(bench, project)
    wait = GRANT | {"if_exhausted": "wait"}
    later = [await new_project(bench) for _ in range(3)]
    queued = []
    for each in later:
        made = await done(bench, sponsor(), "/applications", words(each))
        path = f"/applications/{made['id']}"
        await refused(bench, OFFICER, f"{path}/decision", GRANT, "budget_exhausted")
        queued.append(await done(bench, OFFICER, f"{path}/decision", wait))
    assert [each["place"] for each in queued] == [1, 2, 3]
    small = await done(
        bench, sponsor(), "/applications", words(await new_project(bench), contract_amount="1000")
    )
    path = f"/applications/{small['id']}/decision"
    await refused(bench, OFFICER, path, GRANT, "budget_exhausted")
    assert await move_waiting_lists(bench.runtime) == 0
    await bench.hear(ReleaseProject(project_id=project, outcome=ProjectOutcome.STOPPED))
    assert await move_waiting_lists(bench.runtime) == 1
    shown = [
        (await bench.client(OFFICER).get(f"{BASE}/applications/{each['id']}")).json()
        for each in queued
    ]
    assert [(each["state"], each["place"]) for each in shown] == [
        ("granted", None),
        ("queued", 1),
        ("queued", 2),
    ]
    [event] = await bench.told(ApplicationQueued, later[2])
    assert event.place == 3
    await done(bench, OFFICER, "/budgets", set_ | {"total": "1000000"})
    assert await move_waiting_lists(bench.runtime) == 2
    await refused(bench, OFFICER, "/budgets", set_ | {"total": "1"}, "budget_below_use")
    assert (await budget(bench, 2035))["available"] == "100000.00"


async def test_a_years_rest_is_carried_over_once_and_a_closed_programme_takes_nothing(
    bench: Bench,
) -> None:
    bench.travel_to(datetime(2036, 6, 4, 2, 0, tzinfo=UTC))
    await granted(bench, await new_project(bench))
    carry = {"programme": "pilot_service_voucher", "year": 2036, **REASON}
    await refused(bench, OFFICER, "/budgets/carry-over", carry, "year_not_over")
    bench.travel_to(datetime(2037, 1, 4, 2, 0, tzinfo=UTC))
    after = await done(bench, OFFICER, "/budgets/carry-over", carry)
    assert (after["year"], after["available"]) == (2037, "39700000.00")
    old = await budget(bench, 2036)
    assert (old["total"], old["available"], old["reserved"]) == ("300000.00", "0.00", "300000.00")
    await refused(bench, OFFICER, "/budgets/carry-over", carry, "nothing_to_carry")
    close = {"programme": "pilot_service_voucher", **REASON}
    await done(bench, OFFICER, "/budgets/closure", close)
    project = await new_project(bench)
    await refused(bench, sponsor(), "/applications", words(project), "programme_closed")
    await done(bench, OFFICER, "/budgets/closure", {"programme": "pilot_service_voucher"})
    await done(bench, sponsor(), "/applications", words(project))


_DAYS = count()
"""No two contracts of these tests have the same period unless one says so."""


def terms(**changes: Any) -> dict[str, Any]:
    """A contract under a voucher that begins tomorrow."""
    number, day = uuid4().hex, next(_DAYS)
    return {
        "platform_id": "p-1",
        "reference": f"HT-{number}",
        "amount": "600000",
        "starts_on": "2026-03-10",
        "ends_on": f"{date(2026, 9, 10) + timedelta(days=day)}",
        "document_sha256": number * 2,
    } | changes


async def voucher(bench: Bench) -> tuple[ProjectId, str]:
    """A project with a voucher of CNY 300 000, and its path."""
    project = await new_project(bench)
    return project, f"/applications/{(await granted(bench, project))['id']}"


async def test_a_voucher_is_redeemed_partly_and_wholly_on_acceptance_by_both(
    bench: Bench,
) -> None:
    project, path = await voucher(bench)  # face 300 000, 30 % of what is accepted
    given = terms()
    made = await done(bench, sponsor(), f"{path}/contracts", given)
    assert (made["share"], made["awaits"]) == ("180000.00", "platform")
    contract, sha = f"/contracts/{made['id']}", {"document_sha256": given["document_sha256"]}
    await refused(
        bench, PLATFORM, f"{contract}/filing", {"document_sha256": "ab" * 32}, "acceptance_forged"
    )
    stranger = Person("other", (Role.PLATFORM_OPERATOR,), platform="p-2")
    await refused(bench, stranger, f"{contract}/filing", sha, "not_found")
    await done(bench, PLATFORM, f"{contract}/filing", sha)
    accepted = {"amount": "400000", **sha}
    await done(bench, sponsor(), f"{contract}/acceptance", accepted)
    more = {"amount": "400000.01", **sha}
    await refused(bench, PLATFORM, f"{contract}/acceptance", more, "acceptances_differ")
    whole = await done(bench, PLATFORM, f"{contract}/acceptance", accepted)
    assert (whole["state"], whole["paid"]) == ("accepted", "120000.00")
    await refused(bench, PLATFORM, f"{contract}/acceptance", accepted, "not_in_state")
    view = (await bench.client(OFFICER).get(f"{BASE}{path}")).json()
    assert (view["state"], held(view)) == ("granted", ("180000", "0", "120000", "0"))
    rest = terms(amount="5000000")
    made = await done(bench, sponsor(), f"{path}/contracts", rest)
    assert made["share"] == "180000.00"
    await refused(bench, sponsor(), f"{path}/contracts", terms(), "voucher_spent")
    contract, sha = f"/contracts/{made['id']}", {"document_sha256": rest["document_sha256"]}
    await done(bench, PLATFORM, f"{contract}/filing", sha)
    both = {"amount": "5000000", **sha}
    await asyncio.gather(
        done(bench, sponsor(), f"{contract}/acceptance", both),
        done(bench, PLATFORM, f"{contract}/acceptance", both),
    )
    view = (await bench.client(OFFICER).get(f"{BASE}{path}")).json()
    assert (view["state"], held(view)) == ("completed", ("0", "0", "300000", "0"))
    assert [each.amount for each in await bench.told(PaymentMade, project)] == [120000, 180000]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts_on": "2026-09-11", "ends_on": "2026-09-10"}, "dates_reversed"),
        ({"starts_on": "2025-12-01"}, "voucher_not_valid"),
        ({"sponsor_id": "somebody_else"}, "voucher_not_transferable"),
        ({"amount": "-5"}, "invalid_input"),
        ({"currency": "EUR"}, "invalid_input"),
        ({"document_sha256": "xyz"}, "invalid_input"),
    ],
)
async def test_a_bad_contract_is_refused_and_nothing_moves(
    bench: Bench, changes: dict[str, Any], code: str
) -> None:
    _, path = await voucher(bench)
    await refused(bench, sponsor(), f"{path}/contracts", terms(**changes), code)
    other = sponsor("other", OTHER_USCC)
    await refused(bench, other, f"{path}/contracts", terms(), "not_found")
    view = (await bench.client(OFFICER).get(f"{BASE}{path}")).json()
    assert (view["contracts"], held(view)) == ([], ("300000", "0", "0", "0"))


@pytest.mark.parametrize("same", ["terms", "document"])
async def test_of_ten_who_file_one_contract_at_once_one_is_subsidised(
    bench: Bench, same: str
) -> None:
    paths = [(await voucher(bench))[1] for _ in range(10)]
    given = terms(amount="123456.78" if same == "terms" else "100")
    bodies = [
        given | {"document_sha256": uuid4().hex * 2}
        if same == "terms"
        else terms(document_sha256=given["document_sha256"], amount=f"{100 + at}")
        for at in range(10)
    ]
    answers = await asyncio.gather(
        *(post(bench, sponsor(), f"{p}/contracts", b) for p, b in zip(paths, bodies, strict=True))
    )
    assert sorted(each.status_code for each in answers) == [201] + [409] * 9
    codes = {each.json()["code"] for each in answers if each.status_code == 409}
    assert codes == {"contract_subsidised_twice"}


async def test_an_expired_voucher_goes_back_but_a_filed_contract_is_still_paid(
    bench: Bench,
) -> None:
    project, path = await voucher(bench)
    given = terms()
    made = await done(bench, sponsor(), f"{path}/contracts", given)
    sha = {"document_sha256": given["document_sha256"]}
    await done(bench, PLATFORM, f"/contracts/{made['id']}/filing", sha)
    bench.travel(timedelta(days=370))
    assert await expire_vouchers(bench.runtime) >= 1
    assert await expire_vouchers(bench.runtime) == 0
    view = (await bench.client(OFFICER).get(f"{BASE}{path}")).json()
    assert (view["state"], held(view)) == ("granted", ("0", "180000", "0", "0"))
    [event] = await bench.told(VoucherExpired, project)
    assert event.amount == 120_000
    await refused(bench, sponsor(), f"{path}/contracts", terms(), "voucher_not_valid")
    both = {"amount": "500000", **sha}
    await done(bench, PLATFORM, f"/contracts/{made['id']}/acceptance", both)
    await done(bench, sponsor(), f"/contracts/{made['id']}/acceptance", both)
    view = (await bench.client(OFFICER).get(f"{BASE}{path}")).json()
    assert (view["state"], held(view)) == ("completed", ("0", "0", "150000", "0"))


async def test_a_project_that_leaves_gives_back_all_that_is_promised_and_keeps_what_is_paid(
    bench: Bench,
) -> None:
    project, path = await voucher(bench)
    given = terms()
    made = await done(bench, sponsor(), f"{path}/contracts", given)
    sha = {"document_sha256": given["document_sha256"]}
    await done(bench, PLATFORM, f"/contracts/{made['id']}/filing", sha)
    await bench.hear(ReleaseProject(project_id=project, outcome=ProjectOutcome.WITHDRAWN))
    view = (await bench.client(OFFICER).get(f"{BASE}{path}")).json()
    assert (view["state"], held(view)) == ("closed", ("0", "0", "0", "0"))
    assert [e.amount for e in await bench.told(ReservationReleased, project)] == [180000, 120000]
    late = {"amount": "1", **sha}
    await refused(bench, PLATFORM, f"/contracts/{made['id']}/acceptance", late, "not_in_state")


async def test_the_queue_is_claimed_by_one_and_pulled_by_due_date(bench: Bench) -> None:
    bench.travel_to(datetime(2038, 6, 4, 2, 0, tzinfo=UTC))
    made = [
        await done(bench, sponsor(), "/applications", words(await new_project(bench)))
        for _ in range(2)
    ]
    taken = await asyncio.gather(
        *(done(bench, person, "/queue/claim-next") for person in (OFFICER, SECOND))
    )
    assert taken[0]["id"] != taken[1]["id"]
    mine = await bench.client(OFFICER).get(f"{BASE}/queue", mine=True)
    assert taken[0]["id"] in [each["id"] for each in mine.json()["items"]]
    path = f"/applications/{taken[1]['id']}"
    await refused(bench, OFFICER, f"{path}/decision", GRANT, "held_by_another")
    await refused(bench, OFFICER, f"{path}/claim", None, "held_by_another")
    await done(bench, SECOND, f"{path}/unclaim")
    await done(bench, OFFICER, f"{path}/claim")
    counts = (await bench.client(OFFICER).get(f"{BASE}/queue/counts")).json()
    assert counts["mine"] >= 2
    assert counts["open"] >= len(made)
    first = await bench.client(OFFICER).get(f"{BASE}/queue", limit=1)
    cursor = first.json()["next_cursor"]
    then = await bench.client(OFFICER).get(f"{BASE}/queue", limit=1, cursor=cursor)
    assert first.json()["items"][0]["due_at"] <= then.json()["items"][0]["due_at"]


async def test_a_referral_is_sent_with_consent_only(bench: Bench) -> None:
    banker = Person("bank", (Role.FUNDING_OFFICER,), department="financial_office")
    project = await new_project(bench)
    ask = {
        "project_id": str(project),
        "programme": "pilot_funds",
        "recipient": 0,
        "package": ["project_card"],
        "consent": True,
    }
    await refused(bench, sponsor(), "/referrals", ask | {"consent": False}, "consent_missing")
    await refused(bench, sponsor(), "/referrals", ask | {"package": []}, "package_empty")
    await refused(bench, sponsor(), "/referrals", ask | {"recipient": 9}, "unknown_recipient")
    one = await done(bench, sponsor(), "/referrals", ask)
    two = await done(bench, sponsor(), "/referrals", ask)
    await done(bench, sponsor(), f"/referrals/{one['id']}/consent-withdrawal")
    await refused(bench, banker, f"/referrals/{one['id']}/sending", None, "consent_withdrawn")
    await refused(bench, OFFICER, f"/referrals/{two['id']}/sending", None, "not_found")
    await done(bench, banker, f"/referrals/{two['id']}/sending")
    agreed: dict[str, Any] = {"outcome": "agreed", "amount": "5000000", "note": "签约"}
    path = f"/referrals/{two['id']}/outcome"
    await refused(bench, banker, path, agreed, "diligence_incomplete")
    file = dict.fromkeys(("technology", "market", "team", "legal", "valuation"), "已核查")
    ended = await done(bench, banker, path, agreed | {"diligence": file})
    assert (ended["state"], ended["outcome"], ended["outcome_amount"]) == (
        "concluded",
        "agreed",
        "5000000.00",
    )


async def test_a_stage_offers_what_the_pack_pays_for_in_it(bench: Bench) -> None:
    project = await new_project(bench)
    for attempt in (1, 2):
        await bench.hear(
            StageEntered(
                project_id=project,
                stage="pilot_maturation",
                attempt=attempt,
                carried_out_by="platform",
                needs_platform=True,
            )
        )
    [offer] = await bench.told(ProgrammeOffered, project)
    assert offer.programme == "pilot_service_voucher"


async def test_every_figure_opens_to_its_entries(bench: Bench) -> None:
    bench.travel_to(datetime(2040, 6, 4, 2, 0, tzinfo=UTC))
    await granted(bench, await new_project(bench))
    await granted(bench, await new_project(bench), contract_amount="500000")
    asked_ = {"year": 2040, "programme": "pilot_service_voucher"}
    client = bench.client(OFFICER)
    stands = await budget(bench, 2040)
    for account, name in (("budget", "available"), ("reserved", "reserved")):
        page = (await client.get(f"{BASE}/entries", account=account, **asked_)).json()
        assert sum(Decimal(each["amount"]) for each in page["items"]) == Decimal(stands[name])
    [row] = (await client.get(f"{BASE}/budgets/industries", year=2040)).json()
    assert (row["industry"], row["applications"], row["reserved"]) == (
        "biomedicine_health",
        2,
        "450000.00",
    )
    none = await bench.client(Person("f", (Role.FUNDING_OFFICER,), department="x")).get(
        f"{BASE}/entries"
    )
    assert none.json()["items"] == []
