"""Each service's migrations make exactly the tables that its code says."""

from importlib import import_module
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from standalone.state import DATABASE_SERVICES
from tests.support.postgres import PostgresServer


def _differences(connection: Connection, service: str, metadata: MetaData) -> list[Any]:
    options = {
        "include_schemas": True,
        "include_name": lambda name, kind, _: kind != "schema" or name == service,
        "compare_type": True,
        "version_table_schema": service,
    }
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


@pytest.mark.parametrize("service", DATABASE_SERVICES)
async def test_tables_and_migrations_agree(postgres_server: PostgresServer, service: str) -> None:
    async with postgres_server.database(service) as url:
        # Not as the service's role: its search path would hide the schema's name.
        address = make_url(url).set(username="postgres", password=postgres_server.secrets.postgres)
        engine = create_async_engine(address)
        try:
            async with engine.connect() as connection:
                metadata = import_module(f"services.{service}.tables").metadata
                assert await connection.run_sync(_differences, service, metadata) == []
        finally:
            await engine.dispose()
