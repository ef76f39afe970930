"""Who has which task: claim, release, and claims that run out."""

from uuid import UUID

from chassis.database import UnitOfWork
from services.approval import repository
from services.approval.domain import hands
from services.approval.handlers.desk import Desk, Task, keep, task_at_work


async def claim_task(id_: UUID, expected: int | None, desk: Desk, uow: UnitOfWork) -> None:
    """Take a task in hand. Of two at once exactly one gets it; a claim that ran out is no claim."""
    task = await task_at_work(id_, expected, desk, uow)
    if task.holder is not None and task.holder.person != desk.caller.id:
        task = await free_if_run_out(task, uow)
    after, event = hands.claim(task, desk.actor, uow.now, desk.lease)
    if event is None:
        await repository.save_lease(uow.connection, task, after)
        return
    await keep(task, after, event, "claimed", desk.actor, uow)


async def release_task(
    id_: UUID, reason: str, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Put a task back into the queue; a lead also a colleague's."""
    task = await task_at_work(id_, expected, desk, uow)
    after, event = hands.release(task, desk.actor, reason, is_lead=desk.is_lead_of(task))
    data = {"holder": event.holder}
    await keep(task, after, event, "released", desk.actor, uow, why=reason, data=data)


async def free_lapsed_task(id_: UUID, uow: UnitOfWork) -> bool:
    """Free a task whose lease has run out; False when that no longer holds."""
    task = await repository.lock_task(uow.connection, id_)
    return task is not None and await free_if_run_out(task, uow) is not task


async def free_if_run_out(task: Task, uow: UnitOfWork) -> Task:
    """The task as it is, or freed because its lease has run out. The lane does it: no actor."""
    after, event = hands.lapse(task, uow.now)
    if event is None:
        return task
    return await keep(task, after, event, "lapsed", None, uow, data={"holder": event.holder})
