"""What every programme of every pack comes to, by the pack's own formulas, and why."""

import time
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import DomainError
from contracts.ids import OrganisationId, ProjectId
from contracts.money import FEN
from policy.loader import available_packs, load_pack
from services.funding.domain.errors.application import (
    AmountTooSmall,
    ConditionNotMet,
    ContractMissing,
    ContractNotTaken,
    CreditClosesFunding,
    FactIsAssessed,
    FactsMissing,
    NotReferred,
    ProgrammeNotForSubject,
    SponsorKindNotEligible,
    StackingExhausted,
    UnknownProgramme,
    UnknownReading,
)
from services.funding.domain.project import Project
from services.funding.domain.quote import REFERRALS, Quote, room_under
from services.funding.handlers.programme import (
    Asked,
    Before,
    known_programme,
    known_programmes,
    quote_for,
)

M = 1_000_000


class Case(NamedTuple):
    """A programme, what is known, and what it comes to."""

    pack: str
    programme: str
    amount: str
    facts: dict[str, bool | str] = {}
    subject: str = "platform_building"
    kind: str | None = None
    industry: str | None = None
    contract: str | None = None
    grades: dict[str, bool | str] = {}
    capped: bool = False


def invested(total: str, fixed: str = "1", *, independent: bool = False) -> dict[str, bool | str]:
    """A new platform's investment."""
    return {
        "is_new_build": True,
        "is_independent_legal_person": independent,
        "total_investment": total,
        "fixed_asset_investment": fixed,
    }


NEW = "new_platform_subsidy"
CASES = (
    Case("beijing", NEW, "35000000.00", invested("100000000")),
    Case("beijing", NEW, "100000000.00", invested("300000000"), capped=True),
    Case("beijing", NEW, "25000000.00", invested("100000000"), industry="information_technology"),
    Case(
        "beijing",
        NEW,
        "50000000.00",
        invested("300000000"),
        industry="information_technology",
        capped=True,
    ),
    Case("beijing", NEW, "45000000.00", invested("300000000", "100000000", independent=True)),
    Case(
        "beijing",
        NEW,
        "35000000.00",
        invested("300000000", "100000000", independent=True),
        industry="information_technology",
    ),
    Case(
        "chengdu",
        "filed_platform_support",
        "2000000.20",
        {"is_filed": True, "total_investment": "10000001"},
    ),
    Case(
        "chengdu",
        "tapering_subsidy",
        "3000000.30",
        {"is_hard_to_commercialise": True, "total_investment": "10000001"},
    ),
    Case("chengdu", "grant_linked_to_equity", "2000000.00", {"total_investment": "10000000"}),
    Case(
        "dongguan",
        "upper_level_match",
        "3000000.00",
        {"recognised_level": "national", "upper_award": "3000000", "required_match": "9000000"},
    ),
    Case(
        "dongguan",
        "good_service_award",
        "1000000.00",
        {"has_landmark_result": False},
        grades={"assessed_as": "excellent"},
    ),
    Case("dongguan", "pilot_service_voucher", "300000.00", subject="project", contract="1000000"),
    Case("dongguan", "testing_voucher", "30000.00", subject="project", contract="100000"),
    Case(
        "guangzhou",
        "pilot_service_voucher",
        "500000.00",
        subject="project",
        contract="5000000",
        capped=True,
    ),
    Case(
        "guangzhou",
        "platform_post_subsidy",
        "2000000.00",
        {"is_recognised": True, "platform_investment": "10000000"},
    ),
    Case(
        "guangzhou",
        "new_platform_support",
        "2000000.00",
        {"is_recognised": True, "is_new_build": True},
    ),
    Case(
        "guangzhou",
        "performance_award",
        "500000.00",
        {"is_recognised": True},
        grades={"performance_grade": "good"},
    ),
    Case(
        "guangzhou",
        "upgrade_match",
        "1000000.00",
        {"is_upgrade": True, "is_new_build": False, "upper_award": "2000000"},
    ),
    Case(
        "zhejiang",
        "key_project_support",
        "2500000.00",
        {"drives_industry": True, "platform_grade": "excellent", "project_investment": "10000000"},
        subject="project",
    ),
    Case(
        "zhejiang",
        "interest_subsidy",
        "61.72",
        {"loan_interest": "123.45", "project_investment": "1000"},
        subject="project",
    ),
    Case(
        "zhejiang",
        "premium_subsidy",
        "50.00",
        {"insurance_premium": "100", "project_investment": "1000"},
        subject="project",
    ),
    Case(
        "zhejiang",
        "guarantee_award",
        "10000.00",
        {"guaranteed_amount": "1000000"},
        kind="loan_guarantor",
        subject="project",
    ),
    Case(
        "zhejiang",
        "risk_compensation",
        "3000000.00",
        {"loan_loss": "50000000"},
        kind="bank",
        subject="project",
        capped=True,
    ),
)


