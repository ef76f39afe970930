"""The explanation of a due date: every day from the anchor to the due day, counted or left out.

Built on demand from the same calendar and stops as the date. Plain values throughout, so that it
can be stored and sent as JSON. How the date is found: clock.py.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from contracts.process import Limit, Roll, Unit
from policy.calendar import Calendar, DayKind
from policy.stop import Stop

EntryKind = Literal["counted", "stop", "roll"] | DayKind


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A run of days treated alike. `days` is its length; `working_days` those among them."""

    kind: EntryKind
    first_on: date
    last_on: date
    days: int
    working_days: int
    is_counted: bool
    name_zh: str
    name_en: str
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that a reader needs to check a due date by hand."""

    anchor_on: date
    due_on: date
    figure: int
    unit: Unit
    roll: Roll
    calendar_version: str
    is_provisional: bool
    entries: tuple[LedgerEntry, ...]

    @property
    def days_counted(self) -> int:
        """Equals the figure of the limit."""
        return sum(entry.days for entry in self.entries if entry.is_counted)

    @property
    def days_left_out(self) -> int:
        return sum(entry.days for entry in self.entries if not entry.is_counted)

    def as_json(self) -> dict[str, object]:
        """The ledger as JSON values, dates in ISO form."""
        return {
            "anchor_on": self.anchor_on.isoformat(),
            "due_on": self.due_on.isoformat(),
            "figure": self.figure,
            "unit": self.unit,
            "roll": self.roll,
            "calendar_version": self.calendar_version,
            "is_provisional": self.is_provisional,
            "days_counted": self.days_counted,
            "days_left_out": self.days_left_out,
            "entries": [_entry_json(entry) for entry in self.entries],
        }


@dataclass(frozen=True, slots=True)
class _Mark:
    """How one day is treated; equal neighbours form one entry."""

    kind: EntryKind
    is_counted: bool
    name_zh: str
    name_en: str
    grounds: tuple[str, ...] = ()


def build_ledger(
    anchor_on: date, due_on: date, limit: Limit, stops: Sequence[Stop], calendar: Calendar
) -> Ledger:
    """Walks the days after the anchor up to the due day. `stops` are united and closed."""
    marks = list(_marks(anchor_on, due_on, limit, stops, calendar))
    entries = []
    for mark, run in groupby(marks, key=lambda pair: pair[1]):
        days = [day for day, _ in run]
        entries.append(
            LedgerEntry(
                mark.kind,
                days[0],
                days[-1],
                len(days),
                calendar.working_days_between(days[0] - timedelta(days=1), days[-1]),
                mark.is_counted,
                mark.name_zh,
                mark.name_en,
                mark.grounds,
            )
        )
    return Ledger(
        anchor_on=anchor_on,
        due_on=due_on,
        figure=limit.figure,
        unit=limit.unit,
        roll=limit.roll,
        calendar_version=calendar.version,
        is_provisional=calendar.is_provisional(due_on),
        entries=tuple(entries),
    )


def _marks(
    anchor_on: date, due_on: date, limit: Limit, stops: Sequence[Stop], calendar: Calendar
) -> Iterator[tuple[date, _Mark]]:
    left = limit.figure
    for ordinal in range(anchor_on.toordinal() + 1, due_on.toordinal() + 1):
        day = date.fromordinal(ordinal)
        mark = _mark(day, limit, stops, calendar, is_used_up=left == 0)
        left -= mark.is_counted
        yield day, mark


def _mark(
    day: date, limit: Limit, stops: Sequence[Stop], calendar: Calendar, *, is_used_up: bool
) -> _Mark:
    stop = next((stop for stop in stops if stop.covers(day)), None)
    if stop is not None:
        return _Mark("stop", False, "停止计时", "clock stopped", stop.grounds)
    if is_used_up:
        return _Mark("roll", False, "顺延至下一工作日", "rolls to the next working day")
    kind = calendar.day(day)
    if limit.unit == "calendar_day" or kind.kind == "working":
        return _Mark("counted", True, "计入", "counted")
    return _Mark(kind.kind, kind.is_working, kind.name_zh, kind.name_en)


def _entry_json(entry: LedgerEntry) -> dict[str, object]:
    return {
        "kind": entry.kind,
        "first_on": entry.first_on.isoformat(),
        "last_on": entry.last_on.isoformat(),
        "days": entry.days,
        "working_days": entry.working_days,
        "is_counted": entry.is_counted,
        "name": {"zh": entry.name_zh, "en": entry.name_en},
        "grounds": list(entry.grounds),
    }
