"""Counts over many projects that are asked for so seldom that nobody keeps them in memory."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Integer, Row, and_, case, cast, func, not_, select
from sqlalchemy.dialects.postgresql import JSONPATH
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from services.insight.queries.project import Selection, visible_to
from services.insight.tables import case_fact, project_fact

OPEN_STOP = "strict $[*] ? (@[1] == null)"
"""A stop of a clock that has no end yet."""
_COUNTED = ("decisions", "information_requests", "reminders", "escalations")


async def tally(
    connection: AsyncConnection, caller: Principal, selection: Selection
) -> dict[str, int]:
    """How often things happened in the projects selected."""
    sums = (func.coalesce(func.sum(project_fact.c[name]), 0).label(name) for name in _COUNTED)
    statement = select(*sums).where(visible_to(caller), *selection.conditions())
    row = (await connection.execute(statement)).one()
    return {name: int(getattr(row, name)) for name in _COUNTED}


AGES: Final = ((5, "0-5"), (10, "6-10"), (20, "11-20"))
"""Bands of age in days, the last one open: a working week, two, and the law's usual limit."""


async def open_case_counts(connection: AsyncConnection, now: datetime) -> list[Row[Any]]:
    """Open cases per pack, department and band of age; ``overdue`` ones have a running clock."""
    fact = case_fact.c
    bands = [(fact.opened_at > now - timedelta(days=days + 1), name) for days, name in AGES]
    stopped = func.jsonb_path_exists(fact.stops, cast(OPEN_STOP, JSONPATH))
    overdue = and_(fact.due_at <= now, not_(stopped))
    open_ = (
        select(
            project_fact.c.pack,
            fact.department,
            case(*bands, else_="20+").label("age"),
            cast(overdue, Integer).label("is_overdue"),
        )
        .join(project_fact, project_fact.c.project_id == fact.project_id)
        .where(fact.closed_at.is_(None))
        .subquery()
    )
    group = (open_.c.pack, open_.c.department, open_.c.age)
    counts = (func.count().label("n"), func.sum(open_.c.is_overdue).label("overdue"))
    statement = select(*group, *counts).group_by(*group)
    return list((await connection.execute(statement)).all())


async def on_time_counts(connection: AsyncConnection, since: datetime) -> list[Row[Any]]:
    """Cases decided since an instant per pack and department, and how many of them in time."""
    fact = case_fact.c
    statement = (
        select(
            project_fact.c.pack,
            fact.department,
            func.count().label("n"),
            func.sum(cast(fact.within_committed, Integer)).label("committed"),
            func.sum(cast(fact.within_statutory, Integer)).label("statutory"),
        )
        .join(project_fact, project_fact.c.project_id == fact.project_id)
        .where(fact.decided_at >= since)
        .group_by(project_fact.c.pack, fact.department)
    )
    return list((await connection.execute(statement)).all())
