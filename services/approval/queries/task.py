"""One task, one project: with rounds, conditions and what happened."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from contracts.ids import ProjectId
from services.approval.queries.scope import in_own_queue, visible_to
from services.approval.tables import (
    condition,
    information_round,
    task,
    task_draft,
    task_event,
)


async def queue_row(connection: AsyncConnection, caller: Principal, id_: UUID) -> Row[Any] | None:
    """One task, or None when it is in no queue of this person."""
    statement = select(task).where(task.c.id == id_, in_own_queue(caller))
    return (await connection.execute(statement)).one_or_none()


async def case_row(connection: AsyncConnection, caller: Principal, id_: UUID) -> Row[Any] | None:
    """One case, or None when it does not exist for this person."""
    statement = select(task).where(task.c.id == id_, task.c.kind == "case", visible_to(caller))
    return (await connection.execute(statement)).one_or_none()


async def project_rows(
    connection: AsyncConnection, caller: Principal, id_: ProjectId
) -> list[Row[Any]]:
    """A project's cases and gates as far as the person may see them, oldest first."""
    statement = select(task).where(task.c.project_id == id_, visible_to(caller))
    statement = statement.order_by(task.c.opened_at, task.c.id)
    return list((await connection.execute(statement)).all())


async def other_rows(
    connection: AsyncConnection, project_id: ProjectId, but: UUID
) -> list[Row[Any]]:
    """The other cases and gates of a project, oldest first, for whoever works on one of them."""
    statement = select(task).where(task.c.project_id == project_id, task.c.id != but)
    statement = statement.order_by(task.c.opened_at, task.c.id)
    return list((await connection.execute(statement)).all())


async def event_rows(connection: AsyncConnection, id_: UUID) -> list[Row[Any]]:
    """What happened to a task, oldest first."""
    statement = select(task_event).where(task_event.c.task_id == id_).order_by(task_event.c.id)
    return list((await connection.execute(statement)).all())


async def rounds_of(connection: AsyncConnection, ids: list[UUID]) -> dict[UUID, list[Row[Any]]]:
    """Rounds of information per case, in order."""
    statement = select(information_round).where(information_round.c.task_id.in_(ids))
    statement = statement.order_by(information_round.c.number)
    return _by_task((await connection.execute(statement)).all())


async def conditions_of(connection: AsyncConnection, ids: list[UUID]) -> dict[UUID, list[Row[Any]]]:
    """Conditions per case, in order."""
    statement = select(condition).where(condition.c.task_id.in_(ids))
    statement = statement.order_by(condition.c.position)
    return _by_task((await connection.execute(statement)).all())


async def draft_row(connection: AsyncConnection, id_: UUID, person: str) -> Row[Any] | None:
    """What a person has typed for a task, None when nothing."""
    statement = select(task_draft).where(task_draft.c.task_id == id_, task_draft.c.person == person)
    return (await connection.execute(statement)).one_or_none()


def _by_task(rows: Any) -> dict[UUID, list[Row[Any]]]:
    found: defaultdict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.task_id].append(row)
    return found
