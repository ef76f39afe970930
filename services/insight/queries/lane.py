"""Counts over many projects that are asked for so seldom that nobody keeps them in memory."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from services.insight.queries.project import Selection, visible_to
from services.insight.tables import project_fact

_COUNTED = ("decisions", "information_requests", "reminders", "escalations")


async def tally(
    connection: AsyncConnection, caller: Principal, selection: Selection
) -> dict[str, int]:
    """How often things happened in the projects selected."""
    sums = (func.coalesce(func.sum(project_fact.c[name]), 0).label(name) for name in _COUNTED)
    statement = select(*sums).where(visible_to(caller), *selection.conditions())
    row = (await connection.execute(statement)).one()
    return {name: int(getattr(row, name)) for name in _COUNTED}
