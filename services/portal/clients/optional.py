"""Reads that a page can do without."""

from collections.abc import Awaitable
from typing import TypeVar

from services.portal.clients.backend import Refused, Unreachable

T = TypeVar("T")


async def maybe(reading: Awaitable[T]) -> T | None:
    """What was read; None when the service does not answer or shows it to others only."""
    try:
        return await reading
    except (Unreachable, Refused):
        return None
