"""Approval on a database of its own."""

from collections.abc import AsyncIterator

import pytest

from services.approval.app import make_service
from tests.support.postgres import PostgresServer
from tests.support.service import MONDAY_MORNING, Bench, bench_of


@pytest.fixture(scope="module")
async def shared_bench(postgres_server: PostgresServer) -> AsyncIterator[Bench]:
    """The service on a database of the module's own."""
    # A stream is read to its end here; following for longer is tested on a real server.
    async with bench_of(make_service(), postgres_server, stream_seconds=0.05) as bench:
        yield bench


@pytest.fixture
def bench(shared_bench: Bench) -> Bench:
    """The service, its lane clock on a Monday morning."""
    shared_bench.travel_to(MONDAY_MORNING)
    return shared_bench
