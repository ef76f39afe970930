"""Taking a decision back, and what that does to everything that rests on it."""

from uuid import UUID

from chassis.database import UnitOfWork
from contracts.events.after_decision import RevocationGround
from services.approval import repository
from services.approval.domain.case import Case
from services.approval.domain.commitment import ROUTE
from services.approval.domain.errors.inspection import (
    InspectionNotFailed,
    RevokesOwnFinding,
)
from services.approval.domain.holder import Actor
from services.approval.domain.inspection import InspectionState
from services.approval.domain.revocation import (
    Revocation,
    flag,
    holds,
    rests_on,
)
from services.approval.handlers.case_desk import department_case, lock_project_of, note
from services.approval.handlers.credit import lower_for
from services.approval.handlers.desk import Desk, check_version
from services.approval.handlers.permission import end_with_case
from services.approval.handlers.reconsideration import review_of_own_motion


async def revoke_case(
    id_: UUID,
    ground: RevocationGround,
    why: str,
    expected: int | None,
    desk: Desk,
    uow: UnitOfWork,
) -> None:
    """Take back the approval or filing that holds. A lead does it, not who found it failing.

    The permission ends, the sponsor's credit falls to the lowest grade where a filing failed its
    inspection, and cases that rest on this one are flagged: see ``_flag_dependants``.
    """
    await lock_project_of(id_, uow)
    case = await department_case(id_, desk, uow)
    check_version(case, expected)
    if ground == "inspection_failed":
        await _check_failed(case, desk.actor, uow)
    standing = await repository.standing_of(uow.connection, case.id)
    after, event = standing.revoke(case, Revocation(ground, why, desk.actor, uow.now))
    await repository.save_standing(uow.connection, case.id, after)
    await note(case.id, "revoked", desk.actor, uow, why=why, data={"ground": ground})
    await uow.tell(event)
    await end_with_case(case, desk.actor, why, uow)
    if ground == "inspection_failed" and case.item.route == ROUTE:
        await lower_for(case, "filing_revoked", why, desk.actor, uow)
    await _flag_dependants(case, uow)


async def _check_failed(case: Case, actor: Actor, uow: UnitOfWork) -> None:
    inspection = await repository.inspection_of_case(uow.connection, case.id)
    if inspection is None or inspection.state is not InspectionState.FAILED:
        raise InspectionNotFailed()
    if inspection.found is not None and inspection.found.by.person == actor.person:
        raise RevokesOwnFinding()


async def _flag_dependants(upstream: Case, uow: UnitOfWork) -> None:
    """Cases that rest on what was revoked, through any number of steps.

    Open ones cannot be approved until the upstream is; approved ones are reviewed by another
    officer of their department, and hold until that is decided.
    """
    cases = await repository.lock_cases(uow.connection, upstream.project_id)
    fallen, seen = [upstream], {upstream.id}
    while fallen:
        above = fallen.pop()
        for case in cases:
            if case.id in seen or not rests_on(case, above):
                continue
            seen.add(case.id)
            fallen.append(case)
            await _flag(case, above, uow)


async def _flag(case: Case, above: Case, uow: UnitOfWork) -> None:
    standing = await repository.standing_of(uow.connection, case.id)
    if not case.is_open and not holds(case, standing):
        return
    await repository.add_flag(uow.connection, case.id, above, uow.now)
    await note(case.id, "upstream_revoked", None, uow, data={"item": above.item.item})
    await uow.tell(flag(case, above))
    if not case.is_open:
        await review_of_own_motion(case, above, standing, uow)
