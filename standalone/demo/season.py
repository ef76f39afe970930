"""The season's time: working days of the lane's calendar, and when people do things."""

import asyncio
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from contracts.lane_time import LANE_ZONE, LaneClock
from policy.calendar import Calendar, calendar_with

_TICKS_OF_REST = 16
_TICKS_AFTER_BELL = 4
"""What rang may not be on the screen yet: the second look comes sooner."""
_LEAST_S = 0.05


async def _is_set(event: asyncio.Event, within_s: float) -> bool:
    try:
        return await asyncio.wait_for(event.wait(), within_s)
    except TimeoutError:
        return False


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
        await _is_set(self.stopped, self.tick_s)

    async def rest(
        self, planned: Iterable[datetime], bell: asyncio.Event, *, has_rung: bool
    ) -> bool:
        """Wait for the bell, or until the first of the planned instants that are ahead, some ticks
        at most; whether it was the bell. ``has_rung``: the look before this followed one.

        Hundreds of people who looked at every tick would keep the lane busy with looking.
        """
        most_s = self.tick_s * (_TICKS_AFTER_BELL if has_rung else _TICKS_OF_REST)
        now = self.now()
        ahead = min((at for at in planned if at > now), default=None)
        if ahead is not None:
            most_s = min(most_s, self.clock.real_delay(ahead, datetime.now(UTC)).total_seconds())
        if not await _is_set(bell, max(most_s, _LEAST_S)):
            return False
        # Several things often happen together, and whoever keeps the page hears of them too.
        await self.tick()
        bell.clear()
        return True

    def stop(self, bells: Iterable[asyncio.Event]) -> None:
        """End the season for everybody."""
        self.stopped.set()
        for bell in bells:
            bell.set()

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
