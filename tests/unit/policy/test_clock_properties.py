"""What must hold of every due date, whatever the limit, the anchor and the stops."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.process import Limit
from policy.calendar import Calendar, calendar_with
from policy.clock import due_date
from policy.stop import Stop

CALENDAR = calendar_with()
anchors = st.dates(date(2004, 2, 1), date(2030, 12, 31))  # stops may begin 20 days before
figures = st.integers(1, 200)
units = st.sampled_from(["working_day", "calendar_day"])
rolls = st.sampled_from(["next_working_day", "none"])
limits = st.builds(Limit, figure=figures, unit=units, roll=rolls)
offsets = st.lists(st.tuples(st.integers(-20, 120), st.integers(0, 40)), max_size=4)


def stops_near(anchor: date, pairs: list[tuple[int, int]]) -> list[Stop]:
    starts = [(anchor + timedelta(days=offset), length) for offset, length in pairs]
    return [Stop(start, start + timedelta(days=days), ("asked",)) for start, days in starts]


def walked(limit: Limit, anchor: date, stops: list[Stop], calendar: Calendar) -> date:
    """The same date by walking day by day: slow and plainly right."""

    def counts(day: date) -> bool:
        return not any(stop.covers(day) for stop in stops)

    day, left = anchor, limit.figure
    while left:
        day += timedelta(days=1)
        left -= counts(day) and (limit.unit == "calendar_day" or calendar.is_working_day(day))
    while limit.roll == "next_working_day" and not (counts(day) and calendar.is_working_day(day)):
        day += timedelta(days=1)
    return day


@given(anchor=anchors, limit=limits, pairs=offsets)
def test_agrees_with_a_day_by_day_walk(
    anchor: date, limit: Limit, pairs: list[tuple[int, int]]
) -> None:
    stops = stops_near(anchor, pairs)
    assert due_date(limit, anchor, stops).due_on == walked(limit, anchor, stops, CALENDAR)


@given(anchor=anchors, figure=figures)
def test_adding_days_is_the_inverse_of_counting_them(anchor: date, figure: int) -> None:
    end = CALENDAR.add_working_days(anchor, figure)
    assert CALENDAR.working_days_between(anchor, end) == figure


@given(anchor=anchors, figure=figures)
def test_a_working_day_limit_never_ends_on_a_day_off(anchor: date, figure: int) -> None:
    limit = Limit(figure=figure, unit="working_day")
    assert CALENDAR.is_working_day(due_date(limit, anchor).due_on)


@given(anchor=anchors, limit=limits, pairs=offsets, more=st.integers(1, 30))
def test_a_longer_limit_or_a_later_anchor_never_ends_earlier(
    anchor: date, limit: Limit, pairs: list[tuple[int, int]], more: int
) -> None:
    stops = stops_near(anchor, pairs)
    longer = limit.model_copy(update={"figure": limit.figure + more})
    base = due_date(limit, anchor, stops).due_on
    assert due_date(longer, anchor, stops).due_on >= base
    assert due_date(limit, anchor + timedelta(days=more), stops).due_on >= base


@given(anchor=anchors, limit=limits, pairs=offsets)
def test_a_stop_never_brings_the_date_forward_nor_ends_inside_it(
    anchor: date, limit: Limit, pairs: list[tuple[int, int]]
) -> None:
    stops = stops_near(anchor, pairs)
    found = due_date(limit, anchor, stops)
    assert found.due_on >= due_date(limit, anchor).due_on
    assert not any(stop.covers(found.due_on) for stop in stops)


@given(anchor=anchors, limit=limits, percent=st.integers(1, 100), pairs=offsets)
def test_a_reminder_lies_between_anchor_and_due_day(
    anchor: date, limit: Limit, percent: int, pairs: list[tuple[int, int]]
) -> None:
    found = due_date(limit, anchor, stops_near(anchor, pairs))
    assert anchor < found.percent_on(percent) <= found.due_on


@given(anchor=anchors, limit=limits, pairs=offsets)
@settings(max_examples=60)
def test_the_ledger_accounts_for_every_day(
    anchor: date, limit: Limit, pairs: list[tuple[int, int]]
) -> None:
    ledger = due_date(limit, anchor, stops_near(anchor, pairs)).ledger
    assert ledger.days_counted == limit.figure
    assert ledger.days_counted + ledger.days_left_out == (ledger.due_on - anchor).days
    day = anchor
    for entry in ledger.entries:
        assert entry.first_on == day + timedelta(days=1)
        assert entry.days == (entry.last_on - entry.first_on).days + 1
        day = entry.last_on
    assert day == ledger.due_on
