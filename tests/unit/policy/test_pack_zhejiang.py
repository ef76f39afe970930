"""What the Zhejiang draft of 2024 gives, clause by clause, and what the pack must not pass off."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from policy.check.walk import walk
from policy.course import course_of
from policy.explain import ProjectFacts, explain
from policy.explanation import Explanation
from policy.loader import load_pack
from policy.model import Basis, Item, Pack

START = date(2026, 3, 2)
UTILITIES = ["water_supply", "gas_supply", "heat_supply", "power_supply", "network_access"]
REVIEWS = ["environment", "energy_review", "safety_facility_design_review"]


def pack() -> Pack:
    return load_pack("zhejiang").pack


def explained(sponsor_kind: str = "enterprise", **facts: object) -> Explanation:
    told = {"industry": "synthetic_biology", "sponsor_kind": sponsor_kind, "facts": facts}
    return explain(pack(), ProjectFacts.model_validate(told), START)


def _told(fact: str, amount: int) -> dict[str, Any]:
    return {fact: Decimal(amount)}


def pilot_items(found: Explanation) -> list[str]:
    return [each.item.id for each in found.stages[1].items]


def test_the_draft_is_said_to_be_superseded_by_the_text_of_2025() -> None:
    [source] = pack().sources
    assert source.status == "superseded"
    assert source.superseded_by is not None
    assert "浙政办发〔2025〕24号" in source.superseded_by
    assert "征求意见稿" in source.title.zh


def test_the_course_has_the_three_links_of_four_two_three() -> None:
    assert [(stage.name.zh, stage.clause) for stage in pack().stages] == [
        ("技术成果验证", "四.2.3"),
        ("产品中试熟化", "四.2.3"),
        ("产业化落地", "四.2.3"),
    ]


def test_five_two_has_three_reviews_and_five_utilities_beside_each_other() -> None:
    items = course_of(pack(), "platform_building").items
    assert [item.id for item in items] == REVIEWS + UTILITIES
    assert {item.clause for item in items} == {"五.2"}
    assert not any(item.after for item in items)


@pytest.mark.parametrize(
    ("tce", "gwh", "is_reviewed"),
    [("999", "4.99", False), ("1000", "0", True), ("0", "5", True)],
)
def test_small_users_of_energy_are_spared_the_energy_review(
    tce: str, gwh: str, is_reviewed: bool
) -> None:
    found = explained(
        builds_pilot_line=True, energy_use_tce=Decimal(tce), electricity_gwh=Decimal(gwh)
    )
    assert ("energy_review" in pilot_items(found)) is is_reviewed


def test_a_late_utility_is_on_the_critical_path_like_an_approval() -> None:
    needed: dict[str, Any] = {
        f"needs_{each}": False for each in ("water", "gas", "heat", "network")
    }
    found = explained(builds_pilot_line=False, needs_power=True, **needed)
    assert pilot_items(found) == ["power_supply"]
    assert found.stages[1].critical_path == ("power_supply", "gate")


def test_the_targets_are_those_of_the_draft() -> None:
    figures = {
        target.id: (target.kind, target.year, target.at_least)
        for target in pack().targets
        if target.kind != "qualitative"
    }
    assert figures == {
        "platforms_2025": ("at_least", 2025, Decimal(20)),
        "research_share_2025": ("ratio", 2025, Decimal("3.2")),
        "cluster_coverage_2025": ("ratio", 2025, Decimal(100)),
        "platforms_2027": ("at_least", 2027, Decimal(40)),
        "advanced_platforms_2027": ("at_least", 2027, Decimal(5)),
        "research_share_2027": ("ratio", 2027, Decimal("3.4")),
        "new_product_share_2027": ("ratio", 2027, Decimal(40)),
    }
    assert {target.clause for target in pack().targets} == {"一"}


def test_three_two_names_seventeen_fields_in_three_groups() -> None:
    assert {tier.id: len(tier.industries) for tier in pack().tiers} == {
        "industrial_foundation": 4,
        "clusters_415x": 8,
        "future_industries": 5,
    }
    assert {industry.clause for industry in pack().industries} == {"三.2"}


def test_a_centre_joins_the_three_other_types_of_platform() -> None:
    types = {each.id: each for each in pack().platform_types}
    assert [each.clause for each in types.values()] == ["三.1.1", "三.1.2", "三.1.3", "三.1.4"]
    assert set(types["pilot_centre"].groups) == types.keys() - {"pilot_centre"}


def test_every_type_must_meet_the_definition_of_part_two() -> None:
    for type_ in pack().platform_types:
        general = [each for each in type_.criteria if each.clause == "二"]
        assert len(general) == 5
        assert all(each.basis == "given" and each.when for each in general)


def test_no_limit_or_amount_is_passed_off_as_given() -> None:
    given = {
        path[0]
        for path, model in walk(pack())
        if isinstance(model, Basis) and not isinstance(model, Item) and model.basis == "given"
    }
    assert given == {"platform_types"}


def test_four_three_three_has_four_subsidies_and_the_loans_by_name() -> None:
    kinds = {each.kind for each in pack().programmes if each.clause == "四.3.3"}
    assert kinds == {
        "guarantee_award",
        "risk_compensation",
        "interest_subsidy",
        "premium_subsidy",
        "equity_referral",
        "loan_referral",
    }
    loans = pack().programme("technology_loans")
    assert [each.zh for each in getattr(loans, "refers_to", ())] == [
        "浙科贷", "人才贷", "知识产权贷"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("programme", "kind", "fact", "base", "amount"),
    [
        ("interest_subsidy", "enterprise", "loan_interest", 300_000, "150000.00"),
        ("interest_subsidy", "enterprise", "loan_interest", 3_000_000, "500000.00"),
        ("premium_subsidy", "enterprise", "insurance_premium", 80_000, "40000.00"),
        ("guarantee_award", "loan_guarantor", "guaranteed_amount", 50_000_000, "500000.00"),
        ("risk_compensation", "bank", "loan_loss", 2_000_000, "600000.00"),
    ],
)
def test_each_kind_of_money_has_its_formula(
    programme: str, kind: str, fact: str, base: int, amount: str
) -> None:
    found = explained(kind, **_told(fact, base))
    [quote] = [each for each in found.quotes if each.programme.id == programme]
    assert quote.amount == Decimal(amount)


@pytest.mark.parametrize(
    ("grade", "amount"),
    [("excellent", "2500000.00"), ("qualified", "2000000.00"), ("unqualified", None)],
)
def test_the_platforms_grade_decides_on_support(grade: str, amount: str | None) -> None:
    told: dict[str, Any] = {"drives_industry": True, "project_investment": Decimal(10_000_000)}
    found = explained(platform_grade=grade, **told)
    [quote] = [each for each in found.quotes if each.programme.id == "key_project_support"]
    assert quote.amount == (None if amount is None else Decimal(amount))


def test_support_for_a_project_stays_below_its_ceiling() -> None:
    found = explained(
        drives_industry=True,
        platform_grade="excellent",
        project_investment=Decimal(1_000_000),
        loan_interest=Decimal(400_000),
    )
    [stacked] = [each for each in found.stacking if each.stacking.id == "project_support_together"]
    assert (stacked.separately, stacked.together) == (Decimal(450_000), Decimal(300_000))
