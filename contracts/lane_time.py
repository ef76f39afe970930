"""Lane time: the lane's own clock, which a demonstration may run faster than the world's.

Pure arithmetic over two anchors. Whoever needs "now" passes it in: ``chassis.clock`` reads the
machine's clock, a workflow reads its own.
"""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

REAL_DAY_SECONDS: Final = 86_400.0
LANE_ZONE: Final = ZoneInfo("Asia/Shanghai")
"""Dates, office hours and everything on screen are in this zone; storage is UTC."""


class LaneClock(BaseModel):
    """Maps real instants to lane time and back; linear, so order is kept.

    ``epoch`` is the lane time at the real instant ``epoch_real``; one lane day takes
    ``day_seconds`` real seconds. With 86 400 and equal anchors both times are the same.
    """

    model_config = ConfigDict(frozen=True)

    epoch: AwareDatetime
    epoch_real: AwareDatetime
    day_seconds: float = Field(default=REAL_DAY_SECONDS, gt=0, le=REAL_DAY_SECONDS)

    @property
    def speed(self) -> float:
        """Lane seconds that pass in one real second."""
        return REAL_DAY_SECONDS / self.day_seconds

    def to_lane(self, real: datetime) -> datetime:
        """The lane time at a real instant."""
        return self.epoch + (real - self.epoch_real) * self.speed

    def to_real(self, lane: datetime) -> datetime:
        """The real instant at which the lane's clock shows ``lane``."""
        return self.epoch_real + (lane - self.epoch) / self.speed

    def real_delay(self, lane_until: datetime, real_now: datetime) -> timedelta:
        """How long to sleep, in real time, until ``lane_until``; never negative."""
        return max(self.to_real(lane_until) - real_now, timedelta(0))
