"""The working-day calendar against two libraries and the figures of the notices."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from policy.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    PUBLISHED_THROUGH,
    OutsideCalendar,
    calendar_with,
)

# The holidays library takes this Saturday for a make-up day of New Year 2006, the other does not.
KNOWN_DISAGREEMENT = {date(2005, 12, 31)}


def every_published_day() -> list[date]:
    first = date(FIRST_YEAR, 1, 1)
    return [
        first + timedelta(days=n) for n in range((date(PUBLISHED_THROUGH, 12, 31) - first).days + 1)
    ]


def test_agrees_with_its_library_on_every_published_day() -> None:
    calendar = calendar_with()
    wrong = [
        day
        for day in every_published_day()
        if calendar.is_working_day(day) != chinese_calendar.is_workday(day)  # type: ignore[no-untyped-call]
    ]
    assert wrong == []


def test_agrees_with_an_independent_library_on_every_published_day() -> None:
    calendar = calendar_with()
    other = holidays.country_holidays("CN", years=range(FIRST_YEAR, PUBLISHED_THROUGH + 1))
    wrong = {
        day
        for day in every_published_day()
        if calendar.is_working_day(day) != other.is_working_day(day)
    }
    assert wrong == KNOWN_DISAGREEMENT


def test_counts_as_a_day_by_day_walk_does() -> None:
    calendar = calendar_with()
    counted = 0
    for day in every_published_day():
        counted += calendar.is_working_day(day)
        assert calendar.count_upto(day) == counted


def test_the_year_2026_has_248_working_days() -> None:
    calendar = calendar_with()
    assert calendar.working_days_between(date(2025, 12, 31), date(2026, 12, 31)) == 248


@pytest.mark.parametrize("day", ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"])
def test_make_up_days_are_working_days_and_say_so(day: str) -> None:
    found = calendar_with().day(date.fromisoformat(f"2026-{day}"))
    assert (found.kind, found.is_working, found.name_zh) == ("make_up", True, "调休上班")


def test_a_holiday_has_its_name_in_both_languages() -> None:
    day = calendar_with().day(date(2026, 2, 17))
    assert (day.kind, day.name_zh, day.name_en) == ("holiday", "春节", "Spring Festival")


def test_a_year_without_notice_is_provisional_and_its_holidays_are_marked_expected() -> None:
    calendar = calendar_with()
    national_day = calendar.day(date(PUBLISHED_THROUGH + 1, 10, 1))
    assert calendar.is_provisional(national_day.on)
    assert not calendar.is_provisional(date(PUBLISHED_THROUGH, 12, 31))
    assert not national_day.is_working
    assert "预计" in national_day.name_zh
    assert "expected" in national_day.name_en


def test_a_provisional_year_has_no_make_up_days() -> None:
    calendar = calendar_with()
    first = date(PUBLISHED_THROUGH + 1, 1, 1)
    days = [calendar.day(first + timedelta(days=n)) for n in range(365)]
    assert all(not day.is_working for day in days if day.on.weekday() >= 5)


def test_a_local_day_off_is_left_out_and_changes_the_version() -> None:
    plain, local = calendar_with(), calendar_with([date(2026, 8, 12)])
    assert local.day(date(2026, 8, 12)).kind == "local"
    assert plain.is_working_day(date(2026, 8, 12))
    assert local.add_working_days(date(2026, 8, 11), 1) == date(2026, 8, 13)
    assert local.version != plain.version
    assert str(PUBLISHED_THROUGH) in plain.version


def test_equal_local_days_share_one_calendar() -> None:
    days = [date(2026, 8, 12), date(2026, 8, 13)]
    assert calendar_with(days) is calendar_with(reversed(days))


@pytest.mark.parametrize("day", [date(FIRST_YEAR - 1, 12, 31), date(LAST_YEAR + 1, 1, 1)])
def test_a_date_outside_the_calendar_is_refused(day: date) -> None:
    with pytest.raises(OutsideCalendar, match="outside the calendar"):
        calendar_with().count_upto(day)
    with pytest.raises(OutsideCalendar):
        calendar_with().day(day)


def test_counting_past_the_end_is_refused() -> None:
    with pytest.raises(OutsideCalendar):
        calendar_with().add_working_days(date(LAST_YEAR, 12, 1), 60)
