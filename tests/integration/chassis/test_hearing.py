"""Heard once, in order; tried again when it fails; buried, not lost, when it cannot be done."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import uuid4

from nats.js.api import RawStreamMsg

from chassis.bus import PermanentFault, listen, make_broker
from chassis.identity import new_id
from contracts.envelope import Envelope, Message
from contracts.events.intake import CaseManagerAssigned
from contracts.ids import PersonId, ProjectId
from contracts.topology import DEAD_LETTERS, Consumer, consumers_of
from tests.support.nats import NatsServer
from tests.support.waiting import eventually

INSIGHT_HEARS_INTAKE = next(c for c in consumers_of("insight") if c.stream == "INTAKE")
SHORT_S = (0.05, 0.1)
Hear = Callable[[Message, Envelope, Consumer], Awaitable[None]]


def _envelope(project: ProjectId, number: int) -> Envelope:
    message = CaseManagerAssigned(project_id=project, manager=PersonId(str(number)))
    now = datetime.now(UTC)
    return Envelope.wrap(
        message, id_=new_id(), source="intake", time=now, recorded=now, sequence=number
    )


async def _publish(nats: NatsServer, *bodies: bytes) -> None:
    async with nats.client() as client:
        stream = client.jetstream()
        for body in bodies:
            await stream.publish(CaseManagerAssigned.TYPE, body)


def _json(envelope: Envelope) -> bytes:
    return envelope.model_dump_json().encode()


@asynccontextmanager
async def _hearing(nats: NatsServer, hear: Hear) -> AsyncIterator[None]:
    broker = make_broker(nats.url, delays_s=SHORT_S)
    listen(broker, [INSIGHT_HEARS_INTAKE], hear)
    async with broker:
        await broker.start()
        yield


async def _dead_letters(nats: NatsServer) -> list[RawStreamMsg]:
    async with nats.client() as client:
        stream = client.jetstream()
        info = await stream.stream_info(DEAD_LETTERS.name)
        return [
            await stream.get_msg(DEAD_LETTERS.name, seq=sequence)
            for sequence in range(1, info.state.last_seq + 1)
        ]


async def _none_pending(nats: NatsServer) -> bool:
    async with nats.client() as client:
        info = await client.jetstream().consumer_info("INTAKE", INSIGHT_HEARS_INTAKE.durable)
        return info.num_pending == 0 and info.num_ack_pending == 0


async def test_messages_about_one_thing_are_handled_one_after_the_other(nats: NatsServer) -> None:
    heard: list[int] = []
    at_work = 0

    async def hear(_: Message, envelope: Envelope, __: Consumer) -> None:
        nonlocal at_work
        at_work += 1
        assert at_work == 1
        # The first is slow: without turns the later ones would overtake it.
        await asyncio.sleep(0.05 if envelope.sequence == 1 else 0)
        heard.append(envelope.sequence)
        at_work -= 1

    project = ProjectId(uuid4())
    await _publish(nats, *(_json(_envelope(project, n)) for n in range(1, 21)))
    async with _hearing(nats, hear):
        await eventually(lambda: _none_pending(nats))
    assert heard == list(range(1, 21))


async def test_a_slow_thing_does_not_hold_up_the_others(nats: NatsServer) -> None:
    slow, quick = ProjectId(uuid4()), ProjectId(uuid4())
    done = asyncio.Event()
    order: list[str] = []

    async def hear(_: Message, envelope: Envelope, __: Consumer) -> None:
        if envelope.subject == str(slow):
            await asyncio.wait_for(done.wait(), 5)
            order.append("slow")
        else:
            order.append("quick")
            done.set()

    await _publish(nats, _json(_envelope(slow, 1)), _json(_envelope(quick, 1)))
    async with _hearing(nats, hear):
        await eventually(lambda: _none_pending(nats))
    assert order == ["quick", "slow"]


async def test_a_passing_fault_is_tried_again_after_a_delay(nats: NatsServer) -> None:
    attempts: list[float] = []

    async def hear(*_: object) -> None:
        attempts.append(asyncio.get_running_loop().time())
        if len(attempts) < 3:
            raise ConnectionError("the database is starting")

    await _publish(nats, _json(_envelope(ProjectId(uuid4()), 1)))
    async with _hearing(nats, hear):
        await eventually(lambda: _none_pending(nats))
    waited = [b - a for a, b in itertools.pairwise(attempts)]
    assert len(waited) == 2
    assert waited[0] >= SHORT_S[0]
    assert waited[1] >= SHORT_S[1]
    assert await _dead_letters(nats) == []


async def test_what_never_works_becomes_a_dead_letter_and_stops_nobody(nats: NatsServer) -> None:
    bad, good = ProjectId(uuid4()), ProjectId(uuid4())
    heard: list[str] = []

    async def hear(_: Message, envelope: Envelope, __: Consumer) -> None:
        if envelope.subject == str(bad):
            raise ZeroDivisionError("a bug")
        heard.append(envelope.subject)

    await _publish(nats, _json(_envelope(bad, 1)), _json(_envelope(good, 1)))
    async with _hearing(nats, hear):
        await eventually(lambda: _none_pending(nats))
    buried = await _dead_letters(nats)
    assert heard == [str(good)]
    assert [json.loads(each.data or b"")["subject"] for each in buried] == [str(bad)]
    headers = buried[0].headers or {}
    assert headers["fastlane-subject"] == CaseManagerAssigned.TYPE
    assert "a bug" in headers["fastlane-error"]


async def test_what_nobody_can_read_is_buried_at_once(nats: NatsServer) -> None:
    project = ProjectId(uuid4())
    unknown = _envelope(project, 1).model_copy(update={"type": "fastlane.intake.sang.v1"})
    incomplete = _envelope(project, 2).model_copy(update={"data": {"project_id": str(project)}})
    bodies = [b"\xff\x00 not json", b'{"specversion": "1.0"}', _json(unknown), _json(incomplete)]
    good = _envelope(project, 3)
    heard: list[int] = []

    async def hear(_: Message, envelope: Envelope, __: Consumer) -> None:
        heard.append(envelope.sequence)

    await _publish(nats, *bodies, _json(good))
    async with _hearing(nats, hear):
        await eventually(lambda: _none_pending(nats))
    assert heard == [3]
    assert sorted(each.data or b"" for each in await _dead_letters(nats)) == sorted(bodies)


async def test_a_permanent_fault_is_not_tried_again(nats: NatsServer) -> None:
    attempts = 0

    async def hear(*_: object) -> None:
        nonlocal attempts
        attempts += 1
        raise PermanentFault("nobody here handles it")

    await _publish(nats, _json(_envelope(ProjectId(uuid4()), 1)))
    async with _hearing(nats, hear):
        await eventually(lambda: _none_pending(nats))
    assert attempts == 1
    assert len(await _dead_letters(nats)) == 1


async def test_hearing_goes_on_after_the_bus_was_killed(nats: NatsServer) -> None:
    heard: list[int] = []

    async def hear(_: Message, envelope: Envelope, __: Consumer) -> None:
        heard.append(envelope.sequence)

    async def has_heard_both() -> bool:
        return heard == [1, 2]

    project = ProjectId(uuid4())
    async with _hearing(nats, hear):
        await _publish(nats, _json(_envelope(project, 1)))
        await eventually(lambda: _none_pending(nats))
        await nats.stop()
        await nats.start()
        await _publish(nats, _json(_envelope(project, 2)))
        await eventually(has_heard_both, within_s=20)
