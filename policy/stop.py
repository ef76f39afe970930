"""Stops of a clock: dated, half-open intervals with a ground; united, never summed.

The day a stop begins is not counted, the day it ends is (facts.md, "Calendar").
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.errors import DomainError, ErrorKind


class StopEndsBeforeItBegins(DomainError):
    """A stop whose end lies before its beginning."""

    code = "stop_ends_before_it_begins"
    kind = ErrorKind.INVALID
    zh = "停止计时的结束日 {until} 早于开始日 {start}。请检查日期。"
    en = "The stop ends on {until}, before it begins on {start}. Check the dates."


@dataclass(frozen=True, slots=True)
class Stop:
    """Days [from_on, until_on) on which the clock stands still; until_on None while it is open.

    `grounds` are ids from the pack's catalogue; a united stop carries those of all its parts.
    Equal dates make an empty stop: asked and answered on one day costs nothing.
    """

    from_on: date
    until_on: date | None
    grounds: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.until_on is not None and self.until_on < self.from_on:
            raise StopEndsBeforeItBegins(
                until=self.until_on.isoformat(), start=self.from_on.isoformat()
            )

    @property
    def end_on(self) -> date:
        """The first day that counts again. Only for a closed stop."""
        if self.until_on is None:
            raise ValueError(f"the stop from {self.from_on} is open")
        return self.until_on

    def closed_after(self, day: date) -> "Stop":
        """An open stop as if it ended after `day`; a closed one unchanged."""
        if self.until_on is not None:
            return self
        return Stop(self.from_on, max(self.from_on, day + timedelta(days=1)), self.grounds)

    def covers(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


def united(stops: Iterable[Stop]) -> tuple[Stop, ...]:
    """Closed stops as disjoint intervals in ascending order; touching ones become one."""
    merged: list[Stop] = []
    for stop in sorted(stops, key=lambda each: (each.from_on, each.end_on)):
        if stop.from_on == stop.end_on:
            continue
        if merged and stop.from_on <= merged[-1].end_on:
            last = merged[-1]
            grounds = tuple(dict.fromkeys(last.grounds + stop.grounds))
            merged[-1] = Stop(last.from_on, max(last.end_on, stop.end_on), grounds)
        else:
            merged.append(stop)
    return tuple(merged)
