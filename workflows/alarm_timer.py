"""The one timer of a course. Runs inside the workflow."""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow

from contracts.lane_time import LaneClock

_TICK = timedelta(milliseconds=1)


class AlarmTimer:
    """Rings at the earliest lane instant asked for.

    It is set anew only when the earliest moves earlier. When the reason for it has gone it rings
    all the same and nothing is due then: cheaper in history than cancelling it with every fact.
    """

    def __init__(self, clock: LaneClock) -> None:
        self.has_rung = False
        self._clock = clock
        self._at: datetime | None = None
        self._sleeping: asyncio.Task[None] | None = None

    def set(self, at: datetime | None) -> None:
        """Ring no later than ``at``, in lane time; None asks for nothing."""
        self.has_rung = False
        if at is None or (self._at is not None and self._at <= at):
            return
        if self._sleeping is not None:
            self._sleeping.cancel()
        self._at = at
        delay = self._clock.real_delay(at, workflow.now())
        # The server counts whole milliseconds: rounded down it would ring before the instant.
        self._sleeping = asyncio.create_task(self._sleep((delay // _TICK + 1) * _TICK))

    async def _sleep(self, delay: timedelta) -> None:
        await workflow.sleep(delay)
        self._at, self._sleeping = None, None
        self.has_rung = True
