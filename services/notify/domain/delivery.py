"""A delivery of one message by one channel: when it is tried, and when it is given up.

States::

    pending -> sent
    pending -> failed (refused for good, or tried too often) -> pending (somebody asks again)
    pending -> off (the channel is not set up)
"""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from contracts.errors import DomainError, ErrorKind


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    OFF = "off"


class NotFailed(DomainError):
    code = "delivery_not_failed"
    kind = ErrorKind.CONFLICT
    zh = "该投递状态为 {state}，只有失败的投递可以重试。"
    en = "This delivery is {state}; only a failed one can be tried again."


RETRY_DELAYS: Final = (
    timedelta(seconds=10),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=12),
)
"""Real time. Together most of a day: a mail server's night does not lose a message."""


def delay_after(attempts: int) -> timedelta | None:
    """How long to wait after that many attempts; None when it is to be given up."""
    return RETRY_DELAYS[attempts - 1] if attempts <= len(RETRY_DELAYS) else None
