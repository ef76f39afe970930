"""Rings what has to be done after a decision, beside hearing the bus (ADR 0321).

The rows are the alarms: whatever stops and starts, what has come due meanwhile rings at the next
look. Several side by side do no harm: each rings under the lock of its case, and looks again there.
"""

import asyncio

import structlog

from chassis.service import Runtime
from services.approval import repository
from services.approval.handlers import alarm

log = structlog.get_logger()

BATCH = 100
LONGEST_WAIT_S = 30.0
LOOKS_A_DAY = 48
"""Per lane day, as for leases: a lane that runs faster is looked at more often."""
SHORTEST_WAIT_S = 0.5


async def keep_ringing(runtime: Runtime) -> None:
    """Look again and again, until cancelled. A lost database is waited for."""
    wait_s = max(SHORTEST_WAIT_S, runtime.clock.lane.day_seconds / LOOKS_A_DAY)
    while True:
        try:
            while await ring_due(runtime) == BATCH:
                pass
        except Exception as fault:
            log.warning("ringing failed, will try again", fault=repr(fault)[:500])
        await asyncio.sleep(min(wait_s, LONGEST_WAIT_S))


async def ring_due(runtime: Runtime) -> int:
    """Ring up to a batch of what has come due, each in a transaction of its own; how many."""
    async with runtime.database.read() as connection:
        now = runtime.clock.lane_now()
        ids = await repository.due_obligation_ids(connection, now, BATCH)
    for id_ in ids:
        async with runtime.database.unit_of_work() as uow:
            await alarm.ring_obligation(id_, uow)
    return len(ids)
