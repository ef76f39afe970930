"""Joint sittings: called, decided in (by ``work.decide_task``), minuted. Others commit."""

from uuid import UUID

from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.errors import NotFound, StaleVersion
from contracts.ids import ProjectId
from contracts.people import DEPARTMENT, PACK, Role
from services.approval import repository
from services.approval.domain.errors.sitting import SittingWaits
from services.approval.domain.sitting import Call, Sitting
from services.approval.handlers.case_desk import note
from services.approval.handlers.desk import Desk


async def call_sitting(id_: ProjectId, call: Call, desk: Desk, uow: UnitOfWork) -> UUID:
    """Ask the departments of a project's open cases to sit together; the sitting's id.

    Case managers of the pack call, and leads of a department that has an open case.
    """
    cases = await repository.lock_cases(uow.connection, id_)
    pack, own = desk.caller.scope(PACK), desk.caller.scope(DEPARTMENT)
    if not cases or cases[0].card.pack != pack:
        raise _no_project()
    is_manager = desk.caller.has(Role.CASE_MANAGER)
    if not is_manager and own not in {each.department for each in cases}:
        raise _no_project()
    new, event = Sitting.call(new_id(), call, cases, desk.actor, uow.now)
    if not await repository.add_sitting(uow.connection, new):
        raise SittingWaits()
    data = {"sitting": str(new.id), "at": new.at.isoformat()}
    for each in new.items:
        await note(each.case_id, "sitting_called", desk.actor, uow, why=call.agenda, data=data)
    await uow.tell(event)
    return new.id


async def hold_sitting(
    id_: UUID,
    minutes: str,
    absent: tuple[str, ...],
    expected: int | None,
    desk: Desk,
    uow: UnitOfWork,
) -> None:
    """Keep the minutes; by whoever called it, or another who could have."""
    before = await repository.lock_sitting(uow.connection, id_)
    if before is None or before.pack != desk.caller.scope(PACK):
        raise no_sitting()
    own = desk.caller.scope(DEPARTMENT)
    if not desk.caller.has(Role.CASE_MANAGER) and own not in before.invited:
        raise no_sitting()
    if expected is not None and expected != before.version:
        raise StaleVersion(current=before.version)
    after, event = before.hold(minutes, absent, uow.now)
    await repository.save_sitting(uow.connection, after, desk.actor, uow.now)
    for each in after.items:
        data = {"sitting": str(id_), "absent": each.department in absent}
        await note(each.case_id, "sitting_held", desk.actor, uow, why=minutes, data=data)
    await uow.tell(event)


async def check_sitting(sitting_id: UUID, case_id: UUID, uow: UnitOfWork) -> None:
    """Whether a case may be decided in a sitting now; the sitting stays locked meanwhile."""
    found = await repository.lock_sitting(uow.connection, sitting_id)
    if found is None:
        raise no_sitting()
    found.check_decides(case_id, uow.now)


def no_sitting() -> NotFound:
    """The sitting does not exist, or not for this person."""
    return NotFound(what_zh="联合会审", what_en="joint sitting")


def _no_project() -> NotFound:
    return NotFound(what_zh="项目", what_en="project")
