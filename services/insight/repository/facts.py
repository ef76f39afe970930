"""Writes the read models of single projects. In the caller's transaction."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.insight.measure import Rows
from services.insight.tables import FACTS, project_fact


async def replace_facts(
    connection: AsyncConnection, projects: Iterable[UUID], rows: Iterable[Rows], suffix: str = ""
) -> None:
    """Replace all that the read models hold of ``projects`` by ``rows``.

    ``suffix`` names the tables that a rebuild fills instead.
    """
    gone = ", ".join(
        f"gone_{table.name} AS "
        f"(DELETE FROM insight.{table.name}{suffix} WHERE project_id = ANY(:ids))"
        for table in FACTS
    )
    # One round trip for all tables; names come from the code, never from an event.
    await connection.execute(text(f"WITH {gone} SELECT 1"), {"ids": list(projects)})
    await add_facts(connection, rows, suffix)


async def add_facts(connection: AsyncConnection, rows: Iterable[Rows], suffix: str = "") -> None:
    """Add the rows of projects that the read models hold nothing of."""
    xact = select(text("pg_current_xact_id()::text::bigint"))
    written_in = (await connection.execute(xact)).scalar_one()
    raw = await connection.get_raw_connection()
    new = [each.by_table() for each in rows]
    for table in FACTS:
        records = [_record(table, row, written_in) for each in new for row in each[table.name]]
        if records:
            await raw.driver_connection.copy_records_to_table(  # type: ignore[union-attr]
                f"{table.name}{suffix}",
                schema_name="insight",
                columns=[each.name for each in table.columns],
                records=records,
            )


def _record(table: Table, row: dict[str, Any], written_in: int) -> tuple[Any, ...]:
    if table is project_fact:
        return (*(row[each.name] for each in table.columns if each.name in row), written_in)
    if "stops" in row:
        row = {**row, "stops": json.dumps(row["stops"])}
    return tuple(row[each.name] for each in table.columns)
