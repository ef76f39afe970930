"""Due dates: a limit, an anchor and dated stops give a date and the ledger that explains it.

Every date is worked out from the anchor over all stops, never from another due date. Counting
starts the day after the anchor. Dates are Asia/Shanghai days; the instants returned are UTC.
Which days are working days: calendar.py. What a date's explanation looks like: ledger.py.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Final

from contracts.errors import DomainError, ErrorKind
from contracts.lane_time import LANE_ZONE
from contracts.process import Limit
from policy.calendar import Calendar, calendar_with
from policy.ledger import Ledger, build_ledger
from policy.stop import Stop, united

OFFICE_CLOSES: Final = time(17, 30)
OFFICE_OPENS: Final = time(9, 0)
ONE_DAY: Final = timedelta(days=1)


class ClockStandsStill(DomainError):
    """A due date was asked for while the clock is stopped, without saying as of which day."""

    code = "clock_stands_still"
    kind = ErrorKind.INVALID
    zh = "计时已停止且未结束，须指明截至哪一天推算。"
    en = "The clock is stopped and has no end yet: say as of which day to work the date out."


@dataclass(frozen=True)
class DueDate:
    """A due date with all that it was worked out from. "Due today" is not overdue."""

    due_on: date
    is_provisional: bool
    """The count reaches beyond the published calendar and will be worked out again."""
    is_stopped: bool
    """A stop is still open: the date is the earliest possible, and nothing is overdue."""
    anchor_on: date
    limit: Limit
    stops: tuple[Stop, ...]
    """United, ascending, disjoint; an open one is closed at the day it was worked out for."""
    calendar: Calendar

    @property
    def due_at(self) -> datetime:
        """The instant from which it is overdue: the midnight that ends the due day."""
        return day_end(self.due_on)

    @cached_property
    def ledger(self) -> Ledger:
        """Every day counted and left out. Worked out when first asked for."""
        return build_ledger(self.anchor_on, self.due_on, self.limit, self.stops, self.calendar)

    def is_overdue(self, at: datetime) -> bool:
        """Whether the due day is over; never while the clock is stopped."""
        return not self.is_stopped and at >= self.due_at

    def percent_on(self, percent: int) -> date:
        """The day on which that share of the limit is used, rounded up; 100 gives the due day."""
        if percent == 100:
            return self.due_on
        figure = max(1, -(-self.limit.figure * percent // 100))
        return _due_on(self.anchor_on, figure, self.limit, self.stops, self.calendar)

    def remind_at(self, percent: int) -> datetime:
        """When to remind: as the office opens on that day, so that the day can still be used."""
        return day_start(self.percent_on(percent), OFFICE_OPENS)


def due_date(
    limit: Limit,
    anchor_on: date,
    stops: Iterable[Stop] = (),
    *,
    calendar: Calendar | None = None,
    as_of: date | None = None,
) -> DueDate:
    """The due date of a limit that started on `anchor_on`.

    Stops may overlap and come in any order; their union is left out. An open stop (no end) needs
    `as_of` and is taken to end after that day. Raises ClockStandsStill without it, and
    OutsideCalendar beyond the calendar's years.
    """
    calendar = calendar or calendar_with()
    closed, is_stopped = _closed(tuple(stops), as_of)
    merged = united(closed)
    due_on = _due_on(anchor_on, limit.figure, limit, merged, calendar)
    return DueDate(
        due_on=due_on,
        is_provisional=calendar.is_provisional(due_on),
        is_stopped=is_stopped,
        anchor_on=anchor_on,
        limit=limit,
        stops=merged,
        calendar=calendar,
    )


def receipt_on(
    received_at: datetime,
    *,
    calendar: Calendar | None = None,
    office_closes: time = OFFICE_CLOSES,
) -> date:
    """The day a submission counts as received: the anchor of its limits.

    What arrives after the office closes, or on a day off, counts as received on the next working
    day (facts.md U7). Exactly at closing time is still in time.
    """
    calendar = calendar or calendar_with()
    local = received_at.astimezone(LANE_ZONE)
    if local.time() > office_closes:
        return calendar.next_working_day(local.date())
    return calendar.on_or_after(local.date())


def working_days_between(after: date, upto: date, calendar: Calendar | None = None) -> int:
    """Net working days in (after, upto]: the duration of something done from one to the other."""
    return (calendar or calendar_with()).working_days_between(after, upto)


def lane_date(instant: datetime) -> date:
    """The Asia/Shanghai day of an instant."""
    return instant.astimezone(LANE_ZONE).date()


def day_start(day: date, clock_time: time = time.min) -> datetime:
    """That time of that Asia/Shanghai day, in UTC."""
    return datetime.combine(day, clock_time, tzinfo=LANE_ZONE).astimezone(UTC)


def day_end(day: date) -> datetime:
    """The midnight that ends an Asia/Shanghai day, in UTC."""
    return day_start(day + ONE_DAY)


def _closed(stops: tuple[Stop, ...], as_of: date | None) -> tuple[tuple[Stop, ...], bool]:
    if all(stop.until_on is not None for stop in stops):
        return stops, False
    if as_of is None:
        raise ClockStandsStill
    return tuple(stop.closed_after(as_of) for stop in stops), True


def _due_on(
    anchor_on: date, figure: int, limit: Limit, stops: Sequence[Stop], calendar: Calendar
) -> date:
    """`stops` are united. The gaps between them are filled one after the other."""
    count, reach = _arithmetic(limit, calendar)
    left, position = figure, anchor_on
    for stop in stops:
        available = count(position, stop.from_on - ONE_DAY)
        if available >= left:
            break
        left -= max(available, 0)
        position = max(position, stop.end_on - ONE_DAY)
    due_on = reach(position, left)
    if limit.roll == "next_working_day":
        due_on = _rolled(due_on, stops, calendar)
    return due_on


def _arithmetic(
    limit: Limit, calendar: Calendar
) -> tuple[Callable[[date, date], int], Callable[[date, int], date]]:
    """How many days lie in (a, b], and which day comes n days after a, in the limit's unit."""
    if limit.unit == "working_day":
        return calendar.working_days_between, calendar.add_working_days
    return (lambda a, b: (b - a).days), (lambda a, n: a + timedelta(days=n))


def _rolled(due_on: date, stops: Sequence[Stop], calendar: Calendar) -> date:
    """The day itself, or the next working day on which the clock runs."""
    due_on = calendar.on_or_after(due_on)
    for stop in stops:
        if stop.from_on <= due_on < stop.end_on:
            due_on = calendar.on_or_after(stop.end_on)
    return due_on
