"""Read models from the log: made again beside those that stand, or compared with them."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from chassis.service import Runtime
from contracts.errors import DomainError, ErrorKind
from services.insight import handlers, queries
from services.insight.repository import switch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CHUNK = 200
"""Projects worked out at once."""
FEW = 50
"""So few projects may be left for the moment in which nobody is served."""


class RebuildRunning(DomainError):
    """Somebody else rebuilds the same read models."""

    code: ClassVar = "rebuild_running"
    kind: ClassVar = ErrorKind.CONFLICT
    zh: ClassVar = "另一项重建正在进行。请等它完成后再试。"
    en: ClassVar = "Another rebuild is under way. Wait for it to end and try again."


async def rebuild(runtime: Runtime) -> int:
    """Derive every project again while everything goes on serving; how many projects.

    A second set of tables is filled from the log and takes the place of the first in one
    transaction, so nobody ever sees half of it; what is heard meanwhile is in both. A rebuild
    that fails or is killed changes nothing. Raises RebuildRunning.
    """
    database = runtime.database
    async with _alone(runtime):
        async with database.unit_of_work() as uow:
            await switch.begin(uow.connection, uow.clock.real_now())
        try:
            count = await _fill(runtime)
            async with database.unit_of_work() as uow:
                await switch.index(uow.connection)
            while await _catch_up(runtime) > FEW:
                pass
            async with database.unit_of_work() as uow:
                await switch.hold_still(uow.connection)
                await handlers.refresh(
                    uow, await switch.take_missed(uow.connection), suffix=switch.NEXT
                )
                await switch.switch(uow.connection, uow.clock.real_now())
        except BaseException:
            async with database.unit_of_work() as uow:
                await switch.give_up(uow.connection)
            raise
    return count


@asynccontextmanager
async def _alone(runtime: Runtime) -> "AsyncIterator[None]":
    async with runtime.database.engine.connect() as connection:
        if not await switch.is_alone(connection):
            raise RebuildRunning
        # The lock is the connection's; nothing else of it stays open meanwhile.
        await connection.rollback()
        try:
            yield
        finally:
            await connection.invalidate()


async def _fill(runtime: Runtime) -> int:
    """Work every project of the log out into the second set."""
    async with runtime.database.read() as connection:
        ids = await queries.logged_projects(connection)
    chunks = iter([ids[first : first + CHUNK] for first in range(0, len(ids), CHUNK)])

    async def work() -> None:
        for chunk in chunks:
            async with runtime.database.unit_of_work() as uow:
                await handlers.fill(uow, chunk, suffix=switch.NEXT)

    # Two take turns: while the database answers one, the other works out.
    async with asyncio.TaskGroup() as group:
        for _ in range(2):
            group.create_task(work())
    return len(ids)


async def _catch_up(runtime: Runtime) -> int:
    """Bring in what was worked out meanwhile; how many projects."""
    async with runtime.database.unit_of_work() as uow:
        missed = await switch.take_missed(uow.connection)
        for first in range(0, len(missed), CHUNK):
            await handlers.refresh(uow, missed[first : first + CHUNK], suffix=switch.NEXT)
    return len(missed)


async def differences(runtime: Runtime) -> list[str]:
    """Where the read models are not what the log says; empty when they are. Changes nothing."""
    found: list[str] = []
    async with runtime.database.read() as connection:
        ids = await queries.known_projects(connection)
        for first in range(0, len(ids), CHUNK):
            chunk = ids[first : first + CHUNK]
            derived = await handlers.derive(connection, chunk)
            found += [f"{id_}: {fault}" for id_, fault in derived.faults.items()]
            stored = await queries.stored_rows(connection, chunk)
            by_id = {rows.project["project_id"]: rows for rows in derived.rows}
            for id_ in derived.done:
                expected = by_id.get(id_)
                tables = expected.by_table() if expected else {name: [] for name in stored}
                found += _compare(id_, tables, stored)
    return found


def _compare(
    id_: UUID,
    expected: Mapping[str, list[dict[str, Any]]],
    stored: Mapping[str, Mapping[UUID, list[dict[str, Any]]]],
) -> Iterable[str]:
    for table, rows in expected.items():
        if _canonical(rows) != _canonical(stored[table].get(id_, [])):
            yield f"{id_}: {table} is not what the log says"


def _canonical(rows: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    return sorted([f"{key}={value}" for key, value in sorted(row.items())] for row in rows)
