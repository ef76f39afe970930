"""How commands on what follows a decision find their case, and note what was done to it."""

from typing import Any
from uuid import UUID

from chassis.database import UnitOfWork
from contracts.errors import NotFound
from services.approval import queries, repository
from services.approval.domain.case import Case
from services.approval.domain.conflict import check_impartial
from services.approval.domain.holder import Actor
from services.approval.handlers.desk import Desk, may_work_on


async def department_case(id_: UUID, desk: Desk, uow: UnitOfWork) -> Case:
    """A case of the caller's department, locked, open or ended. Raises ConflictOfInterest."""
    case = await repository.lock_task(uow.connection, id_)
    if not isinstance(case, Case) or not may_work_on(desk.caller, case):
        raise no_case()
    conflicts = await queries.conflicts_of(uow.connection, desk.caller.id)
    check_impartial(case, desk.caller.id, conflicts)
    return case


async def lock_project_of(id_: UUID, uow: UnitOfWork) -> None:
    """Lock all cases of a case's project in one order, before a command that may touch several."""
    project = await repository.project_of(uow.connection, id_)
    if project is not None:
        await repository.lock_cases(uow.connection, project)


async def note(
    case_id: UUID,
    what: str,
    actor: Actor | None,
    uow: UnitOfWork,
    *,
    why: str | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Add to the case's history; ``actor`` is None when the lane itself did it."""
    await repository.add_task_event(
        uow.connection, case_id, uow.now, what, actor=actor, why=why, data=data
    )


def no_case() -> NotFound:
    """The case does not exist, or not for this person."""
    return NotFound(what_zh="审批事项", what_en="case")
