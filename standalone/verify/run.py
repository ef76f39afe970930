"""Runs all checks against a stack, again and again until they pass or time is up."""

import asyncio
from datetime import UTC, datetime

import asyncpg
from nats.aio.client import Client as Nats
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from chassis.database import asyncpg_url
from services.insight.rebuild import differences
from standalone.insight import runtime_of
from standalone.stack import Stack
from standalone.state import VERIFIER
from standalone.verify import courses, effects, messages, money, readmodel
from standalone.verify.evidence import read_messages
from standalone.verify.fault import Fault

EVERY_S = 1.0


async def verify(stack: Stack, *, within_s: float) -> tuple[list[Fault], dict[str, int]]:
    """The faults that are left after ``within_s``, sorted, and how much was looked at."""
    deadline = asyncio.get_running_loop().time() + within_s
    nats = Nats()
    await nats.connect(stack.nats_url)
    temporal = await Client.connect(
        stack.temporal_address,
        namespace=stack.temporal_namespace,
        data_converter=pydantic_data_converter,
    )
    database = await asyncpg.connect(asyncpg_url(stack.database_url()))
    try:
        while True:
            faults, looked_at = await _look(stack, database, nats, temporal)
            if not faults or asyncio.get_running_loop().time() > deadline:
                return sorted(set(faults)), looked_at
            await asyncio.sleep(EVERY_S)
    finally:
        await database.close()
        await nats.close()


async def _look(
    stack: Stack, database: asyncpg.Connection, nats: Nats, temporal: Client
) -> tuple[list[Fault], dict[str, int]]:
    heard = await read_messages(database, nats)
    faults = [fault for check in messages.CHECKS for fault in check(heard)]
    faults += await effects.recorded_is_told_once(database, heard)
    faults += await effects.answers_kept(database)
    faults += await effects.commands_have_one_effect(database, heard)
    faults += await effects.messages_once_per_person(database)
    faults += await money.books_balance(database)
    faults += await readmodel.log_is_complete(database, heard)
    faults += await readmodel.read_models_follow(database)
    faults += await readmodel.parts_sum_to_the_whole(database)
    faults += await readmodel.same_projects(database)
    faults += await _rebuild_differs(stack)
    projects = await courses.recorded_projects(database)
    lane_now = stack.anchor.clock.to_lane(datetime.now(UTC))
    faults += await courses.courses_go_on(temporal, projects, heard, lane_now)
    faults += await courses.histories_hold_the_facts(temporal, projects, heard)
    looked_at = {
        "projects": len(projects),
        "messages": sum(len(stream) for stream in heard.streams.values()),
        "outbox rows": len(heard.outbox),
    }
    return faults, looked_at


async def _rebuild_differs(stack: Stack) -> list[Fault]:
    """What insight's own derivation from the log says against what its tables hold."""
    async with runtime_of(stack, VERIFIER).opened() as runtime:
        return [Fault("rebuild", "insight", each) for each in await differences(runtime)]
