"""The packs that come with the lane: in order, true to their clauses, and nowhere in the code."""

from pathlib import Path

import pytest

from policy.course import course_of
from policy.loader import PACKS_DIR, available_packs, load_pack, problems_in
from policy.plan import compile_plan

POLICY = Path(__file__).parents[3] / "policy"


@pytest.mark.parametrize("pack", sorted(available_packs()))
def test_a_pack_has_no_problems(pack: str) -> None:
    assert [problem.text("en") for problem in problems_in(PACKS_DIR / pack)] == []


def test_guangzhou_has_the_four_stages_and_five_items_of_its_clause() -> None:
    pack = load_pack("guangzhou").pack
    stages = ["concept_verification", "small_trial", "pilot_maturation", "industrialisation"]
    assert [stage.id for stage in pack.stages] == stages
    items = course_of(pack).items
    assert {item.id: item.department for item in items} == {
        "planning": "natural_resources",
        "land": "natural_resources",
        "environment": "ecology",
        "emergency_management": "emergency_management",
        "registration": "market_regulation",
    }
    assert {item.clause for item in items} == {"十七"}


def test_in_guangzhou_only_land_waits_for_another_item() -> None:
    plan = compile_plan(load_pack("guangzhou").pack)
    [stage] = [stage for stage in plan.stages if stage.items]
    assert stage.stage == "pilot_maturation"
    waiting = {item.item: item.after for item in stage.items if item.after}
    assert waiting == {"land": ("planning",)}
    assert plan.entry_stages == ("concept_verification", "small_trial", "pilot_maturation")


def test_guangzhou_passes_no_limit_or_amount_off_as_given() -> None:
    pack = load_pack("guangzhou").pack
    limits = [limit for item in pack.items for limit in (item.limits.statutory,)]
    limits += [item.limits.committed for item in pack.items]
    limits += [stage.gate.limit for stage in pack.stages]
    assert {limit.basis for limit in limits} == {"set_by_authority"}
    assert all(voucher.is_indicative for voucher in pack.vouchers)


def test_every_stop_ground_of_guangzhou_waits_for_somebody() -> None:
    grounds = {ground.id: ground.waits_for for ground in load_pack("guangzhou").pack.stop_grounds}
    assert grounds["information_requested"] == "sponsor"
    assert grounds["expert_review"] == "third_party"


def test_no_code_of_the_policy_engine_names_a_pack() -> None:
    names = {*available_packs(), "广州"}
    for file in POLICY.rglob("*.py"):
        text = file.read_text("utf-8")
        assert not [name for name in names if name in text], file
