"""Registry on a bench of its own."""

from collections.abc import AsyncIterator

import pytest

from services.registry.app import make_service
from tests.support.postgres import PostgresServer
from tests.support.service import Bench, bench_of


@pytest.fixture(scope="module")
async def bench(postgres_server: PostgresServer) -> AsyncIterator[Bench]:
    """One registry per test module."""
    async with bench_of(make_service(), postgres_server) as bench:
        yield bench
