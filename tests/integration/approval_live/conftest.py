"""Approval with its relay on a real bus, served over a real socket."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn

from chassis.service import run_relay
from services.approval.app import make_service
from tests.support.nats import NatsServer, provisioned_nats
from tests.support.postgres import PostgresServer
from tests.support.service import Bench, bench_of


@pytest.fixture(scope="module")
async def nats(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[NatsServer]:
    """A bus with every stream."""
    async with provisioned_nats(tmp_path_factory.mktemp("nats") / "state") as server:
        yield server


@pytest.fixture(scope="module")
async def bench(postgres_server: PostgresServer, nats: NatsServer) -> AsyncIterator[Bench]:
    """The service, its relay running."""
    async with bench_of(make_service(), postgres_server, nats_url=nats.url) as bench:
        relay = asyncio.create_task(run_relay(bench.runtime))
        yield bench
        relay.cancel()
        await asyncio.gather(relay, return_exceptions=True)


@pytest.fixture(scope="module")
async def address(bench: Bench) -> AsyncIterator[str]:
    """Where the service answers: streams need a server that does not wait for their end."""
    async with _served(bench) as address:
        yield address


@asynccontextmanager
async def _served(bench: Bench) -> AsyncIterator[str]:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
        config = uvicorn.Config(bench.app, log_config=None, lifespan="off")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[chosen]))
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            bench.app.state.stopping.set()
            server.should_exit = True
            await serving


@pytest.fixture
async def http(address: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client that waits as long as a test may."""
    async with httpx.AsyncClient(base_url=address, timeout=30, trust_env=False) as client:
        yield client
