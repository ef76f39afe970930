"""How long a claim lasts without work on the task, so that nobody strands what he took home."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from policy.calendar import calendar_with
from policy.clock import day_end, lane_date

LEASE_WORKING_DAYS: Final = 3
"""Longer than a weekend and a day of illness, shorter than the shortest committed limit's half."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The length of a claim, in working days of the lane."""

    working_days: int = LEASE_WORKING_DAYS

    def until(self, now: datetime, days_off: Iterable[date]) -> datetime:
        """The midnight that ends the last working day of a claim made or renewed at ``now``."""
        last = calendar_with(days_off).add_working_days(lane_date(now), self.working_days)
        return day_end(last)
