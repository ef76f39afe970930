"""A service made of nothing but plumbing, on real PostgreSQL and NATS."""

from collections.abc import AsyncIterator

import pytest

from services.intake.app import make_service
from tests.support.nats import NatsServer, provisioned_nats
from tests.support.postgres import PostgresServer
from tests.support.service import Bench, bench_of


@pytest.fixture
async def nats(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[NatsServer]:
    """A fresh bus with every stream and consumer."""
    async with provisioned_nats(tmp_path_factory.mktemp("nats") / "state") as server:
        yield server


@pytest.fixture
async def bench(
    postgres_server: PostgresServer,
    nats: NatsServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Bench]:
    """A service with an outbox, connected to that bus."""
    store = tmp_path_factory.mktemp("documents").as_uri()
    async with bench_of(
        make_service(), postgres_server, nats_url=nats.url, object_store_url=store
    ) as bench:
        yield bench
