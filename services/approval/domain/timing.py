"""When a task is due: always worked out from its anchor over all stops, never from another date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from contracts.process import Limit
from policy.calendar import Calendar, calendar_with
from policy.clock import DueDate, due_date, receipt_on
from policy.stop import Stop


@dataclass(frozen=True, slots=True)
class Timing:
    """A task's due dates now. A gate has no limit by law."""

    committed: DueDate
    statutory: DueDate | None

    @property
    def is_provisional(self) -> bool:
        """Whether a date lies beyond the published calendar."""
        both = (self.committed, self.statutory)
        return any(each.is_provisional for each in both if each is not None)

    @property
    def statutory_due_at(self) -> datetime | None:
        """The instant from which the limit by law is overdue."""
        return None if self.statutory is None else self.statutory.due_at


def anchor_of(received_at: datetime, days_off: Iterable[date]) -> date:
    """The day that counts as the day of receipt (facts.md U7)."""
    return receipt_on(received_at, calendar=calendar_with(days_off))


def time_task(
    anchor_on: date,
    committed: Limit,
    statutory: Limit | None,
    *,
    committed_from: date | None = None,
    days_off: Iterable[date],
    stops: Iterable[Stop] = (),
    as_of: date,
) -> Timing:
    """Both due dates. A stop that is still open is taken to end after ``as_of``.

    ``committed_from`` is where the committed limit begins, if not at the anchor.
    """
    calendar, stopped = calendar_with(days_off), tuple(stops)
    return Timing(
        committed=_due(committed, committed_from or anchor_on, stopped, calendar, as_of),
        statutory=None
        if statutory is None
        else _due(statutory, anchor_on, stopped, calendar, as_of),
    )


def _due(
    limit: Limit, anchor_on: date, stops: tuple[Stop, ...], calendar: Calendar, as_of: date
) -> DueDate:
    return due_date(limit, anchor_on, stops, calendar=calendar, as_of=as_of)
