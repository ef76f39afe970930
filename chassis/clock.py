"""Now. The only place where a service reads the machine's clock."""

from datetime import UTC, datetime

from contracts.lane_time import LaneClock


class Clock:
    """Tells real time for plumbing and lane time for everything the lane says."""

    def __init__(self, lane: LaneClock) -> None:
        self.lane = lane

    def real_now(self) -> datetime:
        """The machine's time, aware UTC."""
        return datetime.now(UTC)

    def lane_now(self) -> datetime:
        """The lane's time, aware UTC, to the millisecond (what JSON and databases keep alike)."""
        now = self.lane.to_lane(self.real_now())
        return now.replace(microsecond=now.microsecond // 1000 * 1000)
