"""What insight hears: everything. And the refresher, which keeps the read models up to date."""

import asyncio
from collections.abc import Mapping
from typing import Final

import structlog

from chassis.service import Handler, Runtime
from contracts.envelope import Message
from contracts.topology import consumers_of
from services.insight import gauges, handlers

log = structlog.get_logger()

HANDLERS: Final[Mapping[type[Message], Handler]] = {
    message: handlers.log_event for each in consumers_of("insight") for message in each.messages
}
REFRESH_S = 0.4
"""Between looks: long enough that a project's burst of events is worked out once."""
AFTER_FAULT_S = 2.0


async def keep_refreshing(runtime: Runtime) -> None:
    """Derive stale projects again and again until cancelled. A lost database is waited for."""
    clock, shown_at = asyncio.get_running_loop().time, -gauges.EVERY_S
    while True:
        try:
            await refresh_all(runtime)
            await gauges.show_staleness(runtime)
            if clock() - shown_at >= gauges.EVERY_S:
                await gauges.show_lane(runtime)
                shown_at = clock()
            await asyncio.sleep(REFRESH_S)
        except Exception as fault:
            log.warning("refresh failed, will try again", fault=repr(fault)[:500])
            await asyncio.sleep(AFTER_FAULT_S)


async def refresh_all(runtime: Runtime) -> int:
    """Refresh until nothing is stale; how many projects."""
    count = 0
    while True:
        async with runtime.database.unit_of_work() as uow:
            done = await handlers.refresh_stale(uow)
        if not done:
            return count
        count += done
