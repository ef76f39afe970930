"""Stops, procedures and extension of cases. They run in a unit of work that others commit."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.database import UnitOfWork
from contracts.process import Limit
from services.approval.domain import case_clock, hands
from services.approval.domain.case import Case
from services.approval.handlers.desk import Desk, keep, no_task, task_at_work
from services.approval.handlers.receipt import case_at_work


@dataclass(frozen=True, slots=True)
class OpenStop:
    """On which ground, or for which procedure; until when, as expected; and why."""

    ground: str | None
    procedure: str | None
    expected_end_on: date
    reason: str


async def open_stop(
    id_: UUID, order: OpenStop, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Begin a procedure, or a time that does not count."""
    case, actor = await case_at_work(id_, expected, desk, uow)
    after, event = case_clock.open_stop(
        case, order.ground, order.procedure, order.expected_end_on, order.reason, actor, uow.now
    )
    after = hands.renew(after, uow.now, desk.lease)
    data = {
        "number": event.number,
        "ground": event.ground,
        "procedure": event.procedure,
        "until": event.expected_end_on.isoformat(),
    }
    await keep(case, after, event, "clock_stopped", actor, uow, why=order.reason, data=data)


async def end_stop(
    id_: UUID, number: int, reason: str, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """End one of them; the lease is counted from then."""
    case, actor = await case_at_work(id_, expected, desk, uow)
    after, event = case_clock.end_stop(case, number, reason, actor, uow.now)
    after = hands.renew(after, uow.now, desk.lease)
    data = {"number": number, "ground": event.ground, "procedure": event.procedure}
    await keep(case, after, event, "clock_resumed", actor, uow, why=reason, data=data)


async def extend_limit(
    id_: UUID,
    by: Limit,
    approved_by: str,
    reason: str,
    expected: int | None,
    desk: Desk,
    uow: UnitOfWork,
) -> None:
    """The lead makes a case's limit longer, whoever holds it."""
    case = await task_at_work(id_, expected, desk, uow)
    if not isinstance(case, Case):
        raise no_task()
    after, event = case_clock.extend(case, by, approved_by, reason, desk.actor, uow.now)
    data = {
        "figure": by.figure,
        "unit": by.unit,
        "rank": event.rank,
        "approved_by": approved_by,
        "from": case.statutory_due_at.isoformat(),
        "to": after.statutory_due_at.isoformat(),
    }
    await keep(case, after, event, "limit_extended", desk.actor, uow, why=reason, data=data)
