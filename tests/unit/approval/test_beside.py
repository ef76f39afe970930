"""Where a task's time went, and which earlier decisions are nearest."""

import itertools
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.approval.domain.precedent import MOST_PRECEDENTS, Precedent, nearest
from services.approval.domain.spent import BEGINS, Happened, where_time_went

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _at(hours: int, what: str, holder: str | None = None) -> Happened:
    return Happened(START + hours * HOUR, what, holder)


def test_time_goes_to_whoever_had_the_task() -> None:
    record = [
        _at(0, "opened"),
        _at(5, "claimed", "an"),
        _at(6, "nudged"),
        _at(8, "transferred", "bo"),
        _at(9, "information_requested"),
        _at(20, "information_supplied"),
        _at(22, "released"),
    ]
    found = where_time_went(record, START + 30 * HOUR)
    told = [(each.party, each.who, (each.until_at - each.from_at) // HOUR) for each in found]
    assert told == [
        ("queue", None, 5),
        ("department", "an", 3),
        ("department", "bo", 1),
        ("sponsor", "bo", 11),
        ("department", "bo", 2),
        ("queue", None, 8),
    ]


_WHATS = st.sampled_from([*BEGINS, "nudged", "copied", "transferred", "signed"])
_RECORD = st.lists(
    st.tuples(st.integers(0, 500), _WHATS, st.sampled_from([None, "an", "bo"])), max_size=30
)


@given(_RECORD, st.integers(500, 900))
def test_the_parts_sum_to_the_whole_without_gap_or_overlap(
    moves: list[tuple[int, str, str | None]], end: int
) -> None:
    record = [_at(0, "opened"), *(_at(*each) for each in moves)]
    until = START + end * HOUR
    found = where_time_went(record, until)
    assert sum((each.until_at - each.from_at for each in found), timedelta()) == until - START
    assert all(one.until_at == two.from_at for one, two in itertools.pairwise(found))
    assert all(each.who is None for each in found if each.party == "queue")


def test_same_industry_comes_before_same_route_and_then_the_newest() -> None:
    def made(industry: str, route: str, days: int) -> Precedent:
        return Precedent(uuid4(), industry, route, START - timedelta(days=days))

    both, industry = made("bio", "standard", 90), made("bio", "simplified", 1)
    route, neither = made("chips", "standard", 1), made("chips", "simplified", 0)
    found = nearest([neither, route, industry, both], "bio", "standard")
    assert [each for each, _ in found] == [both, industry, route, neither]
    assert [common for _, common in found] == [("industry", "route"), ("industry",), ("route",), ()]
    assert len(nearest([made("bio", "standard", n) for n in range(9)], "bio", None)) == (
        MOST_PRECEDENTS
    )
