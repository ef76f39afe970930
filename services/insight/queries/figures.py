"""Reads of the read models for the figures that are kept in memory: whole, or what is newer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.insight.domain.segment import Gathering
from services.insight.tables import (
    attribution,
    case_fact,
    project_fact,
    read_model,
    stage_fact,
    step_fact,
)

_BATCH = 10_000
_PROJECT = (
    "project_id",
    "pack",
    "industry",
    "key_project",
    "submitted_at",
    "state",
    "stage",
    "finished_at",
    "outcome",
    "lead_days",
    "lead_working_days",
)
_STAGE = (
    "project_id",
    "stage",
    "entered_at",
    "outcome",
    "attempts",
    "platform",
    "days",
    "working_days",
)
_CASE = (
    "project_id",
    "stage",
    "item",
    "department",
    "route",
    "opened_at",
    "due_at",
    "closed_at",
    "information_rounds",
    "grounds",
    "within_committed",
    "within_statutory",
    "days",
    "working_days",
)
_SHARE = ("project_id", "stage", "party", "department", "microseconds", "since")
_STEP = ("project_id", "stage", "kind", "name", "department", "microseconds", "gain_microseconds")


async def generation(connection: AsyncConnection) -> int:
    """Which rebuild the read models are of."""
    return int((await connection.execute(select(read_model.c.generation))).scalar_one())


async def horizon(connection: AsyncConnection) -> int:
    """Every transaction before this one has ended; what it wrote, a later statement sees."""
    statement = select(text("pg_snapshot_xmin(pg_current_snapshot())::text::bigint"))
    return int((await connection.execute(statement)).scalar_one())


async def written_since(connection: AsyncConnection, since: int) -> list[tuple[UUID, int]]:
    """Projects that transaction ``since`` or a later one wrote, and which."""
    columns = (project_fact.c.project_id, project_fact.c.written_in)
    statement = select(*columns).where(project_fact.c.written_in >= since)
    return [(row[0], row[1]) for row in await connection.execute(statement)]


async def gathered(connection: AsyncConnection, ids: Sequence[UUID] | None) -> Gathering:
    """The figures of some projects, or of all; in order of submission."""
    gathering = Gathering()
    projects = select(*_named(project_fact, _PROJECT))
    projects = projects.order_by(project_fact.c.submitted_at, project_fact.c.project_id)
    if ids is not None:
        projects = projects.where(project_fact.c.project_id.in_(ids))
    await _each(connection, projects, gathering.add_project)
    stops = case_fact.c.stops
    is_on_hold = (func.jsonb_array_length(stops) > 0) & (stops[-1][1].astext.is_(None))
    for table, columns, add in (
        (stage_fact, _named(stage_fact, _STAGE), gathering.add_stage),
        (case_fact, [*_named(case_fact, _CASE), is_on_hold], gathering.add_case),
        (attribution, _named(attribution, _SHARE), gathering.add_share),
        (step_fact, _named(step_fact, _STEP), gathering.add_step),
    ):
        rows = select(*columns)
        if ids is not None:
            rows = rows.where(table.c.project_id.in_(ids))
        await _each(connection, rows, add)
    return gathering


def _named(table: Table, names: Sequence[str]) -> list[Any]:
    return [table.c[name] for name in names]


async def _each(connection: AsyncConnection, statement: Select[Any], add: Any) -> None:
    found = await connection.stream(statement.execution_options(yield_per=_BATCH))
    async for rows in found.partitions():
        for row in rows:
            add(*row)
