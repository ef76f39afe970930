"""Migrations: each service's own history, run under that service's own role."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from alembic import command, context, op
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.types import TypeEngine

from chassis.plumbing import PLUMBING_V1


async def upgrade(service: str, database_url: str) -> None:
    """Bring one service's schema to the newest version; nothing to do is quick.

    Two at once are safe: an advisory lock lets one wait for the other. A statement that cannot
    get its lock within 5 s gives up rather than hold up the service.
    """
    engine = create_async_engine(
        database_url, connect_args={"server_settings": {"lock_timeout": "5000"}}
    )
    try:
        async with engine.begin() as connection:
            await connection.execute(
                text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": f"migrate/{service}"}
            )
            await connection.run_sync(_upgrade, service)
    finally:
        await engine.dispose()


def migrations_of(service: str) -> Path:
    """The folder of a service's history. LookupError when the service has none."""
    found = find_spec(f"services.{service}")
    if found is None or not found.submodule_search_locations:
        raise LookupError(f"services.{service} does not exist")
    return Path(found.submodule_search_locations[0]) / "migrations"


def config_of(service: str) -> Config:
    """Alembic's configuration for a service."""
    config = Config()
    config.set_main_option("script_location", str(migrations_of(service)))
    config.set_main_option("path_separator", "os")
    config.attributes["service"] = service
    return config


def _upgrade(connection: Connection, service: str) -> None:
    config = config_of(service)
    config.attributes["connection"] = connection
    head = ScriptDirectory.from_config(config).get_current_head()
    current = MigrationContext.configure(
        connection, opts={"version_table_schema": service}
    ).get_current_revision()
    if current != head:
        command.upgrade(config, "head")


def required(name: str, type_: TypeEngine[Any], **more: Any) -> Column[Any]:
    """A column that must have a value; short for a migration's commonest line."""
    return Column(name, type_, nullable=False, **more)


def begin_plumbing(schema: str) -> None:
    """Create the plumbing's tables; the first thing in a service's first migration."""
    for statement in PLUMBING_V1:
        op.execute(statement.format(schema=schema))


def run_environment() -> None:
    """What every service's ``migrations/env.py`` calls."""
    connection: Connection = context.config.attributes["connection"]
    service: str = context.config.attributes["service"]
    context.configure(connection=connection, version_table_schema=service)
    context.run_migrations()
