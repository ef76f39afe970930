"""What insight does with an event, and how its read models follow the log."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.database import UnitOfWork
from contracts.catalogue import BY_TYPE
from contracts.envelope import Envelope, Message, ProjectMessage
from contracts.ids import EventId
from services.insight import queries, repository
from services.insight.domain.span import Heard
from services.insight.domain.timeline import timeline
from services.insight.measure import Rows, rows_of

log = structlog.get_logger()

BATCH = 25
"""Projects per refresh: few enough that the transaction stays short."""


async def log_event(event: Message, envelope: Envelope, uow: UnitOfWork) -> None:
    """Append an event to the log. The read models follow within half a second."""
    project = event.project_id if isinstance(event, ProjectMessage) else None
    await repository.add_to_log(uow.connection, envelope, project, uow.clock.real_now())
    if project is not None:
        await repository.mark_stale(uow.connection, project, uow.clock.real_now())


async def refresh_stale(uow: UnitOfWork) -> int:
    """Bring some stale projects up to date; how many. None is lost when the unit fails."""
    ids = await repository.take_stale(uow.connection, BATCH)
    if not ids:
        return 0
    derived = await derive(uow.connection, ids)
    await repository.replace_facts(uow.connection, derived.done, derived.rows)
    for project, fault in derived.faults.items():
        log.error("timeline failed", project=str(project), fault=fault)
        await repository.note_fault(uow.connection, project, uow.clock.real_now(), fault)
    return len(ids)


async def begin_rebuild(uow: UnitOfWork) -> None:
    """Have every project derived again from the log, while everything goes on serving."""
    await repository.mark_all_stale(uow.connection, uow.clock.real_now())
    await repository.drop_unlogged(uow.connection)


@dataclass(frozen=True, slots=True)
class Derived:
    """What the log says of some projects; no rows for one whose submission was not heard."""

    done: list[UUID]
    rows: list[Rows]
    faults: dict[UUID, str]


async def derive(connection: AsyncConnection, ids: list[UUID]) -> Derived:
    """Work some projects out from the log, one by one: a bad history spoils only its own."""
    logged: defaultdict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in await queries.logged_rows(connection, ids):
        logged[row.project_id].append(row)
    derived = Derived([], [], {})
    for id_ in ids:
        try:
            line = timeline(map(_heard, logged[id_]))
            new = [rows_of(line)] if line else []
        except Exception as fault:
            # Kept, logged and shown: the others' figures must not wait for this one's repair.
            derived.faults[id_] = repr(fault)[:500]
            continue
        derived.done.append(id_)
        derived.rows.extend(new)
    return derived


def _heard(row: Row[Any]) -> Heard:
    return Heard(
        id=EventId(row.event_id),
        at=row.happened_at,
        publisher=row.publisher,
        sequence=row.sequence,
        message=BY_TYPE[row.type].model_validate(row.data),
    )
