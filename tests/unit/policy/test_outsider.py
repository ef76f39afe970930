"""What somebody who writes a first pack gets wrong is said where it is, once, with the remedy."""

from collections.abc import Callable
from datetime import date

import pytest

from policy.check.term import term_notices
from policy.digest import digest_of
from policy.model import Pack
from policy.problem import Finding
from policy.structure import build_pack
from policy.tools.diagram_words import Speech
from policy.yaml_text import read_yaml
from tests.unit.policy.builder import Values, findings_after, meadow, meadow_values


def condition(text: str) -> list[Finding]:
    """What is found when the only rule that uses `smell` and two more facts reads so."""
    return findings_after(lambda values: values["items"][1].update(when=text))


def source(**told: object) -> Pack:
    values = meadow_values()
    values["sources"][0].update(told)
    pack = build_pack(values)
    assert isinstance(pack, Pack), pack
    return pack


def test_a_choice_without_quotation_marks_is_told_so() -> None:
    (found,) = condition("smell == mild")
    assert (found.code, found.path) == ("bad_expression", ("items", 1, "when"))
    assert 'smell == "mild"' in found.remedy_zh
    assert 'smell == "mild"' in found.remedy_en
    assert "facts" not in found.remedy_en


def test_an_unknown_word_may_be_a_choice_or_a_fact() -> None:
    (found,) = condition("smell == gruesome")
    assert "加引号" in found.remedy_zh
    assert "quotation marks" in found.remedy_en


@pytest.mark.parametrize("text", ["{} = 3", "{} == nonesuch", "{}s > 3", "({} > 3"])
def test_an_unreadable_condition_does_not_report_its_facts_as_unused(text: str) -> None:
    def only_here(written: str) -> Callable[[Values], None]:
        def change(values: Values) -> None:
            fact = {"id": "only_here", "name": {"zh": "新", "en": "New"}, "type": "yes_no"}
            values["facts"].append(fact)
            values["items"][1]["when"] = written

        return change

    assert [each.code for each in findings_after(only_here("wheels_per_week > 3"))] == [
        "fact_unused"
    ]
    broken = [each.code for each in findings_after(only_here(text.format("only_here")))]
    assert broken == ["bad_expression"]


@pytest.mark.parametrize(
    ("value", "quoted"), [("3", '"3"'), ("2025.1", '"2025.1"'), ("true", '"true"')]
)
def test_digits_that_are_meant_as_text_want_quotation_marks(value: str, quoted: str) -> None:
    read = read_yaml(f"clause: {value}", "a.yaml").value
    assert isinstance(read, dict)
    (found,) = findings_after(lambda values: values["departments"][0].update(read))
    assert found.code == "wrong_type"
    assert f"clause: {quoted}" in found.remedy_zh
    assert f"clause: {quoted}" in found.remedy_en
    assert "引号" in found.remedy_zh


def test_a_clause_of_a_list_wants_them_too() -> None:
    (found,) = findings_after(lambda values: values["sources"][0].update(clauses=["1", 2, "3"]))
    assert found.path == ("sources", 0, "clauses", 1)
    assert '- "2"' in found.remedy_en


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name：甲\nen: x\n", 1),
        ("a:\n  - id: x\n    name：甲\n    en: x\n", 3),
        ("sources：\n  - id: x\n", 1),
        ("a:\n  - zh： 甲\n    en: B\n    b: 1\n", 2),
    ],
)
def test_a_full_width_colon_is_named_at_its_line(text: str, line: int) -> None:
    (problem,) = read_yaml(text, "a.yaml").problems
    assert (problem.code, problem.line) == ("full_width_colon", line)
    assert "全角冒号" in problem.zh
    assert "full-width colon" in problem.en


def test_where_yaml_takes_it_for_text_the_colon_is_named_all_the_same() -> None:
    text = "departments:\n  - id: a\n    name:\n      zh：甲\n      en：A\n"
    document = read_yaml(text, "a.yaml")
    assert isinstance(document.value, dict)
    built = build_pack({**meadow_values(), **document.value})
    assert isinstance(built, list)
    (found,) = built
    assert found.code == "full_width_colon"
    assert document.lines[found.path] == 4


def test_inside_braces_the_colon_is_named_too() -> None:
    value = read_yaml("{zh：甲, en: A}", "a.yaml").value
    found = findings_after(lambda values: values["departments"][0].update(name=value))
    assert {each.code for each in found} == {"full_width_colon", "missing_translation"}


def test_a_comma_before_chinese_text_in_braces_is_explained() -> None:
    value = read_yaml("{zh: 甲,乙, en: A}", "a.yaml").value
    (found,) = findings_after(lambda values: values["departments"][0].update(name=value))
    assert found.code == "comma_in_braces"
    assert "引号" in found.remedy_zh


def test_a_misspelt_field_without_a_value_is_no_comma() -> None:
    (found,) = findings_after(lambda values: values["departments"][0].update(claus=None))
    assert found.code == "unknown_field"


def test_a_missing_basis_names_the_two_choices() -> None:
    (found,) = findings_after(lambda values: values["items"][0]["limits"]["statutory"].pop("basis"))
    for remedy in (found.remedy_zh, found.remedy_en):
        assert "basis: given" in remedy
        assert "basis: set_by_authority" in remedy


def test_terms_of_a_source_leave_the_digest_alone_until_they_are_written() -> None:
    assert digest_of(source(in_force_from=None)) == digest_of(meadow())
    assert digest_of(source(expires_on=date(2030, 1, 1))) != digest_of(meadow())


@pytest.mark.parametrize(
    ("today", "codes"),
    [
        (date(2025, 1, 1), ["source_yet_to_come"]),
        (date(2025, 6, 1), []),
        (date(2026, 5, 31), []),
        (date(2026, 6, 1), ["source_expired"]),
    ],
)
def test_the_last_day_is_still_in_force(today: date, codes: list[str]) -> None:
    pack = source(in_force_from=date(2025, 6, 1), expires_on=date(2026, 5, 31))
    assert [each.code for each in term_notices(pack, today)] == codes


def test_a_source_that_ends_before_it_begins_is_refused() -> None:
    told = {"in_force_from": date(2026, 1, 1), "expires_on": date(2025, 12, 31)}
    (found,) = findings_after(lambda values: values["sources"][0].update(told))
    assert (found.code, found.path) == ("expires_before_it_begins", ("sources", 0, "expires_on"))


def test_the_number_of_attempts_is_marked_unless_the_policy_gives_it() -> None:
    gate = meadow().stages[0].gate
    given = gate.model_copy(update={"max_attempts_clause": "1"})
    assert Speech("en").attempts(gate).endswith("times*")
    assert Speech("zh").attempts(given).endswith("次")


def test_a_clause_of_attempts_must_exist() -> None:
    (found,) = findings_after(
        lambda values: values["stages"][0]["gate"].update(max_attempts_clause="99")
    )
    assert found.path == ("stages", 0, "gate", "max_attempts_clause")
