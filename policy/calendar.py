"""Mainland China working days, with make-up days, fast to count over.

Published years come from chinesecalendar. Later years are provisional: weekends and the statutory
holidays that the holidays library expects, no make-up days. Limits and stops live in clock.py.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from importlib.metadata import version
from typing import Literal

import holidays
from chinese_calendar import constants

from contracts.errors import DomainError, ErrorKind

FIRST_YEAR = 2004  # chinesecalendar begins here
LAST_YEAR = 2060  # no limit of a lane reaches further
PUBLISHED_THROUGH = max(constants.holidays).year

DayKind = Literal["working", "make_up", "weekend", "holiday", "local"]
WEEKEND_NAME = ("周末", "weekend")
MAKE_UP_NAME = ("调休上班", "make-up working day")
LOCAL_NAME = ("地方休息日", "local day off")


class OutsideCalendar(DomainError):
    """A date that the calendar does not cover."""

    code = "outside_calendar"
    kind = ErrorKind.INVALID
    zh = "日期 {day} 超出日历范围（{first} 年至 {last} 年）。请检查日期。"
    en = "The date {day} lies outside the calendar ({first} to {last}). Check the date."

    def __init__(self, day: date) -> None:
        super().__init__(day=day.isoformat(), first=FIRST_YEAR, last=LAST_YEAR)


@dataclass(frozen=True, slots=True)
class Day:
    """What kind of day it is, with the name that a reader sees (empty for an ordinary day)."""

    on: date
    kind: DayKind
    name_zh: str = ""
    name_en: str = ""

    @property
    def is_working(self) -> bool:
        return self.kind in ("working", "make_up")


@dataclass(frozen=True)
class Calendar:
    """Working days of the mainland, less the local days off of one pack.

    Counting is by position in precomputed arrays, so the cost of a due date does not grow with
    its limit. Build it with `calendar_with`, which keeps one per set of local days.
    """

    local_days_off: frozenset[date] = frozenset()

    @cached_property
    def version(self) -> str:
        """Names the data behind every count; a ledger carries it."""
        base = f"china-mainland/{PUBLISHED_THROUGH}/chinesecalendar-{version('chinesecalendar')}"
        if not self.local_days_off:
            return base
        listed = ",".join(sorted(day.isoformat() for day in self.local_days_off))
        return f"{base}+local-{hashlib.sha256(listed.encode()).hexdigest()[:8]}"

    @cached_property
    def _first(self) -> int:
        return date(FIRST_YEAR, 1, 1).toordinal()

    @cached_property
    def _working(self) -> list[int]:
        """Ordinals of all working days, ascending."""
        last = date(LAST_YEAR, 12, 31).toordinal()
        days_off, make_up = _days_off(), _make_up_days()
        return [
            ordinal
            for ordinal in range(self._first, last + 1)
            if _works(date.fromordinal(ordinal), days_off, make_up)
            and date.fromordinal(ordinal) not in self.local_days_off
        ]

    @cached_property
    def _upto(self) -> list[int]:
        """Number of working days up to and including each day since the first."""
        counts, position, working = [], 0, self._working
        for ordinal in range(self._first, date(LAST_YEAR, 12, 31).toordinal() + 1):
            if position < len(working) and working[position] == ordinal:
                position += 1
            counts.append(position)
        return counts

    def count_upto(self, day: date) -> int:
        """Working days from the start of the calendar up to and including `day`."""
        index = day.toordinal() - self._first
        if not 0 <= index < len(self._upto):
            raise OutsideCalendar(day)
        return self._upto[index]

    def working_day_at(self, position: int) -> date:
        """The working day with that one-based position; the inverse of count_upto."""
        if not 1 <= position <= len(self._working):
            raise OutsideCalendar(date(LAST_YEAR, 12, 31))
        return date.fromordinal(self._working[position - 1])

    def add_working_days(self, day: date, figure: int) -> date:
        """The figure-th working day after `day`; `day` itself is never counted."""
        return self.working_day_at(self.count_upto(day) + figure)

    def working_days_between(self, after: date, upto: date) -> int:
        """Working days in (after, upto]; negative when upto comes first."""
        return self.count_upto(upto) - self.count_upto(after)

    def is_working_day(self, day: date) -> bool:
        return self.day(day).is_working

    def next_working_day(self, day: date) -> date:
        """The first working day later than `day`."""
        return self.add_working_days(day, 1)

    def on_or_after(self, day: date) -> date:
        """`day` if it is a working day, else the next one."""
        return self.add_working_days(day - timedelta(days=1), 1)

    def is_provisional(self, day: date) -> bool:
        """True beyond the last published year: the date must be worked out again later."""
        return day.year > PUBLISHED_THROUGH

    def day(self, day: date) -> Day:
        """The day with its kind and name, for ledgers and for pages."""
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise OutsideCalendar(day)
        if day in self.local_days_off:
            return Day(day, "local", *LOCAL_NAME)
        if day in _make_up_days():
            return Day(day, "make_up", *MAKE_UP_NAME)
        if day in _days_off():
            return Day(day, "holiday", *_days_off()[day])
        if day.weekday() >= 5:
            return Day(day, "weekend", *WEEKEND_NAME)
        return Day(day, "working")


def calendar_with(local_days_off: Iterable[date] = ()) -> Calendar:
    """The calendar of a pack: the mainland's, less its local days off. Cached per set of days."""
    return _calendar(frozenset(local_days_off))


@lru_cache(maxsize=32)
def _calendar(local_days_off: frozenset[date]) -> Calendar:
    return Calendar(local_days_off)


def _works(day: date, days_off: dict[date, tuple[str, str]], make_up: frozenset[date]) -> bool:
    return day in make_up or (day.weekday() < 5 and day not in days_off)


@lru_cache(maxsize=1)
def _make_up_days() -> frozenset[date]:
    return frozenset(constants.workdays)


@lru_cache(maxsize=1)
def _days_off() -> dict[date, tuple[str, str]]:
    """Every holiday by date with its zh and en name, published and expected."""
    names = {
        # The enum sets `chinese` in __new__, which the type checker cannot see.
        holiday.value: (str(holiday.chinese), str(holiday.value))  # type: ignore[attr-defined]
        for holiday in constants.Holiday
    }
    off = {day: names[name] for day, name in constants.holidays.items()}
    return off | _expected_days_off()


def _expected_days_off() -> dict[date, tuple[str, str]]:
    years = range(PUBLISHED_THROUGH + 1, LAST_YEAR + 1)
    zh = holidays.country_holidays("CN", years=years, language="zh_CN")
    en = holidays.country_holidays("CN", years=years, language="en_US")
    return {
        day: (f"{zh[day]}(预计)", f"{name} (expected)")
        for day, name in en.items()
        if day.year > PUBLISHED_THROUGH
    }
