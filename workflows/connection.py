"""Connections to Temporal and NATS, made with patience: the servers may still be coming up."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, TypeVar

import structlog
from nats.aio.client import Client as Nats
from nats.errors import Error as NatsError
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import GrpcCompression, RetryConfig, RPCError

from workflows.settings import WorkflowSettings

log = structlog.get_logger()

T = TypeVar("T")

DATA_CONVERTER: Final = pydantic_data_converter
"""One for clients, workers, replay and tests."""

PATIENCE_S: Final = 60.0
"""Longer than the servers take to start on a small machine; then a sentence says what is wrong."""

_LOOPBACK: Final = ("127.", "localhost", "[::1]")
_TRANSIENT: Final = (OSError, RuntimeError, RPCError, NatsError, TimeoutError)
# 45 s: below the bus's acknowledgement wait (chassis.provision), so that a fact is not heard again
# while it is still being told, and long enough for Temporal to be started again.
_RETRY: Final = RetryConfig(max_elapsed_time_millis=45_000, max_retries=100)


class ServerAway(Exception):
    """A server did not answer in time; the message is a sentence for whoever began the process."""


async def patiently(what: str, attempt: Callable[[], Awaitable[T]], within_s: float) -> T:
    """The result of ``attempt``, tried again every second. Raises ServerAway after ``within_s``."""
    deadline = asyncio.get_running_loop().time() + within_s
    while True:
        try:
            return await attempt()
        except _TRANSIENT as fault:
            if asyncio.get_running_loop().time() >= deadline:
                raise ServerAway(
                    f"{what} did not answer in time. Start it, or correct its address, and start "
                    f"this process again. Last error: {fault!r:.300}"
                ) from fault
            log.info("waiting for a server", server=what)
            await asyncio.sleep(1)


async def connect_temporal(settings: WorkflowSettings, within_s: float = PATIENCE_S) -> Client:
    """A client that speaks to the lane's namespace."""
    address = settings.temporal_address
    local = address.startswith(_LOOPBACK)

    async def attempt() -> Client:
        return await Client.connect(
            address,
            namespace=settings.temporal_namespace,
            data_converter=DATA_CONVERTER,
            retry_config=_RETRY,
            # On one machine compressing costs processor time and saves nothing.
            grpc_compression=GrpcCompression.NONE if local else GrpcCompression.GZIP,
        )

    return await patiently(f"Temporal at {address} (FASTLANE_TEMPORAL_ADDRESS)", attempt, within_s)


async def connect_nats(settings: WorkflowSettings, within_s: float = PATIENCE_S) -> Nats:
    """A connection that comes back by itself; the first one is waited for."""

    async def attempt() -> Nats:
        nats = Nats()
        await nats.connect(
            settings.nats_url,
            connect_timeout=5,
            max_reconnect_attempts=-1,
            reconnect_time_wait=1,
            allow_reconnect=True,
            error_cb=_note,
        )
        return nats

    # Bounded from outside: nats-py itself goes on trying without an end.
    return await patiently(
        "NATS (FASTLANE_NATS_URL)", lambda: asyncio.wait_for(attempt(), within_s), 0
    )


async def temporal_answers(client: Client) -> bool:
    """Readiness: whether Temporal serves requests."""
    return await client.service_client.check_health(timeout=timedelta(seconds=2))


async def _note(fault: Exception) -> None:
    log.warning("bus connection", fault=repr(fault)[:300])
