"""Where lane time is tied to real time, fixed once per state folder.

A lane whose days change length would have due dates that move; so the anchor is written at first
start and another `DAY_SECONDS` is refused.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from contracts.lane_time import LaneClock
from standalone import jsonfile
from standalone.problem import ClockChanged, StateForeign
from standalone.state import StateFolder

REAL_DAY_SECONDS = 86400.0
# A Monday morning of 2026 in Guangzhou with the Qingming, May and Dragon Boat holidays ahead.
SCALED_EPOCH = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8)))


@dataclass(frozen=True, slots=True)
class LaneAnchor:
    """`epoch` is lane time at the real instant `epoch_real`; a lane day lasts `day_seconds`."""

    epoch: datetime
    epoch_real: datetime
    day_seconds: float

    @property
    def is_scaled(self) -> bool:
        return self.day_seconds != REAL_DAY_SECONDS

    @property
    def clock(self) -> LaneClock:
        """The lane's clock as every process of the lane has it."""
        return LaneClock(epoch=self.epoch, epoch_real=self.epoch_real, day_seconds=self.day_seconds)

    def environment(self) -> dict[str, str]:
        """The settings that every process of the lane reads."""
        return {
            "FASTLANE_DAY_SECONDS": f"{self.day_seconds:g}",
            "FASTLANE_LANE_EPOCH": self.epoch.isoformat(),
            "FASTLANE_LANE_EPOCH_REAL": self.epoch_real.isoformat(),
        }


def load_or_fix(state: StateFolder, day_seconds: float, now: datetime) -> LaneAnchor:
    """The anchor of this state, fixed at `now` when it has none. Raises ClockChanged."""
    if not state.clock_file.exists():
        epoch = now if day_seconds == REAL_DAY_SECONDS else SCALED_EPOCH
        anchor = LaneAnchor(epoch, now, day_seconds)
        kept = {
            "epoch": epoch.isoformat(),
            "epoch_real": now.isoformat(),
            "day_seconds": day_seconds,
        }
        jsonfile.write(state.clock_file, kept, durable=True)
        return anchor
    anchor = load(state)
    if anchor.day_seconds != day_seconds:
        raise ClockChanged(state.root, anchor.day_seconds, day_seconds)
    return anchor


def load(state: StateFolder) -> LaneAnchor:
    """The anchor of a state that has one. Raises StateForeign when it is damaged."""
    try:
        kept = jsonfile.read(state.clock_file)
        return LaneAnchor(
            datetime.fromisoformat(kept["epoch"]),
            datetime.fromisoformat(kept["epoch_real"]),
            float(kept["day_seconds"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise StateForeign(
            f"状态目录 {state.root} 没有写完整（clock.json 无法读取）。执行 make reset 重新开始。",
            f"The state folder {state.root} is half-written (clock.json cannot be read). "
            f"Run `make reset` to begin again.",
        ) from None
