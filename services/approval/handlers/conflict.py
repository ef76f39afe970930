"""Conflicts of interest: declared by oneself, lifted by another. What is in hand goes back."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.errors import NotFound
from contracts.people import DEPARTMENT, PACK
from services.approval import queries, repository
from services.approval.domain import hands
from services.approval.domain.errors import (
    ConflictEnded,
    ConflictStands,
    OneSubjectOfConflict,
    OwnConflict,
)
from services.approval.handlers.desk import Desk, Task, keep, no_task
from services.approval.handlers.signing import drop_signer


@dataclass(frozen=True, slots=True)
class DeclareConflict:
    """An interest in an organisation, or in one task."""

    organisation_id: str | None
    task_id: UUID | None
    reason: str


async def declare_conflict(order: DeclareConflict, desk: Desk, uow: UnitOfWork) -> UUID:
    """Bar the caller from an organisation's work or from one task; the conflict's id.

    What the caller has in hand of it goes back into the queue at once, or with the sponsor's
    answer where one is awaited; the caller's signatures count no more. Raises ConflictStands when
    the same was declared before.
    """
    if (order.organisation_id is None) == (order.task_id is None):
        raise OneSubjectOfConflict()
    pack = desk.caller.scope(PACK)
    if pack is None:
        raise no_task()
    await repository.lock_people(uow.connection, desk.caller.id)
    if order.task_id is not None:
        seen = await queries.queue_row(uow.connection, desk.caller, order.task_id)
        if seen is None:
            raise no_task()
    id_ = new_id()
    is_new = await repository.add_conflict(
        uow.connection,
        id_,
        desk.actor,
        pack=pack,
        department=desk.caller.scope(DEPARTMENT),
        organisation_id=order.organisation_id,
        task_id=order.task_id,
        reason=order.reason,
        at=uow.now,
    )
    if not is_new:
        raise ConflictStands()
    in_hand = await repository.lock_in_hand(
        uow.connection,
        desk.caller.id,
        organisation_id=order.organisation_id,
        task_id=order.task_id,
    )
    for each in in_hand:
        task = await drop_signer(each, desk.caller.id, uow)
        if task.holder is not None and task.holder.person == desk.caller.id:
            await _step_back(task, uow)
    return id_


async def end_conflict(id_: UUID, why: str, desk: Desk, uow: UnitOfWork) -> None:
    """Lift a colleague's conflict. Raises OwnConflict, ConflictEnded."""
    row = await queries.conflict_row(uow.connection, desk.caller, id_)
    if row is None:
        raise NotFound(what_zh="利益冲突", what_en="conflict of interest")
    if row.person == desk.caller.id:
        raise OwnConflict()
    if not await repository.end_conflict(uow.connection, id_, desk.actor, why, uow.now):
        raise ConflictEnded()


async def step_back_if_barred(task: Task, uow: UnitOfWork) -> None:
    """Free a task whose holder has declared an interest meanwhile."""
    if task.holder is None:
        return
    for each in await queries.conflicts_of(uow.connection, task.holder.person):
        if each.meets(task.card.organisation_id, task.id):
            await _step_back(task, uow)
            return


async def _step_back(task: Task, uow: UnitOfWork) -> None:
    after, event = hands.step_back(task)
    if event is not None:
        data = {"holder": event.holder}
        await keep(task, after, event, "stepped_back", task.holder, uow, data=data)
