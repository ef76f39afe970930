"""Building a platform and a pilot line run through the same lane, each on its own course."""

from datetime import date
from typing import Any

import pytest

from policy.course import UnknownInPack, course_of
from policy.explain import ProjectFacts, StageNotOpen, explain
from policy.model import Pack
from policy.plan import compile_plan
from policy.structure import build_pack
from tests.unit.policy.builder import meadow, meadow_values


def facts(**told: Any) -> ProjectFacts:
    return ProjectFacts.model_validate({"industry": "cheese", "sponsor_kind": "farm", **told})


def test_a_subject_with_stages_of_its_own_opens_all_items_at_one() -> None:
    plan = compile_plan(meadow(), "platform_building")
    [stage] = plan.stages
    assert stage.stage == "foundations"
    assert [item.item for item in stage.items] == ["pasture_use", "water_right"]
    assert (plan.subject, plan.entry_stages) == ("platform_building", ("foundations",))


def test_a_subject_with_some_of_the_stages_enters_at_the_first_of_them() -> None:
    plan = compile_plan(meadow(), "pilot_line")
    assert [stage.stage for stage in plan.stages] == ["churn"]
    assert plan.entry_stages == ("churn",)
    items = {item.item: item.after for item in plan.stages[0].items}
    assert items == {"water_right": (), "stable_permit": ("water_right",)}


def test_the_project_keeps_its_course() -> None:
    plan = compile_plan(meadow())
    assert plan.subject == "project"
    assert [stage.stage for stage in plan.stages] == ["sketch", "churn", "market"]


def test_a_pack_without_such_a_subject_says_what_it_has() -> None:
    values = meadow_values()
    values["subjects"] = values["subjects"][:1]
    pack = build_pack(values)
    assert isinstance(pack, Pack)
    with pytest.raises(UnknownInPack) as refused:
        course_of(pack, "pilot_line")
    assert "project, platform_building" in refused.value.text("en")


def test_explain_follows_the_subject() -> None:
    found = explain(meadow(), facts(subject="pilot_line"), date(2026, 3, 2))
    assert [stage.stage.id for stage in found.stages] == ["churn"]
    with pytest.raises(StageNotOpen):
        explain(meadow(), facts(subject="pilot_line", entry_stage="sketch"), date(2026, 3, 2))


def test_an_item_that_the_project_does_not_need_is_left_out_and_named() -> None:
    values = meadow_values()
    values["items"][1]["when"] = "wheels_per_week > 10"
    pack = build_pack(values)
    assert isinstance(pack, Pack)
    small = facts(facts={"wheels_per_week": 10})
    churn = explain(pack, small, date(2026, 3, 2)).stages[1]
    assert [item.item.id for item in churn.items] == ["stable_permit"]
    assert [name.en for name in churn.not_needed] == ["Water right"]
    assert [item.item for item in compile_plan(pack, facts=small).stages[1].items] == [
        "stable_permit"
    ]
    unknown = explain(pack, facts(), date(2026, 3, 2)).stages[1]
    assert unknown.items[0].is_needed_if == ("wheels_per_week",)


def test_a_plan_made_from_facts_carries_the_route_and_its_limits() -> None:
    known = facts(facts={"smell": "mild", "wheels_per_week": 1, "uses_raw_milk": False})
    [item] = compile_plan(meadow(), facts=known).stages[0].items
    assert (item.route, item.committed.figure) == ("commitment_and_filing", 1)
    assert item.inspection is not None
    [plain] = compile_plan(meadow()).stages[0].items
    assert (plain.route, plain.committed.figure, plain.inspection) == ("standard", 6, None)
