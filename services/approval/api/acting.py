"""How a command on one task runs and answers."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi.responses import JSONResponse

from chassis.commands import Execute
from chassis.database import UnitOfWork
from services.approval import queries, repository
from services.approval.api import view
from services.approval.handlers.desk import Desk, no_task
from services.approval.schemas import TaskView


async def act(
    id_: UUID,
    desk: Desk,
    execute: Execute,
    act: Callable[[UnitOfWork], Awaitable[None]],
) -> JSONResponse:
    """Do it in one transaction, and answer with the task as it stands afterwards."""

    async def run(uow: UnitOfWork) -> TaskView:
        await act(uow)
        return await shown(id_, desk, uow)

    return await execute(run)


async def shown(id_: UUID, desk: Desk, uow: UnitOfWork) -> TaskView:
    """The task as the caller sees it. Raises NotFound."""
    row = await queries.queue_row(uow.connection, desk.caller, id_)
    if row is None:
        raise no_task()
    conflicts = await queries.conflicts_of(uow.connection, desk.caller.id)
    signers = await repository.signers_by_task(uow.connection, [id_])
    return view.task_view(row, view.Eyes(desk.caller, uow.now, conflicts, signers))
