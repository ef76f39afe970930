"""Bringing tasks to people's attention: nudge whoever has one, send colleagues a copy."""

from uuid import UUID

from chassis.database import UnitOfWork
from contracts.events.approval import TaskCopied, TaskNudged
from contracts.ids import PersonId
from contracts.people import PACK, Role
from policy.clock import lane_date
from services.approval import repository
from services.approval.domain.errors import NudgedToday, OwnTask
from services.approval.handlers.desk import Desk, Task, may_work_on, no_task, task_at_work
from services.approval.handlers.handing import named


async def nudge_task(id_: UUID, text: str, desk: Desk, uow: UnitOfWork) -> None:
    """Ask for a task to be seen to, at most once a day. Also by the pack's case managers.

    Nothing is asked while the clock stands still: it is the sponsor's turn.
    """
    task = await repository.lock_task(uow.connection, id_)
    if task is None or not _may_nudge(desk, task):
        raise no_task()
    task.check_open()
    task.check_running()
    if task.holder is not None and task.holder.person == desk.caller.id:
        raise OwnTask()
    if not await repository.note_nudge(uow.connection, id_, lane_date(uow.now)):
        raise NudgedToday()
    await repository.add_task_event(
        uow.connection, id_, uow.now, "nudged", actor=desk.actor, why=text
    )
    await uow.tell(
        TaskNudged(
            project_id=task.project_id,
            task_id=task.id,
            task_kind=task.kind,
            department=task.department,
            pack=task.card.pack,
            name=task.name,
            holder=task.holder.person if task.holder else None,
            by=desk.actor.person,
        )
    )


def _may_nudge(desk: Desk, task: Task) -> bool:
    manages = desk.caller.has(Role.CASE_MANAGER) and desk.caller.scope(PACK) == task.card.pack
    return manages or may_work_on(desk.caller, task)


async def copy_task(
    id_: UUID, people: tuple[str, ...], text: str, desk: Desk, uow: UnitOfWork
) -> None:
    """Bring a task to colleagues' attention; who has a copy already gets no second."""
    task = await task_at_work(id_, None, desk, uow)
    for person in sorted(set(people)):
        to = await named(person, task, uow)
        if not await repository.add_copy(
            uow.connection, id_, to.person, desk.actor.person, uow.now
        ):
            continue
        data = {"to": to.person, "to_name": to.name}
        await repository.add_task_event(
            uow.connection, id_, uow.now, "copied", actor=desk.actor, why=text, data=data
        )
        await uow.tell(
            TaskCopied(
                project_id=task.project_id,
                task_id=task.id,
                task_kind=task.kind,
                name=task.name,
                to=PersonId(to.person),
                by=desk.actor.person,
            )
        )
