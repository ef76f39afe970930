"""Whether a migrated database is what the tables say."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData
from sqlalchemy.ext.asyncio import create_async_engine

from chassis.database import Database


async def schema_differences(database: Database, metadata: MetaData) -> list[Any]:
    """What a migration would still have to do, in alembic's words; empty when all agrees."""
    engine = create_async_engine(database.engine.url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_compare, metadata)
    finally:
        await engine.dispose()


def _compare(connection: Connection, metadata: MetaData) -> list[Any]:
    def is_ours(name: str | None, kind: str, _: object) -> bool:
        return name == metadata.schema if kind == "schema" else name != "alembic_version"

    # The role's search path makes its schema the default one, and alembic leaves that name out.
    connection.dialect.default_schema_name = "public"
    context = MigrationContext.configure(
        connection, opts={"include_schemas": True, "include_name": is_ours, "compare_type": True}
    )
    return list(compare_metadata(context, metadata))
