"""The reader takes a small, dull subset of YAML and says where anything else is."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.yaml_text import MAX_DEPTH, read_yaml


def refused(text: str) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in read_yaml(text, "a.yaml").problems]


def test_values_and_their_lines_are_kept() -> None:
    document = read_yaml("a: 1\nb:\n  - c: 2.50\n  - 2025-02-10\n", "a.yaml")
    assert document.problems == []
    assert document.value == {"a": 1, "b": [{"c": Decimal("2.50")}, date(2025, 2, 10)]}
    assert document.lines[("b", 0, "c")] == 3
    assert document.lines[("b", 1)] == 4


def test_words_that_other_readers_turn_into_something_else_stay_text() -> None:
    text = "a: no\nb: 12:30\nc: '1'\nd: 1e9\ne: 010\n"
    assert read_yaml(text, "a.yaml").value == {
        "a": "no",
        "b": "12:30",
        "c": "1",
        "d": "1e9",
        "e": "010",
    }


def test_true_false_and_nothing_are_understood() -> None:
    assert read_yaml("a: true\nb: false\nc:\nd: ~", "a.yaml").value == {
        "a": True,
        "b": False,
        "c": None,
        "d": None,
    }


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\na: 2\n", "duplicate_key", 2),
        ("a: &x 1\nb: *x\n", "anchor", 1),
        ("a: 1\nb: *x\n", "anchor", 2),
        ("a: !!python/object/apply:os.system [ls]\n", "tag", 1),
        ("a: 1\n---\nb: 2\n", "second_document", 2),
        ("[a, b]: 1\n", "key_not_text", 1),
        ("a: 2025-02-30\n", "bad_value", 1),
        ("a: 1234567890123456789012\n", "bad_value", 1),
        ("a: 1\n b: 2\n", "syntax", 2),
        ("a: [1, 2\n", "syntax", 2),
        ("a: \0\n", "syntax", 1),
    ],
)
def test_surprises_are_refused_with_their_line(text: str, code: str, line: int) -> None:
    assert (code, line) in refused(text)


def test_all_duplicate_keys_are_found_at_once() -> None:
    assert refused("a: 1\na: 2\nb: 1\nb: 2\n") == [("duplicate_key", 2), ("duplicate_key", 4)]


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_deep_nesting_is_refused_without_reading_it_all(opening: str) -> None:
    assert refused(opening * 500) == [("too_deep", 1)]
    assert len(refused(opening * 100_000)) == 1


def test_a_pack_may_be_as_deep_as_the_limit() -> None:
    assert refused("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []


def test_a_billion_laughs_do_not_get_started() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
    assert refused(bomb) == [("anchor", 1)]


@given(st.text())
def test_no_text_makes_the_reader_fail(text: str) -> None:
    read_yaml(text, "a.yaml")


@given(st.text(alphabet="ab:-[]{}&*!#|>'\"\n ,?%@`0123456789"))
def test_no_mixture_of_signs_makes_the_reader_fail(text: str) -> None:
    read_yaml(text, "a.yaml")
