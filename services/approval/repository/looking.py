"""Writes looks and ticks, and when a clock ran again."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import case, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.approval.domain.holder import Actor
from services.approval.tables import task, task_check, task_look

ONE_VISIT: Final = timedelta(minutes=30)
"""Looks within it are one visit: what was new when it began stays marked until it is over."""


async def note_look(connection: AsyncConnection, task_id: UUID, person: str, at: datetime) -> None:
    """Remember that somebody looks; a look of the same visit leaves the one before it."""
    statement = insert(task_look).values(task_id=task_id, person=person, looked_at=at)
    is_new_visit = task_look.c.looked_at < at - ONE_VISIT
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[task_look.c.task_id, task_look.c.person],
            set_={
                "before_at": case(
                    (is_new_visit, task_look.c.looked_at), else_=task_look.c.before_at
                ),
                "looked_at": at,
            },
        )
    )


async def save_check(
    connection: AsyncConnection,
    task_id: UUID,
    point: str,
    *,
    is_met: bool,
    note: str,
    by: Actor,
    at: datetime,
) -> None:
    """Keep the last word on a point of a task's checklist."""
    values = {"is_met": is_met, "note": note, "by": by.person, "by_name": by.name}
    values |= {"checked_at": at}
    statement = insert(task_check).values(task_id=task_id, point=point, **values)
    keys = [task_check.c.task_id, task_check.c.point]
    await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))


async def note_resumed(connection: AsyncConnection, task_id: UUID, at: datetime) -> None:
    """Remember when a task's clock ran again."""
    await connection.execute(update(task).where(task.c.id == task_id).values(resumed_at=at))
