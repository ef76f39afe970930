"""The relay: takes a service's outbox to the bus, in order, at least once.

One relay is active per service (an advisory lock decides). A row is marked after JetStream has
acknowledged it; a crash in between publishes it again under the same ``Nats-Msg-Id``. A NOTIFY is
a hint; the poll is the truth.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import asyncpg
import structlog
from nats.aio.client import Client as Nats
from nats.js import JetStreamContext
from nats.js.errors import APIError
from opentelemetry.propagate import inject
from opentelemetry.trace import SpanKind
from prometheus_client import Counter, Gauge

from chassis.clock import Clock
from chassis.database import asyncpg_url
from chassis.telemetry import span

log = structlog.get_logger()

BATCH = 250
POLL_S = 1.0
PUBLISH_TIMEOUT_S = 5.0
"""Bounds how long rows wait on a bus that does not answer."""
KEEP = timedelta(days=7)
"""Published rows stay this long, real time: from them a damaged stream can be filled again."""

PUBLISHED = Counter("fastlane_outbox_published_total", "Messages taken to the bus", ["service"])
WAITING = Gauge("fastlane_outbox_waiting", "Messages not yet on the bus", ["service"])


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    subject: str
    message_id: str
    aggregate: str
    traceparent: str | None
    envelope: str


class Relay:
    """Publishes one service's outbox until cancelled. Reconnects by raising: run it supervised."""

    def __init__(self, service: str, database_url: str, nats: Nats, clock: Clock) -> None:
        self._service = service
        self._url = asyncpg_url(database_url)
        self._stream: JetStreamContext = nats.jetstream(timeout=PUBLISH_TIMEOUT_S)
        self._clock = clock
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Serve for ever. Raises when the database or the bus fails; start it again."""
        connection = await asyncpg.connect(self._url, server_settings={"timezone": "UTC"})
        try:
            await self._become_the_one(connection)
            await connection.add_listener(f"outbox_{self._service}", self._woken)
            pruned_at = 0.0
            while True:
                self._wake.clear()
                while await self._publish_batch(connection) == BATCH:
                    pass
                if asyncio.get_running_loop().time() - pruned_at > 3600:
                    await self._prune(connection)
                    pruned_at = asyncio.get_running_loop().time()
                try:
                    await asyncio.wait_for(self._wake.wait(), POLL_S)
                except TimeoutError:
                    continue
        finally:
            connection.terminate()

    def _woken(self, *_: object) -> None:
        self._wake.set()

    async def _become_the_one(self, connection: asyncpg.Connection) -> None:
        statement = "SELECT pg_try_advisory_lock(hashtext($1))"
        while not await connection.fetchval(statement, f"relay/{self._service}"):  # noqa: ASYNC110
            # Another relay serves; its lock falls with its connection.
            await asyncio.sleep(POLL_S)

    async def _publish_batch(self, connection: asyncpg.Connection) -> int:
        records = await connection.fetch(
            "SELECT id, subject, message_id::text, aggregate, envelope->>'traceparent', "
            f"envelope::text FROM {self._service}.outbox "
            f"WHERE published_at IS NULL ORDER BY id LIMIT {BATCH}"
        )
        WAITING.labels(self._service).set(len(records))
        if not records:
            return 0
        rows = [_Row(*record) for record in records]
        results = await asyncio.gather(*map(self._publish, rows), return_exceptions=True)
        done = [row.id for row, result in zip(rows, results, strict=True) if result is None]
        await connection.execute(
            f"UPDATE {self._service}.outbox SET published_at = $1 WHERE id = ANY($2::bigint[])",
            self._clock.real_now(),
            done,
        )
        PUBLISHED.labels(self._service).inc(len(done))
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return len(rows)

    async def _publish(self, row: _Row) -> None:
        with span(
            f"publish {row.subject}",
            kind=SpanKind.PRODUCER,
            traceparent=row.traceparent,
            attributes={"aggregate.id": row.aggregate, "message.id": row.message_id},
        ):
            try:
                headers = {
                    "Nats-Msg-Id": row.message_id,
                    "content-type": "application/cloudevents+json",
                }
                inject(headers)
                await self._stream.publish(row.subject, row.envelope.encode(), headers=headers)
            except APIError as refused:
                log.error("bus refused a message", subject=row.subject, error=str(refused))
                raise

    async def _prune(self, connection: asyncpg.Connection) -> None:
        await connection.execute(
            f"DELETE FROM {self._service}.outbox WHERE published_at < $1",
            self._clock.real_now() - KEEP,
        )


async def keep_relaying(relay: Relay) -> None:
    """Run a relay for ever, starting it again after a fault, ever more slowly up to 5 s."""
    delay_s = 0.2
    while True:
        started = asyncio.get_running_loop().time()
        try:
            await relay.run()
        except Exception as fault:
            log.warning("relay stopped, starting again", fault=repr(fault), delay_s=delay_s)
        if asyncio.get_running_loop().time() - started > 30:
            delay_s = 0.2
        await asyncio.sleep(delay_s)
        delay_s = min(delay_s * 2, 5.0)
