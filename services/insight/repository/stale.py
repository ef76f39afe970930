"""Which projects the read models are behind with. In the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, column, delete, exists, select, text, values
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.insight.tables import event_log, read_model, rebuild_missed, stale_project


async def take_stale(connection: AsyncConnection, limit: int) -> list[UUID]:
    """Up to ``limit`` stale projects, nobody else's until the transaction ends; oldest first."""
    # The log's lock first: whoever makes a partition must not wait for us while we wait for it.
    await connection.execute(select(event_log.c.event_id).where(text("false")))
    oldest = (
        select(stale_project.c.project_id)
        .where(stale_project.c.fault.is_(None))
        .order_by(stale_project.c.since, stale_project.c.project_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("oldest")
    )
    statement = (
        delete(stale_project)
        .where(stale_project.c.project_id.in_(select(oldest.c.project_id)))
        .returning(stale_project.c.project_id)
    )
    taken = list((await connection.execute(statement)).scalars())
    if taken:
        await _tell_rebuild(connection, taken)
    return taken


async def _tell_rebuild(connection: AsyncConnection, projects: Sequence[UUID]) -> None:
    """Note for a rebuild under way that it may have read these projects too early.

    Only after they were taken: what made them stale is committed by then, and a rebuild that did
    not read it had begun before, so that this statement sees it.
    """
    taken = values(column("project_id", Uuid), name="taken").data([(id_,) for id_ in projects])
    running = exists().where(read_model.c.rebuilding_since.is_not(None))
    statement = insert(rebuild_missed).from_select(
        ["project_id"], select(taken.c.project_id).where(running)
    )
    await connection.execute(statement.on_conflict_do_nothing())


async def note_fault(
    connection: AsyncConnection, project: UUID, since: datetime, fault: str
) -> None:
    """Keep a project stale with the reason; it is tried again when more is heard of it."""
    statement = insert(stale_project).values(project_id=project, since=since, fault=fault)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[stale_project.c.project_id], set_={"fault": fault}
        )
    )
