"""Acts when nobody does, beside hearing the bus: frees claims that ran out, sends notices whose
window has closed, accepts by silence, ends what lapsed and rings what is due after decisions.
Several side by side do no harm.

Each is done in a transaction of its own, which looks again under the lock: whatever was worked on
meanwhile stays as it is. What is due stands in the tables, so no loss of a process loses it.
"""

import asyncio
from typing import Final

import structlog

from chassis.service import Runtime
from services.approval import repository
from services.approval.handlers import alarm, hands, notice, timer
from services.approval.settings import ApprovalSettings

log = structlog.get_logger()

BATCH = 100
LONGEST_WAIT_S = 30.0
LOOKS_A_DAY = 48
"""Per lane day: a lane that runs faster is looked at more often, down to the shortest wait."""
SHORTEST_WAIT_S = 0.5


async def keep_sweeping(runtime: Runtime) -> None:
    """Look again and again, until cancelled. A lost database is waited for."""
    wait_s = max(SHORTEST_WAIT_S, runtime.clock.lane.day_seconds / LOOKS_A_DAY)
    while True:
        try:
            for sweep in SWEEPS:
                while await sweep(runtime) == BATCH:
                    pass
        except Exception as fault:
            log.warning("the sweep failed, will try again", fault=repr(fault)[:500])
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


async def send_notices(runtime: Runtime) -> int:
    """Send up to a batch of notices; how many were found whose window has closed."""
    async with runtime.database.read() as connection:
        ids = await repository.due_notice_ids(connection, runtime.clock.lane_now(), BATCH)
    for id_ in ids:
        async with runtime.database.unit_of_work() as uow:
            await notice.send_notice(id_, uow)
    return len(ids)


async def act_on_time(runtime: Runtime) -> int:
    """Do what is due on up to a batch of cases; how many were found."""
    async with runtime.database.read() as connection:
        ids = await repository.due_task_ids(connection, runtime.clock.lane_now(), BATCH)
    for id_ in ids:
        async with runtime.database.unit_of_work() as uow:
            await timer.act_on_time(id_, uow)
    return len(ids)


async def ring_due(runtime: Runtime) -> int:
    """Ring up to a batch of what is due after decisions (ADR 0321); how many were found."""
    async with runtime.database.read() as connection:
        ids = await repository.due_obligation_ids(connection, runtime.clock.lane_now(), BATCH)
    for id_ in ids:
        async with runtime.database.unit_of_work() as uow:
            await alarm.ring_obligation(id_, uow)
    return len(ids)


SWEEPS: Final = (free_lapsed, send_notices, act_on_time, ring_due)
"""Notices before silence: what was asked in time is no silence."""
