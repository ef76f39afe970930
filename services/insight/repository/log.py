"""Appends to the event log. In the caller's transaction."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.envelope import Envelope
from services.insight.tables import event_log, stale_project


async def add_to_log(
    connection: AsyncConnection, envelope: Envelope, project: UUID | None, heard_at: datetime
) -> None:
    """Append an event and note its project as stale, in one statement; twice is once."""
    await _ensure_partition(connection, envelope.time)
    logged = (
        insert(event_log)
        .values(
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
        .on_conflict_do_nothing()
    )
    if project is None:
        await connection.execute(logged)
        return
    new = logged.returning(event_log.c.project_id, event_log.c.heard_at).cte("new")
    stale = insert(stale_project).from_select(["project_id", "since"], select(new))
    await connection.execute(
        stale.on_conflict_do_update(
            index_elements=[stale_project.c.project_id], set_={"fault": None}
        )
    )


async def _ensure_partition(connection: AsyncConnection, at: datetime) -> None:
    """Make the month's partition where it is missing; others wait for it, none makes it twice."""
    month = at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    name = f"insight.event_log_{month:%Y_%m}"
    # Partitions are never taken away: what this connection has seen once need not be asked again.
    seen: set[str] = connection.info.setdefault("partitions", set())
    if name in seen:
        return
    found = await connection.execute(select(func.to_regclass(name)))
    if found.scalar_one() is not None:
        seen.add(name)
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
