"""What a task's page shows beside the task: looks, ticks, earlier decisions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from services.approval.domain.precedent import Precedent
from services.approval.queries.scope import in_own_queue
from services.approval.tables import task, task_check, task_look

_CANDIDATES: Final = 30
"""Of these the nearest are chosen; older ones were decided under other rules."""


async def looks_of(
    connection: AsyncConnection, person: str, ids: Sequence[UUID]
) -> dict[UUID, datetime]:
    """When somebody last looked at which of these tasks."""
    if not ids:
        return {}
    statement = select(task_look.c.task_id, task_look.c.looked_at).where(
        task_look.c.person == person, task_look.c.task_id.in_(ids)
    )
    return {row.task_id: row.looked_at for row in (await connection.execute(statement)).all()}


async def look_row(connection: AsyncConnection, person: str, id_: UUID) -> Row[Any] | None:
    """Somebody's visit to a task's page and the one before; None when they never looked."""
    statement = select(task_look).where(task_look.c.task_id == id_, task_look.c.person == person)
    return (await connection.execute(statement)).one_or_none()


async def check_rows(connection: AsyncConnection, id_: UUID) -> list[Row[Any]]:
    """What was ticked off on a task's checklist."""
    statement = select(task_check).where(task_check.c.task_id == id_)
    return list((await connection.execute(statement.order_by(task_check.c.point))).all())


async def precedent_rows(
    connection: AsyncConnection, caller: Principal, of: Row[Any]
) -> list[Row[Any]]:
    """Lately decided tasks of the same kind and name in the caller's own queue, newest first.

    Those of the same industry, and some of any, so that the rare one is found among many others.
    """
    found: dict[UUID, Row[Any]] = {}
    for industry in (of.industry, None):
        statement = select(task).where(
            in_own_queue(caller),
            task.c.pack == of.pack,
            task.c.name == of.name,
            task.c.kind == of.kind,
            task.c.outcome.is_not(None),
            task.c.id != of.id,
        )
        if industry is not None:
            statement = statement.where(task.c.industry == industry)
        statement = statement.order_by(task.c.ended_at.desc()).limit(_CANDIDATES)
        found |= {row.id: row for row in (await connection.execute(statement)).all()}
    return list(found.values())


def precedent_of(row: Row[Any]) -> Precedent:
    """A decided task as something to go by."""
    return Precedent(row.id, row.industry, row.route, row.ended_at)
