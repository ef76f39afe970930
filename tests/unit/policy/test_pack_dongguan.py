"""What the policy of Dongguan gives, pinned: nobody changes it unnoticed."""

from datetime import date
from decimal import Decimal

import pytest

from policy.explain import ProjectFacts, explain
from policy.loader import load_pack
from policy.model import Basis, Grant, Pack
from policy.plan import compile_plan


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("dongguan").pack


def test_the_source_is_the_opinions_in_force(pack: Pack) -> None:
    [source] = pack.sources
    assert (source.issued_on, source.status) == (date(2024, 9, 25), "in_force")


def test_industries_are_the_three_tiers_of_clause_two_one(pack: Pack) -> None:
    assert {tier.id: (tier.clause, len(tier.industries)) for tier in pack.tiers} == {
        "pillar": ("二.1", 4),
        "emerging": ("二.1", 5),
        "future": ("二.1", 4),
    }


def test_targets_are_those_of_the_policy(pack: Pack) -> None:
    found = {each.id: (each.clause, each.year, each.kind, each.at_least) for each in pack.targets}
    assert found == {
        "key_platforms_2026": ("一", 2026, "at_least", Decimal(50)),
        "recognised_platforms_2026": ("一", 2026, "at_least", Decimal(3)),
        "brokers_2026": ("一", 2026, "at_least", Decimal(701)),  # more than 700
        "chain_coverage_2026": ("一", 2026, "ratio", Decimal(100)),
        "spallation_hours": ("四.2", None, "at_least", Decimal(700)),
        "pilot_city_2030": ("一", 2030, "qualitative", None),
    }


def test_no_limit_rate_or_amount_passes_for_given(pack: Pack) -> None:
    limits: list[Basis] = [item.limits.statutory for item in pack.items]
    limits += [item.limits.committed for item in pack.items]
    limits += [stage.gate.limit for stage in pack.all_stages]
    limits += [each.share_percent for each in pack.vouchers]
    limits += [each.cap_per_application for each in pack.vouchers]
    grants = [each for each in pack.programmes if isinstance(each, Grant)]
    rates = [rate for grant in grants for rate in grant.rates]
    limits += [figure for rate in rates for figure in (rate.percent, rate.amount) if figure]
    assert {each.basis for each in limits} == {"set_by_authority"}


def test_money_of_clause_five_two_is_offered(pack: Pack) -> None:
    assert {each.id: (each.kind, each.clause) for each in pack.programmes} == {
        "pilot_service_voucher": ("voucher", "五.2"),
        "testing_voucher": ("voucher", "五.2"),
        "upper_level_match": ("match_funding", "五.2"),
        "good_service_award": ("performance_award", "五.2"),
        "angel_and_industry_funds": ("equity_referral", "四.4"),
    }


@pytest.mark.parametrize(
    ("award", "required", "paid"),
    [(3_000_000, 2_000_000, "2000000.00"), (1_000_000, 2_000_000, "1000000.00")],
)
def test_the_match_is_never_above_the_upper_award(
    pack: Pack, award: int, required: int, paid: str
) -> None:
    facts = ProjectFacts.model_validate(
        {
            "industry": "semiconductors",
            "sponsor_kind": "research_institution",
            "subject": "platform_building",
            "facts": {
                "recognised_level": "national",
                "upper_award": award,
                "required_match": required,
            },
        }
    )
    quotes = explain(pack, facts, date(2026, 3, 2)).quotes
    [match] = [each for each in quotes if each.programme.id == "upper_level_match"]
    assert match.amount == Decimal(paid)


def test_one_contract_gets_one_voucher(pack: Pack) -> None:
    facts = ProjectFacts.model_validate(
        {"industry": "new_energy", "sponsor_kind": "startup", "contract_amount": 800_000}
    )
    [together] = explain(pack, facts, date(2026, 3, 2)).stacking
    assert together.together == Decimal("240000.00")
    assert together.separately > together.together


def test_a_platform_takes_its_own_course_with_an_energy_review(pack: Pack) -> None:
    plan = compile_plan(pack, "platform_building")
    assert [stage.stage for stage in plan.stages] == [
        "platform_preparation",
        "platform_construction",
        "platform_opening",
    ]
    items = {item.item for item in plan.stages[0].items}
    assert {"energy_review", "platform_registration"} <= items
    assert "registration" not in items
