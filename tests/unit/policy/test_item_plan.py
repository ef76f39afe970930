"""What the plan of an item carries: everything its case is handled by, and no look-up later."""

from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest

from contracts.process import (
    CheckPlan,
    ExtensionPlan,
    ItemPlan,
    Limit,
    PermissionPlan,
    Plan,
    PriorityPlan,
    ProcedurePlan,
    ReconsiderationPlan,
    RoundPlan,
    StopPlan,
    SupervisionPlan,
)
from policy.explain import explain
from policy.item_limit import item_terms
from policy.model import Pack
from policy.plan import compile_plan
from policy.project_facts import ProjectFacts, known_of
from policy.structure import build_pack
from tests.unit.policy.builder import codes_after, meadow, meadow_values
from tests.unit.policy.test_explain import START


def working(figure: int) -> Limit:
    return Limit(figure=figure, unit="working_day")


def told(**facts: Any) -> ProjectFacts:
    grade = facts.pop("credit_grade", None)
    exact = {name: Decimal(v) if type(v) is int else v for name, v in facts.items()}
    return ProjectFacts(industry="wool", sponsor_kind="farm", credit_grade=grade, facts=exact)


def items_of(facts: ProjectFacts | None = None) -> dict[str, ItemPlan]:
    plan = compile_plan(meadow(), facts=facts)
    return {item.item: item for stage in plan.stages for item in stage.items}


def test_shared_limits_reach_every_item() -> None:
    for item in items_of().values():
        assert item.request_window == working(1)
        assert item.deemed_acceptance == working(2)
        assert item.gaps_supply == working(4)
        assert item.service_limit == working(3)
        assert item.reconsideration == ReconsiderationPlan(
            request=Limit(figure=15, unit="calendar_day"), decision=working(8)
        )


def test_rounds_extension_checklist_and_stops_are_the_items_own() -> None:
    pasture = items_of()["pasture_use"]
    assert pasture.rounds == (RoundPlan(round=1, answer=working(6), review=working(2)),)
    water = items_of()["water_right"]
    assert water.rounds == (RoundPlan(round=1, answer=Limit(figure=9, unit="calendar_day")),)
    assert pasture.extension == ExtensionPlan(at_most=working(4), approver="department_lead")
    assert [each.check for each in pasture.checklist] == ["fence", "shade"]
    assert pasture.checklist[0] == CheckPlan(
        check="fence", zh="围栏是否完好", en="The fence is whole"
    )
    assert pasture.stops == (StopPlan(ground="more_papers", waits_for="sponsor"),)
    assert pasture.materials == ("pasture_map",)


def test_procedures_permission_and_silence() -> None:
    water = items_of()["water_right"]
    test, notice = water.procedures
    assert test == ProcedurePlan(
        procedure="milk_test",
        kind="testing",
        limit=working(3),
        stop_ground="milk_test",
        is_required=True,
    )
    assert (notice.kind, notice.stop_ground, notice.is_required) == ("public_notice", None, False)
    assert water.permission == PermissionPlan(
        valid_months=24, prolonged_by_months=12, prolongations=1, is_temporary=True
    )
    assert (water.deemed_approval, water.utility) == (True, "water")


def test_the_commitment_is_signed_only_on_its_route_and_its_text_is_pinned() -> None:
    harmless = told(smell="mild", wheels_per_week=3, uses_raw_milk=False)
    text = meadow().commitment_texts[0]
    signed = items_of(harmless)["pasture_use"]
    assert signed.commitment is not None
    assert signed.commitment.text == "good_grazing"
    assert signed.commitment.sha256 == sha256(f"{text.zh}\n{text.en}".encode()).hexdigest()
    assert signed.commitment.rectify == Limit(figure=7, unit="calendar_day")
    assert (signed.grade, signed.grade_rule) == ("calm", "small_and_mild")
    assert items_of(told(uses_raw_milk=True))["pasture_use"].commitment is None


def test_bad_credit_closes_acceptance_with_gaps() -> None:
    assert items_of(told(credit_grade="A"))["pasture_use"].accepts_gaps
    assert not items_of(told(credit_grade="D"))["pasture_use"].accepts_gaps


@pytest.mark.parametrize(
    ("wheels", "statutory", "committed"), [(1, 8, 3), (2, 10, 5), (None, 10, 5)]
)
def test_the_first_case_that_holds_decides_and_doubt_takes_the_longest(
    wheels: int | None, statutory: int, committed: int
) -> None:
    facts = told() if wheels is None else told(wheels_per_week=wheels)
    stable = items_of(facts)["stable_permit"]
    assert (stable.statutory, stable.committed) == (working(statutory), working(committed))
    [explained] = [
        item
        for stage in explain(meadow(), facts, START).stages
        for item in stage.items
        if item.item.id == "stable_permit"
    ]
    assert explained.statutory.rule.limit() == stable.statutory
    assert explained.committed.rule.limit() == stable.committed
    assert explained.terms is not None
    assert explained.terms.missing == (() if wheels else ("wheels_per_week",))


