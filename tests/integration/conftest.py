"""The servers that integration tests share."""

from collections.abc import AsyncIterator

import pytest

from tests.support.postgres import PostgresServer, running_postgres


@pytest.fixture(scope="session")
async def postgres_server(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[PostgresServer]:
    """One PostgreSQL for the session, started when first asked for."""
    async with running_postgres(tmp_path_factory.mktemp("postgres") / "state") as server:
        yield server
