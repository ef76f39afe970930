"""What the interpretation of Beijing's measures gives, pinned: nobody changes it unnoticed."""

from datetime import date
from decimal import Decimal

import pytest

from policy.explain import ProjectFacts, explain
from policy.loader import load_pack
from policy.model import Basis, Grant, Pack
from policy.plan import compile_plan
from policy.quote import ProgrammeQuote

MILLION = 1_000_000


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("beijing").pack


@pytest.fixture(scope="module")
def subsidy(pack: Pack) -> Grant:
    programme = pack.programme("new_platform_subsidy")
    assert isinstance(programme, Grant)
    return programme


def test_the_source_is_an_interpretation_not_the_measures(pack: Pack) -> None:
    [source] = pack.sources
    assert (source.issued_on, source.status) == (date(2026, 1, 5), "interpretation")


def test_industries_are_in_the_four_tiers_of_the_text(pack: Pack) -> None:
    assert {tier.id: (tier.clause, len(tier.industries)) for tier in pack.tiers} == {
        "leading": ("三.1", 4),
        "foundational": ("三.1", 4),
        "future": ("三.1", 1),
        "upgrade": ("三.1", 2),
    }


def test_targets_are_those_of_the_text(pack: Pack) -> None:
    found = {each.id: (each.clause, each.year, each.kind, each.at_least) for each in pack.targets}
    assert found == {
        "national_platforms_2030": ("三", 2030, "at_least", Decimal(10)),
        "municipal_platforms_2030": ("三", 2030, "at_least", Decimal(50)),
        "pilot_system_2030": ("三", 2030, "qualitative", None),
    }


@pytest.mark.parametrize(
    ("rate", "percent", "cap"),
    [("leading_foundational_future", 35, 100 * MILLION), ("upgrade", 25, 50 * MILLION)],
)
def test_the_common_rates_and_caps_are_given(
    subsidy: Grant, rate: str, percent: int, cap: int
) -> None:
    [found] = [each for each in subsidy.rates if each.id == rate]
    assert found.percent is not None
    assert found.cap is not None
    assert (found.percent.value, found.cap.value) == (Decimal(percent), Decimal(cap))
    assert {found.percent.basis, found.cap.basis} == {"given"}
    assert {found.percent.clause, found.cap.clause} == {"三.1"}


def test_the_uplifted_rates_are_given_and_their_caps_are_not(subsidy: Grant) -> None:
    uplifted = [each for each in subsidy.rates if "independent" in each.id]
    percents = {each.percent.value for each in uplifted if each.percent is not None}
    assert percents == {Decimal(45), Decimal(35)}
    assert {each.percent.basis for each in uplifted if each.percent is not None} == {"given"}
    caps = [each.cap for each in uplifted if each.cap is not None]
    assert {cap.basis for cap in caps} == {"set_by_authority"}


@pytest.mark.parametrize(
    ("industry", "amounts"),
    [
        ("integrated_circuits", ["100000000.00", "108000000.00", "100000000.00", "144000000.00"]),
        ("information_technology", ["50000000.00", "84000000.00", "50000000.00", "112000000.00"]),
    ],
)
def test_every_reading_of_the_uplift_is_worked_out(
    pack: Pack, industry: str, amounts: list[str]
) -> None:
    quoted = _quoted(pack, industry, is_independent=True)
    assert [str(each.amount) for each in quoted.readings] == amounts
    assert quoted.amount == Decimal(amounts[0])


@pytest.mark.parametrize(
    ("industry", "amount"),
    [
        ("artificial_intelligence", "100000000.00"),
        ("future_industries", "100000000.00"),
        ("connected_new_energy_vehicles", "50000000.00"),
    ],
)
def test_all_readings_agree_where_the_text_is_clear(pack: Pack, industry: str, amount: str) -> None:
    quoted = _quoted(pack, industry, is_independent=False)
    assert {str(each.amount) for each in quoted.readings} == {amount}
    assert not any(each.is_indicative for each in quoted.readings)


def test_below_the_cap_the_share_of_total_investment_is_paid(pack: Pack) -> None:
    quoted = _quoted(pack, "new_materials", is_independent=False, total=100 * MILLION)
    assert quoted.amount == Decimal("35000000.00")


def test_what_is_not_newly_built_gets_no_subsidy(pack: Pack) -> None:
    quoted = _quoted(pack, "new_materials", is_independent=False, is_new_build=False)
    assert quoted.standing == "closed"


def test_no_limit_passes_for_given_and_no_voucher_is_invented(pack: Pack) -> None:
    limits: list[Basis] = [item.limits.statutory for item in pack.items]
    limits += [item.limits.committed for item in pack.items]
    limits += [stage.gate.limit for stage in pack.all_stages]
    assert {each.basis for each in limits} == {"set_by_authority"}
    assert pack.vouchers == ()


def test_platforms_and_lines_take_courses_of_their_own(pack: Pack) -> None:
    platform = compile_plan(pack, "platform_building")
    line = compile_plan(pack, "pilot_line")
    assert platform.stages[0].stage == "platform_preparation"
    assert [stage.stage for stage in line.stages] == ["line_preparation", "line_trial_run"]
    items = {item.item for stage in line.stages for item in stage.items}
    assert not items & {"registration", "platform_registration"}


def _quoted(
    pack: Pack,
    industry: str,
    *,
    is_independent: bool,
    is_new_build: bool = True,
    total: int = 320 * MILLION,
) -> ProgrammeQuote:
    facts = ProjectFacts.model_validate(
        {
            "industry": industry,
            "sponsor_kind": "chain_leader",
            "subject": "platform_building",
            "facts": {
                "is_new_build": is_new_build,
                "is_independent_legal_person": is_independent,
                "total_investment": total,
                "fixed_asset_investment": 240 * MILLION,
            },
        }
    )
    quotes = explain(pack, facts, date(2026, 3, 2)).quotes
    [found] = [each for each in quotes if each.programme.id == "new_platform_subsidy"]
    return found
