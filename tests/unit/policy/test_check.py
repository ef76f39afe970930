"""Each rule of the check finds its fault, and only its fault."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.policy.builder import Values, codes_after, findings_after


def put(*path: str | int, value: Any) -> Callable[[Values], None]:
    """A change that sets one value."""

    def change(values: Values) -> None:
        target: Any = values
        for part in path[:-1]:
            target = target[part]
        target[path[-1]] = value

    return change


def drop(*path: str | int) -> Callable[[Values], None]:
    """A change that removes one value."""

    def change(values: Values) -> None:
        target: Any = values
        for part in path[:-1]:
            target = target[part]
        del target[path[-1]]

    return change


SET = {"basis": "set_by_authority"}


def test_an_unchanged_pack_has_no_findings() -> None:
    assert codes_after(lambda values: None) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (put("items", 0, "department", value="nobody"), "unknown_reference"),
        (put("items", 0, "opens_at", value="nowhere"), "unknown_reference"),
        (put("items", 2, "after", value=["nothing"]), "unknown_reference"),
        (put("items", 0, "materials", value=["no_map"]), "unknown_reference"),
        (put("items", 0, "refusal_grounds", value=["mood"]), "unknown_reference"),
        (
            put("items", 1, "stop_grounds", value=["more_papers", "milk_test", "lunch"]),
            "unknown_reference",
        ),
        (put("stages", 0, "evidence", value=["rumour"]), "unknown_reference"),
        (put("programmes", 0, "authority", value="nobody"), "unknown_reference"),
        (put("programmes", 0, "stages", value=["nowhere"]), "unknown_reference"),
        (put("programmes", 0, "eligible_sponsor_kinds", value=["king"]), "unknown_reference"),
        (put("programmes", 0, "evidence", value=["rumour"]), "unknown_reference"),
        (put("sponsor_kinds", 1, "id", value="farm"), "duplicate_id"),
        (put("items", 0, "clause", value="9"), "unknown_clause"),
        (put("stages", 0, "gate", "limit", "clause", value="9"), "unknown_clause"),
        (put("items", 0, "clause", value="other_rules:1"), "unknown_clause"),
        (put("stages", 0, "can_enter", value=False), "stage_never_reached"),
        (put("stages", 1, "gate", "outcomes", value=["stop"]), "stage_without_exit"),
        (put("stages", 1, "needs_platform", value=False), "platform_not_needed"),
        (put("items", 0, "after", value=["water_right"]), "item_never_opens"),
        (put("items", 1, "after", value=["stable_permit"]), "cycle"),
        (put("items", 1, "after", value=["water_right"]), "cycle"),
        (put("items", 1, "refusal_grounds", value=[]), "no_refusal_ground"),
        (put("items", 1, "stop_grounds", value=["milk_test"]), "request_without_stop_ground"),
        (drop("items", 0, "limits", "committed", "clause"), "given_without_clause"),
        (put("items", 0, "limits", "committed", "basis", value=SET["basis"]), "set_without_reason"),
        (
            put("items", 0, "limits", "committed", "figure", value=10),
            "committed_longer_than_statutory",
        ),
        (
            put("items", 1, "limits", "committed", "figure", value=15),
            "committed_longer_than_statutory",
        ),
        (put("items", 0, "remind_at_percent", value=[80, 50]), "reminders_not_ascending"),
        (put("programmes", 0, "share_percent", "value", value=101), "share_above_whole"),
        (put("programmes", 0, "yearly_budget", "value", value=10), "cap_above_budget"),
        (put("sources", 0, "status", value="superseded"), "superseded_by_nothing"),
        (put("departments", 0, "name", "zh", value="Herd board"), "not_chinese"),
        (put("departments", 0, "name", "en", value="畜群"), "not_english"),
    ],
)
def test_a_fault_is_found(change: Callable[[Values], None], code: str) -> None:
    assert codes_after(change) - {"cycle"} <= {code}
    assert code in codes_after(change)


@pytest.mark.parametrize(
    "target",
    [
        {"kind": "at_least"},
        {"kind": "range", "at_least": 5},
        {"kind": "range", "at_least": 5, "at_most": 4},
        {"kind": "qualitative", "at_least": 5},
    ],
)
def test_a_target_whose_figures_do_not_fit_its_kind_is_found(target: Values) -> None:
    name = {"zh": "目标", "en": "Target"}
    whole = {"id": "goal", "name": name, "clause": "1", "year": 2030, **target}
    assert codes_after(put("targets", value=[whole])) == {"target_without_figures"}


def test_units_are_compared_by_what_they_take() -> None:
    change = put("items", 1, "limits", "committed", value=None)

    def mixed(values: Values) -> None:
        change(values)
        values["items"][1]["limits"]["committed"] = {
            "figure": 11,  # working days: longer than the 14 calendar days of the law
            "unit": "working_day",
            "basis": "given",
            "clause": "3",
        }

    assert codes_after(mixed) == {"committed_longer_than_statutory"}


def test_all_faults_are_found_at_once() -> None:
    def many(values: Values) -> None:
        put("items", 0, "department", value="nobody")(values)
        put("stages", 1, "gate", "outcomes", value=["stop"])(values)
        put("departments", 2, "name", "en", value="财务")(values)

    assert codes_after(many) == {"unknown_reference", "stage_without_exit", "not_english"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [("30", "a number"), (True, "a number"), ([1], "a number")],
)
def test_an_amount_is_an_exact_number(value: object, expected: str) -> None:
    [finding] = findings_after(put("programmes", 0, "yearly_budget", "value", value=value))
    assert expected in finding.remedy_en
    assert "数字" in finding.remedy_zh


def test_every_finding_speaks_both_languages() -> None:
    findings = findings_after(put("items", 1, "after", value=["stable_permit", "nothing"]))
    assert findings
    for finding in findings:
        assert all((finding.zh, finding.en, finding.remedy_zh, finding.remedy_en))


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        (put("items", 0, "limits", "statutory", "figure", value=0), "必须大于 0。", "than 0."),
        (put("items", 0, "limits", "statutory", "figure", value=9999), "3650。", "3650."),
        (put("items", 0, "max_information_rounds", value=-1), "不得小于 0。", "least 0."),
        (put("industries", value=[]), "至少 1 项。", "List at least 1."),
        (put("name", "zh", value=""), "不能为空。", "It must not be empty."),
        (put("name", "en", value="x" * 501), "最多 500 个字符。", "At most 500 characters."),
        (put("id", value="Mea dow"), "须符合格式", "It must match"),
        (put("calendar", "office_closes_at", value="25:00"), "须符合格式", "It must match"),
    ],
)
def test_a_value_out_of_bounds_is_told_its_bounds(
    change: Callable[[Values], None], zh: str, en: str
) -> None:
    [finding] = findings_after(change)
    assert finding.code == "bad_value"
    assert zh in finding.remedy_zh
    assert en in finding.remedy_en
