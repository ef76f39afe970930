"""Each rule of the check for facts, rules, subjects, money and platforms finds its fault."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from policy.problem import Finding
from tests.unit.policy.builder import Values, findings_after
from tests.unit.policy.test_check import drop, put

GIVEN = {"basis": "given", "clause": "4"}
LIMIT = {"figure": 9, "unit": "working_day", "basis": "given", "clause": "3"}
BARN, HAY, COW = 1, 2, 3  # positions of the programmes


def found(change: Callable[[Values], object]) -> list[tuple[str, str]]:
    return [(each.code, ".".join(map(str, each.path))) for each in findings_after(change)]


def append(*path: str | int, value: Any) -> Callable[[Values], None]:
    """A change that adds one entry to a list."""

    def change(values: Values) -> None:
        target: Any = values
        for part in path:
            target = target[part]
        target.append(deepcopy(value))

    return change


def both(*changes: Callable[[Values], object]) -> Callable[[Values], None]:
    def change(values: Values) -> None:
        for each in changes:
            each(values)

    return change


def figure(value: int | str) -> dict[str, Any]:
    return {"value": value, **GIVEN}


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        # tiers, facts, assessments
        (
            put("tiers", 1, "industries", value=["wool", "cheese"]),
            "industry_in_two_tiers",
            "tiers.1.industries.1",
        ),
        (put("tiers", value=[]), "bad_expression", "programmes.1.rates.0.when"),
        (
            put("tiers", 1, "industries", value=["wol"]),
            "unknown_reference",
            "tiers.1.industries.0",
        ),
        (
            append("industries", value={"id": "silk", "name": {"zh": "丝", "en": "Silk"}}),
            "industry_without_tier",
            "industries.2.id",
        ),
        (put("chains", 0, "industries", value=["x"]), "unknown_reference", "chains.0.industries.0"),
        (
            put("chains", 0, "links", 1, "id", value="milking"),
            "duplicate_id",
            "chains.0.links.1.id",
        ),
        (put("facts", 1, "id", value="tier"), "fact_built_in", "facts.1.id"),
        (drop("facts", 1, "unit"), "fact_without_unit", "facts.1.unit"),
        (drop("facts", 0, "choices", 1), "fact_without_choices", "facts.0.choices"),
        (put("platform_types", 0, "criteria", value=[]), "fact_unused", "facts.5.id"),
        (
            put("items", 0, "when", value="has_cellar"),
            "platform_fact_of_project",
            "items.0.when",
        ),
        (
            put("platform_types", 0, "groups", value=["barn"]),
            "unknown_reference",
            "platform_types.0.groups.0",
        ),
        (
            put("indicator_sets", 0, "indicators", 0, "weight", value=71),
            "weights_not_whole",
            "indicator_sets.0.indicators",
        ),
        (
            put("indicator_sets", 0, "grades", 1, "at_least", value=60),
            "grades_overlap_or_gap",
            "indicator_sets.0.grades",
        ),
        # expressions
        (put("items", 1, "when", value="wheels > 3"), "bad_expression", "items.1.when"),
        (put("items", 1, "when", value="smell == 'sour'"), "bad_expression", "items.1.when"),
        (
            put("programmes", BARN, "base", value="has_cellar"),
            "bad_expression",
            "programmes.1.base",
        ),
        (
            put("risk", "never_simplified", value="import os"),
            "bad_expression",
            "risk.never_simplified",
        ),
        # rules
        (drop("risk", "rules", 2), "rules_leave_gap", "risk.rules.1"),
        (
            put("risk", "rules", 2, "items", value=["water_right"]),
            "rules_leave_gap",
            "risk.rules.2",
        ),
        (
            put("risk", "rules", 1, "when", value="uses_raw_milk and wheels_per_week < 5"),
            "rule_never_decides",
            "risk.rules.1",
        ),
        (put("risk", "rules", 0, "grade", value="wild"), "unknown_reference", "risk.rules.0.grade"),
        (
            put("risk", "grades", 0, "exceptions", 0, "item", value="x"),
            "unknown_reference",
            "risk.grades.0.exceptions.0.item",
        ),
        (drop("programmes", BARN, "rates", 2), "rules_leave_gap", "programmes.1.rates"),
        (
            put("programmes", BARN, "rates", 0, "when", value="barn_investment < 1000"),
            "rule_never_decides",
            "programmes.1.rates.0",
        ),
        # subjects
        (
            put("subjects", 0, "same_stages", value=["churn"]),
            "subject_without_course",
            "subjects.0",
        ),
        (drop("subjects", 1, "same_stages"), "subject_without_course", "subjects.1"),
        (drop("subjects", 0, "items_open_at"), "item_never_opens", "subjects.0.items.0"),
        (
            put("subjects", 0, "items_open_at", value="nowhere"),
            "unknown_reference",
            "subjects.0.items_open_at",
        ),
        (
            put("subjects", 0, "stages", 0, "id", value="churn"),
            "duplicate_id",
            "subjects.0.stages.0.id",
        ),
        (
            put("subjects", 0, "stages", 0, "can_enter", value=False),
            "stage_never_reached",
            "subjects.0.stages.0.can_enter",
        ),
        (
            put("subjects", 0, "stages", 0, "gate", "outcomes", value=["stop"]),
            "stage_without_exit",
            "subjects.0.stages.0.gate.outcomes",
        ),
        (
            both(
                put("items", 2, "opens_at", value="foundations"),
                put("subjects", 1, "items", value=["water_right"]),
            ),
            "item_never_opens",
            "items.2.opens_at",
        ),
        # routes, silence
        (
            put("items", 0, "routes", "simplified", "committed", "figure", value=7),
            "lighter_route_longer",
            "items.0.routes.simplified.committed",
        ),
        (
            drop("items", 0, "routes", "commitment_and_filing", "inspection"),
            "filing_without_inspection",
            "items.0.routes.commitment_and_filing",
        ),
        (
            put("items", 0, "routes", "simplified", "inspection", value=LIMIT),
            "inspection_without_filing",
            "items.0.routes.simplified.inspection",
        ),
        (
            both(put("items", 0, "affects_safety", value=True), drop("risk", "never_simplified")),
            "safety_without_bar",
            "items.0.routes",
        ),
        (
            put("items", 1, "affects_safety", value=True),
            "silence_approves_safety",
            "items.1.deemed_approval",
        ),
        (
            put("items", 0, "extension", "at_most", "figure", value=10),
            "extension_longer_than_limit",
            "items.0.extension.at_most",
        ),
        (
            drop("items", 1, "permission", "prolonged_by"),
            "prolongation_half_written",
            "items.1.permission",
        ),
        # money
        (
            put("programmes", BARN, "rates", 2, "amount", value=figure(5)),
            "rate_without_figure",
            "programmes.1.rates.2",
        ),
        (drop("programmes", HAY, "base"), "percent_of_nothing", "programmes.2.rates.0"),
        (
            put("programmes", BARN, "rates", 2, "percent", "value", value=101),
            "share_above_whole",
            "programmes.1.rates.2.percent.value",
        ),
        (
            put("programmes", BARN, "rates", 2, "cap", "value", value=90001),
            "cap_above_budget",
            "programmes.1.rates.2.cap.value",
        ),
        (
            put("programmes", HAY, "schedule", 1, "percent", "value", value=41),
            "schedule_does_not_add_up",
            "programmes.2.schedule",
        ),
        (
            put("programmes", HAY, "schedule", 1, "year", value=3),
            "schedule_does_not_add_up",
            "programmes.2.schedule",
        ),
        (drop("programmes", HAY, "schedule"), "schedule_not_for_kind", "programmes.2.schedule"),
        (
            put("programmes", HAY, "kind", value="one_off"),
            "schedule_not_for_kind",
            "programmes.2.schedule",
        ),
        (
            put("programmes", BARN, "kind", value="subsidy_to_equity"),
            "conversion_not_for_kind",
            "programmes.1.conversion",
        ),
        (drop("programmes", BARN, "readings", 1), "one_reading", "programmes.1.readings"),
        (
            put("programmes", BARN, "rates", 0, "readings", value=["x"]),
            "unknown_reference",
            "programmes.1.rates.0.readings.0",
        ),
        (
            put("programmes", BARN, "subjects", value=["pilot_line"]),
            None,
            "",
        ),
        (
            put("programmes", COW, "authority", value="x"),
            "unknown_reference",
            "programmes.3.authority",
        ),
        (
            put("stacking", 0, "programmes", value=["butter_token", "x"]),
            "unknown_reference",
            "stacking.0.programmes.1",
        ),
        (
            put("stacking", 0, "rule", value="together_at_most"),
            "stacking_without_ceiling",
            "stacking.0",
        ),
        (put("stacking", 0, "clause", value="9"), "unknown_clause", "stacking.0.clause"),
        # reasons
        (
            put("procedure", "delivery", "reason", value="habit"),
            "unknown_reference",
            "procedure.delivery.reason",
        ),
        (drop("procedure", "delivery", "reason"), "set_without_reason", "procedure.delivery"),
    ],
)
def test_a_fault_is_found_at_its_place(
    change: Callable[[Values], None], code: str | None, place: str
) -> None:
    findings = found(change)
    if code is None:
        assert findings == []
    else:
        assert (code, place) in findings


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put("programmes", BARN, "kind", value="gift"), "no kind of programme 'gift'"),
        (drop("programmes", BARN, "kind"), "'kind' is missing"),
        (put("programmes", BARN, "rate", value=1), "'rates'"),
        (put("programmes", COW, "sizes", value=1), "'size'"),
        (put("programmes", BARN, "rates", 0, "prozent", value=1), "'percent'"),
        (put("items", 0, "routes", "simplifed", value=1), "'simplified'"),
        (put("credit", 0, "id", value="E"), "'A', 'B', 'C', 'D'"),
        (put("subjects", 0, "id", value="rocket"), "'platform_building', 'pilot_line'"),
        (put("risk", "rules", 0, "when", value=True), "text"),
        (put("risk", "rules", 0, "when", value="x" * 301), "300 characters"),
    ],
)
def test_a_wrong_shape_is_told_with_what_would_be_right(
    change: Callable[[Values], None], told: str
) -> None:
    assert any(told in _words(finding) for finding in findings_after(change))


def test_one_unreadable_condition_does_not_hide_the_other_faults() -> None:
    change = both(
        put("programmes", BARN, "when", value="nonsense("),
        drop("risk", "rules", 2),
        put("tiers", 1, "industries", value=["wool", "cheese"]),
    )
    codes = {code for code, _ in found(change)}
    assert {"bad_expression", "rules_leave_gap", "industry_in_two_tiers"} <= codes


def test_a_gap_comes_with_an_example() -> None:
    findings = findings_after(drop("programmes", BARN, "rates", 2))
    [gap] = [each for each in findings if "(capped)" in each.en]
    assert "tier=grey" in gap.en
    assert "barn_investment=1000" in gap.en


def _words(finding: Finding) -> str:
    return f"{finding.en} {finding.remedy_en}"
