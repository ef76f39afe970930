"""Read models from the log: made again, or compared with what stands."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from chassis.service import Runtime
from services.insight import handlers, queries
from services.insight.consumer import refresh_all

CHUNK = 200


async def rebuild(runtime: Runtime) -> int:
    """Derive every project again, while everything goes on serving; how many projects."""
    async with runtime.database.unit_of_work() as uow:
        await handlers.begin_rebuild(uow)
    return await refresh_all(runtime)


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
                tables = {
                    "project_fact": [expected.project] if expected else [],
                    "stage_fact": expected.stages if expected else [],
                    "case_fact": expected.cases if expected else [],
                    "span": expected.spans if expected else [],
                    "attribution": expected.attribution if expected else [],
                }
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
