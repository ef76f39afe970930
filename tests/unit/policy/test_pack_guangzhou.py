"""What the Guangzhou plan of 2025 gives, clause by clause, and how its open points are filled."""

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
HARMLESS: dict[str, Any] = {
    "is_listed_process": False,
    "hazard_class": "none",
    "batch_kg": Decimal(20),
    "eia_kind": "form",
    "in_assessed_area": True,
}


def pack() -> Pack:
    return load_pack("guangzhou").pack


def explained(subject: str = "project", credit: str | None = None, **facts: object) -> Explanation:
    told = {
        "industry": "biomedicine_health",
        "sponsor_kind": "small_medium_enterprise",
        "subject": subject,
        "credit_grade": credit,
        "facts": facts,
    }
    return explain(pack(), ProjectFacts.model_validate(told), START)


def routes(found: Explanation) -> dict[str, str]:
    return {each.item.id: each.route.name for stage in found.stages for each in stage.items}


def test_the_targets_of_clause_three_are_ranges_for_2030() -> None:
    ranges = {
        target.id: (target.clause, target.year, target.at_least, target.at_most)
        for target in pack().targets
        if target.kind == "range"
    }
    assert ranges == {
        "municipal_platforms_2030": ("三", 2030, Decimal(15), Decimal(30)),
        "benchmark_platforms_2030": ("三", 2030, Decimal(3), Decimal(5)),
        "international_platforms_2030": ("三", 2030, Decimal(1), Decimal(2)),
    }


def test_clause_four_names_eight_industries_and_the_next_three_a_type_each() -> None:
    assert [each.clause for each in pack().industries] == [f"四.{n}" for n in range(1, 9)]
    assert [each.clause for each in pack().platform_types] == ["五", "六", "七"]


def test_only_criteria_of_platforms_are_given() -> None:
    given = {
        path[0]
        for path, model in walk(pack())
        if isinstance(model, Basis) and not isinstance(model, Item) and model.basis == "given"
    }
    assert given == {"platform_types"}


def test_the_kinds_of_money_are_those_that_the_plan_names() -> None:
    assert {(each.clause, each.kind) for each in pack().programmes} == {
        ("二十四", "voucher"),
        ("二十一", "post_subsidy"),
        ("二十一", "one_off"),
        ("二十一", "performance_award"),
        ("二十四", "match_funding"),
        ("十九", "equity_referral"),
        ("二十四", "loan_referral"),
    }


def test_a_small_and_harmless_pilot_in_an_assessed_park_is_treated_lightly() -> None:
    assert routes(explained(**HARMLESS)) == {
        "planning": "simplified",
        "land": "standard",
        "environment": "simplified",
        "emergency_management": "commitment_and_filing",
        "registration": "standard",
    }


def test_a_listed_process_is_never_simplified() -> None:
    found = routes(explained(**{**HARMLESS, "is_listed_process": True}))
    assert set(found.values()) == {"standard"}


def test_a_bigger_batch_loses_the_lighter_safety_route() -> None:
    at, beyond = (
        routes(explained(**{**HARMLESS, "batch_kg": Decimal(kg)})) for kg in ("50", "50.01")
    )
    assert at["emergency_management"] == "commitment_and_filing"
    assert beyond["emergency_management"] == "standard"


def test_credit_d_closes_the_commitment_route_and_nothing_else() -> None:
    found = routes(explained(credit="D", **HARMLESS))
    assert found["emergency_management"] == "simplified"
    assert found["environment"] == "simplified"


def test_without_facts_everything_is_standard() -> None:
    assert set(routes(explained()).values()) == {"standard"}


def test_building_a_platform_begins_with_admission_and_ends_with_the_permit() -> None:
    items = [item.id for item in course_of(pack(), "platform_building").items]
    assert (items[0], items[-1]) == ("admission", "construction_permit")


@pytest.mark.parametrize(("hazard", "is_reviewed"), [("high", True), ("low", False)])
def test_only_hazardous_platforms_need_the_safety_condition_review(
    hazard: str, is_reviewed: bool
) -> None:
    found = explained("platform_building", is_listed_process=False, hazard_class=hazard)
    assert ("safety_condition_review" in routes(found)) is is_reviewed


def test_the_award_follows_the_grade_and_the_match_stays_below_the_upper_award() -> None:
    found = explained(
        "platform_building",
        is_recognised=True,
        is_new_build=False,
        is_upgrade=True,
        performance_grade="good",
        upper_award=Decimal(6_000_000),
    )
    amounts = {each.programme.id: each.amount for each in found.quotes}
    assert amounts["performance_award"] == 500_000
    assert amounts["upgrade_match"] == 3_000_000
    assert amounts["new_platform_support"] is None


def test_no_advice_is_part_of_any_amount() -> None:
    found = explained(**HARMLESS)
    assert {each.clause for each in found.advice} >= {"二十三", "二十四"}
    assert all(not hasattr(each, "amount") for each in found.advice)