def project_of(case: Case, **changes: Any) -> Project:
    """A project of the case's pack."""
    pack = load_pack(case.pack).pack
    made = Project(
        id=ProjectId(UUID(int=1)),
        organisation_id=OrganisationId("91440101MA5000001X"),
        organisation_name="样例",
        title="样例项目",
        pack=case.pack,
        sponsor_kind=case.kind or pack.sponsor_kinds[0].id,
        ended_as=None,
        industry=case.industry or pack.industries[0].id,
        subject=case.subject,
        facts=case.facts,
    )
    return replace(made, **changes)


def quoted(case: Case, reading: str | None = None, granted: Any = None, **changes: Any) -> Quote:
    """The case's quote."""
    asked = Asked(Decimal(case.contract) if case.contract else None, {}, reading)
    programme = known_programme(case.pack, case.programme)
    before = Before(case.grades, granted or {})
    return quote_for(project_of(case, **changes), programme, asked, before)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.programme}-{case.amount}")
def test_a_programme_comes_to_what_its_policy_says(case: Case) -> None:
    quote = quoted(case)
    assert (f"{quote.amount:.2f}", quote.chosen.is_capped) == (case.amount, case.capped)
    assert quote.programme.clause
    assert quote.working()["amount"] == case.amount


def test_every_paying_programme_of_every_pack_has_a_case() -> None:
    packs = [pack for pack in available_packs() if pack != "meadow"]
    known = {
        (pack, each.id)
        for pack in packs
        for each in known_programmes(pack)
        if each.kind not in REFERRALS
    }
    assert known == {(case.pack, case.programme) for case in CASES}


def test_both_readings_of_an_uplifted_rate_can_be_computed_and_chosen() -> None:
    case = Case("beijing", NEW, "", invested("400000000", "300000000", independent=True))
    amounts = {each.id: each.amount for each in quoted(case).readings}
    assert amounts == {
        "fixed_assets_capped": 100 * M,
        "fixed_assets_uncapped": 135 * M,
        "total_capped": 100 * M,
        "total_uncapped": 180 * M,
    }
    other = quoted(case, "total_uncapped")
    assert (other.amount, other.working()["reading"]) == (180 * M, "total_uncapped")
    assert len(other.readings) == 4
    with pytest.raises(UnknownReading):
        quoted(case, "generous")


def test_a_schedule_sums_to_the_fen_and_falls() -> None:
    case = next(each for each in CASES if each.programme == "tapering_subsidy")
    years = quoted(case).by_year()
    assert [f"{each:.2f}" for each in years] == ["1500000.15", "900000.09", "600000.06"]
    assert sum(years) == Decimal(case.amount)


def test_what_stacking_leaves_is_what_is_quoted_and_the_last_years_are_cut_first() -> None:
    case = next(each for each in CASES if each.programme == "tapering_subsidy")
    quote = quoted(case, granted={"filed_platform_support": Decimal(2 * M)})
    [rule] = quote.stacking
    assert (rule.already, rule.ceiling, rule.room) == (2 * M, Decimal("3000000.30"), quote.amount)
    assert [f"{each:.2f}" for each in quote.by_year()] == ["1000000.30"]
    with pytest.raises(StackingExhausted):
        quoted(case, granted={"filed_platform_support": Decimal(5 * M)})


