"""The season's time: working days of the lane's calendar, and when people do things."""

import asyncio
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from contracts.lane_time import LANE_ZONE, LaneClock
from policy.calendar import Calendar, calendar_with

_TICKS_OF_REST = 3
_LEAST_S = 0.05


def lane_date(instant: str) -> date:
    """The lane's date of an instant as the API writes it."""
    return datetime.fromisoformat(instant).astimezone(LANE_ZONE).date()


@dataclass
class Season:
    """Lane time and chance, shared by all actors. The same seed gives the same people."""

    clock: LaneClock
    seed: int
    calendar: Calendar = field(default_factory=calendar_with)
    stopped: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.started_at = self.now()

    def now(self) -> datetime:
        """Lane time."""
        return self.clock.to_lane(datetime.now(UTC))

    def today(self) -> date:
        """The lane's date, in Shanghai."""
        return self.now().astimezone(LANE_ZONE).date()

    def is_open(self) -> bool:
        """Whether offices work today."""
        return self.calendar.is_working_day(self.today())

    @property
    def tick_s(self) -> float:
        """How often people look at their screens, real seconds: twice a lane day, within reason."""
        return min(max(self.clock.day_seconds / 2, 0.5), 2.0)

    async def tick(self) -> None:
        """Wait for the next look, or the end of the season."""
        await self._wait(self.tick_s)

    async def rest(self, planned: Iterable[datetime]) -> None:
        """Wait until the first of the planned instants that are ahead, a few ticks at most.

        Hundreds of people who looked at every tick would keep the lane busy with looking.
        """
        most_s, now = self.tick_s * _TICKS_OF_REST, self.now()
        ahead = min((at for at in planned if at > now), default=None)
        if ahead is not None:
            most_s = min(most_s, self.clock.real_delay(ahead, datetime.now(UTC)).total_seconds())
        await self._wait(max(most_s, _LEAST_S))

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self.stopped.wait(), seconds)
        except TimeoutError:
            return

    async def until(self, lane: datetime) -> None:
        """Sleep until the lane's clock shows an instant."""
        await asyncio.sleep(self.clock.real_delay(lane, datetime.now(UTC)).total_seconds())

    def in_working_days(self, days: float) -> datetime:
        """The lane instant so many working days from now; never on a day off."""
        whole, part = int(days), days - int(days)
        day = self.calendar.on_or_after(self.today())
        if whole:
            day = self.calendar.add_working_days(day, whole)
        if day == self.today():
            return self.now() + timedelta(hours=8 * part)
        return datetime.combine(day, datetime.min.time(), LANE_ZONE) + timedelta(hours=9 + 8 * part)

    def chance(self, *key: object) -> random.Random:
        """Chance that depends on what it is asked about, not on who comes first."""
        return random.Random(f"{self.seed}/{'/'.join(map(str, key))}")
