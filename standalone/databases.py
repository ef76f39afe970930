"""One database, and in it a role and a schema for each service, plus a reader for `verify`.

A role owns its schema, finds it first on its search path and can use no other.
"""

import asyncpg

from standalone.ports import HOST
from standalone.servers import postgres
from standalone.state import DATABASE_SERVICES, VERIFIER, Secrets

DATABASE = "fastlane"


def url(role: str, ports: dict[str, int], secrets: Secrets) -> str:
    """The address that SQLAlchemy takes, for one role."""
    password = secrets.roles[role]
    return f"postgresql+asyncpg://{role}:{password}@{HOST}:{ports['postgres']}/{DATABASE}"


async def prepare(ports: dict[str, int], secrets: Secrets) -> None:
    """Makes what is missing and sets every password again; may be called at every start."""
    connection = await postgres.connect(ports, secrets, "postgres")
    try:
        if not await connection.fetchval("select 1 from pg_database where datname = $1", DATABASE):
            await connection.execute(f"create database {DATABASE}")
    finally:
        await connection.close()
    connection = await postgres.connect(ports, secrets, DATABASE)
    try:
        async with connection.transaction():
            await connection.execute(f"revoke all on database {DATABASE} from public")
            await connection.execute("revoke all on schema public from public")
            for service in DATABASE_SERVICES:
                await _role(connection, service, secrets)
                await connection.execute(
                    f"create schema if not exists {service} authorization {service}"
                )
                await connection.execute(f"alter role {service} set search_path = {service}")
            await _role(connection, VERIFIER, secrets)
            await connection.execute(f"grant pg_read_all_data to {VERIFIER}")
            await connection.execute(
                f"alter role {VERIFIER} set default_transaction_read_only = on"
            )
    finally:
        await connection.close()


async def _role(
    connection: "asyncpg.Connection[asyncpg.Record]", role: str, secrets: Secrets
) -> None:
    if not await connection.fetchval("select 1 from pg_roles where rolname = $1", role):
        await connection.execute(f"create role {role} login")
    # Passwords are URL-safe text that we generated, so they need no quoting.
    await connection.execute(f"alter role {role} password '{secrets.roles[role]}'")
    await connection.execute(f"grant connect, temporary on database {DATABASE} to {role}")
