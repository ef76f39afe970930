"""Picks tasks out of queues, locked: the next one to claim, and what somebody has in hand."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from services.approval.repository.reading import Task, task_of
from services.approval.tables import conflict, task, task_signer


async def count_in_hand(connection: AsyncConnection, person: str) -> int:
    """Open tasks that somebody holds and can work on: those whose clock stands still rest."""
    statement = select(func.count()).where(
        task.c.holder == person, task.c.is_open, ~task.c.is_stopped
    )
    return int((await connection.execute(statement)).scalar_one())


async def lock_next(
    connection: AsyncConnection, queue: ColumnElement[bool], person: str, item: str | None
) -> Task | None:
    """The most due free task of a queue that nobody else is just claiming; None when none is left.

    Tasks that others are claiming are passed over, so nobody waits and none is given twice. What
    the person's conflicts of interest bar is passed over too, and what they are to sign.
    """
    row = (await connection.execute(next_task(queue, person, item))).one_or_none()
    return None if row is None else await task_of(connection, row)


def next_task(queue: ColumnElement[bool], person: str, item: str | None) -> Select[Any]:
    """The query of ``lock_next``: an index says which is next, locked rows are passed over."""
    statement = (
        select(task)
        .where(queue, task.c.is_open, task.c.holder.is_(None), ~_barred(person))
        .where(task.c.id.not_in(to_sign(person)))
        # Whoever recommended does not confirm: four eyes.
        .where(task.c.recommended_by.is_distinct_from(person))
        .order_by(task.c.due_at, task.c.id)
        .limit(1)
        .with_for_update(of=task, skip_locked=True)
    )
    if item is not None:
        statement = statement.where(task.c.kind == "case", task.c.name == item)
    return statement


def to_sign(person: str) -> Select[Any]:
    """The tasks that somebody is asked to sign, or has signed."""
    return select(task_signer.c.task_id).where(
        task_signer.c.person == person, task_signer.c.ended_at.is_(None)
    )


async def lock_in_hand(
    connection: AsyncConnection,
    person: str,
    *,
    organisation_id: str | None = None,
    task_id: UUID | None = None,
) -> list[Task]:
    """What somebody holds or signs of an organisation, or that one task, in the order of all."""
    held = select(task.c.id).where(task.c.holder == person, task.c.is_open)
    theirs = union(held, to_sign(person))
    statement = select(task).where(task.c.id.in_(theirs), task.c.is_open)
    if organisation_id is not None:
        statement = statement.where(task.c.organisation_id == organisation_id)
    if task_id is not None:
        statement = statement.where(task.c.id == task_id)
    statement = statement.order_by(task.c.project_id, task.c.id).with_for_update()
    return [await task_of(connection, row) for row in (await connection.execute(statement)).all()]


def _barred(person: str) -> ColumnElement[bool]:
    meant = or_(
        conflict.c.organisation_id == task.c.organisation_id, conflict.c.task_id == task.c.id
    )
    standing = select(conflict.c.id).where(
        conflict.c.person == person, conflict.c.ended_at.is_(None), meant
    )
    return standing.correlate(task).exists()
