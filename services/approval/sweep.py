"""Frees tasks whose claim has run out, beside hearing the bus. Several side by side do no harm.

Each task is freed in a transaction of its own, which looks again under the task's lock: a task
that was worked on meanwhile stays where it is.
"""

import asyncio

import structlog

from chassis.service import Runtime
from services.approval import repository
from services.approval.handlers import hands
from services.approval.settings import ApprovalSettings

log = structlog.get_logger()

BATCH = 100
LONGEST_WAIT_S = 30.0
LOOKS_A_DAY = 48
"""Per lane day: a lane that runs faster is looked at more often, down to the shortest wait."""
SHORTEST_WAIT_S = 0.5


async def keep_freeing(runtime: Runtime) -> None:
    """Look again and again, until cancelled. A lost database is waited for."""
    wait_s = max(SHORTEST_WAIT_S, runtime.clock.lane.day_seconds / LOOKS_A_DAY)
    while True:
        try:
            while await free_lapsed(runtime) == BATCH:
                pass
        except Exception as fault:
            log.warning("freeing failed, will try again", fault=repr(fault)[:500])
        await asyncio.sleep(min(wait_s, LONGEST_WAIT_S))


async def free_lapsed(runtime: Runtime) -> int:
    """Free up to a batch of tasks; how many claims were found to have run out."""
    assert isinstance(runtime.settings, ApprovalSettings)
    async with runtime.database.read() as connection:
        now = runtime.clock.lane_now()
        ids = await repository.lapsed_task_ids(connection, now, BATCH)
    for id_ in ids:
        async with runtime.database.unit_of_work() as uow:
            await hands.free_lapsed_task(id_, runtime.settings.lease, uow)
    return len(ids)
