"""One real PostgreSQL for a test session; a fresh database per test module, gone with it."""

import asyncio
import secrets as chance
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from chassis.migrations import upgrade
from standalone import ports as port_choice
from standalone import state as states
from standalone.process import tie_to_parent
from standalone.servers import postgres
from standalone.state import Secrets
from tests.support.waiting import eventually


@dataclass(frozen=True)
class PostgresServer:
    """A running server."""

    ports: dict[str, int]
    secrets: Secrets
    templates: set[str] = field(default_factory=set)
    """The services whose template database is migrated."""

    @asynccontextmanager
    async def database(self, service: str) -> AsyncIterator[str]:
        """A database with the service's role, schema and migrations; its address.

        It is dropped in the end: a hundred of them are too many files to remove at the close of
        a session.
        """
        name = f"test_{service}_{chance.token_hex(4)}"
        template = await self._template(service)
        await self._as_superuser("postgres", f"create database {name} template {template}")
        try:
            yield self.url(service, name)
        finally:
            await self._as_superuser("postgres", f"drop database {name} with (force)")

    async def _template(self, service: str) -> str:
        # Migrated once for each service; copying is quicker than migrating again.
        name = f"template_{service}"
        if service not in self.templates:
            await self._as_superuser("postgres", self._role(service), f"create database {name}")
            await self._as_superuser(
                name,
                "revoke all on schema public from public",
                f"create schema {service} authorization {service}",
            )
            await upgrade(service, self.url(service, name))
            self.templates.add(service)
        return name

    def url(self, role: str, database: str) -> str:
        """Where a role finds a database."""
        password = self.secrets.roles[role]
        host = f"{port_choice.HOST}:{self.ports['postgres']}"
        return f"postgresql+asyncpg://{role}:{password}@{host}/{database}"

    def _role(self, service: str) -> str:
        # Roles belong to the server, databases to a test module.
        return (
            f"do $$ begin if not exists (select 1 from pg_roles where rolname = '{service}') then "
            f"create role {service} login password '{self.secrets.roles[service]}'; "
            f"alter role {service} set search_path = {service}; end if; end $$"
        )

    async def _as_superuser(self, database: str, *statements: str) -> None:
        connection = await postgres.connect(self.ports, self.secrets, database)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


@asynccontextmanager
async def running_postgres(folder: Path) -> AsyncIterator[PostgresServer]:
    """A server of its own on a free port; gone, data and all, at the end."""
    state = states.prepare(folder)
    secrets = states.load_or_make_secrets(state, is_new=True)
    home = postgres.locate(state)
    await postgres.create(home, state, secrets)
    server = PostgresServer(port_choice.free(), secrets)
    spec = postgres.spec(home, server.ports, secrets)
    account = spec.run_as
    with (state.logs / "postgres.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *spec.command,
            # No test here is about a power cut, and a database is dropped after every module.
            "-c",
            "fsync=off",
            cwd=spec.cwd,
            env=dict(spec.environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=tie_to_parent(spec.death_signal),
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    try:
        await eventually(spec.is_ready, within_s=20)
        yield server
    finally:
        process.send_signal(spec.stop_signal)
        await process.wait()
        postgres.forget(state)
