"""A pack compiles to the plan that a project carries."""

from datetime import date

from contracts.process import GateOutcome, Limit, Plan
from policy.calendar import calendar_with
from policy.digest import digest_of
from policy.plan import compile_plan
from tests.unit.policy.builder import meadow


def test_the_plan_is_pinned_to_version_digest_and_calendar() -> None:
    pack = meadow()
    plan = compile_plan(pack)
    days_off = (date(2026, 8, 12),)
    assert (plan.pack, plan.version, plan.digest) == ("meadow", "3.0", digest_of(pack))
    assert plan.extra_days_off == days_off
    assert plan.calendar == calendar_with(days_off).version


def test_stages_keep_their_order_and_items_open_at_their_stage() -> None:
    plan = compile_plan(meadow())
    told = {stage.stage: [item.item for item in stage.items] for stage in plan.stages}
    assert list(told) == ["sketch", "churn", "market"]
    assert told == {
        "sketch": ["pasture_use"],
        "churn": ["water_right", "stable_permit"],
        "market": [],
    }
    assert plan.entry_stages == ("sketch",)


def test_a_dependency_on_an_earlier_stage_is_already_met() -> None:
    churn = compile_plan(meadow()).stages[1]
    assert {item.item: item.after for item in churn.items} == {
        "water_right": (),
        "stable_permit": ("water_right",),
    }


def test_limits_keep_their_unit_and_roll() -> None:
    [water, _] = compile_plan(meadow()).stages[1].items
    assert water.statutory == Limit(figure=14, unit="calendar_day", roll="next_working_day")
    assert water.committed == Limit(figure=8, unit="calendar_day", roll="none")


def test_gates_keep_their_outcomes_and_attempts() -> None:
    sketch, churn, _ = compile_plan(meadow()).stages
    assert sketch.gate.outcomes == tuple(GateOutcome)
    assert churn.gate.outcomes == (GateOutcome.ADVANCE, GateOutcome.ITERATE, GateOutcome.STOP)
    assert (sketch.gate.max_attempts, churn.gate.max_attempts) == (2, 4)


def test_a_plan_survives_the_wire() -> None:
    plan = compile_plan(meadow())
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
