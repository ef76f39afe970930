"""Due dates: the vectors of the notices, stops, receipts, percentages, instants."""

from datetime import UTC, date, datetime, time

import pytest

from contracts.process import Limit, Roll, Unit
from policy.calendar import PUBLISHED_THROUGH
from policy.clock import (
    ClockStandsStill,
    DueDate,
    day_end,
    due_date,
    lane_date,
    receipt_on,
    working_days_between,
)
from policy.stop import Stop, StopEndsBeforeItBegins, united


def on(day: str) -> date:
    return date.fromisoformat(f"2026-{day}")


def limit(figure: int, unit: Unit = "working_day", roll: Roll = "next_working_day") -> Limit:
    return Limit(figure=figure, unit=unit, roll=roll)


def stop(first: str, until: str | None, ground: str = "asked") -> Stop:
    return Stop(on(first), on(until) if until else None, (ground,))


def due(figure: int, anchor: str, *stops: Stop) -> DueDate:
    return due_date(limit(figure), on(anchor), stops)


@pytest.mark.parametrize(
    ("anchor", "figure", "expected"),
    [
        ("02-10", 5, "02-24"),
        ("02-10", 20, "03-16"),
        ("04-30", 3, "05-08"),
        ("06-18", 10, "07-03"),
        ("09-18", 20, "10-22"),
        ("09-28", 45, "12-04"),
    ],
)
def test_working_day_limits_end_as_the_vectors_say(anchor: str, figure: int, expected: str) -> None:
    assert due(figure, anchor).due_on == on(expected)


def test_a_stop_is_not_counted() -> None:
    assert due(20, "02-10", stop("02-12", "03-03")).due_on == on("03-27")


def test_overlapping_stops_are_united_and_not_summed_in_any_order() -> None:
    first, second = stop("02-12", "03-03"), stop("02-25", "03-10")
    assert due(20, "02-10", first, second).due_on == on("04-03")
    assert due(20, "02-10", second, first).due_on == on("04-03")


def test_calendar_days_count_every_day() -> None:
    assert due_date(limit(30, "calendar_day"), on("03-02")).due_on == on("04-01")


def test_a_calendar_limit_that_ends_on_a_holiday_follows_its_roll_rule() -> None:
    stays = due_date(limit(60, "calendar_day", "none"), on("03-02"))
    rolls = due_date(limit(60, "calendar_day"), on("03-02"))
    assert (stays.due_on, rolls.due_on) == (on("05-01"), on("05-06"))
    assert due(60, "03-02").due_on == on("05-28")


def test_a_rolled_date_does_not_land_in_a_stop() -> None:
    found = due_date(limit(1, "calendar_day"), on("03-06"), [stop("03-09", "03-11")])
    assert found.due_on == on("03-11")


def test_a_calendar_limit_leaves_stopped_days_out() -> None:
    found = due_date(limit(30, "calendar_day"), on("03-02"), [stop("03-10", "03-20")])
    assert found.due_on == on("04-13")  # 10 days later is a Saturday


@pytest.mark.parametrize(
    ("first", "until"),
    [("01-05", "02-11"), ("02-10", "02-10"), ("03-17", "04-17"), ("02-10", "02-11")],
)
def test_a_stop_outside_the_counted_days_changes_nothing(first: str, until: str) -> None:
    assert due(20, "02-10", stop(first, until)).due_on == on("03-16")


def test_a_stop_that_begins_on_the_due_day_moves_it() -> None:
    assert due(20, "02-10", stop("03-16", "03-18")).due_on == on("03-18")


def test_the_days_before_the_anchor_in_a_stop_do_not_count_twice() -> None:
    assert due(1, "02-10", stop("02-01", "02-12")).due_on == on("02-12")


def test_an_open_stop_needs_a_day_to_work_out_for() -> None:
    with pytest.raises(ClockStandsStill):
        due(20, "02-10", stop("02-12", None))


def test_an_open_stop_gives_the_earliest_date_and_nothing_is_overdue() -> None:
    found = due_date(limit(20), on("02-10"), [stop("02-12", None)], as_of=on("03-02"))
    assert found.due_on == on("03-27")
    assert found.is_stopped
    assert not found.is_overdue(datetime(2026, 12, 1, tzinfo=UTC))


def test_a_stop_may_not_end_before_it_begins() -> None:
    with pytest.raises(StopEndsBeforeItBegins, match="2026-03-01"):
        stop("03-02", "03-01")


def test_united_stops_keep_all_grounds_and_join_where_they_touch() -> None:
    stops = (stop("03-03", "03-05", "hearing"), stop("03-01", "03-03"), stop("03-09", "03-09"))
    assert united(stops) == (Stop(on("03-01"), on("03-05"), ("asked", "hearing")),)


def test_due_today_is_not_overdue_and_the_next_midnight_is() -> None:
    found = due(5, "02-10")
    assert found.due_at == datetime(2026, 2, 24, 16, tzinfo=UTC)  # midnight in Shanghai
    assert not found.is_overdue(datetime(2026, 2, 24, 15, 59, 59, tzinfo=UTC))
    assert found.is_overdue(datetime(2026, 2, 24, 16, tzinfo=UTC))


def test_percentages_are_rounded_up_and_a_hundred_is_the_due_day() -> None:
    found = due(20, "02-10")
    assert found.percent_on(50) == due(10, "02-10").due_on
    assert found.percent_on(80) == due(16, "02-10").due_on
    assert found.percent_on(100) == found.due_on
    assert due(3, "02-10").percent_on(50) == due(2, "02-10").due_on
    assert due(1, "02-10").percent_on(50) == due(1, "02-10").due_on


def test_percentages_leave_stops_out_too() -> None:
    found = due(20, "02-10", stop("02-12", "03-03"))
    assert found.percent_on(50) == due(10, "02-10", stop("02-12", "03-03")).due_on


def test_a_reminder_rings_as_the_office_opens() -> None:
    assert due(20, "02-10").remind_at(100) == datetime(2026, 3, 16, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("received", "counts_on"),
    [
        ("2026-02-10T09:29:59+00:00", "02-10"),
        ("2026-02-10T09:30:00+00:00", "02-10"),
        ("2026-02-10T09:30:01+00:00", "02-11"),
        ("2026-02-13T12:00:00+00:00", "02-14"),  # Friday evening before a make-up Saturday
        ("2026-02-14T15:59:59+00:00", "02-24"),  # after hours on the eve of Spring Festival
        ("2026-02-15T02:00:00+00:00", "02-24"),  # a day off
        ("2026-02-09T16:00:00+00:00", "02-10"),  # already the tenth in Shanghai
    ],
)
def test_what_comes_after_office_hours_counts_as_the_next_working_day(
    received: str, counts_on: str
) -> None:
    assert receipt_on(datetime.fromisoformat(received)) == on(counts_on)


def test_the_office_may_close_at_another_hour() -> None:
    received = datetime(2026, 2, 10, 8, 30, tzinfo=UTC)
    assert receipt_on(received, office_closes=time(16, 0)) == on("02-11")


def test_a_date_beyond_the_published_calendar_is_provisional() -> None:
    found = due_date(limit(20), date(PUBLISHED_THROUGH, 12, 20))
    assert found.is_provisional
    assert not due(20, "02-10").is_provisional


def test_net_working_days_leave_holidays_out() -> None:
    assert working_days_between(on("02-10"), on("02-24")) == 5
    assert working_days_between(on("02-24"), on("02-10")) == -5


def test_a_day_ends_at_midnight_in_shanghai() -> None:
    assert lane_date(day_end(on("02-10"))) == on("02-11")
