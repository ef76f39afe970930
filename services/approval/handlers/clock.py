"""Clocks of open tasks, worked out again in portions. Runs in a unit of work that others commit."""

from dataclasses import dataclass
from uuid import UUID

from chassis.auth import Principal
from chassis.database import UnitOfWork
from contracts.ids import PersonId
from services.approval import repository
from services.approval.domain.case import Case
from services.approval.domain.holder import Actor
from services.approval.domain.recompute import recompute


@dataclass(frozen=True, slots=True)
class Recomputed:
    """One portion: tasks looked at, tasks whose dates moved, and the last task's id."""

    looked_at: int
    changed: int
    last: UUID | None


async def recompute_clocks(
    after: UUID | None, limit: int, caller: Principal, uow: UnitOfWork
) -> Recomputed:
    """Work out the clocks of the next open tasks by id. Again: nothing moves any more."""
    tasks = await repository.lock_open_tasks_after(uow.connection, after, limit)
    changed = 0
    for task in tasks:
        moved = recompute(task, uow.now)
        if moved is None:
            if isinstance(task, Case):
                # Silence and service are counted by the calendar too, though no date moved.
                await repository.save_acts_at(uow.connection, task)
            continue
        new, event = moved
        changed += 1
        await repository.save_task(uow.connection, task, new)
        await repository.add_task_event(
            uow.connection,
            task.id,
            uow.now,
            "clock_recomputed",
            actor=Actor(PersonId(caller.id), caller.name),
            data={"from": task.due_at.isoformat(), "to": new.due_at.isoformat()},
        )
        await uow.tell(event)
    last = max(each.id for each in tasks) if len(tasks) == limit else None
    return Recomputed(len(tasks), changed, last)
