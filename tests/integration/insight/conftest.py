"""Insight on a database of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from services.insight.app import make_service
from services.insight.consumer import refresh_all
from tests.support.postgres import PostgresServer
from tests.support.service import Bench, bench_of
from tests.support.story import Story, Told

Hear = Callable[[Story], Awaitable[None]]


@pytest.fixture(scope="module")
async def bench(postgres_server: PostgresServer) -> AsyncIterator[Bench]:
    """The service under test; one for each module, so that figures are that module's own."""
    async with bench_of(make_service(), postgres_server) as bench:
        yield bench


async def hear_told(bench: Bench, told: Told) -> None:
    """Hand the service one event as it was told; a second time is a redelivery."""
    await bench.hear(told.message, id_=told.id, sequence=told.sequence, time=told.at)


@pytest.fixture
def hear(bench: Bench) -> Hear:
    """Hears a whole story and brings the read models up to date."""

    async def hear_story(story: Story) -> None:
        for told in story:
            await hear_told(bench, told)
        await refresh_all(bench.runtime)

    return hear_story
