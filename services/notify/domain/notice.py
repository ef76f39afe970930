"""A notice: what an audience is told of an event, worded in both languages."""

from dataclasses import dataclass
from datetime import datetime

from contracts.lane_time import LANE_ZONE
from services.notify.domain.audience import Audience
from services.notify.domain.names import Words


@dataclass(frozen=True, slots=True)
class Notice:
    """``urgent`` ones pass quiet hours. ``task`` is what the message asks to be done, if anything.

    ``kind`` is a stable slug, by which people may sort and choose.
    """

    audience: Audience
    kind: str
    subject: Words
    body: Words
    urgent: bool = False
    task: str | None = None


def day(instant: datetime) -> str:
    """A date as it stands on screen: Asia/Shanghai."""
    return instant.astimezone(LANE_ZONE).date().isoformat()


def last_day(due_at: datetime) -> str:
    """The last day on which something is in time: a due instant is the midnight that ends it."""
    local = due_at.astimezone(LANE_ZONE)
    return (local - local.resolution).date().isoformat()
