"""Funding on a bench of its own."""

from collections.abc import AsyncIterator

import pytest

from services.funding.app import make_service
from tests.support.postgres import PostgresServer
from tests.support.service import MONDAY_MORNING, Bench, bench_of


@pytest.fixture(scope="module")
async def bench(postgres_server: PostgresServer) -> AsyncIterator[Bench]:
    """One funding service per test module."""
    async with bench_of(make_service(), postgres_server) as bench:
        yield bench


@pytest.fixture(autouse=True)
def _begin_on_a_monday(bench: Bench) -> None:
    """Tests of other years leave the lane's clock where they took it."""
    bench.travel_to(MONDAY_MORNING)
