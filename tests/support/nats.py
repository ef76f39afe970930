"""A real NATS server with JetStream, which a test may kill and start again."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from nats.aio.client import Client

from chassis.provision import provision
from contracts.topology import CONSUMERS, STREAMS
from standalone import ports as port_choice
from standalone import state as states
from standalone.process import ProcessSpec, tie_to_parent
from standalone.servers import nats
from tests.support.waiting import eventually


class NatsServer:
    """A server on a fixed free port whose store outlives its process."""

    def __init__(self, spec: ProcessSpec, url: str) -> None:
        self.url = url
        self._spec = spec
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start and wait until it answers."""
        self._process = await asyncio.create_subprocess_exec(
            *self._spec.command,
            env=dict(self._spec.environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            preexec_fn=tie_to_parent(self._spec.death_signal),
        )
        await eventually(self._spec.is_ready, within_s=10)

    async def stop(self, number: signal.Signals = signal.SIGKILL) -> None:
        """End the process; the store stays."""
        if self._process is not None:
            self._process.send_signal(number)
            await self._process.wait()
            self._process = None

    @asynccontextmanager
    async def client(self) -> AsyncIterator[Client]:
        """A connection that comes back by itself."""
        client = Client()
        await client.connect(self.url, max_reconnect_attempts=-1, reconnect_time_wait=0.1)
        try:
            yield client
        finally:
            await client.close()


@asynccontextmanager
async def running_nats(folder: Path) -> AsyncIterator[NatsServer]:
    """A server of its own on a free port."""
    state = states.prepare(folder)
    secrets = states.load_or_make_secrets(state, is_new=True)
    ports = {"nats": port_choice.free()["nats"], "nats_monitor": port_choice.free()["nats_monitor"]}
    server = NatsServer(nats.spec(state, ports, secrets), nats.url(ports, secrets))
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def provisioned_nats(folder: Path) -> AsyncIterator[NatsServer]:
    """A running server with every stream and consumer of the lane."""
    async with running_nats(folder) as server:
        async with server.client() as client:
            await provision(client, STREAMS, CONSUMERS, replicas=1)
        yield server
