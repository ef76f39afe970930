"""Sets and sliced figures say what looking at every single project would say."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.insight.domain.bits import Sliced, at_ranks, bit_set, count, percentiles
from services.insight.domain.interval import MINIMUM, wilson, withheld

SIZE = 60
values = st.dictionaries(st.integers(0, SIZE - 1), st.integers(0, 70_000), max_size=SIZE)
sets = st.sets(st.integers(0, SIZE - 1))


def sliced(known: dict[int, int]) -> Sliced:
    return Sliced.of(list(known), list(known.values()), SIZE)


def chosen(known: dict[int, int], among: set[int]) -> list[int]:
    return sorted(value for number, value in known.items() if number in among)


@given(values, sets)
def test_sums_and_counts(known: dict[int, int], among: set[int]) -> None:
    figure, bits = sliced(known), bit_set(among, SIZE)
    assert figure.total(bits) == sum(chosen(known, among))
    assert count([(figure, bits)]) == len(chosen(known, among))


@given(values, sets, st.integers(-1, 140_000))
def test_more_than_a_limit(known: dict[int, int], among: set[int], limit: int) -> None:
    expected = {number for number in among if known.get(number, -2) > limit}
    assert sliced(known).above(limit, bit_set(among, SIZE)) == bit_set(expected, SIZE)


@given(st.lists(st.tuples(values, sets), max_size=3))
def test_percentiles_over_several_parts_are_nearest_rank(
    parts: list[tuple[dict[int, int], set[int]]],
) -> None:
    every = sorted(value for known, among in parts for value in chosen(known, among))
    n, found = percentiles([(sliced(k), bit_set(a, SIZE)) for k, a in parts], (50, 85, 95))
    assert n == len(every)
    assert found == [every[math.ceil(n * p / 100) - 1] for p in (50, 85, 95) if every]


@given(values.filter(bool))
def test_every_rank(known: dict[int, int]) -> None:
    every = sorted(known.values())
    part = (sliced(known), bit_set(range(SIZE), SIZE))
    assert at_ranks([part], list(range(len(every)))) == every


def test_nothing_has_no_percentile() -> None:
    assert percentiles([], (50,)) == (0, [])
    assert percentiles([(Sliced.of([1], [5], 2), 0)], (50,)) == (0, [])


@pytest.mark.parametrize(
    ("hits", "n", "expected"),
    # Newcombe 1998, table I, method 3.
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_the_interval_of_a_share(hits: int, n: int, expected: tuple[float, float]) -> None:
    found = wilson(hits, n)
    assert found
    assert found == pytest.approx(expected, abs=5e-5)


def test_of_nothing_there_is_no_interval() -> None:
    assert wilson(0, 0) is None


cells = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), max_size=8)


@given(cells)
def test_a_withheld_cell_cannot_be_worked_out_from_the_others(counts: dict[str, int]) -> None:
    hidden = withheld(counts)
    assert {key for key, n in counts.items() if 0 < n < MINIMUM} <= hidden
    held = {key: n for key, n in counts.items() if n}
    shown_alone = len(hidden) == 1 or 0 < sum(counts[key] for key in hidden) < MINIMUM
    # Alone only where there is no other cell left to hide with it.
    assert not shown_alone or hidden == set(held)


def test_the_next_smallest_goes_with_a_single_small_cell() -> None:
    assert withheld({"a": 3, "b": 9, "c": 7}) == {"a", "c"}
    assert withheld({"a": 3, "b": 4, "c": 7}) == {"a", "b"}
    assert withheld({"a": 30, "b": 0}) == set()
