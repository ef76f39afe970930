"""What follows from a decision at once: a permission, dated conditions, flags that are lifted."""

from uuid import UUID

from chassis.database import UnitOfWork
from services.approval import repository
from services.approval.domain.case import Case
from services.approval.domain.holder import Actor
from services.approval.domain.obligation import term_to
from services.approval.domain.revocation import IN_FORCE
from services.approval.handlers.obligation import oblige
from services.approval.handlers.permission import grant_permission
from services.approval.handlers.sitting import check_sitting
from services.approval.handlers.upstream import check_upstream

_REMIND_DAYS_BEFORE = (14, 3)
"""Of a condition's day: time to do something about it, and a last word."""


async def follow_decision(case: Case, by: Actor, uow: UnitOfWork) -> None:
    """Open what an approval brings with it. Called in the decision's own transaction."""
    if case.decision is None or case.decision.verdict.outcome not in IN_FORCE:
        return
    await repository.clear_flags(uow.connection, case.id, uow.now)
    await grant_permission(case, by, uow)
    for each in await repository.conditions_of_case(uow.connection, case.id):
        if each.due_on is not None and each.is_open:
            term = term_to(each.due_on, uow.now, _REMIND_DAYS_BEFORE)
            await oblige("condition", each.id, each.about, "sponsor", term, uow)


async def check_before_decision(
    case: Case, outcome: str, sitting_id: UUID | None, uow: UnitOfWork
) -> None:
    """Whether what a case rests on stands, and whether the sitting may decide it now."""
    await check_upstream(case, outcome, uow)
    if sitting_id is not None:
        await check_sitting(sitting_id, case.id, uow)


async def conclude_decision(
    case: Case, sitting_id: UUID | None, by: Actor, uow: UnitOfWork
) -> None:
    """Note the decision with its sitting, and open what it brings with it."""
    assert case.decision is not None
    if sitting_id is not None:
        outcome = case.decision.verdict.outcome
        await repository.note_sitting_decision(
            uow.connection, sitting_id, case.id, outcome, uow.now
        )
    await follow_decision(case, by, uow)
