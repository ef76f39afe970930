"""Four eyes and service: recommend, confirm, challenge, serve. Others commit."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.database import UnitOfWork
from services.approval import repository
from services.approval.domain import case_end, handing
from services.approval.domain.case import Case
from services.approval.domain.condition import check_gates
from services.approval.domain.decision import Verdict
from services.approval.domain.letter import new_code
from services.approval.domain.life import ServedHow
from services.approval.domain.signing import check_all_signed
from services.approval.handlers.desk import Desk, keep, no_task, task_at_work
from services.approval.handlers.follow import check_before_decision, conclude_decision
from services.approval.handlers.letter import write_letter
from services.approval.handlers.notice import drop_questions
from services.approval.handlers.receipt import accept_at_once, case_at_work


@dataclass(frozen=True, slots=True)
class Serve:
    """How a decision reached the sponsor, and on which day."""

    how: ServedHow
    on: date
    note: str
    public_url: str
    """Where its letter can be checked."""


async def recommend(
    id_: UUID, verdict: Verdict, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Propose a decision on a case in hand; somebody else confirms or challenges it."""
    case, actor = await case_at_work(id_, expected, desk, uow)
    await drop_questions(case, uow)
    case = await accept_at_once(case, actor, uow)
    check_gates(verdict.conditions, case)
    handing.check_may_decide(case)
    after, event, released = case_end.recommend(case, verdict, actor, uow.now)
    data = {"outcome": verdict.outcome}
    await keep(case, after, event, "recommended", actor, uow, why=verdict.reason, data=data)
    await uow.tell(released)
    await repository.remove_drafts(uow.connection, id_)


async def confirm(id_: UUID, expected: int | None, desk: Desk, uow: UnitOfWork) -> None:
    """Decide as a colleague recommended, when all signers have agreed."""
    case, actor = await case_at_work(id_, expected, desk, uow)
    signers = await repository.signers_of(uow.connection, id_)
    proposed = case.life.recommendation
    if proposed is not None:
        await check_before_decision(case, proposed.verdict.outcome, None, uow)
    after, event = case_end.confirm(case, actor, uow.now)
    handing.check_may_decide(case)
    check_all_signed(signers, actor)
    data = {"outcome": event.outcome, "confirmed": True}
    assert after.decision is not None
    why = after.decision.verdict.reason
    kept = await keep(case, after, event, "decided", actor, uow, why=why, data=data)
    await repository.remove_drafts(uow.connection, id_)
    assert isinstance(kept, Case)
    await conclude_decision(kept, None, actor, uow)


async def challenge(
    id_: UUID, reason: str, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Give a recommendation back to whoever made it, with a reason."""
    case, actor = await case_at_work(id_, expected, desk, uow)
    after, event = case_end.challenge(case, actor, uow.now, desk.lease)
    holder = after.holder
    data = {"to": event.recommended_by, "to_name": holder.name if holder else None}
    await keep(case, after, event, "challenged", actor, uow, why=reason, data=data)


async def serve(id_: UUID, order: Serve, expected: int | None, desk: Desk, uow: UnitOfWork) -> None:
    """Note the service of a decision, and write its letter. Anybody in the department may."""
    case = await task_at_work(id_, expected, desk, uow)
    if not isinstance(case, Case):
        raise no_task()
    after, event = case_end.serve(case, order.how, order.on, order.note, desk.actor, uow.now)
    after = case_end.with_letter(after, new_code())
    await write_letter(after, order.public_url, uow)
    data = {"how": order.how, "on": order.on.isoformat()}
    await keep(case, after, event, "served", desk.actor, uow, why=order.note, data=data)
