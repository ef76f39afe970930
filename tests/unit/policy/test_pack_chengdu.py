"""What the Chengdu plan of 2024 gives, clause by clause, and what the pack must not pass off."""

from datetime import date
from decimal import Decimal

from policy.check.walk import walk
from policy.course import course_of
from policy.explain import ProjectFacts, explain
from policy.loader import load_pack
from policy.model import Basis, Grant, Item, Pack, Referral
from policy.plan import compile_plan
from policy.quote import ProgrammeQuote

START = date(2026, 3, 2)


def pack() -> Pack:
    return load_pack("chengdu").pack


def quotes(**facts: object) -> dict[str, ProgrammeQuote]:
    told = {
        "industry": "integrated_circuits",
        "sponsor_kind": "chain_leader",
        "subject": "platform_building",
        "facts": facts,
    }
    found = explain(pack(), ProjectFacts.model_validate(told), START)
    return {quote.programme.id: quote for quote in found.quotes}


def test_the_course_has_the_six_links_of_four_two() -> None:
    assert [(stage.name.zh, stage.clause) for stage in pack().stages] == [
        (name, "四.2")
        for name in ("技术攻关", "概念验证", "中试熟化", "企业孵化", "园区运营", "产业集群")
    ]


def test_the_green_lane_of_three_three_has_four_items_and_no_registration() -> None:
    lane = {"planning", "land", "environment", "emergency_management"}
    for subject in ("platform_building", "pilot_line"):
        course = course_of(pack(), subject)
        assert {item.id for item in course.items} == lane
        assert {item.clause for item in course.items} == {"三.3"}


def test_a_project_needs_the_four_items_only_for_a_line_of_its_own() -> None:
    told = ProjectFacts(industry="biomedicine", sponsor_kind="technology_enterprise")
    without = told.model_copy(update={"facts": {"builds_pilot_line": False}})
    assert [len(stage.items) for stage in compile_plan(pack(), facts=told).stages] == [
        0, 0, 4, 0, 0, 0
    ]  # fmt: skip
    assert not any(stage.items for stage in compile_plan(pack(), facts=without).stages)


def test_the_text_names_four_chains_and_the_missing_annex_is_said() -> None:
    assert {chain.industries[0] for chain in pack().chains} == {
        "integrated_circuits",
        "aero_engines",
        "biomedicine",
        "new_materials",
    }
    assert "附件不在所据文本中" in pack().industry("other_key_chain").name.zh
    assert not any(chain.links for chain in pack().chains)


def test_the_targets_are_those_of_the_plan() -> None:
    figures = {
        target.id: (target.clause, target.year, target.at_least)
        for target in pack().targets
        if target.kind != "qualitative"
    }
    assert figures == {
        "key_platforms_2025": ("一.1", 2025, Decimal(100)),
        "major_projects_2025": ("一.3", 2025, Decimal(500)),
        "products_2025": ("一.3", 2025, Decimal(500)),
        "firms_2025": ("一.3", 2025, Decimal(100)),
        "technology_managers_2025": ("三.2", 2025, Decimal(4000)),
    }
    words = {(each.clause, each.year) for each in pack().targets if each.kind == "qualitative"}
    assert words == {("四.2", 2025), ("五", 2030)}


def test_the_size_of_the_pilot_fund_is_the_only_amount_that_the_plan_gives() -> None:
    fund = pack().programme("pilot_fund")
    assert isinstance(fund, Referral)
    assert fund.size is not None
    assert fund.size.value == 5_000_000_000
    assert (fund.size.basis, fund.size.clause) == ("given", "三.1")
    given = [
        path
        for path, model in walk(pack())
        if isinstance(model, Basis) and not isinstance(model, Item) and model.basis == "given"
        if path[0] != "platform_types"
    ]
    assert len(given) == 1


def test_the_kinds_of_money_are_those_that_the_plan_names() -> None:
    assert {(each.clause, each.kind) for each in pack().programmes} == {
        ("一.2", "post_subsidy"),
        ("一.2", "tapering_subsidy"),
        ("一.2", "equity_referral"),
        ("三.1", "subsidy_to_equity"),
        ("三.1", "equity_referral"),
        ("三.1", "loan_referral"),
    }


def test_the_tapering_years_sum_to_the_whole_to_the_fen() -> None:
    taper = quotes(is_hard_to_commercialise=True, total_investment=Decimal("1000000.01"))
    [reading] = taper["tapering_subsidy"].readings
    assert reading.amount == Decimal("300000.00")
    assert sum(reading.by_year) == reading.amount
    assert sorted(reading.by_year, reverse=True) == list(reading.by_year)
    programme = pack().programme("tapering_subsidy")
    assert isinstance(programme, Grant)
    assert all(year.evidence for year in programme.schedule)


def test_a_part_of_the_linked_grant_turns_into_equity() -> None:
    linked = quotes(total_investment=Decimal(10_000_000))["grant_linked_to_equity"]
    assert linked.amount == 2_000_000
    assert linked.readings[0].to_equity == 1_000_000


def test_the_lists_that_the_plan_wants_published() -> None:
    assert {(each.clause, each.of) for each in pack().published_lists} == {
        ("一.1", "atlas"),
        ("一.1", "demand"),
        ("一.1", "supply"),
        ("四.3", "platforms"),
        ("四.3", "projects"),
    }


def test_openness_is_worked_out_and_weighs_most() -> None:
    [indicators] = pack().indicator_sets
    heaviest = max(indicators.indicators, key=lambda each: each.weight)
    assert (heaviest.id, heaviest.measured) == ("openness", "derived")
