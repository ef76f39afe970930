"""Requests of all departments: what waits for the next list, and the lists that were sent."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.approval.tables import notice, notice_question


async def noted_rows(connection: AsyncConnection, id_: UUID) -> list[Row[Any]]:
    """A task's questions that wait to be sent, with the instant of sending."""
    statement = (
        select(notice_question, notice.c.closes_at)
        .join(notice, notice.c.id == notice_question.c.notice_id)
        .where(
            notice_question.c.task_id == id_,
            notice_question.c.dropped_at.is_(None),
            notice.c.sent_at.is_(None),
        )
        .order_by(notice_question.c.number)
    )
    return list((await connection.execute(statement)).all())


async def sent_rows(connection: AsyncConnection, tasks: Collection[UUID]) -> list[Row[Any]]:
    """What was asked of these tasks in notices that were sent, the latest notice first."""
    statement = (
        select(notice_question, notice.c.stage, notice.c.sent_at)
        .join(notice, notice.c.id == notice_question.c.notice_id)
        .where(
            notice_question.c.task_id.in_(tasks),
            notice_question.c.dropped_at.is_(None),
            notice.c.sent_at.is_not(None),
        )
        .order_by(notice.c.sent_at.desc(), notice.c.id, notice_question.c.number)
    )
    return list((await connection.execute(statement)).all())


async def collecting_rows(connection: AsyncConnection, project: UUID) -> list[Row[Any]]:
    """The notices that still collect for a project, the first to be sent first."""
    statement = select(notice).where(notice.c.project_id == project, notice.c.sent_at.is_(None))
    return list((await connection.execute(statement.order_by(notice.c.closes_at))).all())
