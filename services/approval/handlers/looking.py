"""Looking at a task and ticking off its checklist. They run in a unit of work others commit."""

from uuid import UUID

from chassis.database import UnitOfWork
from services.approval import queries, repository
from services.approval.domain import hands
from services.approval.domain.checklist import check_known
from services.approval.domain.holder import check_held_by
from services.approval.handlers.desk import Desk, actor_on, impartial_task, no_task


async def look_at_task(id_: UUID, desk: Desk, uow: UnitOfWork) -> None:
    """Remember that the caller has the task's page before them. Raises NotFound."""
    if await queries.queue_row(uow.connection, desk.caller, id_) is None:
        raise no_task()
    await repository.note_look(uow.connection, id_, desk.caller.id, uow.now)


async def check_point(
    id_: UUID, point: str, is_met: bool, note: str, desk: Desk, uow: UnitOfWork
) -> None:
    """Tick a point of the checklist, or say that it is not met. Only the holder; it is work.

    Raises UnknownPoint for what the plan of the case does not list.
    """
    task = await impartial_task(id_, None, desk, uow)
    actor = await actor_on(task, desk, uow)
    task.check_open()
    check_held_by(task.holder, actor)
    check_known(task, point)
    await repository.save_check(
        uow.connection, id_, point, is_met=is_met, note=note, by=actor, at=uow.now
    )
    what = "point_met" if is_met else "point_open"
    data = {"point": point}
    await repository.add_task_event(
        uow.connection, id_, uow.now, what, actor=actor, why=note, data=data
    )
    await repository.save_lease(uow.connection, task, hands.renew(task, uow.now, desk.lease))
