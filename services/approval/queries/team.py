"""What a team has in hand, and the views that people keep."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.approval.queries.people import in_queue_of
from services.approval.queries.queue import is_overdue
from services.approval.tables import member, saved_view, task

LATELY = timedelta(days=30)
"""What was decided within it shows how much somebody gets done."""


async def team_rows(
    connection: AsyncConnection, pack: str, department: str, now: datetime, soon: datetime
) -> list[Row[Any]]:
    """One row per officer of a department: what is in hand, and what was decided lately.

    ``soon`` is the instant before which work counts as due soon. Held work is never overdue.
    """
    running = ~task.c.is_stopped
    in_hand = (
        select(
            task.c.holder,
            func.count().filter(running).label("in_hand"),
            func.count().filter(task.c.is_stopped).label("on_hold"),
            func.count().filter(is_overdue(now)).label("overdue"),
            func.count().filter(and_(running, task.c.due_at <= soon)).label("due_soon"),
        )
        .where(task.c.pack == pack, task.c.department == department, task.c.is_open)
        .where(task.c.holder.is_not(None))
        .group_by(task.c.holder)
        .subquery()
    )
    done = (
        select(task.c.decided_by, func.count().label("decided"))
        .where(task.c.pack == pack, task.c.department == department, ~task.c.is_open)
        .where(task.c.ended_at > now - LATELY)
        .group_by(task.c.decided_by)
        .subquery()
    )
    figures = ("in_hand", "on_hold", "overdue", "due_soon")
    columns: list[ColumnElement[Any]] = [member.c.person, member.c.name, member.c.is_lead]
    columns += [func.coalesce(in_hand.c[each], 0).label(each) for each in figures]
    columns.append(func.coalesce(done.c.decided, 0).label("decided"))
    statement = (
        select(*columns)
        .select_from(member)
        .outerjoin(in_hand, in_hand.c.holder == member.c.person)
        .outerjoin(done, done.c.decided_by == member.c.person)
        .where(in_queue_of(pack, department))
        .order_by(func.coalesce(in_hand.c.in_hand, 0).desc(), member.c.person)
    )
    return list((await connection.execute(statement)).all())


async def unclaimed_row(
    connection: AsyncConnection, pack: str, department: str, now: datetime
) -> Row[Any]:
    """How much of a department's work nobody has, and how old it is."""
    statement = select(
        func.count().label("unclaimed"),
        func.count().filter(is_overdue(now)).label("overdue"),
        func.min(task.c.opened_at).label("oldest_at"),
    ).where(
        task.c.pack == pack,
        task.c.department == department,
        task.c.is_open,
        task.c.holder.is_(None),
    )
    row: Row[Any] = (await connection.execute(statement)).one()
    return row


async def view_rows(connection: AsyncConnection, person: str) -> list[Row[Any]]:
    """Somebody's saved views, by name."""
    statement = select(saved_view).where(saved_view.c.person == person)
    return list((await connection.execute(statement.order_by(saved_view.c.name))).all())
