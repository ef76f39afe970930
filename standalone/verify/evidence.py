"""What is read before anything is judged: outboxes, inboxes, streams, courses.

Everything is read with the verifier's own read-only role and own connections; no service is asked.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
from nats.aio.client import Client as Nats
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from contracts.topology import STREAMS
from standalone.dead_letters import REDRIVEN

Connection: TypeAlias = asyncpg.Connection
SERVICES = ("intake", "approval", "registry", "funding", "notify", "insight")
STREAM_OF = {
    "intake": "INTAKE",
    "approval": "APPROVAL",
    "registry": "REGISTRY",
    "funding": "FUNDING",
}
"""Services that publish, and where."""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Told:
    """A row of an outbox."""

    service: str
    message_id: UUID
    subject: str
    aggregate: str
    sequence: int
    is_published: bool
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OnBus:
    """A message in a stream."""

    stream: str
    position: int
    message_id: str
    subject: str
    body: bytes

    def envelope(self) -> dict[str, Any]:
        """The body as JSON; empty when it is none."""
        try:
            read = json.loads(self.body)
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}


@dataclass(frozen=True, slots=True)
class Messages:
    """All that was told and heard."""

    outbox: list[Told]
    inbox: dict[str, set[UUID]]
    """Message ids by consumer."""
    streams: dict[str, list[OnBus]]

    def told(self, subject: str) -> dict[str, list[Told]]:
        """Rows of the outboxes with a subject, by aggregate."""
        found: defaultdict[str, list[Told]] = defaultdict(list)
        for row in self.outbox:
            if row.subject == subject:
                found[row.aggregate].append(row)
        return found


async def read_messages(connection: Connection, nats: Nats) -> Messages:
    """Outboxes, inboxes and streams as they are now.

    Streams first: what is in one was committed before, so nothing seen there can be missing from
    the tables read afterwards.
    """
    streams = {stream.name: await _stream(nats.jetstream(), stream.name) for stream in STREAMS}
    outbox: list[Told] = []
    inbox: defaultdict[str, set[UUID]] = defaultdict(set)
    for service in SERVICES:
        outbox += await _outbox(connection, service)
        for row in await connection.fetch(f"SELECT consumer, message_id FROM {service}.inbox"):
            inbox[row["consumer"]].add(row["message_id"])
    return Messages(outbox, dict(inbox), streams)


async def _outbox(connection: Connection, service: str) -> list[Told]:
    rows = await connection.fetch(
        "SELECT message_id, subject, aggregate, sequence, published_at IS NOT NULL AS published, "
        f"envelope->'data' AS data FROM {service}.outbox ORDER BY id"
    )
    return [
        Told(
            service,
            row["message_id"],
            row["subject"],
            row["aggregate"],
            row["sequence"],
            row["published"],
            json.loads(row["data"]),
        )
        for row in rows
    ]


async def _stream(jetstream: JetStreamContext, name: str) -> list[OnBus]:
    info = await jetstream.stream_info(name)
    found: list[OnBus] = []
    if not info.state.messages:
        return found
    reader = await jetstream.pull_subscribe(
        "",
        stream=name,
        config=ConsumerConfig(
            deliver_policy=DeliverPolicy.ALL, ack_policy=AckPolicy.NONE, inactive_threshold=30
        ),
    )
    read = 0
    while read < info.state.messages:
        for message in await reader.fetch(min(_BATCH, info.state.messages - read), timeout=10):
            headers = message.headers or {}
            read += 1
            if headers.get("Nats-Msg-Id", "").startswith(REDRIVEN):
                continue  # A dead letter sent again: what it repeats stands here already.
            found.append(
                OnBus(
                    name,
                    message.metadata.sequence.stream,
                    headers.get("Nats-Msg-Id", ""),
                    message.subject,
                    message.data,
                )
            )
    await reader.unsubscribe()
    return found
