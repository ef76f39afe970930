"""Writes drafts. Reading them: ``queries.task``."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.approval.tables import task_draft


async def save_draft(
    connection: AsyncConnection, id_: UUID, person: str, fields: Mapping[str, str], at: datetime
) -> None:
    """Keep what somebody has typed, instead of what they had typed before."""
    values = {"fields": dict(fields), "saved_at": at}
    statement = insert(task_draft).values(task_id=id_, person=person, **values)
    keys = [task_draft.c.task_id, task_draft.c.person]
    await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))


async def remove_drafts(connection: AsyncConnection, id_: UUID, person: str | None = None) -> None:
    """Forget a task's drafts, or one person's."""
    statement = delete(task_draft).where(task_draft.c.task_id == id_)
    if person is not None:
        statement = statement.where(task_draft.c.person == person)
    await connection.execute(statement)
