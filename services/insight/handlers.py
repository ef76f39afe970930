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
from services.insight.measure import Rows, WorkingTimes, rows_of

log = structlog.get_logger()

BATCH = 50
"""Projects per refresh: few enough that the transaction stays short."""


async def log_event(event: Message, envelope: Envelope, uow: UnitOfWork) -> None:
    """Append an event to the log. The read models follow within half a second."""
    project = event.project_id if isinstance(event, ProjectMessage) else None
    await repository.add_to_log(uow.connection, envelope, project, uow.clock.real_now())


async def refresh_stale(uow: UnitOfWork) -> int:
    """Bring some stale projects up to date; how many. None is lost when the unit fails."""
    ids = await repository.take_stale(uow.connection, BATCH)
    if ids:
        await refresh(uow, ids)
    return len(ids)


async def refresh(uow: UnitOfWork, ids: list[UUID], suffix: str = "") -> None:
    """Replace what the read models hold of some projects by what the log says."""
    derived = await derive(uow.connection, ids)
    await repository.replace_facts(uow.connection, derived.done, derived.rows, suffix)
    await _note_faults(uow, derived)


async def fill(uow: UnitOfWork, ids: list[UUID], suffix: str) -> None:
    """The same where nothing is held of them yet."""
    derived = await derive(uow.connection, ids)
    await repository.add_facts(uow.connection, derived.rows, suffix)
    await _note_faults(uow, derived)


async def _note_faults(uow: UnitOfWork, derived: "Derived") -> None:
    for project, fault in derived.faults.items():
        log.error("timeline failed", project=str(project), fault=fault)
        await repository.note_fault(uow.connection, project, uow.clock.real_now(), fault)


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
    working_times = WorkingTimes()
    for id_ in ids:
        try:
            line = timeline(map(_heard, logged[id_]))
            new = [rows_of(line, working_times)] if line else []
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
        message=BY_TYPE[row.type].model_validate_json(row.data),
    )