def test_together_at_most_holds_over_three_programmes() -> None:
    facts: dict[str, bool | str] = {"loan_interest": "1000000", "project_investment": "1000000"}
    case = Case("zhejiang", "interest_subsidy", "", facts, subject="project")
    assert quoted(case).amount == 300_000
    before = {"key_project_support": Decimal(200_000), "premium_subsidy": Decimal("50000.01")}
    assert quoted(case, granted=before).amount == Decimal("49999.99")
    with pytest.raises(StackingExhausted):
        quoted(case, granted={"key_project_support": Decimal(300_000)})
    with pytest.raises(FactsMissing, match="project_investment"):
        quoted(case, facts={"loan_interest": "1000000"})


def test_an_award_waits_for_its_grade_and_takes_it_from_nobody_but_the_assessor() -> None:
    case = Case("guangzhou", "performance_award", "", {"is_recognised": True})
    waiting = quoted(case)
    assert (waiting.readings, waiting.missing) == ((), ("performance_grade",))
    own = case.facts | {"performance_grade": "excellent"}
    assert quoted(case, facts=own).missing == ("performance_grade",)
    programme = known_programme("guangzhou", "performance_award")
    asked = Asked(facts={"performance_grade": "excellent"})
    with pytest.raises(FactIsAssessed):
        quote_for(project_of(case), programme, asked, Before())
    with pytest.raises(ConditionNotMet):
        quoted(case, facts={"is_recognised": False})


@pytest.mark.parametrize(
    ("case", "changes", "error"),
    [
        (CASES[13], {"subject": "platform_building"}, ProgrammeNotForSubject),
        (CASES[13], {"sponsor_kind": "large_enterprise"}, SponsorKindNotEligible),
        (CASES[13], {"credit_grade": "D"}, CreditClosesFunding),
        (CASES[13], {"industry": ""}, FactsMissing),
        (CASES[13]._replace(contract=None), {}, ContractMissing),
        (CASES[14]._replace(contract="5"), {}, ContractNotTaken),
        (CASES[13]._replace(contract="0.03"), {}, AmountTooSmall),
        (CASES[14], {"facts": {"is_recognised": False}}, ConditionNotMet),
        (CASES[13]._replace(programme="gold"), {}, UnknownProgramme),
        (CASES[13]._replace(programme="pilot_funds"), {}, NotReferred),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_who_is_shut_out_learns_why_in_both_languages(
    case: Case, changes: dict[str, Any], error: type[DomainError]
) -> None:
    with pytest.raises(error) as refused:
        quoted(case, **changes)
    assert refused.value.text("zh") != refused.value.text("en")
    assert "{" not in refused.value.text("zh") + refused.value.text("en")


AMOUNTS = st.decimals(min_value=FEN, max_value=Decimal(10**12), places=2)


@given(AMOUNTS)
def test_an_amount_never_exceeds_share_cap_or_contract(contract: Decimal) -> None:
    case = CASES[13]._replace(contract=f"{contract}")
    try:
        quote = quoted(case)
    except AmountTooSmall:
        assert contract * 30 / 100 < FEN
        return
    assert FEN <= quote.amount <= min(contract, Decimal(500_000))
    assert quote.amount == quote.amount.quantize(FEN)
    assert quote.chosen.share_amount >= quote.amount


@given(AMOUNTS, st.lists(AMOUNTS, max_size=4), AMOUNTS)
def test_what_is_granted_under_a_rule_never_passes_its_ceiling(
    own: Decimal, before: list[Decimal], ceiling: Decimal
) -> None:
    granted = {str(at): amount for at, amount in enumerate(before)}
    already, most = room_under("together_at_most", own, granted, ceiling)
    assert already + min(own, max(most - already, Decimal(0))) <= max(ceiling, already)
    already, most = room_under("highest_only", own, granted, None)
    assert already + min(own, max(most - already, Decimal(0))) <= max([already, own, *before])


def test_a_quote_takes_less_than_twenty_milliseconds() -> None:
    quoted(CASES[4])
    began = time.perf_counter()
    for _ in range(20):
        quoted(CASES[4])
    assert (time.perf_counter() - began) / 20 < 0.020
