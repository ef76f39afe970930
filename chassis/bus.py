"""Hearing the bus: durable pull consumers, one retry middleware, dead letters.

A handler that raises is tried again after a delay that grows; on the last delivery, or when the
message cannot be read at all, it goes to the dead-letter stream and only then is ended. Within one
process messages about one aggregate are handled one after the other, in the order delivered.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from faststream import AckPolicy, BaseMiddleware
from faststream.nats import JStream, NatsBroker, PullSub
from opentelemetry.trace import SpanKind
from prometheus_client import Counter
from pydantic import ValidationError

from chassis.telemetry import span
from contracts.catalogue import UnknownMessage, parse
from contracts.envelope import Envelope, Message
from contracts.topology import DEAD_LETTERS, Consumer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

log = structlog.get_logger()

RETRY_DELAYS_S = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
"""Between deliveries: half a minute in all, longer than a database restart takes."""
MAX_DELIVERIES = len(RETRY_DELAYS_S) + 1
MAX_WORKERS = 8
"""Handlers at work at once, for each consumer; those waiting for their turn do not count."""
MAX_PENDING = 128
BATCH = 16
"""Messages a request: one at a time, a busy process hears no more than one a round trip."""
FETCH_TIMEOUT_S = 2.0
"""Bounds how long a consumer stays deaf after the server came back."""

HEARD = Counter("fastlane_messages_heard_total", "Messages handled", ["consumer", "result"])

Hear = Callable[[Message, Envelope, Consumer], Awaitable[None]]
"""What a process does with a message; returns once the effect is durable."""


@dataclass(frozen=True, slots=True)
class Received:
    """A message off the bus, read once for everybody on its way."""

    envelope: Envelope
    traceparent: str | None


class PermanentFault(Exception):
    """This message will never be handled; trying again is of no use."""


class RetryMiddleware(BaseMiddleware[Any, Any]):
    """Acknowledges by outcome. The only place that acks, nacks or ends a message.

    After each failed delivery but the last it waits the next of ``delays_s``.
    """

    def __init__(
        self, msg: Any, /, *, context: Any, delays_s: Sequence[float] = RETRY_DELAYS_S
    ) -> None:
        super().__init__(msg, context=context)
        self.delays_s = delays_s

    async def consume_scope(self, call_next: Any, msg: Any) -> Any:
        try:
            result = await call_next(msg)
        except (PermanentFault, ValidationError, UnknownMessage, UnicodeDecodeError) as fault:
            await self._bury(msg, fault)
        except Exception as fault:
            delivered = msg.raw_message.metadata.num_delivered
            if delivered > len(self.delays_s):
                await self._bury(msg, fault)
            else:
                log.warning("will try again", fault=repr(fault)[:500], delivered=delivered)
                await msg.nack(delay=self.delays_s[delivered - 1])
        else:
            await msg.ack()
            return result

    async def _bury(self, msg: Any, fault: Exception) -> None:
        """Dead letter first, acknowledged; only then end the original."""
        raw = msg.raw_message
        metadata = raw.metadata
        broker = self.context.get("broker")
        headers = {
            "Nats-Msg-Id": f"{metadata.stream}/{metadata.sequence.stream}/{metadata.consumer}",
            "fastlane-subject": raw.subject,
            "fastlane-consumer": str(metadata.consumer),
            "fastlane-stream": str(metadata.stream),
            "fastlane-error": repr(fault).replace("\n", " ")[:900],
        }
        await broker.publish(
            raw.data,
            subject=f"dlq.{metadata.consumer}",
            stream=DEAD_LETTERS.name,
            headers=headers,
        )
        HEARD.labels(str(metadata.consumer), "dead").inc()
        log.error("dead letter", subject=raw.subject, fault=repr(fault)[:500])
        await msg.reject()


class _Turns:
    """First come, first served, per consumer and aggregate; so many at once per consumer."""

    def __init__(self) -> None:
        self._locks: dict[tuple[str, str], asyncio.Lock] = {}
        self._waiting: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._free: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def turn(self, consumer: str, aggregate: str) -> "AsyncIterator[None]":
        key = (consumer, aggregate)
        lock = self._locks.setdefault(key, asyncio.Lock())
        self._waiting[key] += 1
        try:
            # Those that wait for their turn take nobody's place.
            async with lock, self._free.setdefault(consumer, asyncio.Semaphore(MAX_WORKERS)):
                yield
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key], self._locks[key]


class TurnMiddleware(BaseMiddleware[Any, Any]):
    """Lets messages about one aggregate wait for each other, in the order delivered.

    It stands before everything that FastStream awaits on the way to a handler: behind that they
    have overtaken each other already. One that cannot be read waits for nobody.
    """

    def __init__(self, msg: Any, /, *, context: Any, turns: _Turns) -> None:
        super().__init__(msg, context=context)
        self.turns = turns

    async def consume_scope(self, call_next: Any, msg: Any) -> Any:
        received: Received = await msg.decode()
        consumer = str(msg.raw_message.metadata.consumer)
        async with self.turns.turn(consumer, received.envelope.subject):
            return await call_next(msg)


async def _read(msg: Any) -> Received:
    """FastStream's decoder: its result is kept with the message. Raises ValidationError."""
    envelope = Envelope.model_validate_json(msg.body)
    return Received(envelope, msg.headers.get("traceparent") or envelope.traceparent)


def make_broker(url: str, *, delays_s: Sequence[float] = RETRY_DELAYS_S) -> NatsBroker:
    """A broker that comes back by itself whenever the server does."""
    return NatsBroker(
        url,
        middlewares=[
            partial(RetryMiddleware, delays_s=delays_s),
            partial(TurnMiddleware, turns=_Turns()),
        ],
        decoder=_read,
        # Handlers take what was read as it is: nothing to look up or convert for each message.
        apply_types=False,
        max_reconnect_attempts=-1,
        reconnect_time_wait=1,
        logger=None,
        allow_reconnect=True,
    )


def listen(broker: NatsBroker, consumers: Iterable[Consumer], hear: Hear) -> None:
    """Subscribe ``hear`` to every durable in ``consumers``. Provisioning has made them."""
    for consumer in consumers:
        _listen_to(broker, consumer, hear)


def _listen_to(broker: NatsBroker, consumer: Consumer, hear: Hear) -> None:
    async def on_message(received: Received) -> None:
        envelope = received.envelope
        heard = parse(envelope)
        with span(
            f"handle {envelope.type}",
            kind=SpanKind.CONSUMER,
            traceparent=received.traceparent,
            attributes={"aggregate.id": envelope.subject, "consumer": consumer.durable},
        ):
            await hear(heard, envelope, consumer)
        HEARD.labels(consumer.durable, "done").inc()

    subscriber = broker.subscriber(
        subject=consumer.subjects[0],
        durable=consumer.durable,
        stream=JStream(consumer.stream, declare=False),
        pull_sub=PullSub(batch_size=BATCH, timeout=FETCH_TIMEOUT_S),
        # More than can be pending: FastStream's own limit would let messages overtake each other
        # on their way to their turn. The limit is ours, behind the turn.
        max_workers=MAX_PENDING + BATCH,
        ack_policy=AckPolicy.MANUAL,
        no_reply=True,
    )
    subscriber(on_message)


def dispatch(handlers: Mapping[type[Message], Any], message: Message) -> Any:
    """The handler for a message's type. PermanentFault when nobody handles it."""
    try:
        return handlers[type(message)]
    except KeyError:
        raise PermanentFault(f"nobody here handles {type(message).TYPE}") from None
