"""Committed is told: at least once, in order, whatever is killed in between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

from nats.js.api import StreamInfo
from sqlalchemy import func, select, update

from chassis.service import run_relay
from contracts.envelope import Envelope
from contracts.events.intake import CaseManagerAssigned
from contracts.ids import PersonId, ProjectId
from tests.support.nats import NatsServer
from tests.support.service import Bench
from tests.support.waiting import eventually


@asynccontextmanager
async def _relaying(bench: Bench) -> AsyncIterator[None]:
    task = asyncio.create_task(run_relay(bench.runtime))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _tell(bench: Bench, project: ProjectId, count: int) -> None:
    for number in range(count):
        async with bench.runtime.database.unit_of_work() as uow:
            await uow.tell(CaseManagerAssigned(project_id=project, manager=PersonId(f"m{number}")))


async def _waiting(bench: Bench) -> int:
    outbox = bench.runtime.service.plumbing.outbox
    async with bench.runtime.database.read() as connection:
        statement = select(func.count()).where(outbox.c.published_at.is_(None))
        return int((await connection.execute(statement)).scalar_one())


async def _drained(bench: Bench) -> bool:
    return await _waiting(bench) == 0


async def _on_the_bus(nats: NatsServer) -> list[Envelope]:
    async with nats.client() as client:
        stream = client.jetstream()
        info: StreamInfo = await stream.stream_info("INTAKE")
        found = []
        for sequence in range(1, info.state.last_seq + 1):
            message = await stream.get_msg("INTAKE", seq=sequence)
            found.append(Envelope.model_validate_json(message.data or b""))
        return found


async def test_messages_about_one_thing_reach_the_bus_in_order_and_counted(
    bench: Bench, nats: NatsServer
) -> None:
    first, second = ProjectId(uuid4()), ProjectId(uuid4())
    await asyncio.gather(_tell(bench, first, 40), _tell(bench, second, 40))
    async with _relaying(bench):
        await eventually(lambda: _drained(bench))
    found = await _on_the_bus(nats)
    for project in (first, second):
        sequences = [each.sequence for each in found if each.subject == str(project)]
        assert sequences == list(range(1, 41))


async def test_what_is_committed_while_the_bus_is_down_is_told_afterwards(
    bench: Bench, nats: NatsServer
) -> None:
    project = ProjectId(uuid4())
    async with _relaying(bench):
        await _tell(bench, project, 5)
        await eventually(lambda: _drained(bench))
        await nats.stop()
        await _tell(bench, project, 5)
        assert await _waiting(bench) == 5
        await nats.start()
        await eventually(lambda: _drained(bench), within_s=20)
    assert [each.sequence for each in await _on_the_bus(nats)] == list(range(1, 11))


async def test_a_relay_that_dies_before_it_notes_the_ack_tells_nothing_twice(
    bench: Bench, nats: NatsServer
) -> None:
    project = ProjectId(uuid4())
    await _tell(bench, project, 10)
    async with _relaying(bench):
        await eventually(lambda: _drained(bench))
    outbox = bench.runtime.service.plumbing.outbox
    async with bench.runtime.database.engine.begin() as connection:
        # As if killed between JetStream's acknowledgement and its own note of it.
        await connection.execute(update(outbox).values(published_at=None))
    async with _relaying(bench):
        await eventually(lambda: _drained(bench))
    assert len(await _on_the_bus(nats)) == 10


async def test_of_two_relays_one_works_and_the_other_takes_over(
    bench: Bench, nats: NatsServer
) -> None:
    project = ProjectId(uuid4())
    async with _relaying(bench):
        async with _relaying(bench):
            await _tell(bench, project, 20)
            await eventually(lambda: _drained(bench))
        await _tell(bench, project, 20)
        await eventually(lambda: _drained(bench), within_s=10)
    assert [each.sequence for each in await _on_the_bus(nats)] == list(range(1, 41))


async def test_a_unit_that_rolls_back_tells_nothing(bench: Bench) -> None:
    project = ProjectId(uuid4())
    try:
        async with bench.runtime.database.unit_of_work() as uow:
            await uow.tell(CaseManagerAssigned(project_id=project, manager=PersonId("m")))
            raise RuntimeError("the rule said no after all")
    except RuntimeError:
        pass
    assert await bench.published(project) == []
    await _tell(bench, project, 1)
    assert [each.sequence for each in await bench.published(project)] == [1]


async def test_times_about_one_thing_never_run_backwards(bench: Bench) -> None:
    project = ProjectId(uuid4())
    async with bench.runtime.database.unit_of_work() as early:
        await asyncio.sleep(0.01)
        async with bench.runtime.database.unit_of_work() as late:
            await late.tell(CaseManagerAssigned(project_id=project, manager=PersonId("late")))
        await early.tell(CaseManagerAssigned(project_id=project, manager=PersonId("early")))
    times = [each.time for each in await bench.published(project)]
    assert times == sorted(times)
