"""What a person chose: language, channels, quiet hours; and when a message may leave."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from contracts.errors import DomainError, ErrorKind
from contracts.lane_time import LANE_ZONE

EMAIL_PATTERN: Final = r"^[^@\s<>,;:\"()\[\]\\]{1,64}@[^@\s<>,;:\"()\[\]\\]{1,190}$"
"""An address, one only, that can stand in a header as it is."""


class Channel(StrEnum):
    """Ways to reach a person. In-app is the record and cannot be given up."""

    IN_APP = "in_app"
    EMAIL = "email"


class InAppStays(DomainError):
    code = "in_app_stays"
    kind = ErrorKind.INVALID
    field = "channels"
    zh = "站内消息不能关闭，请保留 in_app。"
    en = "In-app messages cannot be turned off: keep in_app."


class EmptyQuietHours(DomainError):
    code = "empty_quiet_hours"
    kind = ErrorKind.INVALID
    field = "quiet_hours.until"
    zh = "免打扰时段的起止时间不能相同。"
    en = "Quiet hours cannot begin and end at the same time."


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of day to another, Asia/Shanghai; over midnight when ``until`` is earlier."""

    since: time
    until: time

    def __post_init__(self) -> None:
        if self.since == self.until:
            raise EmptyQuietHours()

    def end_after(self, instant: datetime) -> datetime:
        """When the quiet hours that ``instant`` falls into end; ``instant`` itself outside them."""
        local = instant.astimezone(LANE_ZONE)
        clock = local.timetz().replace(tzinfo=None)
        over_midnight = self.until < self.since
        inside = self.since <= clock < self.until
        if over_midnight:
            inside = clock >= self.since or clock < self.until
        if not inside:
            return instant
        day = local.date()
        if over_midnight and clock >= self.since:
            day += timedelta(days=1)
        return datetime.combine(day, self.until, tzinfo=LANE_ZONE).astimezone(instant.tzinfo)


def checked_channels(channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
    """Each channel once, in-app among them. Raises InAppStays."""
    if Channel.IN_APP not in channels:
        raise InAppStays()
    return tuple(dict.fromkeys(channels))
