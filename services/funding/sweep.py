"""What happens by itself: vouchers expire, waiting lists move on. Several side by side do no harm.

Each is done in a transaction of its own, which looks again under the lock.
"""

import asyncio

import structlog

from chassis.service import Runtime
from contracts.errors import DomainError
from contracts.lane_time import LANE_ZONE
from services.funding import repository
from services.funding.handlers.decide import grant_waiting
from services.funding.handlers.voucher import expire_voucher
from services.funding.settings import FundingSettings

log = structlog.get_logger()

BATCH = 100
LONGEST_WAIT_S = 30.0
LOOKS_A_DAY = 24
"""Per lane day: a lane that runs faster is looked at more often, down to the shortest wait."""
SHORTEST_WAIT_S = 0.5


async def keep_sweeping(runtime: Runtime) -> None:
    """Look again and again, until cancelled. A lost database is waited for."""
    wait_s = max(SHORTEST_WAIT_S, runtime.clock.lane.day_seconds / LOOKS_A_DAY)
    while True:
        try:
            await expire_vouchers(runtime)
            await move_waiting_lists(runtime)
        except Exception as fault:
            log.warning("sweeping failed, will try again", fault=repr(fault)[:500])
        await asyncio.sleep(min(wait_s, LONGEST_WAIT_S))


async def expire_vouchers(runtime: Runtime) -> int:
    """Expire every voucher whose period is over; how many."""
    count = 0
    today = runtime.clock.lane_now().astimezone(LANE_ZONE).date()
    while True:
        async with runtime.database.read() as connection:
            ids = await repository.expired_vouchers(connection, today, BATCH)
        for id_ in ids:
            async with runtime.database.unit_of_work() as uow:
                await expire_voucher(id_, uow)
        count += len(ids)
        if len(ids) < BATCH:
            return count


async def move_waiting_lists(runtime: Runtime) -> int:
    """Grant from the head of every list as far as the money goes; how many were granted."""
    assert isinstance(runtime.settings, FundingSettings)
    count = 0
    while True:
        async with runtime.database.read() as connection:
            heads = await repository.first_waiting(connection)
        granted = 0
        for id_ in heads:
            try:
                async with runtime.database.unit_of_work() as uow:
                    granted += await grant_waiting(id_, runtime.settings, uow)
            except DomainError as refusal:
                log.warning("waiting list stands", application=str(id_), code=refusal.code)
        count += granted
        if not granted:
            return count