def test_a_longer_case_is_expected_while_its_fact_is_not_stated() -> None:
    values = meadow_values()
    values["items"][2]["limits"]["cases"][0]["statutory"]["figure"] = 30
    pack = build_pack(values)
    assert isinstance(pack, Pack)
    terms = item_terms(pack, pack.item("stable_permit"), "standard", known_of(pack, told()))
    assert (terms.statutory.figure, terms.missing) == (30, ("wheels_per_week",))


def test_a_list_halves_the_promise_and_leaves_part_days_whole() -> None:
    listed = items_of(told(wheels_per_week=5, on_festival_list=True))["stable_permit"]
    usual = items_of(told(wheels_per_week=5))["stable_permit"]
    from_then_on = (PriorityPlan(priority="festival_list", committed=working(3)),)
    assert (listed.priority, listed.committed) == ("festival_list", working(3))
    assert (usual.priority, usual.committed) == (None, working(5))
    assert listed.priorities == usual.priorities == from_then_on
    assert items_of()["pasture_use"].priorities == ()


def test_inspections_hang_on_the_stage() -> None:
    sketch, churn, _ = compile_plan(meadow()).stages
    assert sketch.supervision == ()
    assert churn.supervision == (
        SupervisionPlan(
            supervision="barn_rounds",
            department="herd_board",
            first_within=working(10),
            every_months=6,
            rectify=working(5),
        ),
    )


def test_a_plan_of_the_release_before_is_still_read() -> None:
    plan = compile_plan(meadow())
    defaults = ItemPlan.model_fields
    added = {name for name, field in defaults.items() if not field.is_required()}
    old = plan.model_dump(mode="json")
    for stage in old["stages"]:
        stage.pop("supervision")
        for item in stage["items"]:
            for name in added:
                item.pop(name)
    assert [stage.stage for stage in Plan.model_validate(old).stages] == [
        stage.stage for stage in plan.stages
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda v: v["items"][0].update(max_information_rounds=0), "more_rounds_than_allowed"),
        (lambda v: v["items"][0]["rounds"][0].update(round=2), "rounds_out_of_order"),
        (lambda v: v["items"][0].update(rounds=[{"round": 1}]), "empty_round"),
        (
            lambda v: v["items"][0]["rounds"][0]["review"].update(figure=99),
            "round_longer_than_limit",
        ),
        (
            lambda v: v["items"][1].update(stop_grounds=["more_papers"]),
            "stop_ground_not_of_item",
        ),
        (lambda v: v["procedure"].pop("gaps_supply"), "gaps_without_limit"),
        (lambda v: v["procedure"].pop("reconsideration"), "reconsideration_half_written"),
        (
            lambda v: v["items"][0]["routes"]["simplified"].update(commitment="good_grazing"),
            "commitment_without_filing",
        ),
        (
            lambda v: v["items"][0]["routes"]["commitment_and_filing"].pop("commitment"),
            "commitment_never_signed",
        ),
        (
            lambda v: v["items"][0]["routes"]["commitment_and_filing"].update(commitment="none"),
            "unknown_reference",
        ),
        (
            lambda v: v["priorities"][0]["committed_percent"].update(value=100),
            "priority_without_effect",
        ),
        (lambda v: v["priorities"][0].update(items=["nothing"]), "unknown_reference"),
        (lambda v: v["supervision"][0].update(department="nobody"), "unknown_reference"),
        (lambda v: v["supervision"][0].update(stages=["nowhere"]), "unknown_reference"),
        (lambda v: v["evaluations"][0].update(programmes=["nothing"]), "unknown_reference"),
        (
            lambda v: v["items"][2]["limits"]["cases"][0].update(
                when="wheels_per_week < 1 and wheels_per_week > 2"
            ),
            "rule_never_decides",
        ),
        (
            lambda v: v["items"][2]["limits"]["cases"][0]["committed"].update(figure=9),
            "committed_longer_than_statutory",
        ),
        (lambda v: v["items"][2].pop("reason"), "set_without_reason"),
        (lambda v: v["items"][0].pop("clause"), "given_without_clause"),
    ],
)
def test_what_cannot_be_kept_is_found(
    change: Callable[[dict[str, Any]], object], code: str
) -> None:
    assert code in codes_after(change)
    assert code not in codes_after(lambda values: values)
