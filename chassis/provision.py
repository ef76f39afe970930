"""Makes the bus: streams and durable consumers, exactly as a topology says. Safe to run again."""

from collections.abc import Iterable

from nats.aio.client import Client as Nats
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import NotFoundError

from chassis.bus import MAX_DELIVERIES, MAX_PENDING
from contracts.topology import Consumer, Stream

DUPLICATE_WINDOW_S = 600.0
"""Above the relay's longest retry gap; later repeats are caught by the inbox."""
ACK_WAIT_S = 60.0
"""Above the slowest handler; a crashed consumer's messages come again after it."""


async def provision(
    nats: Nats, streams: Iterable[Stream], consumers: Iterable[Consumer], *, replicas: int
) -> None:
    """Create or update every stream and consumer. Messages and positions are kept."""
    jetstream = nats.jetstream(timeout=10)
    for stream in streams:
        config = StreamConfig(
            name=stream.name,
            subjects=list(stream.subjects),
            storage=StorageType.FILE,
            retention=RetentionPolicy.LIMITS,
            discard=DiscardPolicy.OLD,
            num_replicas=replicas,
            duplicate_window=DUPLICATE_WINDOW_S,
            allow_direct=True,
        )
        try:
            await jetstream.stream_info(stream.name)
        except NotFoundError:
            await jetstream.add_stream(config)
        else:
            await jetstream.update_stream(config)
    for consumer in consumers:
        await jetstream.add_consumer(consumer.stream, consumer_config(consumer))


def consumer_config(consumer: Consumer) -> ConsumerConfig:
    """The durable's configuration; no backoff, since refusals carry their own delay."""
    return ConsumerConfig(
        durable_name=consumer.durable,
        filter_subjects=list(consumer.subjects),
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ACK_WAIT_S,
        # One more than we ask for: the last delivery is buried by us, not dropped by the server.
        max_deliver=MAX_DELIVERIES + 2,
        max_ack_pending=MAX_PENDING,
    )
