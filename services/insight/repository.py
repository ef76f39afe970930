"""Writes insight's log and read models. Inside a unit of work; the caller's transaction commits."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete, func, literal, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.envelope import Envelope
from services.insight.measure import Rows
from services.insight.tables import (
    attribution,
    case_fact,
    event_log,
    project_fact,
    span,
    stage_fact,
    stale_project,
)


async def add_to_log(
    connection: AsyncConnection, envelope: Envelope, project: UUID | None, heard_at: datetime
) -> None:
    """Append an event; twice is once."""
    await _ensure_partition(connection, envelope.time)
    statement = insert(event_log).values(
        event_id=envelope.id,
        happened_at=envelope.time,
        project_id=project,
        type=envelope.type,
        publisher=envelope.publisher,
        subject=envelope.subject,
        sequence=envelope.sequence,
        recorded_at=envelope.recordedtime,
        heard_at=heard_at,
        data=envelope.data,
    )
    await connection.execute(statement.on_conflict_do_nothing())


async def _ensure_partition(connection: AsyncConnection, at: datetime) -> None:
    """Make the month's partition where it is missing; others wait for it, none makes it twice."""
    month = at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    name = f"insight.event_log_{month:%Y_%m}"
    found = await connection.execute(select(func.to_regclass(name)))
    if found.scalar_one() is not None:
        return
    following = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))
    # Names and bounds are made of digits above, so that nothing of an event gets into the text.
    await connection.execute(
        text(
            f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF insight.event_log "
            f"FOR VALUES FROM ('{month.isoformat()}') TO ('{following.isoformat()}')"
        )
    )


async def mark_stale(connection: AsyncConnection, project: UUID, since: datetime) -> None:
    """Note that the read models do not show all that was heard of the project."""
    statement = insert(stale_project).values(project_id=project, since=since)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[stale_project.c.project_id], set_={"fault": None}
        )
    )


async def mark_all_stale(connection: AsyncConnection, since: datetime) -> None:
    """Note that of every project in the log."""
    projects = (
        select(event_log.c.project_id, literal(since))
        .where(event_log.c.project_id.is_not(None))
        .distinct()
    )
    statement = insert(stale_project).from_select(["project_id", "since"], projects)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[stale_project.c.project_id], set_={"fault": None}
        )
    )


async def drop_unlogged(connection: AsyncConnection) -> None:
    """Remove read models of projects that the log does not know."""
    logged = select(event_log.c.project_id).where(event_log.c.project_id.is_not(None))
    await connection.execute(delete(project_fact).where(project_fact.c.project_id.not_in(logged)))


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
    return list((await connection.execute(statement)).scalars())


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


async def replace_facts(
    connection: AsyncConnection, projects: Iterable[UUID], rows: Iterable[Rows]
) -> None:
    """Replace all that the read models hold of ``projects`` by ``rows``."""
    ids, new = list(projects), list(rows)
    await connection.execute(delete(project_fact).where(project_fact.c.project_id.in_(ids)))
    for table, values in (
        (project_fact, [each.project for each in new]),
        (stage_fact, [row for each in new for row in each.stages]),
        (case_fact, [row for each in new for row in each.cases]),
        (span, [row for each in new for row in each.spans]),
        (attribution, [row for each in new for row in each.attribution]),
    ):
        if values:
            await connection.execute(insert(table), values)
