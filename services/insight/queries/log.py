"""Reads of the log, and of what is stored beside it."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Text, case, func, select, union
from sqlalchemy import cast as sa_cast
from sqlalchemy.ext.asyncio import AsyncConnection

from services.insight.tables import FACTS, event_log, project_fact, stale_project


async def logged_rows(connection: AsyncConnection, ids: list[UUID]) -> list[Row[Any]]:
    """All that was heard of some projects, oldest first; ``data`` is the message's JSON text."""
    log = event_log.c
    statement = (
        select(
            log.event_id,
            log.project_id,
            log.happened_at,
            log.publisher,
            log.sequence,
            log.type,
            sa_cast(log.data, Text).label("data"),
        )
        .where(event_log.c.project_id.in_(ids))
        .order_by(event_log.c.happened_at, event_log.c.publisher, event_log.c.sequence)
    )
    return list((await connection.execute(statement)).all())


async def event_count(connection: AsyncConnection) -> int:
    """Events in the log, those about no project included."""
    return int((await connection.execute(select(func.count()).select_from(event_log))).scalar_one())


async def logged_projects(connection: AsyncConnection) -> list[UUID]:
    """Every project of the log, in the order of their ids."""
    id_ = event_log.c.project_id
    statement = select(id_).where(id_.is_not(None)).distinct().order_by(id_)
    return list((await connection.execute(statement)).scalars())


async def known_projects(connection: AsyncConnection) -> list[UUID]:
    """Every project of the log or of the read models."""
    logged = select(event_log.c.project_id).where(event_log.c.project_id.is_not(None))
    both = union(logged, select(project_fact.c.project_id)).subquery()
    statement = select(both.c.project_id).order_by(both.c.project_id)
    return list((await connection.execute(statement)).scalars())


async def stored_rows(
    connection: AsyncConnection, ids: list[UUID]
) -> dict[str, dict[UUID, list[dict[str, Any]]]]:
    """Table → project → its rows, as they stand."""
    found: dict[str, dict[UUID, list[dict[str, Any]]]] = {}
    for table in FACTS:
        rows: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
        facts = [each for each in table.c if each.name != "written_in"]
        statement = select(*facts).where(table.c.project_id.in_(ids))
        for row in (await connection.execute(statement)).mappings():
            rows[row["project_id"]].append(dict(row))
        found[table.name] = rows
    return found


async def staleness(connection: AsyncConnection, now: datetime) -> tuple[int, int, float]:
    """Projects that wait to be derived, those that could not be, and the oldest's wait in s."""
    faulty = func.count(case((stale_project.c.fault.is_not(None), 1)))
    since = func.min(case((stale_project.c.fault.is_(None), stale_project.c.since)))
    statement = select(func.count(), faulty, since).select_from(stale_project)
    total, failed, oldest = (await connection.execute(statement)).one()
    lag_s = max((now - oldest).total_seconds(), 0.0) if oldest else 0.0
    return int(total) - int(failed), int(failed), round(lag_s, 3)
