"""Credit: lowered by what inspections find, entered and repaired by a lead."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import UnitOfWork
from contracts.events.after_decision import CreditGrade
from services.approval import repository
from services.approval.domain.case import Case
from services.approval.domain.credit import Ground
from services.approval.domain.holder import Actor
from services.approval.handlers.case_desk import department_case, note
from services.approval.handlers.desk import Desk


@dataclass(frozen=True, slots=True)
class EnterCredit:
    """A grade as a lead enters it: the authority's own finding, or a repair."""

    grade: CreditGrade
    is_repair: bool
    reason: str


async def enter_credit(case_id: UUID, order: EnterCredit, desk: Desk, uow: UnitOfWork) -> None:
    """Enter a sponsor's grade, on the occasion of one of its cases in the lead's department."""
    case = await department_case(case_id, desk, uow)
    ground: Ground = "repair" if order.is_repair else "authority"
    await _enter(case, order.grade, ground, order.reason, desk.actor, uow)


async def lower_for(case: Case, ground: Ground, reason: str, by: Actor, uow: UnitOfWork) -> None:
    """What a failed inspection, or a revoked filing, does to the sponsor's credit.

    One grade down for a failed inspection, to the lowest for a revoked filing; from now on.
    """
    credit = await repository.lock_credit(uow.connection, case.card.organisation_id, case.card.pack)
    grade: CreditGrade = "D" if ground == "filing_revoked" else credit.after_failing()
    if grade != credit.grade:
        await _enter(case, grade, ground, reason, by, uow)


async def _enter(
    case: Case, grade: CreditGrade, ground: Ground, reason: str, by: Actor, uow: UnitOfWork
) -> None:
    credit = await repository.lock_credit(uow.connection, case.card.organisation_id, case.card.pack)
    entry, event = credit.entered(
        grade, ground, reason, case.item.credit, (case.project_id, case.id), by, uow.now
    )
    await repository.add_credit_entry(uow.connection, credit, entry)
    data = {"from": entry.before, "to": entry.grade, "ground": ground}
    await note(case.id, "credit_graded", by, uow, why=reason, data=data)
    await uow.tell(event)
