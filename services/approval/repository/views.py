"""Writes saved views. Reading them: ``queries.team``."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.approval.tables import saved_view


async def count_views(connection: AsyncConnection, person: str, but: str) -> int:
    """How many views somebody has beside the one of that name."""
    statement = select(func.count()).where(saved_view.c.person == person, saved_view.c.name != but)
    return int((await connection.execute(statement)).scalar_one())


async def save_view(
    connection: AsyncConnection,
    id_: UUID,
    person: str,
    name: str,
    filter_: dict[str, Any],
    at: datetime,
) -> UUID:
    """Keep a view; one of the same name is replaced and keeps its id. The id."""
    statement = insert(saved_view).values(
        id=id_, person=person, name=name, filter=filter_, saved_at=at
    )
    kept = statement.on_conflict_do_update(
        constraint="saved_view_name", set_={"filter": filter_, "saved_at": at}
    ).returning(saved_view.c.id)
    found: UUID = (await connection.execute(kept)).scalar_one()
    return found


async def remove_view(connection: AsyncConnection, person: str, id_: UUID) -> bool:
    """Forget a view; False when there is none of that id."""
    statement = delete(saved_view).where(saved_view.c.id == id_, saved_view.c.person == person)
    result = await connection.execute(statement.returning(saved_view.c.id))
    return result.first() is not None
