"""Permissions: granted with the decision, prolonged, lapsed, ended. Others commit."""

from uuid import UUID

from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.errors import StaleVersion
from policy.clock import lane_date
from services.approval import repository
from services.approval.domain.about import About
from services.approval.domain.case import Case
from services.approval.domain.holder import Actor
from services.approval.domain.obligation import Obligation, term_to
from services.approval.domain.permission import (
    DISMANTLE_WITHIN,
    REMIND_DAYS_BEFORE,
    End,
    Permission,
    PermissionState,
)
from services.approval.handlers.case_desk import department_case, no_case, note
from services.approval.handlers.desk import Desk
from services.approval.handlers.obligation import oblige


async def grant_permission(case: Case, by: Actor, uow: UnitOfWork) -> None:
    """Let what was just approved hold for as long as the pack says; nothing where it says none."""
    plan = case.item.permission
    if plan is None:
        return
    number = await repository.last_permission_number(uow.connection, case.id) + 1
    new, event = Permission.grant(new_id(), About.of(case), plan, by, uow.now, number=number)
    await repository.add_permission(uow.connection, new)
    await _watch(new, uow)
    data = {"number": new.number, "to_on": new.to_on.isoformat()}
    await note(case.id, "permission_granted", by, uow, data=data)
    await uow.tell(event)


async def prolong_permission(
    id_: UUID, reason: str, expected: int | None, desk: Desk, uow: UnitOfWork
) -> UUID:
    """Let a permission hold for another period. Raises NotProlonged, PermissionOver."""
    before = await _permission(id_, expected, desk, uow)
    over, following, event = before.prolong(new_id(), desk.actor, reason, uow.now)
    # In this order: at most one period of a case is in force.
    await repository.save_permission(uow.connection, before, over)
    await repository.close_obligations(uow.connection, before.id, uow.now)
    await repository.add_permission(uow.connection, following)
    await _watch(following, uow)
    data = {"number": following.number, "to_on": following.to_on.isoformat()}
    await note(before.about.case_id, "permission_prolonged", desk.actor, uow, why=reason, data=data)
    await uow.tell(event)
    return before.about.case_id


async def end_permission(
    id_: UUID, how: End, why: str, expected: int | None, desk: Desk, uow: UnitOfWork
) -> UUID:
    """Say what became of a temporary run: converted, dismantled or sealed."""
    before = await _permission(id_, expected, desk, uow)
    await _end(before, how, desk.actor, why, uow)
    return before.about.case_id


async def end_with_case(case: Case, by: Actor, why: str, uow: UnitOfWork) -> None:
    """A revoked decision takes its permission with it."""
    before = await repository.permission_in_force(uow.connection, case.id)
    if before is not None:
        await _end(before, "revoked", by, why, uow)


async def lapse(rung: Obligation, uow: UnitOfWork) -> None:
    """Its last day is over. After a temporary run the plant is dismantled or sealed in time."""
    before = await repository.lock_permission(uow.connection, rung.subject_id)
    if before is None or before.state is not PermissionState.IN_FORCE:
        return
    after, event = before.lapse(uow.now)
    await repository.save_permission(uow.connection, before, after)
    await repository.close_obligations(uow.connection, before.id, uow.now, "permission")
    await note(before.about.case_id, "permission_ended", None, uow, data={"how": "lapsed"})
    await uow.tell(event)
    if before.is_temporary:
        last_on = lane_date(uow.now) + DISMANTLE_WITHIN
        term = term_to(last_on, uow.now, (7,))
        await oblige("dismantling", before.id, before.about, "sponsor", term, uow)


async def _end(before: Permission, how: End, by: Actor, why: str, uow: UnitOfWork) -> None:
    after, event = before.end(how, by, why, uow.now)
    await repository.save_permission(uow.connection, before, after)
    await repository.close_obligations(uow.connection, before.id, uow.now)
    await note(before.about.case_id, "permission_ended", by, uow, why=why, data={"how": how})
    await uow.tell(event)


async def _watch(new: Permission, uow: UnitOfWork) -> None:
    term = term_to(new.to_on, uow.now, REMIND_DAYS_BEFORE)
    await oblige("permission", new.id, new.about, "sponsor", term, uow)


async def _permission(id_: UUID, expected: int | None, desk: Desk, uow: UnitOfWork) -> Permission:
    about = await repository.about_permission(uow.connection, id_)
    if about is None:
        raise no_case()
    await department_case(about.case_id, desk, uow)
    found = await repository.lock_permission(uow.connection, id_)
    assert found is not None
    if expected is not None and expected != found.version:
        raise StaleVersion(current=found.version)
    return found
