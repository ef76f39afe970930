"""Which route an approval takes: the first rule that holds, what bars it, what credit closes."""

from datetime import date

import pytest

from policy.explain import explain
from policy.grading import Route, route_of
from policy.model import Pack
from policy.project_facts import FactOfWrongKind, ProjectFacts, known_of
from policy.structure import build_pack
from tests.unit.policy.builder import meadow, meadow_values

SMALL = {"smell": "mild", "wheels_per_week": 20, "uses_raw_milk": False}


def route(item: str, facts: dict[str, object], pack: Pack | None = None, **told: str) -> Route:
    pack = pack or meadow()
    known = {"industry": "cheese", "sponsor_kind": "farm", "facts": facts, **told}
    return route_of(pack, pack.item(item), known_of(pack, ProjectFacts.model_validate(known)))


def told(found: Route) -> tuple[str, str | None, tuple[str, ...]]:
    return found.name, found.rule and found.rule.id, found.closed_by


def test_the_first_rule_that_holds_decides_and_is_named() -> None:
    assert told(route("pasture_use", SMALL)) == ("commitment_and_filing", "small_and_mild", ())
    big = {**SMALL, "wheels_per_week": 21}
    assert told(route("pasture_use", big)) == ("standard", "everything_else", ())
    raw = {**SMALL, "uses_raw_milk": True}
    assert told(route("pasture_use", raw)) == ("standard", "raw_milk", ())


def test_the_same_facts_always_give_the_same_grade() -> None:
    assert route("pasture_use", SMALL) == route("pasture_use", dict(reversed(SMALL.items())))


def test_an_exception_of_the_grade_and_an_item_without_the_route_go_the_standard_way() -> None:
    assert route("water_right", SMALL).name == "standard"
    assert route("stable_permit", SMALL).name == "standard"


def test_bad_credit_closes_the_commitment_route_and_the_next_stricter_is_taken() -> None:
    found = route("pasture_use", SMALL, credit_grade="D")
    assert told(found) == ("simplified", "small_and_mild", ("credit",))
    assert route("pasture_use", SMALL, credit_grade="C").name == "commitment_and_filing"


def test_what_is_never_simplified_is_not_even_where_a_rule_says_so() -> None:
    values = meadow_values()
    values["risk"]["rules"] = [values["risk"]["rules"][1], values["risk"]["rules"][2]]
    pack = build_pack(values)
    assert isinstance(pack, Pack)
    found = route("pasture_use", {**SMALL, "uses_raw_milk": True}, pack)
    assert told(found) == ("standard", "small_and_mild", ("never_simplified",))


def test_a_missing_fact_is_named_and_the_strictest_treatment_shown() -> None:
    found = route("pasture_use", {"smell": "mild", "uses_raw_milk": False})
    assert told(found) == ("standard", None, ("facts_missing",))
    assert found.missing == ("wheels_per_week",)
    assert found.grade is None


def test_a_rule_for_some_items_passes_over_the_others() -> None:
    values = meadow_values()
    values["risk"]["rules"][1]["items"] = ["stable_permit"]
    pack = build_pack(values)
    assert isinstance(pack, Pack)
    assert told(route("pasture_use", SMALL, pack))[1] == "everything_else"
    assert told(route("stable_permit", SMALL, pack))[1] == "small_and_mild"


def test_the_route_sets_limit_materials_and_inspection() -> None:
    known = {"industry": "cheese", "sponsor_kind": "farm", "facts": SMALL}
    found = explain(meadow(), ProjectFacts.model_validate(known), date(2026, 3, 2))
    [item] = found.stages[0].items
    assert item.committed.due.due_on == date(2026, 3, 3)
    assert item.materials == ()
    assert item.inspection is not None
    assert item.inspection.due.anchor_on == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("smell", "sour", "mild, strong"),
        ("smell", True, "mild, strong"),
        ("wheels_per_week", "many", "0, 1.5"),
        ("wheels_per_week", True, "0, 1.5"),
        ("uses_raw_milk", 1, "true, false"),
    ],
)
def test_a_fact_stated_wrongly_is_refused(name: str, value: object, expected: str) -> None:
    known = {"industry": "cheese", "sponsor_kind": "farm", "facts": {name: value}}
    with pytest.raises(FactOfWrongKind) as refused:
        explain(meadow(), ProjectFacts.model_validate(known), date(2026, 3, 2))
    assert expected in refused.value.text("en")
